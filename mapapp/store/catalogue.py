"""The layers of a map as open sources and tables, and which of their features are shown.

Whoever shows features (page, labels, clicks, counts, table, picture) asks :meth:`visible_fids`
with the same criteria, so that all show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Self

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import Criteria
from mapapp.core.fact.knowledge import Knowledge, attribute_field
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.mercator import ground_m_per_px
from mapapp.core.layer.feature import Feature, FeatureSet, Hit
from mapapp.core.layer.lookup import layer_of, pick_layers
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import ATLAS, Geometry, LayerSpec
from mapapp.core.source.answers import Keys, Record
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query, query_for_id
from mapapp.core.text import Language
from mapapp.core.texts.parsing import shown
from mapapp.store.atlas import Atlas
from mapapp.store.fact_rows import read_facts
from mapapp.store.found_fids import FoundFids, Question
from mapapp.store.layer_tables import FieldValues, LayerTables, ValuesBeside
from mapapp.store.sources.opening import OPENERS, open_source
from mapapp.store.sources.settled import SettledSource

if TYPE_CHECKING:
    from mapapp.store.layer_table import LayerTable
    from mapapp.store.presences import Presences

HIT_RADIUS_PX = 14.0
"""How far from a symbol's point a click still means it, in CSS pixels."""

LINE_HIT_RADIUS_PX = 5.0
"""The same for a line, which has no body to aim at and would else turn up everywhere."""

HIT_ORDER: tuple[Geometry, ...] = ("point", "polygon", "line")
"""In which order what lies under a click was meant."""

MOST_HITS = 200
"""No more features of a layer than this are found under a click."""

LARGE = 50_000
"""Of so many features on a filter takes longer than a window may stand still."""

Beside = Callable[[LayerSpec, Question], None]
"""Begins to answer a question about a layer; :meth:`LayerCatalogue.take_fids` gets the answer."""

_Asker = tuple[str, SourceRef, bool]
"""Who asks what of a layer is shown: by id and source, and whether within an extent.

The map and the table ask about one layer, and the table perhaps within what the map shows.
"""


class LayerCatalogue:
    """Opens the source of each layer when it is first asked for. Belongs to one thread.

    A source that cannot be opened raises its ``DataError`` whenever its layer is asked for, and
    is tried again then; the others do not mind. Every method that takes the id of a layer raises
    ``UsageError`` where there is no such layer, and ``DataError`` where its source cannot be
    opened or read.

    Args:
        atlas: the facts, and the tables of the layers that come with mapapp; stays the caller's.
        held: sources that no reference says all about, such as those in memory, by reference.
            They are shared with the catalogues of other threads, which open them again.
    """

    def __init__(self, atlas: Atlas, held: dict[SourceRef, FeatureSource] | None = None) -> None:
        self.atlas = atlas
        self.specs: tuple[LayerSpec, ...] = atlas.specs
        self._held = {} if held is None else held
        self._open: dict[SourceRef, FeatureSource] = {}
        self._tables = LayerTables(atlas)
        self._counts: dict[SourceRef, tuple[int, int]] = {}
        self._found = FoundFids()
        self._last: dict[_Asker, tuple[Question | None, Keys | None]] = {}
        self._beside: Beside | None = None
        self._knowledge: dict[tuple[str, int | None], Knowledge] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @cached_property
    def presences(self) -> Presences:
        """What of the atlas was there in which year."""
        from mapapp.store.presences import Presences

        return Presences(self.atlas)

    def close(self) -> None:
        """Close all sources, but not the atlas."""
        self._keep(())

    def again(self, atlas: Atlas) -> LayerCatalogue:
        """The same layers for the thread that calls, over an atlas that was opened there."""
        return LayerCatalogue(atlas, self._held)

    def hold(self, source: FeatureSource) -> None:
        """Let layers refer to a source that no reference says all about, in all threads."""
        self._held[source.ref] = source

    def show(self, specs: Sequence[LayerSpec]) -> None:
        """Have these layers from now on, in drawing order; other sources are closed."""
        self.specs = tuple(specs)
        self.atlas.show([spec for spec in specs if spec.source.kind == ATLAS])
        self._keep(specs)

    def reopen(self, refs: Collection[SourceRef]) -> None:
        """Open some sources anew when they are next asked for: their files hold something else."""
        self._keep([spec for spec in self.specs if spec.source not in refs])

    def spec(self, layer: str) -> LayerSpec:
        """The layer of an id."""
        return layer_of(self.specs, layer)

    def source(self, layer: str) -> FeatureSource:
        """The features of a layer, with the columns of their table and no figures."""
        return self.open(self.spec(layer).source)

    def open(self, ref: SourceRef) -> FeatureSource:
        """The open source that a reference names; raises a ``DataError`` where it cannot be."""
        if ref not in self._open:
            held = self._held.get(ref)
            openers = {**OPENERS, ATLAS: self._open_atlas}
            self._open[ref] = held.again() if held else open_source(ref, openers)
        return self._open[ref]

    def check(self, spec: LayerSpec) -> None:
        """See whether a layer, which need not be one of the map's yet, fits its source.

        Raises:
            DataError: if the source cannot be opened, or lacks what the layer speaks of.
        """
        if spec.source.kind == ATLAS:
            self.atlas.check_layer(spec)
            return
        schema = self.open(spec.source).schema
        spec.check(schema.names, spec.source)
        if schema.geometry not in (None, spec.geometry):
            raise DataError(
                "{source} is of geometry {there!r}, not {wanted!r}; correct the layer {layer}.",
                source=spec.source,
                there=schema.geometry,
                wanted=spec.geometry,
                layer=shown(spec.id),
            )
        if not self.goes_by_facts(spec):
            schema.need_all(spec.classed_by, spec.source)

    def goes_by_facts(self, spec: LayerSpec) -> bool:
        """Whether the symbols of a layer may look different in another year.

        Those of a layer that cannot be opened do not, for there are none.
        """
        if spec.classes is None or spec.roles.entity is None:
            return False
        field = spec.classes.field
        if field not in self.atlas.attributes():
            return False
        try:
            return field not in self.open(spec.source).schema.names
        except DataError:
            return False

    def styled(self, spec: LayerSpec, year: int | None = None) -> FeatureSource:
        """The features of a layer with all that symbols go by, which may be a figure of theirs.

        Of an attribute the newest current value counts, as ``core/fact/knowledge.py`` has it,
        now or at the end of a year.
        """
        source, entity = self.open(spec.source), spec.roles.entity
        if spec.classes is None or entity is None or not self.goes_by_facts(spec):
            return source
        from mapapp.store.sources.facts import FactSource

        attribute = self.atlas.attributes()[spec.classes.field]
        fields = [attribute_field(attribute, None, ())]
        return FactSource(source, entity, self._about(attribute.id, year), fields)

    def stated_areas(self, spec: LayerSpec, extent: Extent | None = None) -> FeatureSet | None:
        """The areas that the atlas states of the points of a layer; None where it cannot.

        ``entity_id`` says which point each is of, ``kind`` how it is known.
        """
        if spec.geometry != "point" or spec.roles.entity is None:
            return None
        return self.atlas.stated_areas(extent)

    def feature(self, layer: str, fid: int) -> Feature:
        """One feature of a layer by its key, with all its fields."""
        spec = self.spec(layer)
        return _feature(self.open(spec.source).feature(fid), spec)

    def features(self, spec: LayerSpec, year: int | None = None) -> list[Feature]:
        """All features of a layer with what symbols go by, those without a place too."""
        source = self.styled(spec, year)
        return list(_features(source.read(Query(source.schema.names)), spec))

    def find(self, spec: LayerSpec, id_: str) -> Feature | None:
        """The feature of a layer with an id, which is its key where the layer has no ids."""
        query = query_for_id(id_, spec.roles)
        if query is None:
            return None
        source = self.open(spec.source)
        found = source.read(replace(query, columns=source.schema.names, limit=1))
        return next(_features(found, spec), None)

    def count(self, layer: str) -> int:
        """How many features a layer has; they are counted once a revision."""
        return self._count(self.spec(layer))

    def identify(
        self, lon: float, lat: float, zoom: float, layers: Collection[str] | None = None
    ) -> list[Hit]:
        """What lies under a click at a zoom: all layers or some by id, nearest first.

        A feature of a source that several layers show is found in each, that on top first. Areas
        come after all points, for these are drawn smaller, and nearer to what was meant; lines,
        which have no body to aim at, are the last.

        Raises:
            DataError: if a source cannot be read and nothing is found in the others.
        """
        chosen = self.specs if layers is None else pick_layers(self.specs, layers)
        px_m = ground_m_per_px(lat, zoom)
        found: list[tuple[LayerSpec, Hit]] = []
        fault: DataError | None = None
        for spec in reversed(chosen):
            radius = HIT_RADIUS_PX if spec.geometry == "point" else LINE_HIT_RADIUS_PX
            try:
                near = self.open(spec.source).nearest(
                    lon, lat, radius * px_m, Query(limit=MOST_HITS)
                )
            except DataError as error:
                fault = fault or error
                continue
            found += [(spec, Hit(_feature(n.record, spec), n.distance_m)) for n in near]
        if fault and not found:
            raise fault
        found.sort(key=lambda pair: (HIT_ORDER.index(pair[0].geometry), pair[1].distance_m))
        return [hit for _, hit in found]

    def publishers(self, layer: str, language: Language) -> tuple[str, ...]:
        """Who published the figures about a layer's features, the most cited first."""
        spec = self.spec(layer)
        return self.atlas.publishers(layer, language) if spec.source.kind == ATLAS else ()

    def descriptions(self, layer: str, language: Language) -> tuple[str, ...]:
        """What the atlas says about a layer of its own and about itself, with licences."""
        spec = self.spec(layer)
        return self.atlas.descriptions(layer, language) if spec.source.kind == ATLAS else ()

    def knowledge(self, year: int | None = None) -> Knowledge:
        """What is known of everything, at the end of a year or now."""
        key = ("", year)
        if key not in self._knowledge:
            facts = self.atlas.all_facts()
            self._knowledge[key] = Knowledge(facts, self.atlas.attributes(), year)
        return self._knowledge[key]

    def table(self, layer: str, year: int | None = None) -> LayerTable:
        """The table of a layer; its columns are the same for each year."""
        return self.table_of(self.spec(layer)).at(self.knowledge(year))

    def table_of(self, spec: LayerSpec) -> LayerTable:
        """The table of a layer that need not be one of the map's yet."""
        source = self.open(spec.source)
        return self._tables.table(spec, source, self.knowledge(), self._is_large)

    def visible_fids(self, layer: str, criteria: Criteria) -> Keys | None:
        """The keys of the features that meet criteria, rising, or None where all do.

        Raises:
            ExpressionError: if the expression is none, or asks what the layer has not.
        """
        spec = self.spec(layer)
        asker = (layer, spec.source, criteria.extent is not None)
        last, fids = self._last.get(asker, (None, None))
        question = self._question(spec, criteria) if criteria else None
        if question is None:
            fids = None
        elif question in self._found:
            fids = self._found[question]
        elif question != last:
            if self._beside is not None and self._is_large(spec):
                self._beside(spec, question)
                return fids
            fids = self.find_fids(spec, criteria)
            self.take_fids(question, fids)
        self._last[asker] = question, fids
        return fids

    def answer_beside(self, beside: Beside, read_values: ValuesBeside | None = None) -> None:
        """Let another thread find what of large layers meets criteria, and what fields have.

        Until it has, :meth:`visible_fids` answers as it did last for the same layer, within an
        extent or without one.
        """
        self._beside, self._tables.read_beside = beside, read_values

    def take_values(self, spec: LayerSpec, values: FieldValues) -> None:
        """Know from now on what the fields of a large layer have."""
        self._tables.take_values(spec, values)

    def take_fids(self, question: Question, fids: Keys | None) -> None:
        """Know the answer to a question from now on, if a layer still has its source."""
        if any(spec.source == question.source for spec in self.specs):
            self._found.take(question, fids)

    def find_fids(
        self, spec: LayerSpec, criteria: Criteria, cancel: Cancel | None = None
    ) -> Keys | None:
        """What :meth:`visible_fids` answers, found anew; the layer need not be one of the map's.

        Raises:
            ReadCancelledError: if ``cancel`` was set before all was found.
        """
        found = list(self._met(spec, criteria, cancel))
        return reduce(_in_both, found) if found else None

    def _question(self, spec: LayerSpec, criteria: Criteria) -> Question:
        return Question(spec.source, spec.roles, self._revision(spec), criteria)

    def _met(self, spec: LayerSpec, criteria: Criteria, cancel: Cancel | None) -> Iterator[Keys]:
        """The keys that meet each of the criteria."""
        if criteria.year is not None and spec.roles.has_time:
            there = self.presences.at(criteria.year).there
            yield self.table_of(spec).there_by(criteria.year, there, cancel)
        if criteria.expression or criteria.text:
            table = self.table_of(spec).at(self.knowledge(criteria.year))
            if criteria.expression:
                yield table.matching(table.parsed(criteria.expression), cancel)
            if criteria.text:
                yield table.with_text(criteria.text, cancel)
        if criteria.extent is not None:
            yield self.open(spec.source).keys(Query(extent=criteria.extent), cancel)

    def _about(self, attribute: str, year: int | None) -> Knowledge:
        """What is known of one attribute; much less to read than all that is known."""
        key = (attribute, year)
        if key not in self._knowledge:
            facts = read_facts(self.atlas.file, attribute=attribute)
            self._knowledge[key] = Knowledge(facts, self.atlas.attributes(), year)
        return self._knowledge[key]

    def _is_large(self, spec: LayerSpec) -> bool:
        return self._count(spec) >= LARGE

    def _count(self, spec: LayerSpec) -> int:
        revision, known = self._revision(spec), self._counts.get(spec.source)
        if known is None or known[0] != revision:
            known = self._counts[spec.source] = revision, self.open(spec.source).count()
        return known[1]

    def _revision(self, spec: LayerSpec) -> int:
        """That of the features; the atlas is watched, and must not change while it is open."""
        return 0 if spec.source.kind == ATLAS else self.open(spec.source).revision

    def _open_atlas(self, ref: SourceRef) -> FeatureSource:
        return SettledSource(self.atlas.file, ref.table, ref)

    def _keep(self, specs: Collection[LayerSpec]) -> None:
        """Close the sources of other layers, and forget what was read of them."""
        refs = {spec.source for spec in specs}
        for ref in [ref for ref in self._open if ref not in refs]:
            self._open.pop(ref).close()
        self._tables.keep(refs)
        self._counts = {ref: known for ref, known in self._counts.items() if ref in refs}
        self._found.keep(refs)
        layers = {(spec.id, spec.source) for spec in specs}
        self._last = {asker: last for asker, last in self._last.items() if asker[:2] in layers}


def _features(read: FeatureSet, spec: LayerSpec) -> Iterator[Feature]:
    for key, geometry, values in read.rows():
        yield _feature(Record(key, geometry, values), spec)


def _feature(record: Record, spec: LayerSpec) -> Feature:
    return record.feature(spec.id, spec.roles, spec.title)


def _in_both(one: Keys, other: Keys) -> Keys:
    return np.intersect1d(one, other, assume_unique=True)
