"""The layers of a notebook as a request for a picture has them, and the sources they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.definition import definition_of
from mapapp.core.layer.lookup import layer_of
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import Geometry, LabelSpec, LayerSpec
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.style.tones import distinct_tones
from mapapp.core.text import Text
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.plain import plain_text
from mapapp.notebook.layer import Layer

_GROUP = "own"
_KINDS: Mapping[Geometry, Text] = {
    "polygon": Text("areas", "面"),
    "line": Text("lines", "线"),
    "point": Text("points", "点"),
}
_SYMBOL = SymbolSpec(Tone("", ""), size_px=10.0, width_px=2.0, fill_opacity=0.35)
_LABEL = LabelSpec(priority=50)


@dataclass(slots=True)
class RequestedLayers:
    """The layers of a map.

    Attributes:
        layers: for each layer, that on top last, the table of a request (``docs/pictures.md``).
        sources: those in memory that they refer to.
    """

    layers: list[dict[str, Any]] = field(default_factory=list)
    sources: list[FeatureSource] = field(default_factory=list)

    @property
    def extent(self) -> Extent | None:
        """The extent of the sources; None where there are none."""
        extents = [extent for source in self.sources if (extent := source.extent)]
        if not extents:
            return None
        west, south, east, north = zip(*(extent.bounds for extent in extents), strict=True)
        return Extent(min(west), min(south), min(max(east), min(west) + 360.0), max(north))


def requested_layers(layers: Sequence[Layer], specs: Sequence[LayerSpec]) -> RequestedLayers:
    """Layers of the atlas and of the caller's own, as a request has them.

    Raises:
        UsageError: if an id is none of ``specs``, is there twice, or a frame cannot be shown.
        DataError: if a frame cannot be read.
    """
    requested = RequestedLayers()
    tones = distinct_tones(
        [*_used_colours(specs), *(each.colour for each in layers if each.colour)]
    )
    for place, layer in enumerate(layers):
        if layer.id is not None:
            parts = [_of_atlas(layer, layer_of(specs, layer.id))]
        else:
            tone = Tone(layer.colour, layer.colour) if layer.colour else next(tones)
            parts = list(_of_frame(layer, place, tone, requested))
        requested.layers += [table | _chosen(layer) for table in parts]
    _refuse_twice([table["id"] for table in requested.layers])
    return requested


def _used_colours(specs: Sequence[LayerSpec]) -> Iterator[str]:
    for spec in specs:
        yield spec.symbol.colour.light
        yield from (each.symbol.colour.light for each in spec.classes or ())


def _refuse_twice(ids: Sequence[str]) -> None:
    for id_ in ids:
        if ids.count(id_) > 1:
            raise UsageError("The layer {id} is there twice; leave one out.", id=shown(id_))


def _chosen(layer: Layer) -> dict[str, Any]:
    said = {"filter": layer.where, "opacity": layer.opacity if layer.opacity < 1 else None}
    return {key: value for key, value in said.items() if value not in (None, "")}


def _of_atlas(layer: Layer, spec: LayerSpec) -> dict[str, Any]:
    """A layer of the atlas, with what is not to be as usual."""
    wanted = spec
    if layer.title:
        wanted = replace(wanted, title=_both(layer.title))
    if layer.colour:
        tone = Tone(layer.colour, layer.colour)
        wanted = replace(wanted, symbol=replace(spec.symbol, colour=tone, fill=None), classes=None)
    return {"id": spec.id, **definition_of(wanted, spec)}


def _of_frame(
    layer: Layer, place: int, tone: Tone, requested: RequestedLayers
) -> Iterator[dict[str, Any]]:
    """A layer for each kind of geometry in a frame, areas first."""
    from mapapp.notebook.frames import sources_of

    found = list(sources_of(layer.frame, f"layers[{place}]"))
    title = _both(layer.title or f"Layer {place + 1}")
    for kind, source in found:
        requested.sources.append(source)
        named = title if len(found) == 1 else _with_kind(title, kind)
        spec = _spec(layer, f"own_{place + 1}_{kind}", named, source, tone)
        yield {"id": spec.id, **definition_of(spec)}


def _spec(layer: Layer, id_: str, title: Text, source: FeatureSource, tone: Tone) -> LayerSpec:
    return LayerSpec(
        id=id_,
        title=title,
        group=_GROUP,
        source=source.ref,
        geometry=source.schema.geometry or "point",
        order=0,
        symbol=replace(_SYMBOL, colour=tone),
        label=_LABEL if layer.name else None,
        roles=Roles(name_en=layer.name or None),
    )


def _both(title: str) -> Text:
    return Text(plain_text(title), plain_text(title))


def _with_kind(title: Text, kind: Geometry) -> Text:
    en, zh = _KINDS[kind].en, _KINDS[kind].zh
    return Text(f"{title.en} ({en})", f"{title.zh}（{zh}）")
