"""Positions of very many points, in order, kept in a file of the user's cache.

To read and sort ten million points takes seconds, and their columns 200 MB. So they are written
down once, not beside the user's file, and the next time looked at where they lie on the disk
(:class:`numpy.memmap`): the system reads what a view needs, and drops it when memory is short. A
file counts only for the very file that it was made of: its path, size, time of change and number
on the disk, and those of SQLite's log beside it.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.disk.folders import cache_folder
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import MapappError
from mapapp.core.layer.source_ref import GEOPACKAGE, SourceRef
from mapapp.core.log import logger
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.texts.parsing import ParseError, json_table
from mapapp.render.scene.dense_points import DensePoints, plain_points

KEPT = 2_000_000
"""Positions of so many points, or more, are kept."""

_VERSION = 1
_HEADER_BYTES = 4096
_MOST_BYTES = 2_000_000_000
"""So much may lie in the cache; what was used longest ago goes first."""

_COLUMNS = (("keys", "<i8"), ("xs", "<u4"), ("ys", "<u4"), ("rows", "<u4"))
_log = logger("data")


@record(eq=False)
class KeptPoints:
    """All points of a table with the keys of its features, rising."""

    keys: Keys
    points: DensePoints


def fingerprint(ref: SourceRef) -> str | None:
    """What another state of a table does not have; None for what is no file that can be kept."""
    if ref.kind != GEOPACKAGE:
        return None
    path = Path(ref.uri).absolute()
    states = [_state(path), _state(path.with_name(f"{path.name}-wal"))]
    return json.dumps([_VERSION, str(path), ref.table, states]) if states[0] else None


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def kept_points(ref: SourceRef) -> KeptPoints | None:
    """What is kept of a table as it is now, if anything is."""
    wanted, path = fingerprint(ref), _path(ref)
    try:
        with path.open("rb") as file:
            header = json_table(file.read(_HEADER_BYTES))
        count = header.get("count")
        if wanted is None or header.get("made_of") != wanted or not isinstance(count, int):
            return None
        found = _mapped(path, count)
        os.utime(path)
    except (OSError, ParseError, ValueError):  # it is made again
        return None
    return found


def keep(ref: SourceRef, made_of: str | None, found: KeptPoints) -> KeptPoints:
    """Keep the points of a table that had a fingerprint when they were read; they lie there then.

    Where they cannot be kept they are as they were.
    """
    if made_of is None or made_of != fingerprint(ref):
        return found
    path = _path(ref)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as made:
            _write(made, made_of, found)
        _sweep(path)
        return _mapped(path, len(found.keys))
    except (OSError, MapappError, ValueError) as error:
        _log.warning("The points of %s are not kept: %s", ref, error)
        return found


def _path(ref: SourceRef) -> Path:
    name = sha256(json.dumps([str(Path(ref.uri).absolute()), ref.table]).encode()).hexdigest()
    return cache_folder() / "points" / f"{name[:32]}.points"


def _write(path: Path, made_of: str, found: KeptPoints) -> None:
    points = found.points
    columns: tuple[NDArray[Any], ...] = (
        found.keys,
        points.packed.xs,
        points.packed.ys,
        points.rows,
    )
    header = json.dumps({"made_of": made_of, "count": len(found.keys)}).encode()
    if len(header) > _HEADER_BYTES:
        raise ValueError("its path is too long")
    with path.open("wb") as file:
        file.write(header.ljust(_HEADER_BYTES))
        for (_, kind), column in zip(_COLUMNS, columns, strict=True):
            column.astype(kind, copy=False).tofile(file)


def _mapped(path: Path, count: int) -> KeptPoints:
    if path.stat().st_size != _HEADER_BYTES + count * sum(
        np.dtype(k).itemsize for _, k in _COLUMNS
    ):
        raise ValueError("it is not whole")
    columns: dict[str, NDArray[Any]] = {}
    begin = _HEADER_BYTES
    for name, kind in _COLUMNS:
        columns[name] = np.memmap(path, kind, "r", begin, (count,)).view(np.ndarray)
        begin += count * np.dtype(kind).itemsize
    points = plain_points(columns["xs"], columns["ys"], columns["rows"])
    return KeptPoints(columns["keys"], points)


def _sweep(newest: Path) -> None:
    """Remove what was used longest ago until the rest is not too much."""
    others = sorted(newest.parent.glob("*.points"), key=lambda each: -each.stat().st_mtime)
    total = 0
    for each in others:
        total += each.stat().st_size
        if total > _MOST_BYTES and each != newest:
            each.unlink()
