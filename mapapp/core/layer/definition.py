"""A layer as a table of JSON values: in workspaces, and in requests for pictures.

The keys are those of a file of ``layers/`` (``layers/README.md``), but for the id, which stands
beside them, and the order, which is that of the list. Of a layer that mapapp ships only what
differs is said; null says that there is no such thing, such as ``"label": null``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from mapapp.core.errors import MapappError
from mapapp.core.layer.lookup import unknown_layer
from mapapp.core.layer.spec import LabelSpec, LayerSpec, read_layer
from mapapp.core.message import Message
from mapapp.core.style.symbol_table import symbology_table
from mapapp.core.texts.parsing import shown
from mapapp.core.texts.strict import StrictTable

KEYS = (
    "title", "group", "source", "roles", "geometry", "symbol", "label", "note", "total",
    "key_figures", "credit",
)  # fmt: skip


def definition_of(spec: LayerSpec, base: LayerSpec | None = None) -> dict[str, Any]:
    """The table from which a layer can be read again, or what of it differs from ``base``."""
    table = _whole(spec)
    usual = {} if base is None else _whole(base)
    return {key: value for key, value in table.items() if value != usual.get(key)}


def defined_layer(
    id_: str,
    said: Mapping[str, object],
    known: Mapping[str, LayerSpec],
    where: str,
    fail: type[MapappError],
) -> LayerSpec:
    """The layer that a table says, over the one of its id where that is ``known``.

    Raises:
        fail: if a key is missing, unknown or does not fit; ``where`` names the place. If nothing
            is said of a layer that is not known, the message names the nearest that is.
    """
    base = known.get(id_)
    if base is None and not said:
        raise fail(str(unknown_layer(id_, known)))
    usual = {} if base is None else _whole(base)
    merged = {key: value for key, value in (usual | dict(said)).items() if value is not None}
    order, visible = (0, True) if base is None else (base.order, base.visible)
    table = {"id": id_, "order": order, "visible": visible}
    return read_layer(
        StrictTable(merged | table, Message("{where} [{key}]", where=where, key=shown(id_)), fail)
    )


def defined_layers(
    specs: Sequence[LayerSpec],
    said: Mapping[str, Mapping[str, object]],
    where: str,
    fail: type[MapappError],
) -> tuple[LayerSpec, ...]:
    """Some layers, with what tables say of them by id, and the others of these tables on top.

    Raises:
        fail: as :func:`defined_layer`.
    """
    layers = {spec.id: spec for spec in specs}
    for id_, table in said.items():
        layers[id_] = defined_layer(id_, table, layers, where, fail)
    return tuple(layers.values())


def _whole(spec: LayerSpec) -> dict[str, Any]:
    return {
        "title": asdict(spec.title),
        "group": spec.group,
        "source": spec.source.mapping(),
        "roles": {name: column for name, column in asdict(spec.roles).items() if column} or None,
        "geometry": spec.geometry,
        "symbol": symbology_table(spec.symbol, spec.classes),
        "label": None if spec.label is None else label_table(spec.label),
        "note": None if spec.note is None else asdict(spec.note),
        "total": spec.total,
        "credit": None if spec.credit is None else asdict(spec.credit),
        "key_figures": list(spec.key_figures) or None,
    }


def label_table(label: LabelSpec) -> dict[str, Any]:
    """The table ``[label]`` of a layer; what is as usual is left out."""
    usual = asdict(LabelSpec())
    always = ("priority", "min_zoom")
    return {k: v for k, v in asdict(label).items() if k in always or v != usual[k]}
