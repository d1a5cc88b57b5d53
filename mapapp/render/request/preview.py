"""What the window and the process that paints its previews say to one another.

An order is a line of JSON. So is an answer, and as many bytes of PNG as it says follow it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, field
from typing import Any, Self

from mapapp.core.errors import UsageError
from mapapp.core.record import record
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.core.texts.strict import StrictTable

MAX_SERIAL = 2**53
_MOST_PX = 32_767
_MOST_BYTES = 2**31


@record
class PreviewOrder:
    """A picture that is wanted on the screen.

    Attributes:
        request: what is wanted, as the table that ``render/request/from_json.py`` reads.
        width_px, height_px: the box into which it is to fit.
        serial: tells orders apart.
    """

    request: Mapping[str, Any]
    width_px: int
    height_px: int
    serial: int = 0

    def to_line(self) -> bytes:
        """The order as it is sent."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """The order that was sent.

        Raises:
            UsageError: if it is none.
        """
        try:
            table = StrictTable(json_table(line), "The order", UsageError)
        except ParseError as error:
            raise UsageError("This is no order for a picture ({reason}).", reason=error) from error
        order = cls(
            request=table.take("request", dict),
            width_px=table.whole("width_px", 1, _MOST_PX),
            height_px=table.whole("height_px", 1, _MOST_PX),
            serial=table.whole("serial", 0, MAX_SERIAL, 0),
        )
        table.finish()
        return order


@record
class Answer:
    """A picture, or the sentence that says why there is none.

    Attributes:
        serial: of the order.
        problem: the sentence, or empty.
        remark: what has no room on the picture, as a sentence, or empty.
        shows_border: whether a national border is in sight.
        png: the picture.
    """

    serial: int
    problem: str = ""
    remark: str = ""
    shows_border: bool = False
    png: bytes = field(default=b"", repr=False)

    def to_bytes(self) -> bytes:
        """The answer as it is sent."""
        head = {
            "serial": self.serial,
            "problem": self.problem,
            "remark": self.remark,
            "shows_border": self.shows_border,
            "length": len(self.png),
        }
        return json.dumps(head).encode() + b"\n" + self.png

    @classmethod
    def taken_from(cls, received: bytearray) -> Self | None:
        """The first answer of what was received, which is taken away; None if it is not all there.

        Raises:
            ParseError, UsageError: if it is no answer.
        """
        line, newline, rest = received.partition(b"\n")
        if not newline:
            return None
        table = StrictTable(json_table(bytes(line)), "The answer", UsageError)
        length = table.whole("length", 0, _MOST_BYTES)
        if len(rest) < length:
            return None
        del received[: len(line) + 1 + length]
        return cls(
            table.whole("serial", 0, MAX_SERIAL),
            table.take("problem", str),
            table.take("remark", str),
            table.take("shows_border", bool),
            bytes(rest[:length]),
        )
