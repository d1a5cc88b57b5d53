"""Where there is little room a short name stands, and no name of the atlas ends in dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import NO_TEXT, Language, Text
from mapapp.render.labels.label import Candidate
from mapapp.render.labels.names import Named, feature_candidates
from mapapp.render.labels.placing import Surroundings, place_labels
from mapapp.render.labels.text import DOTS, measurer
from mapapp.render.scene.layer import read_layer
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue

LONG = "China-Germany (Shenyang) High-End Equipment Manufacturing Industrial Park"
NAME = Text("Shenyang Taoxian International Airport", "沈阳桃仙国际机场")
SHORT = Text("Taoxian Airport", "")


@pytest.fixture(scope="module")
def named(specs: tuple[LayerSpec, ...], atlas: Atlas) -> list[Named]:
    """Every feature of the atlas that bears a name on the map."""
    layers = [read_layer(LayerCatalogue(atlas), spec) for spec in specs]
    return [
        Named(f"{layer.spec.id}:{mark.fid}", layer.spec, mark.name, 0, 0, 9, short=mark.short)
        for layer in layers
        for mark in (*layer.marks, *layer.names)
    ]


def candidates(
    named: list[Named], language: Language, *, bilingual: bool = False
) -> Iterator[Candidate]:
    return feature_candidates(named, None, language, measurer(), bilingual=bilingual)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_of_the_atlas_ends_in_dots(named: list[Named], language: Language) -> None:
    shown = list(candidates(named, language, bilingual=True))
    assert len(shown) > 80
    lines = [line.text for each in shown for line in (*each.lines, *each.extra, *each.short)]
    assert [text for text in lines if text.endswith((DOTS, "…"))] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_name_of_several_lines_has_a_short_one_of_one_line(
    named: list[Named], language: Language
) -> None:
    long = [each for each in candidates(named, language) if len(each.lines) > 1]
    assert long
    assert [each.lines for each in long if len(each.short) != 1] == []


def only(named: Named, language: Language = "en") -> Candidate:
    (found,) = candidates([named], language)
    return found


def airport(specs: tuple[LayerSpec, ...]) -> Named:
    spec = next(spec for spec in specs if spec.id == "airport")
    return Named("a", spec, NAME, 30.0, 30.0, 9.0, short=SHORT)


@pytest.mark.parametrize(("width_px", "written"), [(220, 2), (140, 1)])
def test_the_short_name_stands_where_the_full_one_has_no_room(
    specs: tuple[LayerSpec, ...], width_px: float, written: int
) -> None:
    frame = (0.0, 0.0, width_px, 60.0)
    (label,) = place_labels([only(airport(specs))], Surroundings(), frame, measurer())
    assert len(label.lines) == written
    assert (label.lines[0].text == SHORT.en) is (written == 1)


def test_a_short_name_is_of_the_language_that_is_written(specs: tuple[LayerSpec, ...]) -> None:
    assert only(airport(specs), "zh").short == ()
    nameless = replace(airport(specs), name=Text(NAME.en, ""))
    assert only(nameless, "zh").short[0].text == SHORT.en


def test_a_name_of_too_many_lines_is_the_short_one_and_only_without_one_cut(
    specs: tuple[LayerSpec, ...],
) -> None:
    park = replace(airport(specs), name=Text(LONG, ""), short=Text("Sino-German Park", ""))
    assert [line.text for line in only(park).lines] == ["Sino-German Park"]
    assert only(park).short == ()
    assert only(replace(park, short=NO_TEXT)).lines[-1].text.endswith(DOTS)


def test_a_role_says_which_column_has_short_names(
    specs: tuple[LayerSpec, ...], atlas: Atlas
) -> None:
    spec = next(spec for spec in specs if spec.id == "industrial_park")
    roles = Roles(name_en="name_en", short_en="name_zh")
    layer = read_layer(LayerCatalogue(atlas), replace(spec, roles=roles))
    shorts = {mark.short.en for mark in layer.marks}
    assert any("产业园" in short for short in shorts)
