"""What the atlas holds as tables: its layers, the features of one, and figures with sources."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

import geopandas
import pandas as pd

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import Criteria
from mapapp.core.expression.tree import Field
from mapapp.core.fact.figures import Fact
from mapapp.core.layer.groups import grouped
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.answers import Keys
from mapapp.core.source.query import Query
from mapapp.core.text import Language
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.notebook import misuse
from mapapp.notebook.columns import column_of
from mapapp.notebook.opened import open_catalogue
from mapapp.notebook.own_files import is_file, options_from, read_file
from mapapp.render.card.table_cells import CellWriter
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.layer_table import LayerTable


class ReadingOptions(TypedDict, total=False):
    """How :func:`read` takes a file; what is not said is found out.

    Attributes:
        table: the layer of a file that has several.
        crs: the reference system of its coordinates, such as ``EPSG:4547``.
        datum: that of degrees: ``wgs84``, ``gcj02`` or ``bd09``.
        encoding: of its texts, such as ``gb18030``.
        lon: the column of longitudes, eastings or whole positions.
        lat: that of latitudes or northings.
    """

    table: str
    crs: str
    datum: str
    encoding: str
    lon: str
    lat: str


_KEY = "fid"
LON_LAT = "EPSG:4326"


@misuse.checked
def layers() -> pd.DataFrame:
    """The layers of the atlas, in the order of the window's layer tree.

    Returns:
        A frame with the columns ``id``, ``title_en``, ``title_zh``, ``group``, ``geometry``
        (``point``, ``line`` or ``polygon``), ``count`` of features (``Int64``), ``visible`` (at
        the first start), ``note_en`` and ``note_zh`` (missing where there is none).

    Raises:
        DataError: if the atlas cannot be read.
    """
    with open_catalogue() as catalogue:
        groups = grouped(catalogue.specs).values()
        rows = [_layer_row(spec, catalogue) for group in groups for spec in group]
    whole = {"count": "Int64", "visible": "bool"}
    return pd.DataFrame(rows).astype({name: whole.get(name, "string") for name in rows[0]})


def _layer_row(spec: LayerSpec, catalogue: LayerCatalogue) -> dict[str, Any]:
    return {
        "id": spec.id,
        "title_en": spec.title.en,
        "title_zh": spec.title.zh,
        "group": spec.group,
        "geometry": spec.geometry,
        "count": catalogue.count(spec.id),
        "visible": spec.visible,
        "note_en": spec.note.en if spec.note else None,
        "note_zh": spec.note.zh if spec.note else None,
    }


@misuse.checked
def read(
    layer: str | os.PathLike[str],
    *,
    year: int | None = None,
    where: str = "",
    language: Language = "en",
    columns: Sequence[str] | None = None,
    **reading: Unpack[ReadingOptions],
) -> geopandas.GeoDataFrame:
    """The features of a layer with what is known of them, as the window's table has it.

    A figure has its newest current value; several texts are joined by ``"; "``.

    Args:
        layer: its id, such as ``port``; :func:`layers` has them all. Or the path of a file of
            your own (``mapapp/notebook/own_files.py``): ``read("wells.csv", datum="gcj02")``.
        year: what was known, and was there, at the end of a year; None for now.
        where: a filter expression such as ``area > 20 and status = "operating"``; empty for all.
        language: of all texts, in cells and in ``.attrs``, ``en`` or ``zh``.
        columns: ids of the columns wanted, in that order; None for all of the table.
        **reading: how a file is read, see :class:`ReadingOptions`.

    Returns:
        A frame in EPSG:4326 (lon before lat), indexed by ``fid``, columns as of ``column_of``. Its
        ``.attrs`` have ``layer``, ``title``, ``year``, and by column ``labels`` and ``units``.

    Raises:
        MapappError: if there is no such layer or column (the message names the nearest), ``where``
            is no expression, or atlas or file cannot be read.
    """
    known = ("layer", "year", "where", "language", "columns", *ReadingOptions.__annotations__)
    misuse.refuse_unknown("read", reading, known)
    if is_file(layer):
        return _read_own(layer, misuse.text("where", where), columns, dict(reading))
    if reading:
        raise UsageError(
            "{name} is for files; leave it out, or give the path of a file.", name=min(reading)
        )
    criteria = Criteria(misuse.text("where", where), year=misuse.year(year))
    return _read_layer(misuse.text("layer", layer), criteria, language, columns)


def _read_layer(
    layer: str, criteria: Criteria, language: Language, columns: Sequence[str] | None
) -> geopandas.GeoDataFrame:
    misuse.language(language)
    with open_catalogue() as catalogue:
        spec = catalogue.spec(layer)
        table = catalogue.table(layer, criteria.year)
        fields = _chosen_fields(table, layer, columns)
        frame = _frame(catalogue, table, fields, catalogue.visible_fids(layer, criteria), language)
    frame.attrs = {"layer": layer, "title": spec.title.get(language), "year": criteria.year}
    frame.attrs |= _column_texts(fields, language)
    return frame


def _read_own(
    path: str | os.PathLike[str],
    where: str,
    columns: Sequence[str] | None,
    reading: dict[str, object],
) -> geopandas.GeoDataFrame:
    table = misuse.text("table", reading.pop("table", None) or "")
    frame = read_file(path, table, options_from(**reading), where)
    if columns is None:
        return frame
    known = [name for name in frame.columns if name != frame.geometry.name]
    for name in misuse.names("columns", columns):
        if name not in known:
            raise UsageError(
                "The layer {layer!r} has no column {name}; {hint}",
                layer=frame.attrs["layer"],
                name=shown(name),
                hint=nearest_hint(name, known),
            )
    return frame[[*columns, frame.geometry.name]]


def _column_texts(fields: Sequence[Field], language: Language) -> dict[str, dict[str, str]]:
    return {
        "labels": {field.id: field.label.get(language) for field in fields},
        "units": {field.id: unit for field in fields if (unit := field.unit.get(language))},
    }


def _chosen_fields(
    table: LayerTable, layer: str, columns: Sequence[str] | None
) -> tuple[Field, ...]:
    """The fields of a table that were asked for by id, or by another name such as ``area_km2``."""
    if columns is None:
        return table.columns
    own = [field for field in table.source.schema.fields if field not in table.columns]
    known = {name: field for field in (*own, *table.columns) for name in (*field.aliases, field.id)}
    for name in misuse.names("columns", columns):
        if name not in known:
            hint = nearest_hint(name, known)
            raise UsageError(
                "The layer {layer!r} has no column {name}; {hint}",
                layer=layer,
                name=shown(name),
                hint=hint,
            )
    return tuple({known[name].id: known[name] for name in columns}.values())


def _frame(
    catalogue: LayerCatalogue,
    table: LayerTable,
    fields: Sequence[Field],
    keys: Keys | None,
    language: Language,
) -> geopandas.GeoDataFrame:
    """Some features with some fields, all of them for None."""
    wanted = None if keys is None else tuple(keys.tolist())
    found = table.source.read(Query(keys=wanted))
    own = tuple(field for field in fields if field not in table.known)
    known = tuple(field for field in fields if field in table.known)
    part = replace(table, own=own, known=known)
    rows = part.rows(found.fids.tolist())
    writer = CellWriter.of(catalogue.atlas, language)
    typed = {
        field.id: column_of([writer.kept(row[place], field) for row in rows], field.kind).array
        for place, field in enumerate(part.columns)
    }
    return geopandas.GeoDataFrame(
        {field.id: typed[field.id] for field in fields},
        geometry=found.geometries,
        crs=LON_LAT,
        index=pd.Index(found.fids, name=_KEY),
    )


@misuse.checked
def facts(entity: str | None = None, *, language: Language = "en") -> pd.DataFrame:
    """What is known of an entity, or of all, one row for each statement of a source.

    Args:
        entity: its id, such as ``cgip``, which is in the column ``id`` of :func:`read`; None
            for everything in the atlas.
        language: of all texts, ``en`` or ``zh``.

    Returns:
        A frame with the columns ``id``, ``entity``, ``attribute``, ``label``, ``value`` (number
        or text), ``number`` (``Float64``), ``qualifier`` (such as ``>``),
        ``unit``, ``period`` (as ``mapapp facts --json`` has it), ``status``, ``verdict``,
        ``note``, ``source``, ``title``, ``publisher``, ``published``, ``url`` and ``paragraph``
        (``Int64``; sources are cited by paragraphs, not by pages). Of an entity the newest comes
        first within an attribute.

    Raises:
        UsageError: if there is no such entity; the message names the nearest.
        DataError: if the atlas cannot be read.
    """
    misuse.language(language)
    if entity is not None:
        misuse.text("entity", entity)
    with open_catalogue() as catalogue:
        atlas = catalogue.atlas
        told = atlas.all_facts() if entity is None else atlas.facts(atlas.need_entity(entity).id)
        rows = [_fact_row(fact, atlas, language) for fact in told]
    frame = pd.DataFrame(rows, columns=list(_FACT_TYPES))
    return frame.astype(_FACT_TYPES)


_FACT_TYPES: Mapping[str, str] = {
    "id": "string", "entity": "string", "attribute": "string", "label": "string",
    "value": "object", "number": "Float64", "qualifier": "string", "unit": "string",
    "period": "string", "status": "string", "verdict": "string", "note": "string",
    "source": "string", "title": "string", "publisher": "string", "published": "string",
    "url": "string", "paragraph": "Int64",
}  # fmt: skip


def _fact_row(fact: Fact, atlas: Atlas, language: Language) -> dict[str, Any]:
    source, unit = atlas.sources()[fact.source], atlas.units().get(fact.unit)
    return {
        "id": fact.id,
        "entity": fact.entity,
        "attribute": fact.attribute,
        "label": atlas.attributes()[fact.attribute].label.get(language),
        "value": fact.value if fact.number is not None else fact.words(language),
        "number": fact.number,
        "qualifier": fact.qualifier or None,
        "unit": unit.label.get(language) if unit else None,
        "period": fact.period,
        "status": fact.status,
        "verdict": fact.verdict.get(language) or None,
        "note": fact.note.get(language) or None,
        "source": fact.source,
        "title": source.title.get(language),
        "publisher": source.publisher.get(language) or None,
        "published": source.published or None,
        "url": source.url or None,
        "paragraph": fact.paragraph,
    }
