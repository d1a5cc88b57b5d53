"""What was aimed at comes first, for clicks and under the cursor alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.mercator import lat_of, lon_of, world_px, world_x, world_y
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.map.state import FeatureRef
from mapapp.core.style.symbology import SymbolSpec, Tone
from mapapp.core.text import Text
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.scene import live as live_module
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.live import LiveMap, LiveScene
from mapapp.render.scene.pointing import Pointer
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.sources.memory import of_arrow

AT, ZOOM = (122.0, 41.0), 9.0
SYMBOL = SymbolSpec(Tone("#E00010", "#E00010"), "square", 20.0)


def beside(right_px: float, down_px: float = 0.0) -> tuple[float, float]:
    """The position so many pixels right and down of ``AT``."""
    size = world_px(ZOOM)
    return (
        lon_of(float(world_x(AT[0])) + right_px / size),
        lat_of(float(world_y(AT[1])) + down_px / size),
    )


def fixed(right_px: float, down_px: float = 0.0) -> shapely.MultiPoint:
    """A feature whose symbol is never moved aside: it has another one, far away."""
    return shapely.MultiPoint([beside(right_px, down_px), (10.0, 50.0)])


class Ground:
    """Layers of a feature each, drawn in the order in which they are laid."""

    def __init__(self, catalogue: LayerCatalogue, live: LiveMap) -> None:
        self.catalogue = catalogue
        self.live = live
        self.specs: tuple[LayerSpec, ...] = ()
        self.selected: list[FeatureRef] = []
        self.pointer = Pointer(catalogue, live, selected=lambda: self.selected)

    def lay(self, name: str, geometry: Geometry, *shapes: shapely.Geometry) -> None:
        names = [name, *(f"{name} {i}" for i in range(2, len(shapes) + 1))]
        table = pa.table({"name": names, "geometry": shapely.to_wkb(shapes)})
        source = of_arrow(table, name)
        self.catalogue.hold(source)
        spec = LayerSpec(
            name, Text(name, name), "mine", source.ref, geometry, 1, SYMBOL,
            roles=Roles(name_en="name"),
        )  # fmt: skip
        self.show((*self.specs, spec))

    def show(self, specs: Sequence[LayerSpec]) -> None:
        self.specs = tuple(specs)
        self.catalogue.show(self.specs)
        self.live.take(LiveScene(read_layer(self.catalogue, spec) for spec in self.specs))

    def at(self, right_px: float = 0.0, down_px: float = 0.0) -> list[str]:
        """The names of what is there, which the cursor is told as well."""
        lon, lat = beside(right_px, down_px)
        found = self.pointer.features_at(lon, lat, ZOOM, self.specs)
        names = [feature.name.en for feature in found]
        told = (names[0], len(names) - 1) if names else ("", 0)
        assert self.pointer.title_at(lon, lat, ZOOM, self.specs, "en") == told
        return names


@pytest.fixture
def ground(atlas: Atlas) -> Iterator[Ground]:
    with (
        Basemap(asset("data", "basemap.gpkg")) as basemap,
        atlas.again() as own,
        LayerCatalogue(own) as catalogue,
    ):
        yield Ground(catalogue, LiveMap(basemap.read("place", columns=PLACE_COLUMNS)))


def test_the_symbol_on_top_comes_before_one_whose_middle_is_nearer(ground: Ground) -> None:
    ground.lay("below", "point", fixed(0))
    ground.lay("top", "point", fixed(9))
    assert ground.at(1) == ["top", "below"]
    ground.show(ground.specs[::-1])
    assert ground.at(8) == ["below", "top"]


def test_within_a_layer_the_one_that_is_drawn_last_is_on_top(ground: Ground) -> None:
    ground.lay("one", "point", fixed(0), fixed(9))
    assert ground.at(1) == ["one 2", "one"]
    ground.selected = [FeatureRef("one", 1)]
    assert ground.at(8) == ["one", "one 2"], "what is selected is drawn over the others"


def test_a_symbol_is_seen_and_meant_through_the_ring_of_another(ground: Ground) -> None:
    ground.lay("below", "point", fixed(0))
    ground.lay("ringed", "point", fixed(12))
    assert ground.at() == ["below", "ringed"]


def test_points_beside_come_by_their_distance_on_the_screen_and_after_what_is_covered(
    ground: Ground,
) -> None:
    ground.lay("covered", "point", fixed(-9))
    ground.lay("far", "point", fixed(13))
    ground.lay("near", "point", fixed(0, 12))
    small = replace(SYMBOL, size_px=8.0)
    ground.show([ground.specs[0], *(replace(spec, symbol=small) for spec in ground.specs[1:])])
    assert ground.at() == ["covered", "near", "far"]


def test_areas_come_after_points_and_lines_last(ground: Ground) -> None:
    (west, south), (east, north) = beside(-80, 80), beside(80, -80)
    ground.lay("beside", "point", shapely.Point(beside(12)))
    ground.lay("area", "polygon", shapely.box(west, south, east, north))
    ground.lay("line", "line", shapely.LineString([beside(-80), beside(80)]))
    assert ground.at() == ["beside", "area", "line"]


def test_all_of_a_large_symbol_is_the_symbol(ground: Ground) -> None:
    ground.lay("large", "point", shapely.Point(AT))
    ground.show([replace(ground.specs[0], symbol=replace(SYMBOL, size_px=48.0))])
    assert ground.at(22, 22) == ["large"]
    assert ground.at(40) == []


def test_a_symbol_that_was_moved_aside_counts_where_it_is_drawn(ground: Ground) -> None:
    ground.lay("stack", "point", *[shapely.Point(AT)] * 4)
    ground.lay("other", "point", shapely.Point(beside(60)))
    moved = {each.fid: each for each in ground.live.scene.at(ZOOM).moved()}
    dx, dy = moved[3].right_px, moved[3].down_px
    assert ground.at(dx, dy)[0] == "stack 3"
    assert set(ground.at(dx, dy)) == {"stack", "stack 2", "stack 3", "stack 4"}


def test_of_layers_that_show_one_feature_the_one_on_top_counts(ground: Ground) -> None:
    ground.lay("one", "point", shapely.Point(AT))
    (spec,) = ground.specs
    ground.show([spec, replace(spec, id="again")])
    [feature] = ground.pointer.features_at(*AT, ZOOM, ground.specs)
    assert feature.layer == "again"


def test_the_cursor_and_a_click_agree_where_a_layer_is_dense(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.lay("many", "point", fixed(0), fixed(300))
    ground.lay("few", "point", fixed(9))
    monkeypatch.setattr(live_module, "DENSE", 3)
    assert ground.live.scene.at(ZOOM).dense_layers() == {"many"}
    assert ground.at(1) == ["few", "many"]
    assert ground.at(-5) == ["many", "few"]


@pytest.mark.parametrize(("fade_zooms", "found"), [
    ((), ["line"]), ((ZOOM - 1, ZOOM + 0.1), ["line"]), ((ZOOM - 1, ZOOM), []),
])  # fmt: skip
def test_a_line_that_has_faded_out_is_not_there(
    ground: Ground, fade_zooms: tuple[float, ...], found: list[str]
) -> None:
    ground.lay("line", "line", shapely.LineString([beside(-50), beside(50)]))
    [spec] = ground.specs
    ground.show([replace(spec, symbol=replace(SYMBOL, fade_zooms=fade_zooms))])
    assert ground.at() == found


@pytest.mark.parametrize("shown", [{1, 3}, np.array([1, 3])])
def test_what_is_shown_is_asked_once_of_a_layer_however_much_is_near(
    ground: Ground, shown: Collection[int]
) -> None:
    ground.lay("one", "point", *[fixed(i) for i in range(5)])
    asked: list[str] = []
    told = lambda layer: (asked.append(layer), shown)[1]  # noqa: E731
    pointer = Pointer(ground.catalogue, ground.live, told)
    found = pointer.features_at(*AT, ZOOM, ground.specs)
    assert sorted(each.fid for each in found) == [1, 3]
    assert asked == ["one"]
