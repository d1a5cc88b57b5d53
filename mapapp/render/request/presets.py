"""Presets: usual choices for a kind of picture, one file of ``resources/presets`` each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.text import Text, read_text
from mapapp.core.texts.parsing import ParseError, toml_table
from mapapp.core.texts.strict import StrictTable
from mapapp.render.request.request import check_name


@record
class Preset:
    """Choices under a name: ``values`` are keys of a request as JSON, but for file and area."""

    id: str
    name: Text
    values: Mapping[str, object]


def preset_ids() -> tuple[str, ...]:
    """The ids of all presets."""
    return tuple(sorted(path.stem for path in asset("presets").glob("*.toml")))


def read_preset(id_: str) -> Preset:
    """A preset by its id.

    Raises:
        UsageError: if there is none of that id.
    """
    check_name(Message("preset"), id_, preset_ids())
    return _preset(asset("presets", f"{id_}.toml"))


def parse_preset(text: str | bytes, id_: str, where: str) -> Preset:
    """Read a preset from TOML text; ``where`` names it in messages.

    Raises:
        UsageError: if the text is not TOML, or has no name in both languages.
    """
    try:
        values = toml_table(text)
    except ParseError as error:
        raise UsageError(
            "{where} is no preset ({reason}); install mapapp again.", where=where, reason=error
        ) from error
    name = read_text(StrictTable(values, where, UsageError).need("name"))
    return Preset(id_, name, {key: value for key, value in values.items() if key != "name"})


def _preset(path: Path) -> Preset:
    try:
        return parse_preset(path.read_bytes(), path.stem, str(path))
    except OSError as error:
        raise UsageError(
            "{path} is no preset ({reason}); install mapapp again.", path=path, reason=error
        ) from error
