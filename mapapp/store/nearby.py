"""What lies nearest to a place, in whichever layers."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import VisibleFids
from mapapp.core.layer.feature import Hit
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.query import Query
from mapapp.store.catalogue import LayerCatalogue

_RADII_M = (1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
"""Looked at one after the other, so that few features are read where there are many."""

_MOST_ASKED = 200


def nearest_features(
    catalogue: LayerCatalogue,
    specs: Sequence[LayerSpec],
    visible_fids: VisibleFids,
    place: tuple[float, float],
    most: int,
) -> list[Hit]:
    """The nearest features with names of their own, each once, up to a thousand kilometres away.

    Args:
        catalogue: where they are looked up.
        specs: the layers to look in, in drawing order.
        visible_fids: which features of a layer count; None for all.
        place: lon and lat in degrees.
        most: how many are wanted.

    Raises:
        DataError: if a source cannot be read and nothing is found in the others.
    """
    named = [spec for spec in reversed(specs) if spec.roles.has_own_names]
    found: list[Hit] = []
    for radius_m in _RADII_M:
        found = _within(catalogue, named, visible_fids, place, radius_m)
        if len(found) >= most:
            break
    return found[:most]


def _within(
    catalogue: LayerCatalogue,
    specs: Sequence[LayerSpec],
    visible_fids: VisibleFids,
    place: tuple[float, float],
    radius_m: float,
) -> list[Hit]:
    shown: dict[tuple[SourceRef, int], Hit] = {}
    fault: DataError | None = None
    for spec in specs:
        keys = visible_fids(spec.id)
        try:
            found = catalogue.open(spec.source).nearest(*place, radius_m, Query(limit=_MOST_ASKED))
        except DataError as error:
            fault = fault or error
            continue
        for near in found:
            if keys is None or near.record.key in keys:
                feature = near.record.feature(spec.id, spec.roles, spec.title)
                shown.setdefault((spec.source, near.record.key), Hit(feature, near.distance_m))
    if fault and not shown:
        raise fault
    return sorted(shown.values(), key=lambda hit: hit.distance_m)
