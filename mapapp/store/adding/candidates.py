"""Layers of a file before they are added to a map: what is known of each, and how it would look.

A file is read once. Another reference system, datum or column is tried on what was read; only
another encoding has the file read again. A GeoPackage that can stay where it is is not read whole.
"""

from __future__ import annotations

from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.layer.own import guessed_roles
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import FILE_OPTIONS, file_ref
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.store.adding.candidate import BroughtLayer, LayerCandidate
from mapapp.store.files.formats import GEOPACKAGE_FILE, format_of
from mapapp.store.files.inspecting import located, report_of
from mapapp.store.files.placing import LocatedLayer
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.report import SAMPLE_ROWS, ColumnReport, ColumnType, LayerReport
from mapapp.store.files.sketching import sketch_of, sketch_of_shapes
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.files import in_place, sources_of
from mapapp.store.tables import FileSchema

_STORED: dict[str, ColumnType] = {"number": "real", "text": "text", "date": "date"}
_SKETCHED = 2_000


def look_into(
    path: Path, options: ReadOptions | None = None, cancel: Cancel | None = None
) -> tuple[LayerCandidate, ...]:
    """The layers of a file; nothing of it is changed.

    Raises:
        DataError: if it cannot be read at all. What is wrong with a single layer is among its
            problems.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    said = options or ReadOptions()
    if said == ReadOptions() and (standing := _standing(path)):
        return standing
    layers = [located(raw, said) for raw in raw_layers(path, said, cancel=cancel)]
    if not layers:
        raise DataError("{path} holds no layer; choose another file.", path=path)
    return tuple(_candidate(path, said, each, is_only=len(layers) == 1) for each in layers)


def looked_at_anew(
    candidate: LayerCandidate, options: ReadOptions, cancel: Cancel | None = None
) -> LayerCandidate:
    """The same layer read otherwise.

    Raises:
        DataError: if the file has to be read again and cannot be.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    found = candidate.found
    if found is None or options.encoding != candidate.options.encoding:
        name = "" if candidate.is_only else candidate.report.name
        (raw, *_) = raw_layers(candidate.path, options, name, cancel)
    else:
        raw = found.raw
    return _candidate(candidate.path, options, located(raw, options), is_only=candidate.is_only)


def brought(candidate: LayerCandidate) -> list[BroughtLayer]:
    """What a candidate becomes: a layer for each kind of geometry that it has.

    Raises:
        DataError: if its file is gone, or a column cannot be read.
    """
    said = dict(zip(FILE_OPTIONS, candidate.options.texts, strict=False))
    name = "" if candidate.is_only else candidate.report.name
    whole = file_ref(str(candidate.path), name, said)
    roles = candidate.roles
    if candidate.found is None:
        return [BroughtLayer(whole, candidate.report.kinds[0], roles, None)]
    sources = sources_of(candidate.found, whole, is_only=candidate.is_only)
    return [
        BroughtLayer(source.ref, source.schema.geometry or "point", roles, source, len(sources) > 1)
        for source in sources
    ]


def _candidate(
    path: Path, options: ReadOptions, found: LocatedLayer, *, is_only: bool
) -> LayerCandidate:
    report = report_of(found)
    return LayerCandidate(
        path, options, report, sketch_of(found), found, is_only, _roles_in(report)
    )


def _roles_in(report: LayerReport) -> Roles:
    return guessed_roles({field.name: field.type for field in report.fields})


def _standing(path: Path) -> tuple[LayerCandidate, ...]:
    """The tables of a GeoPackage that can all stay in it; none if one of them cannot."""
    if format_of(path) is not GEOPACKAGE_FILE:
        return ()
    try:
        with GeoPackage(path, FileSchema(in_any_crs=True)) as file:
            tables = file.tables()
    except DataError:
        return ()  # the other reader may take it, or says why not
    is_only = len(tables) == 1
    found = []
    for table in tables:
        source = in_place(path, file_ref(str(path), table))
        if source is None:
            return ()
        found.append(_of_table(path, table, source, is_only=is_only))
        source.close()
    return tuple(found)


def _of_table(path: Path, table: str, source: FeatureSource, *, is_only: bool) -> LayerCandidate:
    schema, extent = source.schema, source.extent
    first = source.read(Query(schema.names, limit=SAMPLE_ROWS))
    rows = zip(*first.columns.values(), strict=True)
    report = LayerReport(
        name=table,
        geometry=schema.geometry or "none",
        kinds=(schema.geometry,) if schema.geometry else (),
        crs=schema.crs,
        crs_guess=None,
        features=source.count(),
        extent=None if extent is None else (extent.west, extent.south, extent.east, extent.north),
        fields=tuple(ColumnReport(each.id, _STORED[each.kind]) for each in schema.fields),
        encoding="UTF-8",
        coordinate_columns=(),
        problems=(),
        sample=tuple(tuple(None if v is None else str(v)[:200] for v in row) for row in rows),
    )
    shapes = source.read(Query(limit=_SKETCHED)).geometries
    return LayerCandidate(
        path, ReadOptions(), report, sketch_of_shapes(shapes), None, is_only, _roles_in(report)
    )
