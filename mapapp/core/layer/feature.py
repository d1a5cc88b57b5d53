"""Features as the store hands them out: one to read, many to draw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mapapp.core.layer.roles import NO_ROLES, Roles
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Language, Text

GeometryArray = NDArray[np.object_]
"""shapely geometries (or None), EPSG:4326, lon before lat."""


@record
class Feature:
    """One feature with everything its row holds.

    Attributes:
        layer: id of its layer.
        fid: row number in the layer's table.
        id: slug, unique in the atlas; the row number where the layer has none.
        name: English and Chinese name; either may be empty.
        properties: the other columns by name.
        geometry: shapely geometry in EPSG:4326, or None for a thing without a place.
        roles: which of the columns say what.
        layer_title: what the layer is called, for features without a name.
    """

    layer: str
    fid: int
    id: str
    name: Text
    properties: Mapping[str, Any] = field(repr=False)
    geometry: Any = field(repr=False, compare=False)
    roles: Roles = field(default=NO_ROLES, repr=False, compare=False)
    layer_title: Text = field(default=NO_TEXT, repr=False, compare=False)

    def title(self, language: Language) -> str:
        """The name in one language, or the other; else the slug; else ``Sea ports 17``.

        No column is taken for the name unless a role says so: which one a guess would choose
        differs from table to table, and could be a remark.
        """
        named = self.name.get(language) or self.name.en or self.name.zh
        if named or self.roles.id is not None:
            return named or self.id
        return f"{self.layer_title.get(language)} {self.id}".strip()

    @property
    def entity(self) -> str | None:
        """Whose facts it has; None where the layer does not say, or nothing of this one."""
        roles = self.roles
        if roles.entity is None:
            return None
        return self._apart.get(roles.entity) or roles.text_of("entity", self.properties)

    @property
    def _apart(self) -> dict[str | None, str]:
        """What the columns have that are no properties."""
        roles, name = self.roles, self.name
        return {roles.id: self.id, roles.name_en: name.en, roles.name_zh: name.zh}

    def value(self, column: str) -> Any:  # noqa: ANN401
        """What it has in a column; None for nothing, and where there is no such column."""
        return self.properties.get(column, self._apart.get(column))

    @property
    def status(self) -> str | None:
        """Whether it is there, planned or closed; None where the layer does not say."""
        return self.roles.text_of("status", self.properties)

    @property
    def precision(self) -> str | None:
        """How well its place is known; None where the layer does not say."""
        return self.roles.text_of("precision", self.properties)

    @property
    def pinyin(self) -> str | None:
        """How its Chinese name sounds; None where the layer does not say."""
        return self.roles.text_of("pinyin", self.properties)


@record
class Hit:
    """A feature found at a point, with its distance on the WGS84 ellipsoid in metres."""

    feature: Feature
    distance_m: float


def columns_at(
    columns: Mapping[str, Sequence[Any]], places: NDArray[np.int64]
) -> dict[str, list[Any]]:
    """The values of columns at some places, in that order."""
    chosen = places.tolist()
    return {name: [values[i] for i in chosen] for name, values in columns.items()}


@record
class FeatureSet:
    """The features of one layer as columns of equal length, ready to draw."""

    layer: str
    fids: NDArray[np.int64]
    geometries: GeometryArray
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.fids)

    def only(self, fids: Collection[int] | None) -> FeatureSet:
        """The features with some keys; all of them for None."""
        if fids is None:
            return self
        return self.at(np.flatnonzero([fid in fids for fid in self.fids.tolist()]))

    def at(self, places: NDArray[np.int64]) -> FeatureSet:
        """The features at some places of this set, in that order."""
        columns = columns_at(self.columns, places)
        return FeatureSet(self.layer, self.fids[places], self.geometries[places], columns)

    def rows(self) -> Iterator[tuple[int, Any, dict[str, Any]]]:
        """Each feature as its fid, geometry and the other columns by name."""
        names = list(self.columns)
        for fid, geometry, *values in zip(
            self.fids.tolist(), self.geometries, *self.columns.values(), strict=True
        ):
            yield fid, geometry, dict(zip(names, values, strict=True))
