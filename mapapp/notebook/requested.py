"""The layers of a notebook as a request for a picture has them, and the sources they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.definition import definition_of
from mapapp.core.layer.lookup import layer_of
from mapapp.core.layer.own import own_layer, own_title, used_colours
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.boxes import extent_of_all
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.style.symbology import Tone
from mapapp.core.style.tones import distinct_tones
from mapapp.core.texts.parsing import shown
from mapapp.notebook.layer import Layer


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
        return extent_of_all(source.extent for source in self.sources)


def requested_layers(layers: Sequence[Layer], specs: Sequence[LayerSpec]) -> RequestedLayers:
    """Layers of the atlas and of the caller's own, as a request has them.

    Raises:
        UsageError: if an id is none of ``specs``, is there twice, or a frame cannot be shown.
        DataError: if a frame cannot be read.
    """
    requested = RequestedLayers()
    tones = distinct_tones([*used_colours(specs), *(each.colour for each in layers if each.colour)])
    for place, layer in enumerate(layers):
        if layer.id is not None:
            parts = [_of_atlas(layer, layer_of(specs, layer.id))]
        else:
            tone = Tone(layer.colour, layer.colour) if layer.colour else next(tones)
            parts = list(_of_frame(layer, place, tone, requested))
        requested.layers += [table | _chosen(layer) for table in parts]
    _refuse_twice([table["id"] for table in requested.layers])
    return requested


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
        wanted = replace(wanted, title=own_title(layer.title))
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
    title = layer.title or f"Layer {place + 1}"
    for kind, source in found:
        requested.sources.append(source)
        spec = own_layer(
            f"own_{place + 1}_{kind}",
            own_title(title, None if len(found) == 1 else kind),
            source.ref,
            source.schema.geometry or "point",
            tone,
            Roles(name_en=layer.name or None),
        )
        yield {"id": spec.id, **definition_of(spec)}
