"""Whether the records of the sources agree with one another and with the articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from mapapp.core.dates import first_day, last_day
from mapapp.core.geo.geodesy import distance_m
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.style.symbology import Classes
from mapapp.core.texts.near_names import nearest_or
from mapapp.making.articles import read_paragraphs, states, states_text
from mapapp.making.problems import Origin, ProblemList
from mapapp.making.sources import PLACE_STATUS, PRECISION, FactRow, LinkRow, RelationRow, Sources
from mapapp.store.schema import feature_columns

_VOCABULARIES = {"status": PLACE_STATUS, "precision": PRECISION}


class _Record(Protocol):
    @property
    def origin(self) -> Origin: ...
    @property
    def id(self) -> str: ...


def check_sources(sources: Sources, articles: Path | None, problems: ProblemList) -> None:
    """Add everything that does not fit; ``articles`` is their folder, where there is one."""
    _check_ids(sources, problems)
    _check_references(sources, problems)
    _check_citations(sources, problems)
    _check_coordinates(sources, problems)
    _check_outlines_and_links(sources, problems)
    for fact in sources.facts:
        _check_fact(fact, problems)
    if articles is not None and articles.is_dir():
        _check_articles(sources, articles, problems)


def check_layers(specs: Sequence[LayerSpec], sources: Sources, problems: ProblemList) -> None:
    """Add what layers name and the atlas has not: key figures, columns of roles and classes."""
    attributes = {attribute.id for attribute in sources.attributes}
    for spec in specs:
        origin = Origin(f"layers/{spec.id}.toml", 1)
        for figure in spec.key_figures:
            _refuse_unknown(origin, "key figure", figure, attributes, problems)
        columns = [column.name for column in feature_columns(spec.table)]
        for role, column in spec.roles.said.items():
            _refuse_unknown(origin, f"column for {role}", column, columns, problems)
        if spec.classes is not None and not spec.is_binned:
            _check_classes(spec, spec.classes, sources, problems)


def _check_classes(
    spec: LayerSpec, classes: Classes, sources: Sources, problems: ProblemList
) -> None:
    """The field must be a column or an attribute, a category a value that may be met."""
    origin = Origin(f"layers/{spec.id}.toml", 1)
    columns = {column.name for column in feature_columns(spec.table)}
    known = columns | {attribute.id for attribute in sources.attributes}
    _refuse_unknown(origin, "field", classes.field, known, problems)
    if classes.field not in known:
        return
    values = _values(spec, classes.field, sources, is_column=classes.field in columns)
    for symbol_class in classes.steps:
        _refuse_unknown(
            origin, f"category of {classes.field}", symbol_class.value, values, problems
        )


def _values(spec: LayerSpec, field: str, sources: Sources, *, is_column: bool) -> set[str]:
    """The texts that features of a layer have in a field, or may have."""
    if field in _VOCABULARIES:
        return set(_VOCABULARIES[field])
    if not is_column:
        return {fact.value_text or "" for fact in sources.facts if fact.attribute == field}
    places = sources.places.get(spec.table, ())
    return {str(value) for place in places if (value := getattr(place, field, None))}


def _check_ids(sources: Sources, problems: ProblemList) -> None:
    _refuse_duplicates([*sources.all_places(), *sources.links], problems)
    _refuse_duplicates(sources.districts, problems)
    _refuse_duplicates(sources.attributes, problems)
    _refuse_duplicates(sources.units, problems)
    _refuse_duplicates(sources.sources, problems)
    seen: dict[tuple[str, ...], Origin] = {}
    for relation in sources.relations:
        triple = (relation.subject, relation.predicate, relation.object, relation.source)
        first = seen.setdefault(triple, relation.origin)
        if first is not relation.origin:
            problems.add(
                relation.origin,
                Message("the relation stands at {first} too", first=first),
                Message("remove one"),
            )


def _refuse_duplicates(records: Iterable[_Record], problems: ProblemList) -> None:
    seen: dict[str, Origin] = {}
    for record in records:
        first = seen.setdefault(record.id, record.origin)
        if first is not record.origin:
            what = Message("the id {record!r} is taken by {first}", record=record.id, first=first)
            problems.add(record.origin, what, Message("choose another"))


def _check_references(sources: Sources, problems: ProblemList) -> None:
    entities = {place.id for place in sources.all_places()}
    attributes = {attribute.id for attribute in sources.attributes}
    units = {unit.id for unit in sources.units}
    publications = {source.id for source in sources.sources}
    districts = {district.id for district in sources.districts}
    for place in sources.all_places():
        _refuse_unknown(place.origin, "district", place.district, districts, problems)
    for attribute in sources.attributes:
        _refuse_unknown(attribute.origin, "unit", attribute.unit, units, problems)
    for fact in sources.facts:
        _refuse_unknown(fact.origin, "entity", fact.entity, entities, problems)
        _refuse_unknown(fact.origin, "attribute", fact.attribute, attributes, problems)
        _refuse_unknown(fact.origin, "unit", fact.unit, units, problems)
        _refuse_unknown(fact.origin, "source", fact.source, publications, problems)
    for relation in sources.relations:
        _refuse_unknown(relation.origin, "subject", relation.subject, entities, problems)
        _refuse_unknown(relation.origin, "object", relation.object, entities, problems)
        _refuse_unknown(relation.origin, "source", relation.source, publications, problems)
    for outline in sources.outlines:
        _refuse_unknown(outline.origin, "entity", outline.entity, entities, problems)
        _refuse_unknown(outline.origin, "source", outline.source, publications, problems)
    for link in sources.links:
        _refuse_unknown(link.origin, "from_entity", link.from_entity, entities, problems)
        _refuse_unknown(link.origin, "to_entity", link.to_entity, entities, problems)


def _refuse_unknown(
    origin: Origin, column: str, value: str | None, known: Collection[str], problems: ProblemList
) -> None:
    if not value or value in known:
        return
    remedy = nearest_or(value, known, Message("correct it or add it to its table"))
    problems.add(
        origin, Message("{column} {value!r} is not known", column=column, value=value), remedy
    )


def _check_citations(sources: Sources, problems: ProblemList) -> None:
    cited = {fact.source for fact in sources.facts}
    cited |= {relation.source for relation in sources.relations}
    cited |= {outline.source for outline in sources.outlines}
    cited |= {place.coord_source for place in sources.all_places() if place.coord_source}
    for source in sources.sources:
        if source.id not in cited:
            problems.add(
                source.origin,
                Message("nothing cites {source!r}", source=source.id),
                Message("cite or remove it"),
            )


def _check_coordinates(sources: Sources, problems: ProblemList) -> None:
    districts = {district.id: district for district in sources.districts}
    for place in sources.all_places():
        if (place.lon is None) != (place.lat is None):
            problems.add(
                place.origin,
                Message("only one of lon and lat is given"),
                Message("give both or none"),
            )
        if place.lon is None or place.lat is None:
            continue
        if not place.coord_source:
            problems.add(
                place.origin,
                Message("the coordinate has no coord_source"),
                Message("say where it is from"),
            )
        district = districts.get(place.district or "")
        if district is None:
            continue
        away_km = distance_m(district.lon, district.lat, place.lon, place.lat)[0] / 1000
        if away_km > district.radius_km:
            what = Message(
                "the place lies {away_km:.1f} km from the point of {district}",
                away_km=away_km,
                district=district.id,
            )
            remedy = Message(
                "it may be {radius_km:g} km: correct lon, lat or district",
                radius_km=district.radius_km,
            )
            problems.add(place.origin, what, remedy)


def _check_outlines_and_links(sources: Sources, problems: ProblemList) -> None:
    placed = {place.id for place in sources.all_places() if place.lon is not None}
    known = {place.id for place in sources.all_places()}
    ends = [(outline.origin, outline.entity) for outline in sources.outlines]
    ends += [(link.origin, end) for link in sources.links for end in _ends(link)]
    for origin, entity in ends:
        if entity in known - placed:
            problems.add(
                origin,
                Message("{entity!r} has no coordinate", entity=entity),
                Message("give it lon and lat"),
            )
    seen: dict[str, Origin] = {}
    for outline in sources.outlines:
        first = seen.setdefault(outline.entity, outline.origin)
        if first is not outline.origin:
            problems.add(
                outline.origin,
                Message("{entity!r} has an extent at {first}", entity=outline.entity, first=first),
                Message("keep one"),
            )


def _ends(link: LinkRow) -> tuple[str, str]:
    return (link.from_entity, link.to_entity)


def _check_fact(fact: FactRow, problems: ProblemList) -> None:
    if fact.value_num is None and fact.value_text is None:
        problems.add(
            fact.origin,
            Message("the fact has no value"),
            Message("fill in value_num or value_text"),
        )
    start, end = fact.period_start, fact.period_end
    if end and not start:
        problems.add(
            fact.origin,
            Message("the period has an end but no start"),
            Message("fill in period_start"),
        )
    if start and end and first_day(start) > last_day(end):
        what = Message("the period ends ({end}) before it starts ({start})", end=end, start=start)
        problems.add(fact.origin, what, Message("correct period_start or period_end"))


def _check_articles(sources: Sources, folder: Path, problems: ProblemList) -> None:
    articles: dict[str, tuple[str, ...]] = {}
    for source in sources.sources:
        if source.article and (folder / source.article).is_file():
            articles[source.id] = read_paragraphs(folder / source.article)
        elif source.article:
            what = Message(
                "there is no article {article!r} in {folder}",
                article=source.article,
                folder=folder.name,
            )
            problems.add(source.origin, what, Message("correct the file name"))
    cited: list[FactRow | RelationRow] = [*sources.facts, *sources.relations]
    for record in cited:
        if record.source in articles:
            _check_citation(record, articles[record.source], problems)


def _check_citation(
    record: FactRow | RelationRow, paragraphs: Sequence[str], problems: ProblemList
) -> None:
    if record.paragraph is None:
        problems.add(
            record.origin, Message("the paragraph is not cited"), Message("fill in paragraph")
        )
        return
    if record.paragraph > len(paragraphs):
        what = Message(
            "{source} has {paragraphs} paragraphs, not {paragraph}",
            source=record.source,
            paragraphs=len(paragraphs),
            paragraph=record.paragraph,
        )
        problems.add(record.origin, what, Message("correct paragraph"))
        return
    if isinstance(record, FactRow) and not _stands(record, paragraphs[record.paragraph - 1]):
        where = [n for n, text in enumerate(paragraphs, 1) if _stands(record, text)]
        remedy = (
            Message("it stands in {where}", where=where)
            if where
            else Message("correct the value or source")
        )
        value = record.value_text if record.value_num is None else f"{record.value_num:g}"
        what = Message(
            "{value} does not stand in paragraph {paragraph} of {source}",
            value=value,
            paragraph=record.paragraph,
            source=record.source,
        )
        problems.add(record.origin, what, remedy)


def _stands(fact: FactRow, paragraph: str) -> bool:
    if fact.value_num is not None:
        return states(paragraph, fact.value_num)
    return fact.value_text is None or states_text(paragraph, fact.value_text)
