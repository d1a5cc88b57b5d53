"""What a file of ``layers/`` says: one layer, declared, checked strictly.

A key that is not known is an error that names the nearest known one, so that a typing
mistake never passes for a default.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from mapapp.core.errors import LayerSpecError
from mapapp.core.layer.roles import NO_ROLES, Roles, check_column, read_roles
from mapapp.core.layer.source_ref import SourceRef, read_source_ref
from mapapp.core.record import record
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.style.symbol_table import COLUMN, read_symbology
from mapapp.core.style.symbology import Classes, SymbolSpec
from mapapp.core.text import Text, read_text
from mapapp.core.texts.parsing import ParseError, toml_table
from mapapp.core.texts.strict import StrictTable

Geometry = Literal["point", "line", "polygon"]
"""The kind of geometries; a Multi… is of the kind of its parts."""

ATLAS = "atlas"
"""The kind of source of the layers that come with mapapp: a table of the open atlas."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,99}")
_MOST = 1_000_000


@record
class LabelSpec:
    """Which features are named on the map, and how.

    Attributes:
        priority: names of higher ones come first.
        min_zoom, max_zoom: from and up to which zoom of a screen they are named.
        field: the column that is written; empty for the names of the features.
        halo: whether the letters stand on a halo.
    """

    priority: int = 0
    min_zoom: float = 0.0
    max_zoom: float = MAX_STATED_ZOOM
    field: str = ""
    halo: bool = True

    def is_at(self, zoom: float) -> bool:
        """Whether there are names at a zoom."""
        return self.min_zoom <= zoom <= self.max_zoom


@record
class LayerSpec:
    """One layer: where its features are and how they are shown.

    Attributes:
        id: name in the command line, the page and the state.
        title: name in the tree and the legend.
        group: id of the tree group it stands in.
        source: where its features are.
        geometry: kind of geometry of that source.
        order: drawing order; the highest is on top.
        symbol: how features are drawn, or what stands for the layer where they are of classes.
        label: how they are named on the map; None for unnamed layers.
        visible: whether it is shown at the first start.
        note: one sentence shown with the layer, or None.
        total: how many features there are in the world, where the layer lacks some; else None.
        key_figures: attribute ids the details panel shows first.
        classes: how features are drawn by a value of theirs, or None where all are alike.
        roles: which columns of the source are names, status and so on.
        credit: whose data it is, with the licence, or None where nobody need be named.
    """

    id: str
    title: Text
    group: str
    source: SourceRef
    geometry: Geometry
    order: int
    symbol: SymbolSpec
    label: LabelSpec | None = None
    visible: bool = True
    note: Text | None = None
    total: int | None = None
    key_figures: tuple[str, ...] = ()
    classes: Classes | None = None
    roles: Roles = NO_ROLES
    credit: Text | None = None

    @property
    def table(self) -> str:
        """The table of the source."""
        return self.source.table

    def check(self, columns: Collection[str], where: object) -> None:
        """Raise a ``DataError`` for a role or a label whose column is none of a source's.

        ``where`` names the source in the message.
        """
        self.roles.check(columns, where)
        if self.label is not None and self.label.field:
            check_column("label", self.label.field, columns, where)

    @property
    def is_sized(self) -> bool:
        """Whether its symbols go by a number in size: they stay on their points, and overlap."""
        return self.classes is not None and self.classes.sizes is not None

    @property
    def is_binned(self) -> bool:
        """Whether squares show how many of its points lie in them, and no symbols where."""
        return self.classes is not None and self.classes.bins is not None

    @property
    def classed_by(self) -> tuple[str, ...]:
        """The column or attribute that its classes go by; none where they go by none."""
        return (self.classes.field,) if self.classes and self.classes.field else ()

    @property
    def is_link(self) -> bool:
        """Whether its features are lines that say to whom they lead."""
        return self.geometry == "line" and self.roles.entity not in (None, self.roles.id)

    def style(self, properties: Mapping[str, Any]) -> SymbolSpec:
        """How a feature is drawn that has these values of the table and of facts."""
        if self.classes is None:
            return self.symbol
        return self.classes.of(properties.get(self.classes.field)).symbol


def read_label(reader: StrictTable | None) -> LabelSpec | None:
    """How features are named, of a table ``[label]``; None without one."""
    if reader is None:
        return None
    spec = LabelSpec(
        reader.whole("priority", -_MOST, _MOST, 0),
        min_zoom := reader.number("min_zoom", 0, MAX_STATED_ZOOM, 0.0),
        reader.number("max_zoom", min_zoom, MAX_STATED_ZOOM, MAX_STATED_ZOOM),
        reader.match("field", COLUMN) if reader.has("field") else "",
        reader.take("halo", bool, default=True),
    )
    reader.finish()
    return spec


def _source(reader: StrictTable, layer_id: str) -> SourceRef:
    """The table ``source``, or the ``table`` of the atlas, which is called like the layer."""
    said = reader.sub("source")
    if said is not None:
        return read_source_ref(said)
    return SourceRef(ATLAS, table=reader.match("table", _ID, layer_id))


def parse_layer_spec(text: str | bytes, where: str) -> LayerSpec:
    """Read one layer from TOML text, in UTF-8 if it is bytes; ``where`` names it in messages.

    Raises:
        LayerSpecError: if the text is not TOML, a key is missing, unknown or of a wrong type.
    """
    try:
        reader = StrictTable(toml_table(text), where, LayerSpecError)
    except ParseError as error:
        raise LayerSpecError(
            "{where}: this is not TOML ({reason}); correct it.", where=where, reason=error
        ) from error
    return read_layer(reader)


def read_layer(reader: StrictTable) -> LayerSpec:
    """The layer of a table that has the keys of a file of ``layers/``.

    Raises:
        MapappError: that of the reader, if a key is missing, unknown or does not fit.
    """
    note, credit = reader.sub("note"), reader.sub("credit")
    geometry = reader.choose("geometry", ("point", "line", "polygon"))
    layer_id = reader.match("id", _ID)
    symbol, classes = read_symbology(reader.need("symbol"), geometry)
    spec = LayerSpec(
        id=layer_id,
        title=read_text(reader.need("title")),
        group=reader.match("group", _ID),
        source=_source(reader, layer_id),
        geometry=cast(Geometry, geometry),
        order=reader.whole("order", -_MOST, _MOST),
        symbol=symbol,
        label=read_label(reader.sub("label")),
        visible=reader.take("visible", bool, default=True),
        note=None if note is None else read_text(note),
        total=reader.whole("total", 0, _MOST, 0) or None,
        key_figures=reader.strings("key_figures"),
        classes=classes,
        roles=read_roles(reader.sub("roles")),
        credit=None if credit is None else read_text(credit),
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
        spec = parse_layer_spec(path.read_bytes(), path.name)
        if spec.id in specs:
            raise LayerSpecError(
                "{path}: the id {id!r} is taken; choose another.", path=path.name, id=spec.id
            )
        specs[spec.id] = spec
    if not specs:
        raise LayerSpecError(
            "{folder} holds no layer; it must have files such as port.toml.", folder=folder
        )
    return tuple(sorted(specs.values(), key=lambda spec: (spec.order, spec.id)))
