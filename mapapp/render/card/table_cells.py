"""What stands in a table's cells: as people read it, as files keep it, and who says so."""

from __future__ import annotations

from collections.abc import Mapping

from mapapp.core.expression.tree import Field, Scalar
from mapapp.core.fact.figures import Attribute, Fact, Source, Unit, format_value, period_text
from mapapp.core.fact.knowledge import comparable
from mapapp.core.fact.timeline import is_undated
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import SEMICOLON, Language, Text, bracketed, value_text
from mapapp.store.atlas import Atlas
from mapapp.store.layer_table import Cell, LayerTable
from mapapp.store.schema import chinese_columns

_LEADS: Mapping[str, Text] = {
    ">": Text("> ", "超过"),
    "<": Text("< ", "不足"),
    "~": Text("about ", "约"),
}
_DOUBTED = frozenset({"disputed", "misprint"})
_FIRST_FIGURES = 5


@record
class CellWriter:
    """Writes the cells of a table in one language.

    Where the table looks back at a ``year``, what has no date stands apart in brackets.
    """

    attributes: Mapping[str, Attribute]
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    language: Language
    year: int | None = None

    @classmethod
    def of(cls, atlas: Atlas, language: Language, year: int | None = None) -> CellWriter:
        """A writer that knows the words of an atlas."""
        return cls(atlas.attributes(), atlas.units(), atlas.sources(), language, year)

    def title(self, field: Field) -> str:
        """The head of a column, with the unit of its figures."""
        return field_title(field, self.language)

    def shown(self, cell: Cell, field: Field) -> str:
        """A cell as people read it."""
        if isinstance(cell, tuple):
            return SEMICOLON.get(self.language).join(self._placed(fact, field) for fact in cell)
        if isinstance(cell, str):
            return field.said(cell).get(self.language)
        return value_text(cell, is_amount=bool(field.unit))

    def kept(self, cell: Cell, field: Field) -> Scalar | None:
        """A cell as files keep it: numbers stay numbers."""
        if not isinstance(cell, tuple):
            return cell
        values = [comparable(fact, self.attributes[field.id]) for fact in cell]
        if field.kind == "number":
            return values[0] if values else None
        told = (str(value) if fact.number is not None else self._whole(fact)
                for fact, value in zip(cell, values, strict=True) if value is not None)  # fmt: skip
        return SEMICOLON.get(self.language).join(told) or None

    def origin(self, cell: Cell, field: Field) -> str:
        """Who says so, and when it held; a line for each fact."""
        if not isinstance(cell, tuple):
            return self.shown(cell, field)
        return "\n".join(self._cited(fact) for fact in cell)

    def _placed(self, fact: Fact, field: Field) -> str:
        text = self._fact(fact, field)
        apart = self.year is not None and is_undated(fact, self.attributes[field.id])
        return bracketed(text, self.language).strip() if apart else text

    def _fact(self, fact: Fact, field: Field) -> str:
        caution = "⚠ " if fact.status in _DOUBTED else ""
        value = comparable(fact, self.attributes[field.id])
        if field.kind != "number" or not isinstance(value, float):
            return caution + self._whole(fact)
        lead = _LEADS.get(fact.qualifier, Text("", "")).get(self.language)
        return f"{caution}{lead}{value:,.12g}"

    def _whole(self, fact: Fact) -> str:
        attribute = self.attributes.get(fact.attribute)
        return format_value(fact, attribute, self.units.get(fact.unit), self.language)

    def _cited(self, fact: Fact) -> str:
        source = self.sources.get(fact.source)
        parts = (self._whole(fact), period_text(fact, self.language),
                 source.citation(self.language) if source else fact.source)  # fmt: skip
        return " · ".join(part for part in parts if part)


def field_title(field: Field, language: Language) -> str:
    """What a field is called, with the unit of its numbers."""
    return field.label.get(language) + bracketed(field.unit.get(language), language)


def columns_in(table: LayerTable, language: Language) -> tuple[tuple[int, Field], ...]:
    """The columns that readers of a language want, each with its place among all of a table.

    A text that the atlas tells in both languages stands there in theirs, and their name of a
    feature before the other.
    """
    pairs = chinese_columns(table.source.ref)
    others = pairs.keys() if language == "en" else pairs.values()
    columns = [
        (place, field) for place, field in enumerate(table.columns) if field.id not in others
    ]
    names = table.roles.name_en, table.roles.name_zh
    first = names[0] if language == "en" else names[1]
    places = [at for at, (_, field) in enumerate(columns) if field.id in names]
    named = sorted((columns[at] for at in places), key=lambda each: each[1].id != first)
    for at, column in zip(places, named, strict=True):
        columns[at] = column
    return tuple(columns)


def first_columns(table: LayerTable, spec: LayerSpec) -> tuple[str, ...]:
    """What a table shows at first: names, status, precision, numbers, the layer's key figures.

    Of a file of one's own, whose roles say a name at most, all columns.
    """
    known = [field.id for field in table.known]
    figures = [id_ for id_ in spec.key_figures if id_ in known]
    if not figures:
        dated = [field.id for field in table.known if field.kind != "text"]
        figures = dated[:_FIRST_FIGURES]
    return (*_first_own(table), *figures)


def _first_own(table: LayerTable) -> list[str]:
    roles = table.roles
    described = {roles.status, roles.precision} - {None}
    if not described and not table.known:
        return [field.id for field in table.own]
    told = described | {roles.name_en, roles.name_zh}
    numbers = [field.id for field in table.own if field.kind == "number"]
    told.update(numbers[:_FIRST_FIGURES])
    return [field.id for field in table.own if field.id in told]
