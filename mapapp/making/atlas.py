"""``atlas.gpkg``: the checked records of the sources as tables, ordered and linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import shapely

from mapapp.core.expression.tree import Scalar
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.geo.geodesy import circle, distance_m, geodesic
from mapapp.core.geo.mercator import world_px
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import NO_TEXT, Text
from mapapp.making.gpkg import (
    CellValue,
    FeatureTable,
    Link,
    Metadata,
    PlainTable,
    QgisStyle,
    write_geopackage,
)
from mapapp.making.pinyin import initials, readings
from mapapp.making.sources import FactRow, LinkRow, OutlineRow, PlaceRow, Sources
from mapapp.making.styles import extent_qml, layer_qml
from mapapp.store.fact_rows import attribute_of, fact_of
from mapapp.store.schema import (
    ATTRIBUTE_TABLES,
    EXTENT_COLUMNS,
    EXTENT_TABLE,
    LINK_COLUMNS,
    LINK_TABLE,
    PLACE_COLUMNS,
    feature_columns,
    mapping_table,
)

LINK_TOLERANCE = 0.25 / world_px(6)
"""A quarter of a pixel at zoom 6, as a fraction of the world's width."""

_DEGREE_DECIMALS = 7
_ABOUT = Text(
    "An atlas of Shenyang and Liaoning in which every figure names its source. "
    "Selection and wording: CC BY 4.0. Positions of cities: GeoNames (CC BY 4.0); of airports: "
    "OurAirports (public domain); of other places: as each of them says. "
    "All coordinates are WGS 84.",
    "沈阳与辽宁数据图集，每项数据均注明来源。数据的选编和文字采用 CC BY 4.0 许可。"
    "城市坐标取自 GeoNames（CC BY 4.0），机场坐标取自 OurAirports（公有领域），"
    "其他地点的坐标来源逐一注明。所有坐标均为 WGS 84。",
)
_ABOUT_EXTENTS = Text(
    "Circles of the stated area around the marker of each feature. They show how large it is, "
    "not where its border runs, unless kind is surveyed.",
    "以各要素标记为圆心、按公布面积绘制的圆，只表示面积大小，不代表边界；kind 为 surveyed 的除外。",
)
_ABOUT_LINKS = Text(
    "Geodesics on the WGS 84 ellipsoid, cut at 180 degrees; they show no route or traffic.",
    "WGS 84 椭球面上的大地线，在 180° 经线处断开，不代表任何路线或运输。",
)
_DESCRIPTIONS = (
    (None, _ABOUT),
    (EXTENT_TABLE, _ABOUT_EXTENTS),
    (LINK_TABLE, _ABOUT_LINKS),
)


def write_atlas(path: Path, sources: Sources, specs: Sequence[LayerSpec]) -> None:
    """Write a new ``atlas.gpkg`` from records that passed the checks."""
    facts = tuple(sorted(sources.facts, key=lambda fact: (fact.entity, fact.attribute)))
    plain = tuple(_plain_tables(sources, facts))
    titles = {spec.table: f"{spec.title.en} {spec.title.zh}" for spec in reversed(specs)}
    districts = {each.id: Text(each.name_en, each.name_zh) for each in sources.districts}
    layers = [
        _place_table(name, titles[name], places, districts)
        for name, places in sources.places.items()
    ]
    write_geopackage(
        path,
        [*layers, _extent_table(sources), _link_table(sources), *plain],
        [_fact_links(table, sources.places[table.name], facts) for table in layers],
        [*_styles(specs, plain), QgisStyle(EXTENT_TABLE, "mapapp", extent_qml())],
        [Metadata(table, text) for table, about in _DESCRIPTIONS for text in (about.en, about.zh)],
    )


def _styles(specs: Sequence[LayerSpec], plain: Sequence[PlainTable]) -> Iterator[QgisStyle]:
    first = {spec.table: spec for spec in reversed(specs)}
    for table in sorted(first.keys() - {EXTENT_TABLE}):
        yield QgisStyle(table, "mapapp", layer_qml(first[table], _figures(first[table], plain)))


def _figures(spec: LayerSpec, plain: Sequence[PlainTable]) -> dict[str, Scalar] | None:
    """The values by entity that the classes of a layer go by, or None if by no fact."""
    columns = [column.name for column in feature_columns(spec.table)]
    if spec.classes is None or spec.is_binned or spec.classes.field in columns:
        return None
    rows = {table.name: table.rows for table in plain}
    attributes = {attribute.id: attribute for attribute in map(attribute_of, rows["attribute"])}
    field = spec.classes.field
    facts = [fact for fact in map(fact_of, rows["fact"]) if fact.attribute == field]
    knowledge = Knowledge(facts, attributes)
    told = {entity: knowledge.values(entity, field) for entity in knowledge.entities}
    return {entity: values[0] for entity, values in told.items() if values}


def _place_table(
    name: str, title: str, places: Sequence[PlaceRow], districts: Mapping[str, Text]
) -> FeatureTable:
    ordered = sorted(places, key=lambda place: place.id)
    return FeatureTable(
        name=name,
        title=title,
        columns=PLACE_COLUMNS,
        rows=[_place_row(place, districts) for place in ordered],
        geometry_type="POINT",
        geometries=[_point(place) for place in ordered],
    )


def _point(place: PlaceRow) -> shapely.Point | None:
    if place.lon is None or place.lat is None:
        return None
    return shapely.Point(place.lon, place.lat)


def _place_row(place: PlaceRow, districts: Mapping[str, Text]) -> tuple[CellValue, ...]:
    district = districts.get(place.district or "", NO_TEXT)
    spoken = readings([place.name_zh or "", *(place.aliases or "").split(";")])
    return (
        place.id,
        place.name_en,
        place.name_zh,
        place.short_en,
        place.short_zh,
        place.aliases,
        ";".join(spoken) or None,
        ";".join(initials(spoken)) or None,
        place.status,
        place.status_as_of,
        place.precision,
        place.coord_source,
        place.coord_source_zh,
        place.coord_datum,
        place.coord_datum_zh,
        district.en or None,
        district.zh or None,
        place.note,
        place.note_zh,
    )


def _located(sources: Sources) -> dict[str, tuple[PlaceRow, float, float]]:
    return {
        place.id: (place, place.lon, place.lat)
        for place in sources.all_places()
        if place.lon is not None and place.lat is not None
    }


def _extent_table(sources: Sources) -> FeatureTable:
    located = _located(sources)
    outlines = sorted(sources.outlines, key=lambda outline: outline.entity)
    return FeatureTable(
        name=EXTENT_TABLE,
        title="Stated areas 面积示意",
        columns=EXTENT_COLUMNS,
        rows=[_extent_row(outline) for outline in outlines],
        geometry_type="POLYGON",
        geometries=[_circle(outline, *located[outline.entity][1:]) for outline in outlines],
    )


def _extent_row(outline: OutlineRow) -> tuple[CellValue, ...]:
    return (
        f"extent-{outline.entity}",
        outline.entity,
        outline.kind,
        outline.area_km2,
        outline.source,
        outline.note,
        outline.note_zh,
    )


def _circle(outline: OutlineRow, lon: float, lat: float) -> shapely.Polygon:
    return shapely.Polygon(circle(lon, lat, outline.area_km2).round(_DEGREE_DECIMALS))


def _link_table(sources: Sources) -> FeatureTable:
    located = _located(sources)
    links = sorted(sources.links, key=lambda link: link.id)
    ends = [(located[link.from_entity], located[link.to_entity]) for link in links]
    return FeatureTable(
        name=LINK_TABLE,
        title="Friendship links 友好城市连线",
        columns=LINK_COLUMNS,
        rows=[_link_row(link, *pair) for link, pair in zip(links, ends, strict=True)],
        geometry_type="MULTILINESTRING",
        geometries=[_great_circle(start[1:], end[1:]) for start, end in ends],
    )


def _link_row(
    link: LinkRow, start: tuple[PlaceRow, float, float], end: tuple[PlaceRow, float, float]
) -> tuple[CellValue, ...]:
    length_km = float(distance_m(*start[1:], *end[1:])[0]) / 1000
    from_zh, to_zh = (_short_zh(place.name_zh or place.name_en) for place in (start[0], end[0]))
    return (
        link.id,
        f"{_short_en(start[0].name_en)} – {_short_en(end[0].name_en)}",
        f"{from_zh}—{to_zh}",
        link.from_entity,
        link.to_entity,
        round(length_km, 1),
    )


def _short_en(name: str) -> str:
    """A city's name without its country."""
    return name.partition(",")[0]


def _short_zh(name: str) -> str:
    """A city's name without the word for city."""
    return name.removesuffix("市") if len(name) > 2 else name


def _great_circle(start: tuple[float, float], end: tuple[float, float]) -> shapely.MultiLineString:
    parts = geodesic(*start, *end, LINK_TOLERANCE)
    return shapely.MultiLineString([part.round(_DEGREE_DECIMALS) for part in parts])


def _plain_tables(sources: Sources, facts: Sequence[FactRow]) -> Iterator[PlainTable]:
    rows: dict[str, list[tuple[CellValue, ...]]] = {
        "source": [
            (s.id, s.publisher, s.publisher_zh, s.title, s.title_zh,
             s.published, s.kind, s.reliability, s.url, s.note, s.note_zh)
            for s in sources.sources
        ],
        "attribute": [
            (a.id, a.label_en, a.label_zh, a.unit, a.format, a.temporal, a.kind)
            for a in sources.attributes
        ],
        "unit": [(u.id, u.label_en, u.label_zh, u.symbol, u.symbol_zh) for u in sources.units],
        "relation": [
            (f"{r.subject}/{r.predicate}/{r.object}/{r.source}",
             r.subject, r.predicate, r.object, r.source, r.paragraph)
            for r in sources.relations
        ],
    }  # fmt: skip
    tables = {name: sorted(values, key=lambda row: str(row[0])) for name, values in rows.items()}
    tables["fact"] = list(_fact_rows(facts))
    for name, title in _PLAIN_TITLES.items():
        yield PlainTable(name, title, ATTRIBUTE_TABLES[name], tables[name])


_PLAIN_TITLES = {
    "fact": "Facts 数据",
    "source": "Sources 来源",
    "attribute": "Attributes 指标",
    "unit": "Units 单位",
    "relation": "Relations 关系",
}


def _fact_rows(facts: Sequence[FactRow]) -> Iterator[tuple[CellValue, ...]]:
    """Rows in the given order; the id counts the values an entity has for an attribute."""
    counts: Counter[str] = Counter()
    for fact in facts:
        key = f"{fact.entity}/{fact.attribute}"
        counts[key] += 1
        yield (
            f"{key}/{counts[key]}",
            fact.entity,
            fact.attribute,
            fact.value_num,
            fact.value_text,
            fact.value_text_zh,
            fact.qualifier,
            fact.unit,
            fact.period_start,
            fact.period_end,
            fact.as_of,
            fact.source,
            fact.paragraph,
            fact.status,
            fact.verdict,
            fact.verdict_zh,
            fact.note,
            fact.note_zh,
        )


def _fact_links(table: FeatureTable, places: Sequence[PlaceRow], facts: Sequence[FactRow]) -> Link:
    fids = {place_id: fid for fid, place_id in enumerate(sorted(p.id for p in places), 1)}
    pairs = [
        (fids[fact.entity], number) for number, fact in enumerate(facts, 1) if fact.entity in fids
    ]
    return Link(table.name, "fact", mapping_table(table.name), pairs)
