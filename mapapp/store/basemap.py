"""The ground behind the layers: the basemap, and the rivers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet, GeometryArray
from mapapp.core.log import logger
from mapapp.core.source.query import Query
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.settled import SettledSource

RIVERS = "rivers.gpkg"
RIVER_TABLE = "river"
GROUND_TABLE = "ground"
COUNTRY_TABLE = "country"


class Basemap(GeoPackage):
    """A basemap with the file ``rivers.gpkg`` from its folder.

    Rivers are under a licence of their own, so a copy of mapapp may come without them; the map
    has none then.

    Attributes:
        ground_file: the name of the file whose borders are drawn; empty for the basemap's own.
        borders_extent: outside of which that file has none.

    Raises:
        DataError: as :class:`GeoPackage`, for either file.
    """

    ground_file: str = ""
    borders_extent: Extent | None = None

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._sources: dict[str, SettledSource] = {}
        rivers = path.with_name(RIVERS)
        self._rivers: GeoPackage | None = None
        if not rivers.is_file():
            logger("data").info("%s is not there; the map has no rivers.", rivers)
            return
        try:
            self._rivers = self._closing.enter_context(GeoPackage(rivers))
        except BaseException:
            self.close()
            raise

    def do_not_wait(self) -> None:
        """As :meth:`GeoPackage.do_not_wait`, for either file."""
        super().do_not_wait()
        if self._rivers is not None:
            self._rivers.do_not_wait()

    def read(
        self, table: str, extent: Extent | None = None, columns: Sequence[str] = ()
    ) -> FeatureSet:
        """The features of a table that have a place, or those whose box meets ``extent``."""
        return self._source(self, table).read(Query(tuple(columns), extent, placed=True))

    def made_for(self, ground: str) -> int | None:
        """The n of 1:n for which ``world`` or ``region`` was made; None where nothing says it."""
        return self._scales.get(ground)

    @cached_property
    def _scales(self) -> dict[str, int]:
        if not self.has_table(GROUND_TABLE):
            return {}
        rows = self.rows(GROUND_TABLE, ("name", "made_for"), "ORDER BY fid DESC")
        return {name: int(made_for) for _, name, made_for in rows}

    def countries(self, extent: Extent) -> FeatureSet | None:
        """Roughly where the countries of an extent lie, part by part, with their English names.

        None where the file does not say. They are for names: nothing draws them.
        """
        if not self.has_table(COUNTRY_TABLE):
            return None
        return self.read(COUNTRY_TABLE, extent, ("name_en",))

    def shapes(self, table: str, extent: Extent | None = None) -> GeometryArray:
        """The lines or areas of a table of the ground, or of the rivers; see :meth:`read`."""
        if table != RIVER_TABLE:
            return self.read(table, extent).geometries
        if self._rivers is None:
            return np.array([], dtype=object)
        source = self._source(self._rivers, table)
        return source.read(Query(extent=extent, placed=True)).geometries

    def _source(self, file: GeoPackage, table: str) -> SettledSource:
        if table not in self._sources:
            self._sources[table] = SettledSource(file, table)
        return self._sources[table]
