"""Whoever reads one language meets the other nowhere: on cards, in tables, pages and pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language, is_chinese
from mapapp.render.card.card import make_card
from mapapp.render.card.table_cells import CellWriter, columns_in
from mapapp.render.card.text import card_as_csv, card_as_markdown, card_as_text
from mapapp.render.html.content import MapContent
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import compose
from mapapp.render.sheet.figures import FigureReader
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

_ENGLISH = re.compile(r"\b[a-z]+ [a-z]+\b")
"""Two words in small letters: names, codes, units and addresses have none such."""


def english_in(texts: Iterator[str]) -> list[str]:
    return sorted({text for text in texts if _ENGLISH.search(text)})


def cards(atlas: Atlas, language: Language) -> Iterator[Any]:
    for spec in atlas.specs:
        for feature in atlas.features(spec.id):
            yield make_card(atlas, spec, feature, language)


def table_texts(atlas: Atlas, spec: LayerSpec, language: Language) -> Iterator[str]:
    """All that a table shows, its names left out: each of these is in one language on purpose."""
    table = LayerCatalogue(atlas).table(spec.id)
    writer = CellWriter.of(atlas, language)
    columns = [(place, field) for place, field in columns_in(table, language)
               if field.id not in (*table.roles.names, table.roles.id)]  # fmt: skip
    yield from (writer.title(field) for _, field in columns)
    for row in table.rows(table.fids().tolist()):
        for place, field in columns:
            yield writer.shown(row[place], field)
            yield writer.origin(row[place], field)
            yield str(writer.kept(row[place], field))


def test_no_card_in_chinese_says_anything_in_english(atlas: Atlas) -> None:
    copies = (card_as_text, card_as_markdown, card_as_csv)
    texts = (
        line
        for card in cards(atlas, "zh")
        for copy in copies
        for line in copy(card, "zh").splitlines()
        if card.other_title not in line or not card.other_title  # the English name, on purpose
    )
    assert english_in(texts) == []


def test_no_card_in_english_has_a_sentence_in_chinese(atlas: Atlas) -> None:
    remarks = {
        text
        for card in cards(atlas, "en")
        for text in (card.note, *(figure.remark for entry in card.entries
                                  for figure in entry.told),
                     *(source.citation("en") for source in card.sources))
    }  # fmt: skip
    assert [text for text in remarks if re.search(r"[一-鿿]{12,}|[，。；：]", text)] == []


def test_no_table_in_chinese_says_anything_in_english(atlas: Atlas) -> None:
    texts = (text for spec in atlas.specs for text in table_texts(atlas, spec, "zh"))
    assert english_in(texts) == []


def test_no_table_in_english_says_a_figure_in_chinese(atlas: Atlas) -> None:
    texts = {text for spec in atlas.specs for text in table_texts(atlas, spec, "en")}
    assert [text for text in texts if re.search(r"[，。；：]", text)] == []


def test_the_name_of_the_language_comes_first_and_the_other_after_it(atlas: Atlas) -> None:
    table = LayerCatalogue(atlas).table("port")
    for language, names in (("en", ["name_en", "name_zh"]), ("zh", ["name_zh", "name_en"])):
        columns = [field.id for _, field in columns_in(table, language)]
        assert columns[1:3] == names
        assert ("note" in columns, "note_zh" in columns) == (language == "en", language == "zh")


def test_no_standalone_map_in_chinese_says_anything_in_english(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        told = MapContent(LayerCatalogue(atlas), basemap, specs, "zh").as_json()
    assert english_in(_shown(told)) == []


@pytest.mark.parametrize("shape", [{"page": PageSize.named("A3")}, {"size_px": (1280, 800)}])
def test_no_picture_says_anything_in_the_other_language(
    atlas: Atlas, specs: tuple[LayerSpec, ...], shape: dict[str, Any]
) -> None:
    catalogue, layers = LayerCatalogue(atlas), tuple(spec.id for spec in specs)

    def texts(language: Language) -> Iterator[str]:
        wanted = ExportRequest(Path("-"), "pdf", layers=layers, language=language, **shape)
        with Basemap(asset("data", "basemap.gpkg")) as basemap:
            made = compose(wanted, catalogue, basemap)
        yield from (line.text for label in made.scene.labels for line in label.lines)
        for block in made.sheet.blocks:
            yield from (item.text for item in block.items if isinstance(item, Run))

    assert [text for text in texts("en") if is_chinese(text)] == []
    assert english_in(texts("zh")) == []


def _shown(told: Any, key: str = "") -> Iterator[str]:
    """The texts of a standalone map that people read; of names it has both."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name not in ("names", "keys", "also_called", "style", "label", "id"):
                yield from _shown(value, name)
    elif isinstance(told, list):
        for value in told:
            yield from _shown(value, key)
    elif isinstance(told, str) and key != "url" and not told.startswith("<svg"):
        yield told


def test_no_key_figure_in_chinese_says_anything_in_english(atlas: Atlas) -> None:
    seen = [(spec, feature.id) for spec in atlas.specs if spec.roles.entity
            for feature in atlas.features(spec.id)]  # fmt: skip
    figures = FigureReader(atlas, "zh", believed_only=False).figures(seen).figures
    assert english_in(text for figure in figures for text in (figure.label, *figure.texts)) == []
    assert english_in(source.citation("zh") for source in atlas.sources().values()) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_layer_is_described_in_one_language(atlas: Atlas, language: Language) -> None:
    for spec in atlas.specs:
        described = atlas.descriptions(spec.id, language)
        assert described
        assert {is_chinese(text) for text in described} == {language == "zh"}
        assert "coord_source" not in json.dumps(described)
