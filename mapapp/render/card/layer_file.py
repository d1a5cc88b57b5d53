"""Layers handed on as files for other programs, every figure with who says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mapapp.core.disk.suffixes import LAYER_FILES
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.query import Query
from mapapp.core.text import Language, Text
from mapapp.render.card.table_cells import CellWriter
from mapapp.store.feature_file import FeatureRows, write_geojson, write_geopackage
from mapapp.store.scopes import Scope, keys_within
from mapapp.store.table_file import ENCODINGS, Encoding, SheetTable, write_table, write_workbook

if TYPE_CHECKING:
    from mapapp.core.expression.tree import Scalar
    from mapapp.store.catalogue import LayerCatalogue
    from mapapp.store.files.writing import WrittenLayer
    from mapapp.store.layer_table import Cell, LayerTable

_CHUNK = 500
_LAYER, _SOURCES = Text("Layer", "图层"), Text("Sources", "来源")
_LON, _LAT = Text("Longitude", "经度"), Text("Latitude", "纬度")

_Values = list["Scalar | None"]


@record(eq=False)
class LayerPart:
    """What is handed on of a layer: the features of some keys, or those of a scope.

    ``columns`` are the ids of those that are wanted; None for all.
    """

    spec: LayerSpec
    fids: Keys | None = None
    scope: Scope = Scope()
    columns: Collection[str] | None = None


@record
class LayerFile:
    """A file of layers that somebody wants.

    Workbooks have a sheet and GeoPackages a table for each layer; CSV and GeoJSON name the layer
    of each feature. Tables have titles and a position, the others the names of the columns and
    the geometry, all in EPSG:4326. One layer alone can be written in another reference system or
    datum and in all formats of :data:`mapapp.store.files.targets.TARGETS`.

    Attributes:
        target: where; the ending, one of :data:`LAYER_FILES`, says what kind of file.
        parts: what of which layers.
        language: of the titles.
        year: figures are those known at its end; None for now.
        encoding: of a CSV or a Shapefile.
        crs: the reference system, empty for EPSG:4326.
        datum: that of degrees, empty for WGS84.
    """

    target: Path
    parts: tuple[LayerPart, ...]
    language: Language
    year: int | None = None
    encoding: Encoding = ENCODINGS[0]
    crs: str = ""
    datum: str = ""

    @property
    def is_usual(self) -> bool:
        """Whether it is a file of our own writers, in degrees of WGS84."""
        return self.target.suffix.lower() in LAYER_FILES and not (self.crs or self.datum)


def write_layers(
    wanted: LayerFile,
    catalogue: LayerCatalogue,
    progress: Callable[[float], object] = lambda _: None,
    cancel: Cancel | None = None,
) -> tuple[Message, ...]:
    """Write a file of layers, whole or not at all; the answer says what could not be kept.

    Args:
        wanted: what is to be in it.
        catalogue: where the layers are.
        progress: is told now and then how much, up to 1, is read.
        cancel: ends it.

    Raises:
        UsageError: if no file can have that ending, or it cannot hold these layers.
        DataError: if a layer cannot be read.
        ExportError: if the file cannot be written, or cannot hold so much.
        EnvironmentProblemError: if a library for such files is missing.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    writer = CellWriter.of(catalogue.atlas, wanted.language, wanted.year)
    readings = [_Reading.of(part, catalogue, writer, cancel) for part in wanted.parts]
    follow = _Following.of(readings, progress, cancel)
    target, ending = wanted.target, wanted.target.suffix.lower()
    if not wanted.is_usual:
        return _write_for_others(wanted, readings, follow)
    if ending == ".xlsx":
        return write_workbook(target, [reading.table(follow) for reading in readings])
    if ending == ".csv":
        tables = [reading.table(follow) for reading in readings]
        return write_table(target, *_joined(tables, wanted.language), wanted.encoding)
    write = write_geojson if ending == ".geojson" else write_geopackage
    write(target, [reading.features(follow) for reading in readings])
    return ()


def written_layers(
    parts: Iterable[LayerPart],
    catalogue: LayerCatalogue,
    language: Language,
    year: int | None = None,
    progress: Callable[[float], object] = lambda _: None,
    cancel: Cancel | None = None,
) -> list[WrittenLayer]:
    """Layers as tables with the ids of their columns, called by their titles in a language.

    Rows are numbered by their keys; the other arguments are as for :func:`write_layers`.

    Raises:
        DataError: if a layer cannot be read.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    from mapapp.render.card.arrow_layer import arrow_layer

    writer = CellWriter.of(catalogue.atlas, language, year)
    readings = [_Reading.of(part, catalogue, writer, cancel) for part in parts]
    follow = _Following.of(readings, progress, cancel)
    return [
        replace(
            arrow_layer(reading.features(follow), reading.spec.roles, language),
            name=reading.spec.title.get(language),
            numbers=reading.fids,
        )
        for reading in readings
    ]


def _write_for_others(
    wanted: LayerFile, readings: Sequence[_Reading], follow: _Following
) -> tuple[Message, ...]:
    """Write what our own writers do not."""
    from mapapp.render.card.arrow_layer import arrow_layer
    from mapapp.store.files.targets import Target
    from mapapp.store.files.writing import write_layers as write_others

    target = Target(wanted.target, wanted.crs, wanted.datum, wanted.encoding)
    named = target.format.name_field
    layers = [
        arrow_layer(reading.features(follow), reading.spec.roles, wanted.language, named)
        for reading in readings
    ]
    return write_others(layers, target, follow.cancel)


@dataclass(slots=True)
class _Following:
    """Tells how far the reading is, and ends it."""

    total: int
    progress: Callable[[float], object]
    cancel: Cancel | None
    done: int = 0

    @classmethod
    def of(
        cls,
        readings: Iterable[_Reading],
        progress: Callable[[float], object],
        cancel: Cancel | None,
    ) -> _Following:
        """What follows all of some readings."""
        return cls(sum(len(reading.fids) for reading in readings), progress, cancel)

    def step(self, count: int, where: object) -> None:
        """So many more features of ``where`` are to be read now."""
        refuse_cancelled(self.cancel, where)
        self.progress(self.done / max(self.total, 1))
        self.done += count


@record(eq=False)
class _Reading:
    """The features of one part, read a chunk at a time."""

    spec: LayerSpec
    data: LayerTable
    writer: CellWriter
    fids: Keys

    @classmethod
    def of(
        cls,
        part: LayerPart,
        catalogue: LayerCatalogue,
        writer: CellWriter,
        cancel: Cancel | None,
    ) -> _Reading:
        """What there is of a part."""
        data = catalogue.table_of(part.spec).at(catalogue.knowledge(writer.year))
        if part.columns is not None:
            data = data.narrowed(part.columns)
        fids = part.fids
        if fids is None:
            fids = keys_within(catalogue, part.spec, part.scope, cancel)
        fids = data.fids(cancel=cancel) if fids is None else np.sort(fids)
        return cls(part.spec, data, writer, fids)

    def table(self, follow: _Following) -> SheetTable:
        """Rows as spreadsheets take them, with a position instead of the geometry."""
        language = self.writer.language
        ends = [text.get(language) for text in (_LON, _LAT, _SOURCES)]
        titles = [*map(self.writer.title, self.data.columns), *ends]
        rows = ([*kept, *_position(place), said] for place, kept, said in self._rows(follow))
        return SheetTable(titles, rows, self.spec.title.get(language))

    def features(self, follow: _Following) -> FeatureRows:
        """Rows as programs of maps take them."""
        columns = [*(field.id for field in self.data.columns), "sources"]
        rows = ((place, [*kept, said]) for place, kept, said in self._rows(follow))
        return FeatureRows(self.spec.id, self.spec.geometry, columns, rows)

    def _rows(self, follow: _Following) -> Iterator[tuple[Any, _Values, str | None]]:
        """Of each feature its geometry, its values, and who says so."""
        for start in range(0, len(self.fids), _CHUNK):
            keys = self.fids[start : start + _CHUNK].tolist()
            follow.step(len(keys), self.spec.source)
            places = self._geometries(keys)
            for key, cells in zip(keys, self.data.rows(keys), strict=True):
                pairs = zip(cells, self.data.columns, strict=True)
                kept = [self.writer.kept(cell, field) for cell, field in pairs]
                yield places.get(key), kept, self._sources(cells)

    def _geometries(self, keys: Sequence[int]) -> Mapping[int, Any]:
        found = self.data.source.read(Query(keys=tuple(keys)))
        return dict(zip(found.fids.tolist(), found.geometries, strict=True))

    def _sources(self, cells: Iterable[Cell]) -> str | None:
        facts = (fact for cell in cells if isinstance(cell, tuple) for fact in cell)
        ids = dict.fromkeys(fact.source for fact in facts)
        known = self.writer.sources
        return (
            "; ".join(
                known[id_].citation(self.writer.language) if id_ in known else id_ for id_ in ids
            )
            or None
        )


def _position(geometry: Any) -> tuple[float | None, float | None]:  # noqa: ANN401
    """Where a feature is, or a point on it."""
    if geometry is None or geometry.is_empty:
        return None, None
    point = geometry if geometry.geom_type == "Point" else geometry.representative_point()
    return point.x, point.y


def _joined(
    tables: Sequence[SheetTable], language: Language
) -> tuple[Sequence[str], Iterable[_Values]]:
    """Several tables as one that names the layer of each row; a single one as it is."""
    if len(tables) == 1:
        return tables[0].titles, (list(row) for row in tables[0].rows)
    titles = list(dict.fromkeys(title for table in tables for title in table.titles))
    places = {title: place for place, title in enumerate(titles, 1)}

    def rows() -> Iterator[_Values]:
        for table in tables:
            for row in table.rows:
                joined: _Values = [table.name, *[None] * len(titles)]
                for title, value in zip(table.titles, row, strict=True):
                    joined[places[title]] = value
                yield joined

    return [_LAYER.get(language), *titles], rows()
