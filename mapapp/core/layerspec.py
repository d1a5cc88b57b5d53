"""What a file of ``layers/`` says: one layer, declared, checked strictly.

A key that is not known is an error that names the nearest known one, so that a typing
mistake never passes for a default.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from mapapp.core.errors import LayerSpecError, UsageError
from mapapp.core.strict import StrictTable

Geometry = Literal["point", "line", "polygon"]
Language = Literal["en", "zh"]
Theme = Literal["light", "dark", "contrast"]

SHAPES = (
    "circle", "square", "diamond", "triangle", "hexagon", "pentagon", "star", "anchor",
    "rail", "plane", "cross",
)  # fmt: skip
"""Names of the marker shapes; their outlines are in ``render/shapes.py``."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the interface."""

    en: str
    zh: str

    def get(self, language: Language) -> str:
        """The text in one language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour for light and for dark ground, as ``#rrggbb``; high contrast has light ground."""

    light: str
    dark: str

    def get(self, theme: Theme) -> str:
        """The colour in one theme."""
        return self.dark if theme == "dark" else self.light


@dataclass(frozen=True, slots=True)
class SymbolSpec:
    """How a layer is drawn: ``size_px`` is a marker's width, ``width_px`` a line's."""

    colour: Tone
    shape: str = "circle"
    size_px: float = 14.0
    width_px: float = 1.5
    dash_px: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelSpec:
    """Which features are named on the map: higher ``priority`` first, from ``min_zoom`` on."""

    priority: int = 0
    min_zoom: float = 0.0


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer: where its features are and how they are shown.

    Attributes:
        id: name in the command line, the page and the state.
        title: name in the tree and the legend.
        group: id of the tree group it stands in.
        table: feature table of the GeoPackage.
        geometry: kind of geometry of that table.
        order: drawing order; the highest is on top.
        symbol: how features are drawn.
        label: how they are named on the map; None for unnamed layers.
        visible: whether it is shown at the first start.
        note: one sentence shown with the layer, or None.
        total: how many features there are in the world, where the layer lacks some; else None.
        key_figures: attribute ids the details panel shows first.
    """

    id: str
    title: Text
    group: str
    table: str
    geometry: Geometry
    order: int
    symbol: SymbolSpec
    label: LabelSpec | None = None
    visible: bool = True
    note: Text | None = None
    total: int | None = None
    key_figures: tuple[str, ...] = ()


def _text(reader: StrictTable) -> Text:
    text = Text(reader.take("en", str), reader.take("zh", str))
    reader.finish()
    return text


def _symbol(reader: StrictTable) -> SymbolSpec:
    spec = SymbolSpec(
        colour=Tone(reader.match("light", _COLOUR), reader.match("dark", _COLOUR)),
        shape=reader.choose("shape", SHAPES, "circle"),
        size_px=reader.take("size_px", float, 14.0),
        width_px=reader.take("width_px", float, 1.5),
        dash_px=reader.numbers("dash_px"),
    )
    reader.finish()
    return spec


def _label(reader: StrictTable | None) -> LabelSpec | None:
    if reader is None:
        return None
    spec = LabelSpec(reader.take("priority", int, 0), reader.take("min_zoom", float, 0.0))
    reader.finish()
    return spec


def parse_layer_spec(text: str, where: str) -> LayerSpec:
    """Read one layer from TOML text; ``where`` names it in messages.

    Raises:
        LayerSpecError: if the text is not TOML, a key is missing, unknown or of a wrong type.
    """
    try:
        reader = StrictTable(tomllib.loads(text), where, LayerSpecError)
    except tomllib.TOMLDecodeError as error:
        raise LayerSpecError(f"{where}: this is not TOML ({error}); correct it.") from error
    note = reader.sub("note")
    geometry = reader.choose("geometry", ("point", "line", "polygon"))
    layer_id = reader.match("id", _ID)
    spec = LayerSpec(
        id=layer_id,
        title=_text(reader.need("title")),
        group=reader.match("group", _ID),
        table=reader.match("table", _ID, layer_id),
        geometry=cast(Geometry, geometry),
        order=reader.take("order", int),
        symbol=_symbol(reader.need("symbol")),
        label=_label(reader.sub("label")),
        visible=reader.take("visible", bool, default=True),
        note=None if note is None else _text(note),
        total=reader.take("total", int, 0) or None,
        key_figures=reader.strings("key_figures"),
    )
    reader.finish()
    return spec


def load_layer_specs(folder: Path) -> tuple[LayerSpec, ...]:
    """All layers of a folder, in drawing order (the last is on top).

    Raises:
        LayerSpecError: if a file is wrong, two layers share an id, or there is none.
    """
    specs: dict[str, LayerSpec] = {}
    for path in sorted(folder.glob("*.toml")):
        spec = parse_layer_spec(path.read_text(encoding="utf-8"), path.name)
        if spec.id in specs:
            raise LayerSpecError(f"{path.name}: the id {spec.id!r} is taken; choose another.")
        specs[spec.id] = spec
    if not specs:
        raise LayerSpecError(f"{folder} holds no layer; it must have files such as port.toml.")
    return tuple(sorted(specs.values(), key=lambda spec: (spec.order, spec.id)))


def pick_layers(specs: tuple[LayerSpec, ...], ids: list[str]) -> tuple[LayerSpec, ...]:
    """The layers of the given ids, in drawing order.

    Raises:
        UsageError: if an id is not that of a layer; the message names the nearest.
    """
    known = [spec.id for spec in specs]
    for layer_id in ids:
        if layer_id not in known:
            near = difflib.get_close_matches(layer_id, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"layers are {', '.join(known)}."
            raise UsageError(f"There is no layer {layer_id!r}; {hint}")
    return tuple(spec for spec in specs if spec.id in ids)
