"""What a source answers with, beside the ``FeatureSet`` of ``core/layer/feature.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.expression.tree import Scalar
from mapapp.core.layer.feature import Feature, columns_at
from mapapp.core.layer.roles import Roles
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Text

Keys = NDArray[np.int64]
"""Keys of features, shape (n,)."""

Value = Scalar | None
"""What a feature has in a field: a number, a text, or nothing."""

FEW = 24
"""No more different values than this are counted out, as of a status or a kind."""


def rank(value: Scalar) -> tuple[bool, Scalar]:
    """What values are put in order by: numbers before texts, as SQLite has it."""
    return isinstance(value, str), value


def rising(values: Iterable[Scalar]) -> tuple[Scalar, ...]:
    """Values in rising order; a column of a file may mix numbers and texts."""
    return tuple(sorted(values, key=rank))


@record
class Record:
    """One feature with everything a source knows of it.

    Attributes:
        key: names the feature within its source as long as that stays the same.
        geometry: shapely geometry in EPSG:4326, lon before lat, or None without a place.
        values: by field id, in the order of the fields.
    """

    key: int
    geometry: Any = field(repr=False, compare=False)
    values: Mapping[str, Value]

    def feature(self, layer: str, roles: Roles, title: Text = NO_TEXT) -> Feature:
        """The record as a feature of a layer, its id and names apart from the rest.

        ``title`` is what the layer is called, for features without a name.
        """
        apart = {roles.id, roles.name_en, roles.name_zh}
        return Feature(
            layer=layer,
            fid=self.key,
            id=roles.identifier(self.key, self.values),
            name=roles.name(self.values),
            properties={name: v for name, v in self.values.items() if name not in apart},
            geometry=self.geometry,
            roles=roles,
            layer_title=title,
        )


@record
class Near:
    """A feature near a point, with its distance on the WGS84 ellipsoid in metres."""

    record: Record
    distance_m: float


@record
class PointSet:
    """Features that are single points, as arrays of one length n.

    Attributes:
        keys: int64, shape (n,).
        xy: float64, shape (n, 2), EPSG:4326 degrees, lon before lat.
        columns: n values by field id.
    """

    keys: Keys
    xy: NDArray[np.float64]
    columns: Mapping[str, Sequence[Value]]

    def at(self, places: NDArray[np.int64]) -> PointSet:
        """The features at some places of this set, in that order."""
        return PointSet(self.keys[places], self.xy[places], columns_at(self.columns, places))


@record
class Statistics:
    """What the values of a field are like.

    Attributes:
        count: how many features have a value.
        missing: how many have none, or an empty text.
        minimum: the least number or text, by code point; None without values.
        maximum: the greatest, likewise.
        few: the different values in rising order where there are at most ``FEW``; else empty.
    """

    count: int
    missing: int
    minimum: Value
    maximum: Value
    few: tuple[Scalar, ...]
