"""``mapapp facts``, ``mapapp conflicts`` and ``mapapp sources``: what the panel shows."""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import (
    fact_line,
    full_fact_record,
    names,
    print_json,
    say,
    source_line,
    source_record,
)
from mapapp.core.message import Message
from mapapp.core.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapapp.core.fact.conflicts import Conflict
    from mapapp.core.fact.figures import Fact, Relation, Source
    from mapapp.core.layer.feature import Feature
    from mapapp.store.atlas import Atlas


def add_commands(commands: arguments.Commands) -> None:
    """Declare the three commands."""
    facts = commands.add_parser(
        "facts", help=localized("all figures of one entity, with their sources")
    )
    facts.add_argument(
        "entity", metavar="ENTITY", help=localized("id such as cgip; search finds it")
    )
    arguments.add_language(facts)
    arguments.add_json(facts)
    facts.set_defaults(run=_facts)
    conflicts = commands.add_parser(
        "conflicts", help=localized("where sources disagree, and our verdict")
    )
    arguments.add_language(conflicts)
    arguments.add_json(conflicts)
    conflicts.set_defaults(run=_conflicts)
    sources = commands.add_parser("sources", help=localized("everything that is cited"))
    arguments.add_language(sources)
    arguments.add_json(sources)
    sources.set_defaults(run=_sources)


def _facts(chosen: argparse.Namespace) -> int:
    with arguments.open_atlas() as atlas:
        feature = atlas.need_entity(chosen.entity)
        facts, relations = atlas.facts(feature.id), atlas.relations(feature.id)
        if chosen.json:
            print_json(
                {
                    "entity": _entity_record(feature),
                    "facts": [full_fact_record(fact) for fact in facts],
                    "relations": [_relation_record(relation) for relation in relations],
                }
            )
            return 0
        say(f"{names(feature.name)}  ({feature.layer})")
        _print_facts(facts, atlas, chosen.lang)
        for label, group in groupby(relations, key=lambda relation: relation.label):
            others = [f"  {names(r.name)}  ({r.other})" for r in group]
            say()
            for line in (label.get(chosen.lang), *others):
                say(line)
    return 0


def _print_facts(facts: Iterable[Fact], atlas: Atlas, language: Language) -> None:
    for attribute, group in groupby(facts, key=lambda fact: fact.attribute):
        say()
        say(atlas.attributes()[attribute].label.get(language))
        for fact in group:
            _print_fact(fact, atlas, language)


def _print_fact(fact: Fact, atlas: Atlas, language: Language) -> None:
    say(f"  {fact_line(fact, atlas, language)}")
    say(f"    {source_line(fact, atlas.sources(), language)}")
    for remark in filter(None, (fact.verdict, fact.note)):
        say(f"    {remark.get(language)}")


def _entity_record(feature: Feature) -> dict[str, Any]:
    said = feature.properties.get
    point = feature.geometry if feature.geometry and feature.geometry.geom_type == "Point" else None
    return {
        "id": feature.id,
        "layer": feature.layer,
        "name_en": feature.name.en,
        "name_zh": feature.name.zh,
        "lon": point.x if point else None,
        "lat": point.y if point else None,
        "status": feature.status,
        "status_as_of": said("status_as_of"),
        "precision": feature.precision,
        "coord_source": said("coord_source"),
        "coord_source_zh": said("coord_source_zh"),
        "note": said("note"),
        "note_zh": said("note_zh"),
    }


def _relation_record(relation: Relation) -> dict[str, Any]:
    return {
        "predicate": relation.predicate,
        "direction": "out" if relation.outgoing else "in",
        "entity": relation.other,
        "name_en": relation.name.en,
        "name_zh": relation.name.zh,
        "sources": list(relation.sources),
    }


def _conflicts(chosen: argparse.Namespace) -> int:
    with arguments.open_atlas() as atlas:
        found = atlas.conflicts()
        if chosen.json:
            print_json({"conflicts": [_conflict_record(conflict, atlas) for conflict in found]})
        else:
            for conflict in found:
                _print_conflict(conflict, atlas, chosen.lang)
    return 0


def _conflict_record(conflict: Conflict, atlas: Atlas) -> dict[str, Any]:
    name = _name(conflict.entity, atlas)
    return {
        "entity": conflict.entity,
        "name_en": name.en,
        "name_zh": name.zh,
        "attribute": conflict.attribute,
        "preferred": conflict.preferred.id if conflict.preferred else None,
        "facts": [full_fact_record(fact) for fact in conflict.facts],
    }


def _print_conflict(conflict: Conflict, atlas: Atlas, language: Language) -> None:
    label = atlas.attributes()[conflict.attribute].label.get(language)
    say(f"{_name(conflict.entity, atlas).get(language)}: {label}")
    for fact in conflict.facts:
        _print_fact(fact, atlas, language)
    say()


def _name(entity_id: str, atlas: Atlas) -> Text:
    feature = atlas.entity(entity_id)
    return feature.name if feature else Text(entity_id, entity_id)


def _sources(chosen: argparse.Namespace) -> int:
    with arguments.open_atlas() as atlas:
        cited = Counter(fact.source for fact in atlas.all_facts())
        sources = atlas.sources().values()
    if chosen.json:
        print_json({"sources": [{**source_record(s), "facts": cited[s.id]} for s in sources]})
        return 0
    for source in sources:
        _print_source(source, cited[source.id], chosen.lang)
    return 0


def _print_source(source: Source, facts: int, language: Language) -> None:
    say(
        Message(
            "{id}  {citation}  ({kind}, {reliability}; facts: {facts})",
            id=source.id,
            citation=source.citation(language),
            kind=source.kind,
            reliability=source.reliability,
            facts=facts,
        )
    )
    for remark in filter(None, (source.url, source.note.get(language))):
        say(f"  {remark}")
