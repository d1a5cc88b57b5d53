"""Styles of layers as files: TOML with the keys of ``layers/README.md``, and QML of QGIS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.replacing import write_text
from mapapp.core.errors import StyleError
from mapapp.core.layer.definition import label_table
from mapapp.core.layer.spec import Geometry, LayerSpec, read_label
from mapapp.core.style.symbol_table import read_symbology, symbology_table
from mapapp.core.styling.qml_reading import FoundStyle, read_qml
from mapapp.core.styling.qml_writing import qml_of
from mapapp.core.texts.parsing import MAX_TOML, ParseError, toml_table
from mapapp.core.texts.strict import StrictTable
from mapapp.core.texts.xml_tree import MAX_XML

QML, TOML = ".qml", ".toml"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def style_text(spec: LayerSpec) -> str:
    """The style of a layer as TOML."""
    label = {} if spec.label is None else {"label": label_table(spec.label)}
    table = {"geometry": spec.geometry, "symbol": symbology_table(spec.symbol, spec.classes)}
    return "\n".join(_toml(table | label)).lstrip() + "\n"


def parse_style(text: str | bytes, where: str, geometry: Geometry) -> FoundStyle:
    """The style that a TOML text holds, for layers of a kind of geometry.

    Raises:
        StyleError: if it is no TOML, a key is missing, unknown or does not fit, or it is for
            another kind of geometry.
    """
    try:
        reader = StrictTable(toml_table(text), where, StyleError)
    except ParseError as error:
        raise StyleError(
            "{where}: this is not TOML ({reason}); correct it.", where=where, reason=error
        ) from error
    meant = cast(Geometry, reader.choose("geometry", get_args(Geometry)))
    if meant != geometry:
        raise StyleError(
            "{where} is a style for the geometry {meant!r}, and this layer has {geometry!r}; "
            "choose another.",
            where=where,
            meant=meant,
            geometry=geometry,
        )
    symbol, classes = read_symbology(reader.need("symbol"), geometry)
    label = read_label(reader.sub("label"))
    reader.finish()
    return FoundStyle(symbol, classes, label)


def read_style_file(path: Path, geometry: Geometry) -> FoundStyle:
    """The style of a file of ours or of QGIS, which its name tells.

    Raises:
        StyleError: if the file cannot be read or holds no style for this kind of geometry.
    """
    if path.suffix.lower() == QML:
        return read_qml(read_ordinary(path, MAX_XML, StyleError), path.name, geometry)
    return parse_style(read_ordinary(path, MAX_TOML, StyleError), path.name, geometry)


def write_style_file(path: Path, spec: LayerSpec) -> None:
    """Write the style of a layer, for QGIS where the name ends so; whole or not at all.

    Raises:
        ExportError: if the file cannot be written.
    """
    write_text(path, qml_of(spec) if path.suffix.lower() == QML else style_text(spec))


def _toml(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a table, its values first and its tables after them."""
    if path:
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for key, value in table.items():
        if not isinstance(value, Mapping):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _toml(value, (*path, key))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:  # noqa: ANN401 - a value of TOML
    """A value: texts and numbers are written as in JSON (TOML 1.0), tables in a line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
