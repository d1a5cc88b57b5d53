"""Facts and attributes as the tables of an atlas hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapapp.core.fact.figures import Attribute, Fact, Source, Unit
from mapapp.core.text import Text
from mapapp.store.geopackage import GeoPackage
from mapapp.store.schema import ATTRIBUTE_COLUMNS, FACT_COLUMNS

_FACT = tuple(column.name for column in FACT_COLUMNS)
_ATTRIBUTE = tuple(column.name for column in ATTRIBUTE_COLUMNS)


def read_facts(file: GeoPackage, entity: str = "", attribute: str = "") -> tuple[Fact, ...]:
    """Facts by entity and attribute: all, or those about one of either."""
    wanted = {"entity_id": entity, "attribute_id": attribute}
    wanted = {column: value for column, value in wanted.items() if value}
    known = "attribute_id IN (SELECT id FROM attribute)"
    where = " AND ".join([known, *(f"{column} = ?" for column in wanted)])
    order = "entity_id, (SELECT a.fid FROM attribute AS a WHERE a.id = attribute_id), fid"
    rows = file.rows("fact", _FACT, f"WHERE {where} ORDER BY {order}", list(wanted.values()))
    return tuple(fact_of(row[1:]) for row in rows)


def read_attributes(file: GeoPackage) -> dict[str, Attribute]:
    """All attributes by id, in their order."""
    rows = file.rows("attribute", _ATTRIBUTE, "ORDER BY fid")
    return {row[1]: attribute_of(row[1:]) for row in rows}


def attribute_of(row: Sequence[Any]) -> Attribute:
    """The attribute of a row whose values are in the order of the table's columns."""
    id_, en, zh, *others = row
    return Attribute(id_, Text(en, zh), *texts(others))


def fact_of(row: Sequence[Any]) -> Fact:
    """The fact of a row whose values are in the order of the table's columns."""
    id_, entity, attribute, number, *told, paragraph, status, verdict, verdict_zh, note, note_zh = (
        row
    )
    text, text_zh, qualifier, unit, start, end, as_of, source = texts(told)
    return Fact(
        id=id_,
        entity=entity,
        attribute=attribute,
        number=number,
        text=text,
        text_zh=text_zh,
        qualifier=qualifier,
        unit=unit,
        period_start=start,
        period_end=end,
        as_of=as_of,
        source=source,
        paragraph=paragraph,
        status=status,
        verdict=both(verdict, verdict_zh),
        note=both(note, note_zh),
    )


def source_of(row: Sequence[Any]) -> Source:
    """The source of a row whose values are in the order of the table's columns."""
    id_, publisher, publisher_zh, title, title_zh, *others, note, note_zh = row
    published, kind, reliability, url = texts(others)
    return Source(
        id=id_,
        publisher=both(publisher, publisher_zh),
        title=both(title, title_zh),
        published=published,
        kind=kind,
        reliability=reliability,
        url=url,
        note=both(note, note_zh),
    )


def unit_of(row: Sequence[Any]) -> Unit:
    """The unit of a row whose values are in the order of the table's columns."""
    id_, en, zh, symbol, symbol_zh = row
    return Unit(id_, Text(en, zh), both(symbol, symbol_zh))


def both(en: str | None, zh: str | None) -> Text:
    """A text of two columns; what is told in one language only is told so in both."""
    return Text(en or zh or "", zh or en or "")


def texts(values: Sequence[str | None]) -> list[str]:
    """The values of columns of text, empty where they are NULL."""
    return [value or "" for value in values]
