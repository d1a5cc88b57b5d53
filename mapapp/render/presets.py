"""Presets: usual choices for a kind of picture, one file of ``resources/presets`` each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapapp.core.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.layerspec import Text
from mapapp.render.request import check_name


@dataclass(frozen=True, slots=True)
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
    check_name("preset", id_, preset_ids())
    return _preset(asset("presets", f"{id_}.toml"))


def _preset(path: Path) -> Preset:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        name = values.pop("name")
        return Preset(path.stem, Text(name["en"], name["zh"]), values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no preset ({error}); install mapapp again.") from error
