"""The records of ``data/sources``, read strictly; what they mean is checked in ``checks``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.making.problems import Origin, ProblemList
from mapapp.making.table import Cells, read_table
from mapapp.store.schema import EXTENT_TABLE, LINK_TABLE

PLACE_STATUS = ("operating", "planned", "under_construction", "closed", "unknown", "candidate")
PRECISION = ("exact", "campus", "district", "city")
FACT_STATUS = ("current", "superseded", "disputed", "misprint", "undated", "capacity", "plan")
SOURCE_KIND = ("news", "sponsored", "government", "dataset", "reference")
PREDICATE = ("located_in", "tenant_of", "member_of", "led_by", "shareholder_of")
EXTENT_KIND = ("surveyed", "schematic")


@record
class PlaceRow:
    """An entity and where it is; ``lon`` and ``lat`` are None for one without a place."""

    origin: Origin
    id: str
    name_en: str
    name_zh: str | None
    aliases: str | None
    lon: float | None
    lat: float | None
    status: str | None
    status_as_of: str | None
    precision: str | None
    coord_source: str | None
    coord_source_zh: str | None
    coord_datum: str | None
    coord_datum_zh: str | None
    district: str | None
    note: str | None
    note_zh: str | None


@record
class DistrictRow:
    """A point and the radius within which the places of a district must lie."""

    origin: Origin
    id: str
    name_en: str
    name_zh: str
    lon: float
    lat: float
    radius_km: float


@record
class AttributeRow:
    """What a fact may be about."""

    origin: Origin
    id: str
    label_en: str
    label_zh: str
    unit: str | None
    format: str | None
    temporal: str | None
    kind: str | None


@record
class UnitRow:
    """A unit of measure or a currency."""

    origin: Origin
    id: str
    label_en: str
    label_zh: str
    symbol: str | None
    symbol_zh: str | None


@record
class SourceRow:
    """A publication; ``article`` names its file in the folder of articles, if it is one."""

    origin: Origin
    id: str
    publisher: str | None
    publisher_zh: str | None
    title: str
    title_zh: str
    published: str | None
    kind: str
    reliability: str | None
    url: str | None
    note: str | None
    note_zh: str | None
    article: str | None


@record
class FactRow:
    """A figure or a statement about an entity, with its source."""

    origin: Origin
    entity: str
    attribute: str
    value_num: float | None
    value_text: str | None
    value_text_zh: str | None
    qualifier: str | None
    unit: str | None
    period_start: str | None
    period_end: str | None
    as_of: str | None
    source: str
    paragraph: int | None
    status: str
    verdict: str | None
    verdict_zh: str | None
    note: str | None
    note_zh: str | None


@record
class RelationRow:
    """Subject, predicate, object: who belongs to whom, with its source."""

    origin: Origin
    subject: str
    predicate: str
    object: str
    source: str
    paragraph: int | None


@record
class OutlineRow:
    """The stated area of an entity, drawn as a circle around its point."""

    origin: Origin
    entity: str
    kind: str
    area_km2: float
    source: str
    note: str | None
    note_zh: str | None


@record
class LinkRow:
    """Two entities joined by a great circle."""

    origin: Origin
    id: str
    from_entity: str
    to_entity: str


@record
class Sources:
    """Everything the atlas is made from; ``places`` by table name."""

    places: dict[str, tuple[PlaceRow, ...]]
    districts: tuple[DistrictRow, ...]
    attributes: tuple[AttributeRow, ...]
    units: tuple[UnitRow, ...]
    sources: tuple[SourceRow, ...]
    facts: tuple[FactRow, ...]
    relations: tuple[RelationRow, ...]
    outlines: tuple[OutlineRow, ...]
    links: tuple[LinkRow, ...]

    def all_places(self) -> Iterator[PlaceRow]:
        """Every entity, table by table."""
        for places in self.places.values():
            yield from places


def place_tables(specs: Sequence[LayerSpec]) -> tuple[str, ...]:
    """The tables that come from a CSV file of their own, sorted by name."""
    return tuple(sorted({spec.table for spec in specs} - {EXTENT_TABLE, LINK_TABLE}))


def read_sources(folder: Path, specs: Sequence[LayerSpec], problems: ProblemList) -> Sources:
    """Read every table of a folder; what is wrong is added to ``problems``."""
    tables = place_tables(specs)
    _refuse_unknown_files(folder, tables, problems)
    return Sources(
        places={
            table: read_table(folder / f"{table}.csv", PLACE_COLUMNS, _place, problems)
            for table in tables
        },
        districts=read_table(folder / "districts.csv", DISTRICT_COLUMNS, _district, problems),
        attributes=read_table(folder / "attributes.csv", ATTRIBUTE_COLUMNS, _attribute, problems),
        units=read_table(folder / "units.csv", UNIT_COLUMNS, _unit, problems),
        sources=read_table(folder / "sources.csv", SOURCE_COLUMNS, _source, problems),
        facts=read_table(folder / "facts.csv", FACT_COLUMNS, _fact, problems),
        relations=read_table(folder / "relations.csv", RELATION_COLUMNS, _relation, problems),
        outlines=read_table(folder / "extents.csv", OUTLINE_COLUMNS, _outline, problems),
        links=read_table(folder / "links.csv", LINK_COLUMNS, _link, problems),
    )


def _refuse_unknown_files(folder: Path, tables: Sequence[str], problems: ProblemList) -> None:
    known = {f"{table}.csv" for table in (*tables, *_FIXED_TABLES)}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            remedy = Message("add a file to layers/ or remove it")
            problems.add(Origin(path.name, 1), Message("no layer has this table"), remedy)


_FIXED_TABLES = (
    "districts", "attributes", "units", "sources", "facts", "relations", "extents", "links",
)  # fmt: skip
PLACE_COLUMNS = (
    "id", "name_en", "name_zh", "aliases", "lon", "lat", "status", "status_as_of", "precision",
    "coord_source", "coord_source_zh", "coord_datum", "coord_datum_zh", "district",
    "note", "note_zh",
)  # fmt: skip
DISTRICT_COLUMNS = ("id", "name_en", "name_zh", "lon", "lat", "radius_km")
ATTRIBUTE_COLUMNS = ("id", "label_en", "label_zh", "unit", "format", "temporal", "kind")
UNIT_COLUMNS = ("id", "label_en", "label_zh", "symbol", "symbol_zh")
SOURCE_COLUMNS = (
    "id", "publisher", "publisher_zh", "title", "title_zh", "published", "kind", "reliability",
    "url", "note", "note_zh", "article",
)  # fmt: skip
FACT_COLUMNS = (
    "entity", "attribute", "value_num", "value_text", "value_text_zh", "qualifier", "unit",
    "period_start", "period_end", "as_of", "source", "paragraph", "status", "verdict",
    "verdict_zh", "note", "note_zh",
)  # fmt: skip
RELATION_COLUMNS = ("subject", "predicate", "object", "source", "paragraph")
OUTLINE_COLUMNS = ("entity", "kind", "area_km2", "source", "note", "note_zh")
LINK_COLUMNS = ("id", "from_entity", "to_entity")


def _place(cells: Cells) -> PlaceRow:
    return PlaceRow(
        origin=cells.origin,
        id=cells.key("id"),
        name_en=cells.required("name_en"),
        name_zh=cells.text("name_zh"),
        aliases=cells.text("aliases"),
        lon=cells.number("lon", -180, 180),
        lat=cells.number("lat", -90, 90),
        status=cells.choice("status", PLACE_STATUS) if cells.text("status") else None,
        status_as_of=cells.date("status_as_of"),
        precision=cells.choice("precision", PRECISION) if cells.text("lon") else None,
        coord_source=cells.text("coord_source"),
        coord_source_zh=cells.text("coord_source_zh"),
        coord_datum=cells.text("coord_datum"),
        coord_datum_zh=cells.text("coord_datum_zh"),
        district=cells.text("district"),
        note=cells.text("note"),
        note_zh=cells.text("note_zh"),
    )


def _district(cells: Cells) -> DistrictRow:
    return DistrictRow(
        origin=cells.origin,
        id=cells.key("id"),
        name_en=cells.required("name_en"),
        name_zh=cells.required("name_zh"),
        lon=cells.required_number("lon", -180, 180),
        lat=cells.required_number("lat", -90, 90),
        radius_km=cells.required_number("radius_km", 0, 1000),
    )


def _attribute(cells: Cells) -> AttributeRow:
    return AttributeRow(
        origin=cells.origin,
        id=cells.key("id"),
        label_en=cells.required("label_en"),
        label_zh=cells.required("label_zh"),
        unit=cells.text("unit"),
        format=cells.text("format"),
        temporal=cells.text("temporal"),
        kind=cells.text("kind"),
    )


def _unit(cells: Cells) -> UnitRow:
    return UnitRow(
        origin=cells.origin,
        id=cells.key("id"),
        label_en=cells.required("label_en"),
        label_zh=cells.required("label_zh"),
        symbol=cells.text("symbol"),
        symbol_zh=cells.text("symbol_zh"),
    )


def _source(cells: Cells) -> SourceRow:
    return SourceRow(
        origin=cells.origin,
        id=cells.key("id"),
        publisher=cells.text("publisher"),
        publisher_zh=cells.text("publisher_zh"),
        title=cells.required("title"),
        title_zh=cells.required("title_zh"),
        published=cells.date("published"),
        kind=cells.choice("kind", SOURCE_KIND),
        reliability=cells.text("reliability"),
        url=cells.text("url"),
        note=cells.text("note"),
        note_zh=cells.text("note_zh"),
        article=cells.text("article"),
    )


def _fact(cells: Cells) -> FactRow:
    return FactRow(
        origin=cells.origin,
        entity=cells.required("entity"),
        attribute=cells.required("attribute"),
        value_num=cells.number("value_num"),
        value_text=cells.text("value_text"),
        value_text_zh=cells.text("value_text_zh"),
        qualifier=cells.text("qualifier"),
        unit=cells.text("unit"),
        period_start=cells.date("period_start"),
        period_end=cells.date("period_end"),
        as_of=cells.date("as_of"),
        source=cells.required("source"),
        paragraph=cells.count("paragraph"),
        status=cells.choice("status", FACT_STATUS),
        verdict=cells.text("verdict"),
        verdict_zh=cells.text("verdict_zh"),
        note=cells.text("note"),
        note_zh=cells.text("note_zh"),
    )


def _relation(cells: Cells) -> RelationRow:
    return RelationRow(
        origin=cells.origin,
        subject=cells.required("subject"),
        predicate=cells.choice("predicate", PREDICATE),
        object=cells.required("object"),
        source=cells.required("source"),
        paragraph=cells.count("paragraph"),
    )


def _outline(cells: Cells) -> OutlineRow:
    return OutlineRow(
        origin=cells.origin,
        entity=cells.required("entity"),
        kind=cells.choice("kind", EXTENT_KIND),
        area_km2=cells.required_number("area_km2", 1e-6, 1e6),
        source=cells.required("source"),
        note=cells.text("note"),
        note_zh=cells.text("note_zh"),
    )


def _link(cells: Cells) -> LinkRow:
    return LinkRow(
        origin=cells.origin,
        id=cells.key("id"),
        from_entity=cells.required("from_entity"),
        to_entity=cells.required("to_entity"),
    )
