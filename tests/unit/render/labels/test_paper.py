"""Names on paper: which of them there are, and what stands for the others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import NO_TEXT, Text
from mapapp.render.labels.label import Candidate, Label, Line
from mapapp.render.labels.names import Named
from mapapp.render.labels.paper import MOST_NUMBERS, circled, in_the_open, numbered
from mapapp.render.labels.placing import Surroundings, place_labels
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.scene.labelling import label_scene, with_numbers
from mapapp.render.sheet.blocks import Run
from mapapp.render.sheet.composition import Composition, compose
from mapapp.render.sheet.key import KEY_NAME
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

FRAME: BoxPx = (0.0, 0.0, 800.0, 600.0)
WORLD = Extent(-180, -60, 180, 80)
PACIFIC = Extent(110, -50, 290, 70)


@pytest.fixture(scope="module")
def sheets(atlas_of_module: Atlas) -> Iterator[Any]:
    """Sheets of some layers, each made once."""
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        catalogue = LayerCatalogue(atlas_of_module)

        @cache
        def sheet(*layers: str, page: str = "A4", **wanted: Any) -> Composition:
            request = ExportRequest(
                Path("-"),
                "pdf",
                layers=layers,
                page=PageSize.named(page),
                inset=InsetChoice("none"),
                **wanted,
            )
            return compose(request, catalogue, basemap)

        yield sheet


@pytest.fixture(scope="module")
def atlas_of_module(specs: tuple[LayerSpec, ...]) -> Iterator[Atlas]:
    with Atlas(asset("data", "atlas.gpkg"), specs) as atlas:
        yield atlas


def texts(made: Composition) -> str:
    return " ".join(line.text for label in made.scene.labels for line in label.lines)


def told(made: Composition) -> set[str]:
    """The ids of the features whose name is on the map or in the key."""
    keys = {label.key for label in made.scene.labels}
    return {each.key for each in made.scene.named if each.key in keys}


@pytest.mark.parametrize(
    ("layer", "symbols"), [("airport", 9), ("rail_hub", 6), ("venue", 5), ("institution", 6)]
)
def test_a_layer_is_named_on_paper_though_the_screen_would_not(
    sheets: Any, layer: str, symbols: int
) -> None:
    made = sheets(layer)
    assert len(made.scene.marks) == symbols
    assert len(told(made)) == symbols
    assert any(label.lines[0].text == "Shenyang" for label in made.scene.labels)


def test_gathered_symbols_are_told_by_the_key(sheets: Any) -> None:
    made = sheets("enterprise")
    gathered = [mark for mark in made.scene.marks if mark.count > 1]
    assert [mark.count for mark in gathered] == [len(entry.names) for entry in made.scene.key]
    (block,) = (block for block in made.sheet.blocks if block.name == KEY_NAME)
    written = " ".join(item.text for item in block.items if isinstance(item, Run))
    assert "Key to numbers" in written
    assert "Bridgestone" in written
    assert circled(1) in written
    assert circled(1) in texts(made)


def test_cities_keep_their_names_and_dots_under_crowds(sheets: Any) -> None:
    crowded = ("enterprise", "rail_hub", "port", "ftz_area", "institution", "venue")
    for page in ("A3", "A4", "A5"):
        made = sheets(*crowded, page=page)
        labels = {label.lines[0].text: label for label in made.scene.labels}
        for city in ("Shenyang", "Dalian"):
            assert labels[city].lines[0].style == "capital", (city, page)


@pytest.mark.parametrize("page", ["A3", "A4"])
def test_shenyang_is_named_on_the_world_and_china_with_it(sheets: Any, page: str) -> None:
    far = ("friendship_city", "friendship_link")
    assert {"Shenyang", "China"} <= set(texts(sheets(*far, page=page, area=WORLD)).split())
    assert "Shenyang" in texts(sheets(*far, page=page, area=PACIFIC)).split()


def test_a_symbol_on_a_town_carries_its_name(sheets: Any) -> None:
    made = sheets("context", "port")
    labels = {label.lines[0].text: label for label in made.scene.labels}
    for town in ("Jinzhou", "Panjin", "Huludao", "Dandong"):
        assert labels[town].key.startswith("context:")
    assert labels["Dalian"].key.startswith("context:")
    assert labels["Dalian"].lines[0].style == "capital"


def test_a_town_is_named_once_whatever_its_feature_is_called(sheets: Any) -> None:
    made = sheets("context", "port", language="zh")
    names = [label.lines[0].text for label in made.scene.labels]
    assert "锦州市" in names
    assert "锦州" not in names


def test_a_city_with_its_country_is_the_place_of_that_name(sheets: Any) -> None:
    made = sheets("friendship_city", area=Extent(-104, 30, -71, 54))
    names = [label.lines[0].text for label in made.scene.labels]
    assert [name for name in names if "Chicago" in name] == ["Chicago, United States"]


def test_a_place_below_a_card_is_not_named(sheets: Any) -> None:
    bare = sheets("port").scene
    dots = {label.lines[0].text: label for label in bare.labels}
    assert "Tangshan" in dots
    left, top, _, bottom = dots["Tangshan"].box
    card = (left - 12, top - 5, left - 1, bottom + 5)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        made = label_scene(bare, basemap, "en", keep_free=[card])
    assert "Tangshan" not in {label.lines[0].text for label in made.labels}


def test_every_moved_symbol_is_tied_to_its_place(sheets: Any) -> None:
    made = sheets("enterprise", "rail_hub", "venue", page="A3", area=Extent(123, 41.5, 123.9, 42.1))
    view, tied = made.scene.view, 0
    for layer in made.scene.layers:
        own = {mark.id: mark for mark in layer.layer.marks}
        for mark in layer.marks:
            point = (float(view.x(own[mark.id].lon)), float(view.y(own[mark.id].lat)))
            if mark.count == 1 and math.dist(point, (mark.x, mark.y)) > 1:
                assert mark.place == pytest.approx(point)
                tied += 1
    assert tied > 3


def test_a_key_that_has_no_room_leaves_no_number_on_the_map(sheets: Any) -> None:
    ids = ("context", "enterprise", "institution", "rail_hub", "venue", "port", "airport")
    for page in ("A4", "A5", "100x100mm"):
        made = sheets(*ids, page=page)
        has_key = any(block.name == KEY_NAME for block in made.sheet.blocks)
        assert has_key == any(label.is_number for label in made.scene.labels)
        assert len(made.scene.key) == sum(label.is_number for label in made.scene.labels)


def test_fewer_numbers_are_the_first_ones_and_count_from_one(sheets: Any) -> None:
    scene = sheets("enterprise", "institution", "venue", page="A3").scene
    assert len(scene.key) > 1
    fewer = with_numbers(scene, 1)
    assert [entry.number for entry in fewer.key] == [1]
    assert sum(label.is_number for label in fewer.labels) == 1
    assert len(fewer.labels) == len(scene.labels) - len(scene.key) + 1
    assert len(fewer.key[0].names) == min(len(e.names) for e in scene.key if len(e.names) > 1)


def one_name(x: float = 400, **told: Any) -> Candidate:
    lines = (Line("Port of Panjin", 11.0, "feature"),)
    return Candidate("a", x, 300, lines, 1.0, half_px=9.0, **told)


def place(named: Candidate, around: Surroundings) -> Label | None:
    return next(iter(place_labels([named], around, FRAME, measurer())), None)


def test_a_name_is_never_nearer_to_another_marker() -> None:
    width = measurer().width("Port of Panjin", 11.0)
    other = (400 + 11 + width + 10.5, 300.0, 9.0)  # a pixel and a half right of the name
    alone = place(one_name(), Surroundings(markers=[(400, 300, 9)]))
    beside = place(one_name(), Surroundings(markers=[(400, 300, 9), other]))
    assert alone is not None
    assert beside is not None
    assert alone.box[0] > 400
    assert beside.box != alone.box


def test_a_name_that_could_only_mislead_is_a_number_or_nothing() -> None:
    ring = [(400 + dx * 20, 300 + dy * 20, 9.0) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    around = Surroundings([(x - r, y - r, x + r, y + r) for x, y, r in ring], markers=ring)
    assert place(one_name(), around) is None
    assert place(one_name(farther_px=(18, 36)), around) is None, "its leader would cross others"
    assert place(one_name(farther_px=(18, 36), is_required=True), around) is not None


def test_a_number_stands_where_a_name_has_no_room() -> None:
    walls = [(300.0, 100.0, 390.0, 500.0), (430.0, 100.0, 600.0, 500.0)]
    named = one_name(number=(Line(circled(1), 10.0, "feature"),))
    assert place(named, Surroundings(walls)) is None
    number = place(named, Surroundings(walls, most_numbers=1))
    assert number is not None
    assert number.is_number


def test_names_side_by_side_are_not_read_as_one() -> None:
    width = measurer().width("Port of Panjin", 11.0)
    pair = [one_name(), replace(one_name(400 + 2 * width + 24), key="b")]
    one, other = place_labels(pair, Surroundings(), FRAME, measurer(), {"a": 0, "b": 3})
    assert one.box[0] > 400
    gap = other.box[0] - one.box[2]
    assert gap >= 4 or other.box[3] <= one.box[1] or other.box[1] >= one.box[3]


def named_at(specs: Sequence[LayerSpec], *xs: float) -> list[Named]:
    name = Text("A", "甲")
    return [Named(f"{i}", specs[0], name, x, 100, 10) for i, x in enumerate(xs)]


def test_what_a_card_or_a_later_symbol_hides_has_no_name(specs: tuple[LayerSpec, ...]) -> None:
    below, above, free, carded = named = named_at(specs, 100, 103, 200, 300)
    assert in_the_open(named, [(290, 90, 310, 110)]) == [above, free]
    assert in_the_open([above, below, free, carded], []) == [below, free, carded]


def test_numbers_go_by_layer_and_then_as_one_reads(specs: tuple[LayerSpec, ...]) -> None:
    one, other = specs[0], specs[1]
    at = [(one, 500, 10), (one, 20, 30), (one, 20, 300), (other, 0, 0)]
    named = [Named(f"{i}", spec, NO_TEXT, x, y, 5) for i, (spec, x, y) in enumerate(at)]
    line = Line(circled(MOST_NUMBERS), 10.0, "feature")
    candidates = [Candidate(each.key, each.x, each.y, (), 1.0, 5, number=(line,)) for each in named]
    around = Surroundings(most_numbers=9)
    placed = place_labels(candidates, around, (-50, -50, 800, 600), measurer())
    labels, key = numbered(placed, named, [other.id, one.id])
    found = {label.key: label.lines[0].text for label in labels}
    assert found == {"3": "①", "1": "②", "0": "③", "2": "④"}
    assert [entry.number for entry in key] == [1, 2, 3, 4]


def test_there_are_fifty_numbers_in_circles() -> None:
    marks = [circled(number) for number in range(1, MOST_NUMBERS + 1)]
    assert (marks[0], marks[20], marks[-1]) == ("①", "㉑", "㊿")
    assert len(set(marks)) == MOST_NUMBERS
    with pytest.raises(ValueError, match="51"):
        circled(MOST_NUMBERS + 1)
