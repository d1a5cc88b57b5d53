"""What a Shapefile cannot hold: names of columns and texts that are too long for dBASE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapapp.core.message import Message

if TYPE_CHECKING:
    import pyarrow as pa

NAME_BYTES, TEXT_BYTES = 10, 254
"""Of a name and of a text in a .dbf (ESRI Shapefile Technical Description, 1998; dBASE IV)."""


def fitting(table: pa.Table, encoding: str) -> tuple[pa.Table, list[Message]]:
    """A table whose names and texts fit, and what was cut, a sentence each."""
    import pyarrow as pa

    cut, columns = 0, []
    for column in table.columns:
        is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        values, count = _fitting_texts(column.to_pylist(), encoding) if is_text else ([], 0)
        cut += count
        columns.append(pa.array(values, pa.string()) if count else column)
    names = short_names(table.column_names, encoding)
    short = dict(zip(table.column_names, names, strict=True))
    return pa.table(columns, names=names), _told(short, cut)


def short_names(names: Sequence[str], encoding: str) -> list[str]:
    """Names of ten bytes at most that differ in any case of letters, numbered where cut alike."""
    taken: set[str] = set()
    found = []
    for name in names:
        tried, number = _cut(name, NAME_BYTES, encoding), 1
        while tried.casefold() in taken:
            end = f"_{number}"
            tried, number = _cut(name, NAME_BYTES - len(end), encoding) + end, number + 1
        taken.add(tried.casefold())
        found.append(tried)
    return found


def _fitting_texts(values: Sequence[Any], encoding: str) -> tuple[list[Any], int]:
    """Texts that fit, and how many had to be cut for it."""
    fit = [value and _cut(value, TEXT_BYTES, encoding) for value in values]
    return fit, sum(one != other for one, other in zip(fit, values, strict=True))


def _cut(text: str, most_bytes: int, encoding: str) -> str:
    """The beginning of a text that is no longer, without half a character."""
    return text.encode(encoding, "replace")[:most_bytes].decode(encoding, "ignore")


def _told(short: dict[str, str], cut: int) -> list[Message]:
    notes = []
    changed = [f"{name} → {end}" for name, end in short.items() if name != end]
    if changed:
        notes.append(
            Message(
                "Names of columns cut, as a Shapefile holds {most} bytes of each: {names}; "
                "choose .gpkg to keep them whole.",
                most=NAME_BYTES,
                names=changed,
            )
        )
    if cut:
        notes.append(
            Message(
                "Texts cut after {most} bytes, as a Shapefile holds no longer ones: {count:,}; "
                "choose .gpkg to keep them whole.",
                most=TEXT_BYTES,
                count=cut,
            )
        )
    return notes
