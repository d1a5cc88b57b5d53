"""A copy of a layer as the window orders it of a process of its own, and what that answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from mapapp.core.errors import UsageError
from mapapp.core.layer.source_ref import SourceRef, read_source_ref
from mapapp.core.record import record
from mapapp.core.texts.parsing import json_table
from mapapp.core.texts.strict import StrictTable


@record
class CopyOrder:
    """Which source is to be copied, where to, and how the copy is to be called.

    Attributes:
        source: what is to be copied.
        folder: where the copy is to be.
        name: what file and table are called.
        keys: of features whose keys in the copy are to be told.
    """

    source: SourceRef
    folder: Path
    name: str
    keys: tuple[int, ...] = ()

    def to_json(self) -> str:
        """The order as it is sent."""
        return _json(source=self.source, folder=str(self.folder), name=self.name, keys=self.keys)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The order that was sent."""
        told = _told(text)
        name = told.take("name", str)
        return cls(_source(told), Path(told.take("folder", str)), name, _keys(told))


@record
class CopyAnswer:
    """What opens a copy, and the keys in it of the features in the order, None of what is gone."""

    source: SourceRef
    keys: tuple[int | None, ...] = ()

    def to_json(self) -> str:
        """The answer as it is sent."""
        return _json(source=self.source, keys=self.keys)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The answer that was sent."""
        told = _told(text)
        return cls(_source(told), _keys(told))


def carry_out(order: CopyOrder, told: Callable[[float], object]) -> CopyAnswer:
    """Make a copy; ``told`` gets how much is written, from 0 to 1.

    Raises:
        DataError: if the source cannot be read.
        ExportError: if the copy cannot be written.
    """
    from mapapp.store.sources.copying import keep_copy

    copy = keep_copy(order.source, order.folder, order.name, told)
    now = {key: at for at, key in enumerate(copy.keys.tolist(), 1)} if order.keys else {}
    return CopyAnswer(copy.ref, tuple(map(now.get, order.keys)))


def _json(*, source: SourceRef, **parts: object) -> str:
    return json.dumps({"source": source.mapping(), **parts})


def _told(text: str) -> StrictTable:
    return StrictTable(json_table(text), "what was sent", UsageError)


def _source(told: StrictTable) -> SourceRef:
    return read_source_ref(told.sub("source") or StrictTable({}, "source", UsageError))


def _keys(told: StrictTable) -> tuple[Any, ...]:
    return tuple(told.take("keys", list))
