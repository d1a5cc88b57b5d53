"""What is known of one feature, in reading order: the model of the details panel.

Free of Qt, so that the panel, the clipboard and a test read the same card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.core.dates import moment_text
from mapapp.core.expression.tree import Field, Scalar
from mapapp.core.fact.figures import Fact, Relation, Source
from mapapp.core.fact.presence import CLOSED
from mapapp.core.fact.timeline import is_known, is_undated
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Language, Text, value_text
from mapapp.core.texts.links import safe_link
from mapapp.render.card.entries import CardEntry, CardGroup, EntryMaker, split_key
from mapapp.store.atlas import Atlas

_PRECISIONS = {
    "exact": Text("exact position", "位置精确"),
    "campus": Text("position within the site", "位置精确到场址"),
    "district": Text("position known to the district", "位置精确到区县"),
    "city": Text("position known to the city", "位置精确到城市"),
    "": Text("no place of its own", "无具体位置"),
}
_STATUSES = {
    "planned": Text("planned", "规划中"),
    "under_construction": Text("under construction", "在建"),
    "closed": Text("closed", "已关闭"),
    "candidate": Text("candidate, not confirmed", "候选，未确认"),
}
_TRUTHS = (Text("no", "否"), Text("yes", "是"))


@record
class CardField:
    """A value of the feature's own row; ``link`` is where it leads, or empty."""

    label: str
    value: str
    link: str


@record
class Card:
    """Everything that is known of one feature, in one language, now or at a year's end.

    Attributes:
        feature: whose card it is.
        title, other_title: its name, and that in the other language, if there is one.
        facets: its layer, and how sure place and state are.
        note: a remark of the atlas on the feature.
        fields: what stands in the feature's own row: its measures, and all of it where no
            facts are told.
        entries: all attributes in order; ``key`` and ``groups`` are the same for reading.
        key: those that answer at a glance, each with one value.
        groups: the others, and further values of the key ones, under headings.
        undated: what has no date although it should, where a year is looked at.
        relations: ties to other entities.
        sources: what figures cite, the first has the number 1.
    """

    feature: Feature
    title: str
    other_title: str
    facets: tuple[str, ...]
    note: str
    fields: tuple[CardField, ...]
    entries: tuple[CardEntry, ...]
    key: tuple[CardEntry, ...]
    groups: tuple[CardGroup, ...]
    undated: tuple[CardEntry, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude of a feature that is a point, WGS84 degrees."""
        point = self.feature.geometry
        if point is None or point.geom_type != "Point" or point.is_empty:
            return None
        return point.x, point.y


def make_card(
    atlas: Atlas,
    spec: LayerSpec,
    feature: Feature,
    language: Language,
    as_of_year: int | None = None,
    fields: Sequence[Field] = (),
) -> Card:
    """Collect what is known of a feature, now or at the end of a year.

    Of the figures those that are key figures of the layer come first
    (``core/fact/believing.py``). A feature of which no role says whose facts it has, has none:
    its card lists the values of ``fields``, those of its source; else only those of them that
    are measures. A link tells no more of its far end than the key figures of links: all others
    stand on the card of that end.
    """
    has_facts, is_link = feature.entity is not None, spec.is_link
    dated, undated = _split(atlas, _told(atlas, spec, feature), as_of_year)
    facts = (*dated, *undated)
    sources = atlas.sources()
    numbers = {source: n for n, source in enumerate(dict.fromkeys(f.source for f in facts), 1)}
    make = EntryMaker(atlas, numbers, language, as_of_year)
    judged = make.judged(dated)
    entries = make.entries(judged)
    key, rest, more = split_key(entries, make.key(judged, spec.key_figures), language)
    return Card(
        feature,
        feature.title(language),
        _other_title(feature, language),
        _facets(spec, feature, language, is_open_then=_is_open_then(feature, dated, as_of_year)),
        _note(feature, language) if has_facts else "",
        tuple(_fields(feature, fields, language, only_measures=has_facts)),
        entries,
        key,
        (*([more] if more else ()), *make.groups(rest)),
        make.entries(make.judged(undated)),
        atlas.relations(feature.id if is_link else feature.entity) if feature.entity else (),
        tuple(sources[source] for source in numbers),
    )


def _told(atlas: Atlas, spec: LayerSpec, feature: Feature) -> tuple[Fact, ...]:
    """The facts of a feature; of a link only its own, not all those of its far end."""
    told = atlas.facts(feature.entity, spec.key_figures) if feature.entity else ()
    if spec.is_link:
        return tuple(fact for fact in told if fact.attribute in spec.key_figures)
    return tuple(told)


def _other_title(feature: Feature, language: Language) -> str:
    """The name in the other language, where it is another."""
    title = feature.title(language)
    other = feature.name.zh if title != feature.name.zh else feature.name.en
    return other if other != title else ""


def _is_open_then(feature: Feature, dated: Sequence[Fact], year: int | None) -> bool:
    """Whether what is closed now was not at the end of a year, so that its status is another."""
    closed_by_then = any(fact.attribute == CLOSED for fact in dated)
    return year is not None and feature.status == CLOSED and not closed_by_then


def _facets(
    spec: LayerSpec, feature: Feature, language: Language, *, is_open_then: bool
) -> tuple[str, ...]:
    texts = [spec.title]
    if feature.roles.precision in feature.properties:
        texts.append(_PRECISIONS.get(feature.precision or "", NO_TEXT))
    if not is_open_then:
        texts.append(_STATUSES.get(feature.status or "", NO_TEXT))
    return tuple(text.get(language) for text in texts if text.en)


def _note(feature: Feature, language: Language) -> str:
    told = Text(*(str(feature.properties.get(name) or "") for name in ("note", "note_zh")))
    return told.get(language) or told.en


def _fields(
    feature: Feature, fields: Sequence[Field], language: Language, *, only_measures: bool
) -> Iterator[CardField]:
    """What a feature has in its own fields, without those that say nothing."""
    for field in fields:
        value = feature.properties.get(field.id)
        if only_measures and not (field.unit.en and isinstance(value, int | float)):
            continue
        if value is not None and value != "":
            text = _value(field, value, language)
            measured = f"{text}{_joint(field, language)}{field.unit.get(language)}"
            yield CardField(field.label.get(language), measured, safe_link(text))


def _value(field: Field, value: Scalar, language: Language) -> str:
    """A value as people read it, without its unit."""
    if field.is_truth and value in (0, 1):
        return _TRUTHS[int(value)].get(language)
    text = value_text(value, is_amount=bool(field.unit))
    return moment_text(text) if isinstance(value, str) else text


def _joint(field: Field, language: Language) -> str:
    """What stands between a number and its unit: nothing in Chinese, nor before a per cent."""
    return "" if language == "zh" or field.unit.en in ("", "%") else " "


def _split(
    atlas: Atlas, facts: tuple[Fact, ...], year: int | None
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts known at the end of a year, and apart from them those without a date."""
    if year is None:
        return facts, ()
    attributes = atlas.attributes()
    known = tuple(f for f in facts if is_known(f, attributes.get(f.attribute), year))
    return known, tuple(f for f in facts if is_undated(f, attributes.get(f.attribute)))
