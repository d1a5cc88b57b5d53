"""The atlas: features of the declared layers, and what is known about them, with sources."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from mapapp.core.errors import DataError, UsageError
from mapapp.core.fact.conflicts import Conflict, find_conflicts
from mapapp.core.fact.figures import Attribute, Fact, Relation, Source, Unit
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import Feature, FeatureSet
from mapapp.core.layer.lookup import layer_of
from mapapp.core.layer.spec import ATLAS, LayerSpec
from mapapp.core.message import Message
from mapapp.core.source.query import Query
from mapapp.core.text import Language, Text, is_chinese
from mapapp.core.texts.near_names import nearest_or
from mapapp.core.texts.parsing import shown
from mapapp.store.fact_rows import read_attributes, read_facts, source_of, texts, unit_of
from mapapp.store.geopackage import GeoPackage
from mapapp.store.schema import (
    ATTRIBUTE_TABLES,
    LINK_TABLE,
    SOURCE_COLUMNS,
    UNIT_COLUMNS,
    atlas_schema,
)
from mapapp.store.sources.settled import SettledSource
from mapapp.store.tables import quoted

if TYPE_CHECKING:
    from mapapp.core.fact.presence import Standing
    from mapapp.core.search import SearchEntry

_NAMED = ("id", "name_en", "name_zh")
_RELATION = ("predicate", "subject_id", "object_id", "source_id")
_LINK = ("id", "from_id", "to_id")
_STANDING = ("id", "status", "status_as_of")


class Atlas:
    """An atlas file seen through the declared layers, read-only. Belongs to one thread.

    Raises:
        DataError: if the file is no atlas, or lacks a table or a column that is needed.
    """

    def __init__(self, path: Path, specs: Sequence[LayerSpec]) -> None:
        self.path = path
        self.declared = self.specs = tuple(specs)
        self.file = GeoPackage(path, atlas_schema(specs))
        try:
            self._check_schema()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def again(self) -> Atlas:
        """The same file opened once more, for another thread."""
        return Atlas(self.path, self.declared)

    def show(self, specs: Sequence[LayerSpec]) -> None:
        """Be seen through other layers from now on, in drawing order; see :meth:`check_layer`."""
        self.specs = tuple(specs)
        self.__dict__.pop("_named_layers", None)

    def check_layer(self, spec: LayerSpec) -> None:
        """See whether the file can be seen through a layer that is not one of the declared.

        Raises:
            DataError: if it has no such table of features, or the layer does not fit it.
        """
        if spec in self.declared:
            return
        if spec.source.kind != ATLAS or spec.source.uri:
            raise DataError(
                "This mapapp cannot show a source of kind {kind}; open it with a newer one.",
                kind=shown(spec.source.kind),
            )
        file, name = self.path.name, spec.table
        columns = self.file.columns(name)
        if name not in self.file.tables() or not {*_NAMED} <= {*columns}:
            raise DataError(
                "{file} has no layer of places {name}; choose another table.",
                file=file,
                name=shown(name),
            )
        spec.check(columns, Message("The table {name!r} of {file}", name=name, file=file))
        self._check_geometry(spec)
        field = spec.classes.field if spec.classes else ""
        if field and field not in columns and field not in self.attributes():
            raise DataError(
                "The table {name!r} of {file} has no column and no attribute {field!r}; "
                "choose another field for the classes.",
                name=name,
                file=file,
                field=field,
            )

    def _check_geometry(self, spec: LayerSpec) -> None:
        for declared in self.declared:
            if declared.table == spec.table and declared.geometry != spec.geometry:
                raise DataError(
                    "The table {name!r} of {file} is of geometry {there!r}, not {wanted!r}; "
                    "correct the layer.",
                    name=spec.table,
                    file=self.path.name,
                    there=declared.geometry,
                    wanted=spec.geometry,
                )

    def spec(self, layer: str) -> LayerSpec:
        """A layer by its id.

        Raises:
            UsageError: if there is none, as every method that takes an id does.
        """
        return layer_of(self.specs, layer)

    def entity(self, entity_id: str, likely: str = "") -> Feature | None:
        """The feature with an id, in whichever layer it is; the table ``likely`` is asked first."""
        for spec in sorted(self._named_layers, key=lambda spec: spec.table != likely):
            feature = self.file.by_id(spec.table, entity_id)
            if feature is not None:
                return _in_layer(feature, spec)
        return None

    def need_entity(self, entity_id: str) -> Feature:
        """The same, where there must be one.

        Raises:
            UsageError: if there is none; the message names the nearest.
        """
        feature = self.entity(entity_id)
        if feature is None:
            known = [entry.id for entry in self.search_entries()]
            hint = nearest_or(entity_id, known, Message("look for it with `mapapp search`."))
            raise UsageError(
                "There is no entity {entity_id}; {hint}", entity_id=shown(entity_id), hint=hint
            )
        return feature

    def features(self, layer: str) -> list[Feature]:
        """All features of a layer, those without a place too."""
        spec = self.spec(layer)
        return [_in_layer(feature, spec) for feature in self.file.features(spec.table)]

    def stated_areas(self, extent: Extent | None = None) -> FeatureSet:
        """The areas that are stated of points, all or those whose box meets an extent.

        ``entity_id`` says which point each is of, ``kind`` how it is known.
        """
        query = Query(("entity_id", "kind"), extent, placed=True)
        return self._stated_areas.read(query)

    @cached_property
    def _stated_areas(self) -> SettledSource:
        return SettledSource(self.file, "extent")

    def facts(self, entity_id: str, first: Sequence[str] = ()) -> tuple[Fact, ...]:
        """What is known about an entity: attributes named in ``first``, then in their own order.

        Within an attribute the newest comes first, of equally new ones a doubtful one last.
        """
        told = self._cited(read_facts(self.file, entity=entity_id))
        newest = sorted(told, key=_newest_and_soundest, reverse=True)
        order = list(dict.fromkeys((*first, *self.attributes())))
        return tuple(sorted(newest, key=lambda fact: order.index(fact.attribute)))

    def all_facts(self) -> tuple[Fact, ...]:
        """Every fact, by entity and attribute."""
        return self._facts

    def conflicts(self, entity_id: str | None = None) -> tuple[Conflict, ...]:
        """Where sources disagree, about one entity or all."""
        facts = self.all_facts() if entity_id is None else self.facts(entity_id)
        return find_conflicts(facts, self.attributes(), self.sources())

    def relations(self, entity_id: str) -> tuple[Relation, ...]:
        """The ties of an entity: what it belongs to first, then what belongs to it.

        A link ties its two ends to each other and to itself.
        """
        sources: dict[tuple[str, bool, str], list[str]] = {}
        tail = "WHERE ? IN (subject_id, object_id) ORDER BY fid"
        rows = self.file.rows("relation", _RELATION, tail, [entity_id])
        for _, predicate, subject, object_, source in rows:
            outgoing = subject == entity_id
            key = (predicate, outgoing, object_ if outgoing else subject)
            sources.setdefault(key, []).append(source)
        sources |= {key: [] for key in self._links(entity_id) if key not in sources}
        names = self._names(other for _, _, other in sources)
        found = (_relation(names, *key, tuple(cited)) for key, cited in sources.items())
        return tuple(sorted(found, key=lambda r: (not r.outgoing, r.predicate)))

    def _links(self, entity_id: str) -> Iterator[tuple[str, bool, str]]:
        """The ties of a link, or of what links end at, as predicate, direction and other side."""
        if not set(_LINK) <= set(self.file.columns(LINK_TABLE)):
            return
        tail = "WHERE ? IN (id, from_id, to_id) ORDER BY fid"
        for _, link, start, end in self.file.rows(LINK_TABLE, _LINK, tail, [entity_id]):
            if entity_id == link:
                yield from (("joins", True, start), ("joins", True, end))
            else:
                yield "friendship_city_of", entity_id == end, start if entity_id == end else end
                yield "joins", False, link

    def standings(self) -> Iterator[tuple[str, Standing]]:
        """The status of each thing of the declared layers that may have one, and since when."""
        from mapapp.core.fact.presence import Standing

        for table in dict.fromkeys(spec.table for spec in self.declared):
            if set(_STANDING) <= set(self.file.columns(table)):
                for _, id_, *told in self.file.rows(table, _STANDING):
                    yield id_, Standing(*texts(told))

    def sources(self) -> dict[str, Source]:
        """All sources by id."""
        return self._sources

    def attributes(self) -> dict[str, Attribute]:
        """All attributes by id, in their order."""
        return self._attributes

    def units(self) -> dict[str, Unit]:
        """All units by id."""
        return self._units

    def publishers(self, layer: str, language: Language) -> tuple[str, ...]:
        """Who published the figures about a layer's features, the most cited first."""
        spec = self.spec(layer)
        about = f"WHERE entity_id IN (SELECT id FROM {quoted(spec.table)})"
        cited = self.file.rows("fact", ("source_id",), about)
        known = self.sources()
        names = (known[source].publisher.get(language) for _, source in cited if source in known)
        counts = Counter(names)
        return tuple(sorted(counts, key=lambda publisher: (-counts[publisher], publisher)))

    def descriptions(self, layer: str, language: Language) -> tuple[str, ...]:
        """What the file says about a layer and about itself, with licences.

        A file says it in as many languages as it likes; where it has nothing in the one asked
        for, all of it is told.
        """
        spec = self.spec(layer)
        if not self.file.has_table("gpkg_metadata_reference"):
            return ()
        self.file.ask_ordinary("gpkg_metadata_reference")
        scope = (
            "(SELECT max(r.reference_scope) FROM gpkg_metadata_reference AS r "
            "WHERE r.md_file_id = id AND (r.table_name = ? OR r.reference_scope = 'geopackage'))"
        )
        tail = f"WHERE {scope} IS NOT NULL ORDER BY {scope} DESC, id"
        rows = self.file.rows("gpkg_metadata", ("metadata",), tail, [spec.table, spec.table])
        told = tuple(text for _, text in rows if text)
        return tuple(text for text in told if is_chinese(text) == (language == "zh")) or told

    def search_entries(self) -> Iterator[SearchEntry]:
        """Everything that has a name to be searched for; links have none of their own."""
        for spec in self._named_layers:
            if spec.roles.has_own_names:
                yield from map(_entry, self.features(spec.id))

    @cached_property
    def _named_layers(self) -> tuple[LayerSpec, ...]:
        """One layer for each table: the one that is called like it, or the lowest."""
        tables: dict[str, LayerSpec] = {}
        for spec in self.specs:
            if spec.table not in tables or spec.id == spec.table:
                tables[spec.table] = spec
        return tuple(tables.values())

    @cached_property
    def _sources(self) -> dict[str, Source]:
        names = [column.name for column in SOURCE_COLUMNS]
        rows = self.file.rows("source", names, "ORDER BY fid")
        return {row[1]: source_of(row[1:]) for row in rows}

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        return self._cited(read_facts(self.file))

    @cached_property
    def _attributes(self) -> dict[str, Attribute]:
        return read_attributes(self.file)

    @cached_property
    def _units(self) -> dict[str, Unit]:
        rows = self.file.rows("unit", [column.name for column in UNIT_COLUMNS], "ORDER BY fid")
        return {row[1]: unit_of(row[1:]) for row in rows}

    def _cited(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts, each of which must name a source that there is."""
        known = self.sources()
        for fact in facts:
            if fact.source not in known:
                raise DataError(
                    "{path}, table fact: {fact!r} cites {source!r}, which is no source; "
                    "correct it, or ask for the file again.",
                    path=self.path,
                    fact=fact.id,
                    source=fact.source,
                )
        return facts

    def _names(self, entities: Iterable[str]) -> dict[str, tuple[str, Text]]:
        """Layer and names of some entities: those of the ties of a card.

        A table is asked only for those that none before it has: its ids may have no index.
        """
        found: dict[str, tuple[str, Text]] = {}
        missing = set(entities)
        for spec in self._named_layers:
            if not missing:
                break
            if spec.roles.id is None:
                continue
            among = f"WHERE {quoted(spec.roles.id)} IN (SELECT value FROM json_each(?))"
            columns = spec.roles.titles
            for _, *row in self.file.rows(
                spec.table, columns, among, [json.dumps(sorted(missing))]
            ):
                values = dict(zip(columns, row, strict=True))
                found.setdefault(values[spec.roles.id], (spec.id, spec.roles.name(values)))
            missing -= found.keys()
        return found

    def _check_schema(self) -> None:
        wanted = {name: [c.name for c in columns] for name, columns in ATTRIBUTE_TABLES.items()}
        wanted |= {spec.table: list(_NAMED) for spec in self.specs}
        for table, columns in wanted.items():
            found = self.file.columns(table)
            if not found:
                raise DataError(
                    "{path} has no table {table!r}; run mapapp build.", path=self.path, table=table
                )
            missing = [name for name in columns if name not in found]
            if missing:
                raise DataError(
                    "{path}: the table {table!r} has no column {missing!r}; run mapapp build.",
                    path=self.path,
                    table=table,
                    missing=missing[0],
                )


def _in_layer(feature: Feature, spec: LayerSpec) -> Feature:
    return replace(feature, layer=spec.id, roles=spec.roles, layer_title=spec.title)


def _relation(
    names: Mapping[str, tuple[str, Text]],
    predicate: str,
    outgoing: bool,
    other: str,
    sources: tuple[str, ...],
) -> Relation:
    layer, name = names.get(other, ("", Text(other, other)))
    return Relation(predicate, outgoing, other, name, layer, sources)


def _newest_and_soundest(fact: Fact) -> tuple[str, bool]:
    return fact.recency, fact.status not in ("disputed", "misprint")


def _entry(feature: Feature) -> SearchEntry:
    import shapely

    from mapapp.core.search import SearchEntry

    said = feature.roles.text_of
    placed = feature.geometry is not None and not feature.geometry.is_empty
    point = shapely.point_on_surface(feature.geometry) if placed else None
    return SearchEntry(
        id=feature.id,
        layer=feature.layer,
        name=feature.name,
        aliases=said("aliases", feature.properties) or "",
        pinyin=said("pinyin", feature.properties) or "",
        initials=said("initials", feature.properties) or "",
        lon=point.x if point else None,
        lat=point.y if point else None,
    )
