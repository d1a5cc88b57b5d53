"""Which classes of a layer are told of, and that the legend shows the looks that are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.expression.filters import Criteria
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.spec import LayerSpec, parse_layer_spec
from mapapp.core.style.ground import GROUND_STYLE
from mapapp.core.style.theme import ground
from mapapp.render.labels import words
from mapapp.render.scene.scene import Choice, Mark, PlacedLayer, Scene, read_scene
from mapapp.render.scene.symbols import Symbol, plain, symbol_svg
from mapapp.render.sheet.legend import Legend, classes_in_use, make_legend, surest
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow
from tests.unit.symbology_layers import AIRPORTS

BUILDING, IN_OPERATION = "Under construction", "In operation"
MANY = [f"state {i}" for i in range(500)]


@pytest.mark.parametrize(
    ("statuses", "titles"),
    [
        (["under_construction"], [BUILDING]),
        (["under_construction", None], [BUILDING, IN_OPERATION]),
        (["under_construction", "operating"], [BUILDING, IN_OPERATION]),
        (["under_construction", *MANY], [BUILDING, IN_OPERATION]),
        (["operating", None], []),
    ],
)
def test_the_classes_of_values_that_there_are_and_of_missing_ones_are_told(
    atlas: Atlas, statuses: Sequence[str | None], titles: list[str]
) -> None:
    points = [shapely.to_wkb(shapely.Point(121, 40))] * len(statuses)
    source = of_arrow(
        pa.table({"status": pa.array(statuses, pa.string()), "geometry": points}), "airports"
    )
    spec = parse_layer_spec(AIRPORTS, "airport.toml")
    spec = replace(spec, source=source.ref, roles=NO_ROLES)
    with LayerCatalogue(atlas) as catalogue:
        catalogue.hold(source)
        assert [each.title.en for each in classes_in_use(catalogue, spec)] == titles


VIEWS = {
    "liaoning": LIAONING,
    "shenyang": Extent(123.1, 41.5, 123.8, 42.1),
    "dalian": Extent(121, 38.6, 122.3, 39.5),
    "yingkou": Extent(122, 40.1, 122.5, 40.8),
    "world": Extent(-180, -60, 180, 80),
    "pacific": Extent(110, -50, 290, 70),
    "chicago": Extent(-95, 38, -80, 46),
}
_IS_LINE = 'viewBox="0 0 24 16"'
CERTAINTY = {
    words.RING.en: lambda symbol: symbol.ring,
    words.HOLLOW.en: lambda symbol: symbol.fill == "hollow",
    words.OUTLINE.en: lambda symbol: symbol.fill == "outline",
}


@pytest.fixture(
    scope="module", params=[(view, year) for view in VIEWS for year in (None, 2015)], ids=str
)
def scene(request: pytest.FixtureRequest, atlas: Atlas, specs: tuple[LayerSpec, ...]) -> Scene:
    """All layers in a view, now or in a year."""
    view, year = request.param
    catalogue = LayerCatalogue(atlas)
    seen = Viewport.fitted(VIEWS[view], 1000, 700)
    choice = Choice(lambda layer: catalogue.visible_fids(layer, Criteria(year=year)), year=year)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        return read_scene(catalogue, basemap, seen, specs, "light", choice)


def legend_of(scene: Scene) -> Legend:
    return make_legend(scene, [layer.layer.spec for layer in scene.layers], "en", "light")


def drawn_marks(layer: PlacedLayer) -> list[Mark]:
    """The symbols that the painter draws: one for which another stands only if it is selected."""
    return [mark for mark in layer.marks if mark.selected or mark.count > 0]


def drawn_symbols(scene: Scene) -> set[Symbol]:
    return {mark.symbol for layer in scene.layers for mark in drawn_marks(layer)}


def test_each_symbol_of_the_legend_is_on_the_map_and_each_class_of_the_map_in_the_legend(
    scene: Scene,
) -> None:
    told = {entry.svg for entry in legend_of(scene).layers}
    drawn = drawn_symbols(scene)
    shown = {symbol for symbol in drawn if symbol_svg(symbol) in told}
    lines = {entry.svg for entry in legend_of(scene).layers if _IS_LINE in entry.svg}
    assert {symbol_svg(symbol) for symbol in shown} == told - lines - {""}
    assert {plain(symbol) for symbol in shown} == {plain(symbol) for symbol in drawn}
    shapes = [layer for layer in scene.layers if not drawn_marks(layer) and layer.strokes]
    assert len(lines) == len([layer for layer in shapes if _reaches(layer)])


def _reaches(layer: PlacedLayer) -> bool:
    return any(len(stroke.outlines.points) for stroke in layer.strokes)


def test_what_makes_looks_differ_is_told_if_and_only_if_it_occurs(scene: Scene) -> None:
    titles = {entry.title for entry in legend_of(scene).certainty}
    drawn = drawn_symbols(scene)
    for title, occurs in CERTAINTY.items():
        assert (title in titles) == any(map(occurs, drawn)), title
    marks = [mark for layer in scene.layers for mark in drawn_marks(layer)]
    kinds = {stroke.kind for stroke in scene.strokes if len(stroke.outlines.points)}
    signs = {entry.title for entry in legend_of(scene).signs}
    assert (words.MOVED.en in signs) == any(mark.place for mark in marks)
    assert (words.GATHERED.en in signs) == any(mark.count > 1 for mark in marks)
    assert not titles & signs, "they say nothing of how well a place is known"
    assert (words.SCHEMATIC.en in titles) == ("schematic" in kinds)
    assert (words.MEASURED.en in titles) == ("stated" in kinds)


def test_layers_are_told_from_the_top_one_down(scene: Scene) -> None:
    titles = [entry.title for entry in legend_of(scene).layers if entry.level == 0]
    drawn = [layer for layer in reversed(scene.layers) if layer.layer.spec.title.en in titles]
    assert titles == [layer.layer.spec.title.en for layer in drawn]


def test_the_lines_of_the_ground_that_are_in_sight_are_told(scene: Scene) -> None:
    there = {part.kind for part in scene.ground if len(part.outlines.points)}
    named = {text.en for kind, text in words.GROUND.items() if kind in there}
    assert {entry.title for entry in legend_of(scene).ground} == named
    inks = {getattr(ground("light"), line.colour)
            for kind in words.GROUND if (line := GROUND_STYLE.parts[kind].line)}  # fmt: skip
    assert all(any(ink in entry.svg for ink in inks) for entry in legend_of(scene).ground)


def test_friendship_cities_that_are_all_hollow_are_hollow_in_the_legend(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    cities = [spec for spec in specs if spec.id == "friendship_city"]
    view = Viewport.fitted(VIEWS["chicago"], 1000, 700)
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        seen = read_scene(LayerCatalogue(atlas), basemap, view, cities, "light", Choice())
    hollow = {symbol_svg(symbol) for symbol in drawn_symbols(seen)}
    assert hollow == {entry.svg for entry in legend_of(seen).layers if entry.svg}


def test_a_class_is_shown_by_the_look_of_its_best_known_place() -> None:
    solid = Symbol("circle", "#000000", "#ffffff", 10.0)
    ringed, hollow, outline = (
        replace(solid, ring=True), replace(solid, fill="hollow"), replace(solid, fill="outline"),
    )  # fmt: skip
    looks = [outline, hollow, ringed, solid]
    for surer in (solid, ringed, hollow, outline):
        assert surest(looks) == surest(looks[::-1]) == {solid: surer}
        looks.remove(surer)
