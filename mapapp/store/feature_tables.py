"""The tables of all layers, and which of their features pass a filter.

Whoever shows features (page, labels, clicks, counts, table, picture) asks :meth:`passing`
with the same criteria, so that all show the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.core.expression.filters import Criteria
from mapapp.core.expression.parser import parse
from mapapp.core.fact.figures import Fact
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import ATLAS, LayerSpec
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.atlas import Atlas
from mapapp.store.layer_table import LayerTable, make_layer_table
from mapapp.store.sources.geopackage import GeoPackageSource
from mapapp.store.sources.opening import OPENERS, open_source
from mapapp.store.styled import goes_by_facts

_Source = tuple[SourceRef, Roles]
"""What the table of a layer depends on: layers of one source share it."""

_MOST_ANSWERS = 512


class FeatureTables:
    """The layers of an atlas as tables, now or as known at the end of a year."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._sources: dict[SourceRef, FeatureSource] = {}
        self._tables: dict[_Source, LayerTable] = {}
        self._answers: dict[tuple[_Source, Criteria], frozenset[int]] = {}
        self._knowledge: dict[int | None, Knowledge] = {}
        self._facts: tuple[Fact, ...] = ()

    def source(self, layer: str) -> FeatureSource:
        """The features of a layer, with the columns of their table and no figures.

        Raises:
            UsageError: if there is no such layer.
            DataError: if its source cannot be opened.
        """
        return self.open(self.spec(layer).source)

    def open(self, ref: SourceRef) -> FeatureSource:
        """The open source that a reference names; raises a ``DataError`` where it cannot be."""
        if ref not in self._sources:
            self._sources[ref] = open_source(ref, {**OPENERS, ATLAS: self._open_atlas})
        return self._sources[ref]

    def spec(self, layer: str) -> LayerSpec:
        """The layer of an id; raises a ``UsageError`` where there is none."""
        return self.atlas.spec(layer)

    def show(self, specs: Sequence[LayerSpec]) -> None:
        """Have these layers from now on, in drawing order."""
        self.atlas.show(specs)

    def goes_by_facts(self, layer: str) -> bool:
        """Whether the symbols of a layer may look different in another year."""
        return goes_by_facts(self.atlas.file, self.spec(layer))

    def knowledge(self, year: int | None = None) -> Knowledge:
        """What is known, at the end of a year or now."""
        if year not in self._knowledge:
            self._facts = self._facts or self.atlas.all_facts()
            self._knowledge[year] = Knowledge(self._facts, self.atlas.attributes(), year)
        return self._knowledge[year]

    def table(self, layer: str, year: int | None = None) -> LayerTable:
        """The table of a layer; its columns are the same for each year.

        Raises:
            UsageError: if there is no such layer, as :meth:`passing` does.
        """
        return self.table_of(self.spec(layer)).at(self.knowledge(year))

    def table_of(self, spec: LayerSpec) -> LayerTable:
        """The table of a layer that need not be one of the map's yet."""
        atlas, key = self.atlas, (spec.source, spec.roles)
        if key not in self._tables:
            self._tables[key] = make_layer_table(
                self.open(spec.source), spec.roles,
                self.knowledge(), atlas.attributes(), atlas.units(),
            )  # fmt: skip
        return self._tables[key]

    def passing(self, layer: str, criteria: Criteria) -> frozenset[int] | None:
        """The keys of the features that pass, or None where there is nothing to fail.

        Raises:
            ExpressionError: if the expression is none, or asks what the layer has not.
        """
        spec = self.spec(layer)
        key = ((spec.source, spec.roles), criteria)
        if not criteria:
            return None
        if key not in self._answers:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            sets = tuple(self._tests(layer, criteria))
            self._answers[key] = frozenset.intersection(*sets)
        return self._answers[key]

    def _open_atlas(self, ref: SourceRef) -> FeatureSource:
        return GeoPackageSource(self.atlas.file, ref.table, ref)

    def _tests(self, layer: str, criteria: Criteria) -> Iterator[frozenset[int]]:
        table = self.table(layer, criteria.year)
        if criteria.expression:
            yield table.matching(parse(criteria.expression, table.fields))
        if criteria.text:
            yield table.with_text(criteria.text)
        if criteria.extent is not None:
            yield table.within(criteria.extent)
        if criteria.year is not None:
            absent = table.of_entities(table.knowledge.absent)
            yield frozenset(table.fids().tolist()) - absent
