"""How a layer of somebody's own is drawn and told of: legend, tree, standalone map, names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, WorkspaceError
from mapapp.core.geo.extent import LIAONING
from mapapp.core.layer.definition import defined_layer, definition_of
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import LabelSpec, LayerSpec
from mapapp.core.style.column_values import column_values
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.styling.classing import ClassChoice, make_classes
from mapapp.core.text import Text
from mapapp.render.html.content import MapContent
from mapapp.render.scene.layer import SceneLayer, read_layer, set_apart
from mapapp.render.scene.scene import Scene, names_in, read_scene
from mapapp.render.scene.symbols import swatch_svg
from mapapp.render.sheet.legend import classes_in_use, make_legend
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow

PEOPLE = [25.0, 400.0, 100.0, None]
KINDS = ["村", "城", "村", "镇"]
SYMBOL = SymbolSpec(Tone("#AA2233", "#EE8899"))
VIEW = Viewport.fitted(LIAONING, 1000, 700)


@pytest.fixture
def catalogue(atlas: Atlas) -> Iterator[LayerCatalogue]:
    with LayerCatalogue(atlas) as catalogue:
        points = [shapely.to_wkb(shapely.Point(123 + i / 1000, 41)) for i in range(4)]
        table = {"人口 (万)": PEOPLE, "种类": KINDS, "name": list("abcd"), "geometry": points}
        catalogue.hold(of_arrow(pa.table(table), "towns"))
        yield catalogue


def styled(catalogue: LayerCatalogue, choice: ClassChoice, label: str = "") -> LayerSpec:
    source = next(iter(catalogue._held))
    values = dict(zip(("人口 (万)", "种类"), (PEOPLE, KINDS), strict=True))[choice.field]
    classes = make_classes(choice, column_values(values), SYMBOL, "point")
    spec = LayerSpec("towns", Text("Towns", "城镇"), "mine", source, "point", 9, SYMBOL)
    return replace(spec, classes=classes, label=LabelSpec(field=label), roles=Roles(name_en="name"))


SIZES = ClassChoice("sized", "人口 (万)", most_px=40)
STEPS = ClassChoice("graduated", "人口 (万)", count=3)
CATEGORIES = ClassChoice("categorised", "种类", palette="okabe_ito", count=2)


def scene_of(catalogue: LayerCatalogue, spec: LayerSpec) -> Scene:
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        return read_scene(catalogue, basemap, VIEW, (spec,), "light")


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        (SIZES, ["200", "100", "20", "No figure, or not above 0"]),
        (STEPS, ["< 100", "100–400", "≥ 400", "No figure"]),
        (CATEGORIES, ["村", "城", "Other"]),
    ],
)
def test_legend_tree_and_standalone_map_tell_the_classes_alike(
    catalogue: LayerCatalogue, choice: ClassChoice, titles: list[str]
) -> None:
    spec = styled(catalogue, choice)
    legend = make_legend(scene_of(catalogue, spec), (spec,), "en", "light")
    assert [entry.title for entry in legend.layers if entry.level] == titles
    tree = classes_in_use(catalogue, spec)
    assert [each.title.en for each in tree] == titles
    assert [swatch_svg(spec, each, "light") for each in tree] == [
        entry.svg for entry in legend.layers if entry.level
    ]
    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        told = MapContent(catalogue, basemap, (spec,), "en").as_json()["layers"][0]
    assert [entry["title"] for entry in told["classes"]["light"]] == titles
    assert [entry["svg"] for entry in told["classes"]["light"]] == [
        entry.svg for entry in legend.layers if entry.level
    ]


@pytest.mark.parametrize("choice", [SIZES, STEPS, CATEGORIES])
def test_a_workspace_keeps_classes_and_labels(
    catalogue: LayerCatalogue, choice: ClassChoice
) -> None:
    spec = styled(catalogue, choice, label="人口 (万)")
    said = json.loads(json.dumps(definition_of(spec)))
    assert replace(defined_layer("towns", said, {}, "a", WorkspaceError), order=9) == spec


def test_small_symbols_lie_over_large_ones_and_all_stay_on_their_points(
    catalogue: LayerCatalogue,
) -> None:
    drawn = read_layer(catalogue, styled(catalogue, SIZES))
    boxes = drawn.marks.boxes_px
    assert drawn.marks.fids.tolist() == [2, 3, 1, 4]
    assert boxes.tolist() == sorted(boxes, reverse=True)
    (still,) = set_apart([drawn], 5)
    assert not still.marks.is_moved.any()
    (moved,) = set_apart([read_layer(catalogue, styled(catalogue, CATEGORIES))], 5)
    assert moved.marks.is_moved.any()


def names(drawn: SceneLayer) -> list[str]:
    return [name.name.en for name in names_in(drawn, VIEW)]


def test_names_are_those_of_the_chosen_column(catalogue: LayerCatalogue) -> None:
    assert names(read_layer(catalogue, styled(catalogue, STEPS))) == ["a", "b", "c", "d"]
    drawn = read_layer(catalogue, styled(catalogue, STEPS, label="人口 (万)"))
    assert names(drawn) == ["25", "400", "100", ""]


def test_a_label_of_a_column_that_there_is_not_is_refused(catalogue: LayerCatalogue) -> None:
    with pytest.raises(DataError, match="has no column 'kind' for label"):
        catalogue.check(styled(catalogue, STEPS, label="kind"))


def test_an_outline_is_drawn_in_its_colour_and_width(catalogue: LayerCatalogue) -> None:
    edged = replace(SYMBOL, edge=Tone("#123456", "#ABCDEF"), edge_px=4)
    spec = replace(styled(catalogue, STEPS), symbol=edged, classes=None)
    assert 'stroke="#ABCDEF"' in swatch_svg(spec, None, "dark")
    area = replace(spec, geometry="polygon")
    svg = swatch_svg(area, None, "light")
    assert 'stroke="#123456"' in svg
    assert 'fill="#AA2233"' in svg
