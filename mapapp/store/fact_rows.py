"""Facts and attributes as the tables of an atlas hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapapp.core.facts import Attribute, Fact
from mapapp.core.layerspec import Text
from mapapp.store.geopackage import GeoPackage

_FACTS = """
SELECT f.id, f.entity_id, f.attribute_id, f.value_num, f.value_text, f.qualifier, f.unit,
  f.period_start, f.period_end, f.as_of, f.source_id, f.paragraph, f.status, f.verdict, f.note
FROM fact AS f JOIN attribute AS a ON a.id = f.attribute_id
"""


def read_facts(file: GeoPackage, entity: str = "", attribute: str = "") -> tuple[Fact, ...]:
    """Facts by entity and attribute: all, or those about one of either."""
    wanted = {"f.entity_id": entity, "f.attribute_id": attribute}
    wanted = {column: value for column, value in wanted.items() if value}
    where = " AND ".join(["1", *(f"{column} = ?" for column in wanted)])
    rows = file.query(
        f"{_FACTS} WHERE {where} ORDER BY f.entity_id, a.fid, f.fid", list(wanted.values())
    )
    return tuple(map(fact_of, rows))


def read_attributes(file: GeoPackage) -> dict[str, Attribute]:
    """All attributes by id, in their order."""
    rows = file.query(
        "SELECT id, label_en, label_zh, unit, format, temporal, kind FROM attribute ORDER BY fid"
    )
    return {row[0]: attribute_of(row) for row in rows}


def attribute_of(row: Sequence[Any]) -> Attribute:
    """The attribute of a row whose values are in the order of the table's columns."""
    id_, en, zh, *others = row
    return Attribute(id_, Text(en, zh), *texts(others))


def fact_of(row: Sequence[Any]) -> Fact:
    """The fact of a row whose values are in the order of the table's columns."""
    id_, entity, attribute, number, *told, paragraph, status, verdict, note = row
    text, qualifier, unit, start, end, as_of, source = texts(told)
    return Fact(
        id=id_,
        entity=entity,
        attribute=attribute,
        number=number,
        text=text,
        qualifier=qualifier,
        unit=unit,
        period_start=start,
        period_end=end,
        as_of=as_of,
        source=source,
        paragraph=paragraph,
        status=status,
        verdict=verdict or "",
        note=note or "",
    )


def texts(values: Sequence[str | None]) -> list[str]:
    """The values of columns of text, empty where they are NULL."""
    return [value or "" for value in values]
