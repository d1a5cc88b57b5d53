"""``mapapp snapshot --batch``: the pictures of many requests, one a line."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mapapp.cli.arguments import read_specs
from mapapp.cli.output import complain, failed_at, warn
from mapapp.cli.own_data import OwnOnTop
from mapapp.cli.picture_options import merged
from mapapp.core.disk.assets import asset
from mapapp.core.errors import MapappError, UsageError
from mapapp.core.log import logger
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.paint.export import Printer
from mapapp.paint.finishing import Finisher
from mapapp.render.request.from_json import request_from_table
from mapapp.render.sheet.cautions import Caution

_AHEAD = 2
"""So many lines may be painted before one is finished."""

_SWITCH_S = 0.0005
_NO_THREADS_OF_QT = "QT_NO_GUI_THREADPOOL"


@record
class _Begun:
    """A line whose picture is painted, or has failed; ``steps`` are the last ones of its files."""

    number: int
    steps: Sequence[Future[None]]
    cautions: tuple[Caution, ...] = ()
    error: Exception | None = None

    def first_error(self) -> BaseException | None:
        """What went wrong first; waits for the last steps."""
        errors = (*(each.exception() for each in self.steps), self.error)
        return next(filter(None, errors), None)


def make_batch(
    name: str, lines: Sequence[bytes], usual: dict[str, Any], own: OwnOnTop, atlas: Path
) -> int:
    """Make the picture of each line; one that fails is told, and the others are made.

    What there is to be said of a line is said when the next ones are painted, for its last steps
    are done meanwhile.

    Args:
        name: what the lines are told to be of.
        lines: requests in JSON; one may be blank.
        usual: what counts where a line does not say otherwise.
        own: layers that are in every picture.
        atlas: the GeoPackage with the features.

    Returns:
        The exit code.
    """
    has_failed = False
    basemap = asset("data", "basemap.gpkg")
    with (
        _quick_threads(),
        Finisher() as finisher,
        Printer(atlas, basemap, read_specs(), finisher) as printer,
    ):
        begun = _all_begun(lines, usual, own, printer, finisher)
        for line in _behind(begun, _AHEAD):
            has_failed |= _told_to_fail(f"{name}:{line.number}", line)
    return int(has_failed)


def _all_begun(
    lines: Sequence[bytes],
    usual: dict[str, Any],
    own: OwnOnTop,
    printer: Printer,
    finisher: Finisher,
) -> Iterator[_Begun]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            table = own.over(merged(usual, _table(line)))
            cautions = printer.make(request_from_table(table, Message("the request")))
        except BrokenPipeError:
            raise
        except Exception as error:  # one line must not end the others
            yield _Begun(number, finisher.take(), error=error)
        else:
            yield _Begun(number, finisher.take(), cautions)


@contextmanager
def _quick_threads() -> Iterator[None]:
    """Let one thread paint while another finishes what is painted.

    Qt would share the filling of each area among threads, which takes longer for small pictures;
    and a thread that wants Python's lock would wait ten times as long, with dozens of steps that
    take none.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    os.environ[_NO_THREADS_OF_QT] = "1"
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        del os.environ[_NO_THREADS_OF_QT]


def _behind(begun: Iterator[_Begun], ahead: int) -> Iterator[_Begun]:
    """Each line when so many after it are there, or all are."""
    waiting: deque[_Begun] = deque()
    for line in begun:
        waiting.append(line)
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting


def _told_to_fail(place: str, line: _Begun) -> bool:
    """Whether a line has failed, after what there is to be said of it."""
    error = line.first_error()
    if error is None:
        warn(line.cautions, f"{place}: ")
        return False
    complain(Message("mapapp: {place}: {problem}", place=place, problem=_sentence(error)))
    return True


def _sentence(error: BaseException) -> Message:
    """What went wrong with a line, in one line."""
    if isinstance(error, OSError):
        return failed_at(error)
    if not isinstance(error, MapappError):
        logger("app").debug("a fault of mapapp", exc_info=error)
        return Message(
            "mapapp has a fault ({kind}: {words}); make this picture alone with --verbose and "
            "report what it says.",
            kind=type(error).__name__,
            words=error,
        )
    return error.message


def _table(line: bytes) -> dict[str, Any]:
    try:
        return json_table(line)
    except ParseError as error:
        raise UsageError(
            "this is no request for a picture ({reason}); correct it.", reason=error
        ) from error
