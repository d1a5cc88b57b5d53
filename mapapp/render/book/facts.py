"""What is known of one feature, for its sheet in a book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapapp.core.fact.figures import Relation
from mapapp.core.layer.feature import Feature
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.record import record
from mapapp.core.text import COLON, SEMICOLON, Language
from mapapp.render.card.card import Card, make_card
from mapapp.render.labels.words import in_language, main_language
from mapapp.render.request.area import FeatureId
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.book_page import FactSheet, Tie
from mapapp.render.sheet.figures import SheetFigure
from mapapp.render.sheet.own_figures import own_figures
from mapapp.store.catalogue import LayerCatalogue

_LINK = "joins"


@record
class FactFinder:
    """Finds what the sheets of a book tell; ``numbers`` are those of its sheets by id."""

    request: ExportRequest
    catalogue: LayerCatalogue
    numbers: Mapping[str, int]

    def about(self, spec: LayerSpec, feature: Feature) -> str:
        """What it is: its layer, how well its place is known, and its state."""
        return " · ".join(_joined(card.facets for card in self._cards(spec, feature)))

    def sheet(self, spec: LayerSpec, feature: Feature) -> FactSheet:
        """What is known of a feature."""
        request, cards = self.request, self._cards(spec, feature)
        told = own_figures(self.catalogue.atlas, spec, feature, request)
        return FactSheet(
            FeatureId(spec.id, feature.id),
            feature.entity or "",
            " ".join(dict.fromkeys(card.note for card in cards if card.note)),
            (*told.figures, *_measures(cards)),
            tuple(map(self._tie, cards[0].relations)),
            told.left_out,
            tuple(self._links(spec, feature, cards[0].relations)),
        )

    def _cards(self, spec: LayerSpec, feature: Feature) -> list[Card]:
        """The card of a feature in the languages of the book."""
        language, year = self.request.language, self.request.as_of_year
        languages: tuple[Language, ...] = ("en", "zh") if language == "both" else (language,)
        fields = self.catalogue.open(spec.source).schema.fields
        atlas = self.catalogue.atlas
        return [make_card(atlas, spec, feature, each, year, fields) for each in languages]

    def _tie(self, relation: Relation) -> Tie:
        wording = self.request.language
        name = in_language(relation.name, wording) or relation.name.en or relation.name.zh
        measured = self._measured(relation) if relation.predicate == _LINK else ""
        label = in_language(relation.label, wording)
        return Tie(label, name + measured, self.numbers.get(relation.other, 0), relation.sources)

    def _measured(self, relation: Relation) -> str:
        """How long a link is, and what else is measured of it."""
        found = self._linking(relation)
        if found is None:
            return ""
        language = main_language(self.request.language)
        measures = [each.texts[0] for each in _measures(self._cards(*found))]
        return COLON.get(language) + SEMICOLON.get(language).join(measures) if measures else ""

    def _links(
        self, spec: LayerSpec, feature: Feature, relations: Iterable[Relation]
    ) -> Iterator[FeatureId]:
        if spec.is_link:
            yield FeatureId(spec.id, feature.id)
        for relation in relations:
            if relation.predicate == _LINK and self._linking(relation):
                yield FeatureId(relation.layer, relation.other)

    def _linking(self, relation: Relation) -> tuple[LayerSpec, Feature] | None:
        """The layer and the feature of a link; None if its layer is not there, or of an end."""
        spec = next((each for each in self.catalogue.specs if each.id == relation.layer), None)
        if spec is None or not spec.is_link:
            return None
        feature = self.catalogue.find(spec, relation.other)
        return (spec, feature) if feature else None


def _measures(cards: Sequence[Card]) -> Iterator[SheetFigure]:
    """What stands in the feature's own row, in the languages of some cards of it."""
    for of_one in zip(*(card.fields for card in cards), strict=True):
        label = " ".join(dict.fromkeys(each.label for each in of_one))
        yield SheetFigure("", label, (of_one[0].value,), ("",))


def _joined(texts: Iterable[Sequence[str]]) -> list[str]:
    """The same texts in several languages, side by side."""
    return [" ".join(dict.fromkeys(of_one)) for of_one in zip(*texts, strict=True)]
