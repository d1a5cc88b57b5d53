"""The layers of a file, whatever its format: one reader for inspecting, showing and converting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import DATUMS
from mapapp.core.message import Message
from mapapp.core.source.cancel import Cancel
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.store.files.arrow_files import read_arrow, read_parquet
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.encodings import known_encoding
from mapapp.store.files.formats import format_of
from mapapp.store.files.gdal import gdal_layers
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.staging import Staged, is_nothing, staged
from mapapp.store.files.text_table import read_text_table


def raw_layers(
    path: Path, options: ReadOptions, layer: str = "", cancel: Cancel | None = None
) -> list[RawLayer]:
    """The layers of a file, or the one of a name.

    Raises:
        DataError: if the file or the options cannot be, it cannot be read, or has no such layer.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    _check_datum(options.datum)
    encoding = _encoding(options.encoding)
    known = format_of(path)
    if known.beginning is None and path.is_file() and is_nothing(path):
        raise DataError("{path} holds nothing but zeros; get it anew.", path=path)
    with staged(path, known) as found:
        read = [(each, _tidy(raw)) for each in found for raw in _of(each, encoding, cancel)]
    layers = _named_apart(read)
    if not layer:
        return layers
    chosen = [raw for raw in layers if raw.name == layer]
    if not chosen:
        raise DataError(
            "{path} has no layer {layer!r}; {hint}",
            path=path,
            layer=layer,
            hint=nearest_hint(layer, [raw.name for raw in layers]),
        )
    return chosen[:1]


def _check_datum(datum: str) -> None:
    if datum and datum not in DATUMS:
        raise DataError(
            "There is no datum {datum}; {hint}",
            datum=shown(datum),
            hint=nearest_hint(datum, DATUMS, Message("choose one of")),
        )


def _encoding(said: str) -> str:
    """An encoding that somebody said, under the name that all readers know."""
    found = known_encoding(said) if said else ""
    if found is None:
        raise DataError(
            "There is no encoding {encoding}; write such as utf-8, gb18030 or big5.",
            encoding=shown(said),
        )
    return found


def _of(each: Staged, encoding: str, cancel: Cancel | None) -> Iterator[RawLayer]:
    match each.format.reader:
        case "text":
            yield read_text_table(each, encoding)
        case "parquet":
            yield read_parquet(each)
        case "arrow":
            yield read_arrow(each)
        case _:
            yield from gdal_layers(each, encoding, cancel)


def _named_apart(read: Sequence[tuple[Staged, RawLayer]]) -> list[RawLayer]:
    """Layers of which those that files of an archive call the same have the file in their name."""
    named = Counter(raw.name.casefold() for _, raw in read)
    return [
        replace(raw, name=f"{raw.name} ({each.inside})")
        if each.inside and named[raw.name.casefold()] > 1
        else raw
        for each, raw in read
    ]


def _tidy(raw: RawLayer) -> RawLayer:
    """A layer whose columns have names that fields can have."""
    names, problems = told_apart(raw.table.column_names)
    if names == raw.table.column_names:
        return raw
    return replace(raw, table=raw.table.rename_columns(names), problems=(*raw.problems, *problems))
