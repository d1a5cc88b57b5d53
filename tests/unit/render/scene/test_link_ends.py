"""The names of far ends where links leave a map, over many extents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.labels.label import Label
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.labelling import NAME_MARGIN_PX, Further, label_scene
from mapapp.render.scene.layer import read_layer
from mapapp.render.scene.link_ends import Ends, LinkEnd, end_candidates, link_ends, with_all_ends
from mapapp.render.scene.scene import Scene, make_scene
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

SIZES = ((945, 786), (640, 520))
EXTENTS = (
    (110, -50, 290, 70), (100, 20, 150, 55), (118, 38.3, 126.2, 43.7), (121, 39, 126, 43),
    (123, 41.5, 124, 42.1), (60, 10, 140, 60), (-20, 30, 60, 65), (125, 30, 150, 46),
    (-180, -60, 180, 80), (20, -60, 380, 80), (-130, 10, -60, 55), (120, 5, 130, 42),
)  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LEAST_NAMED = 0.95


@dataclass(frozen=True)
class Left:
    """A map with the links that leave it, its names, and of how many ends they are said to be."""

    view: Viewport
    language: Language
    scene: Scene
    ends: list[LinkEnd]
    card: BoxPx
    count: int

    @property
    def labels(self) -> list[Label]:
        return [label for label in self.scene.labels if label.key.startswith("end:")]

    @property
    def told(self) -> set[str]:
        texts = (line.text for label in self.labels for line in label.lines)
        return {text.partition(" · ")[0] for text in texts}


@pytest.fixture(scope="module")
def stores(specs: tuple[LayerSpec, ...]) -> Iterator[tuple[LayerCatalogue, Basemap]]:
    with (
        Atlas(asset("data", "atlas.gpkg"), specs) as atlas,
        LayerCatalogue(atlas) as catalogue,
        Basemap(asset("data", "basemap.gpkg")) as basemap,
    ):
        yield catalogue, basemap


@pytest.fixture(scope="module")
def maps(stores: tuple[LayerCatalogue, Basemap]) -> list[Left]:
    catalogue, basemap = stores
    layers = [
        read_layer(catalogue, catalogue.spec(id_)) for id_ in ("friendship_link", "friendship_city")
    ]
    found = []
    for bounds, size, language in itertools.product(EXTENTS, SIZES, LANGUAGES):
        view = Viewport.fitted(Extent(*bounds), *size)
        card = (view.width_px - 170, view.height_px - 70, view.width_px - 8, view.height_px - 8)
        scene = make_scene(layers, (), view, "light")
        ends = link_ends(scene, catalogue, [card])
        scene, count = named(scene, ends, card, basemap, language)
        found.append(Left(view, language, scene, ends, card, count))
    return found


def named(
    scene: Scene, ends: list[LinkEnd], card: BoxPx, basemap: Basemap, language: Language
) -> tuple[Scene, int]:
    def named_with(groups: Sequence[Ends]) -> Scene:
        names = Further(list(end_candidates(groups, language)))
        return label_scene(scene, basemap, language, keep_free=[card], further=names)

    return with_all_ends(ends, named_with)


def meet(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1e-6
        and min(one[3], other[3]) - max(one[1], other[1]) > 1e-6
    )


def test_nearly_all_links_that_leave_say_where_they_go(maps: list[Left]) -> None:
    wanted = told = 0
    for each in maps:
        names = {end.name(each.language) for end in each.ends}
        assert each.told <= names
        wanted, told = wanted + len(names), told + len(names & each.told)
    assert wanted > 300
    assert told / wanted >= LEAST_NAMED, f"{told} of {wanted}"


def test_ends_are_counted_that_have_a_name(maps: list[Left]) -> None:
    assert any(each.count < len(each.ends) for each in maps)
    for each in maps:
        assert each.count == sum(len(label.lines) for label in each.labels)


def test_names_of_ends_lie_on_nothing_and_stay_in_the_frame(maps: list[Left]) -> None:
    for each in maps:
        symbols = [box for named in each.scene.named for box in named.boxes()]
        for label in each.labels:
            left, top, right, bottom = label.box
            assert min(left, top) >= NAME_MARGIN_PX
            assert right <= each.view.width_px - NAME_MARGIN_PX
            assert bottom <= each.view.height_px - NAME_MARGIN_PX
            others = [other.box for other in each.scene.labels if other is not label]
            assert not any(meet(label.box, box) for box in (each.card, *symbols, *others))


def test_it_does_not_matter_in_which_direction_a_line_was_drawn(
    stores: tuple[LayerCatalogue, Basemap],
) -> None:
    catalogue, _ = stores
    view = Viewport.fitted(Extent(110, -50, 290, 70), *SIZES[0])
    layer = read_layer(catalogue, catalogue.spec("friendship_link"))
    turned = replace(
        layer,
        shapes=tuple(
            replace(
                group, fids=group.fids[::-1], geometries=shapely.reverse(group.geometries[::-1])
            )
            for group in layer.shapes
        ),
    )
    one, other = (
        {end.key: (end.x, end.y) for end in link_ends(scene, catalogue, [])}
        for scene in (make_scene([each], (), view, "light") for each in (layer, turned))
    )
    assert one.keys() == other.keys()
    assert all(one[key] == pytest.approx(other[key]) for key in one)


def test_a_link_whose_far_end_is_in_sight_leaves_no_map(maps: list[Left]) -> None:
    for each in maps:
        in_sight = {named.name.en for named in each.scene.named if named.name.en}
        assert not in_sight & {end.name("en") for end in each.ends}


def test_an_end_stands_where_its_link_leaves_the_map(maps: list[Left]) -> None:
    """On the line, and on the inside of the frame, or of the card that hides the frame."""
    seen = 0
    for each in maps:
        points = np.concatenate([stroke.outlines.every(2.0) for stroke in each.scene.strokes])
        for end in each.ends:
            seen += 1
            assert np.hypot(*(points - (end.x, end.y)).T).min() < 4.0
            edges = (end.x, end.y, each.view.width_px - end.x, each.view.height_px - end.y)
            card_left, card_top, card_right, card_bottom = each.card
            near_card = (
                card_left - 1 <= end.x <= card_right + 1
                and card_top - 1 <= end.y <= card_bottom + 1
            )
            assert min(edges) < NAME_MARGIN_PX + 4.0 or near_card
    assert seen > 300


def test_ends_side_by_side_are_told_in_the_order_in_which_they_stand(maps: list[Left]) -> None:
    together = 0
    for each in maps:
        by_name = {end.name(each.language): end for end in each.ends}
        for label in each.labels:
            ends = [by_name[line.text.partition(" · ")[0]] for line in label.lines]
            together += len(ends) > 1
            xs, ys = [end.x for end in ends], [end.y for end in ends]
            assert xs == sorted(xs) or ys == sorted(ys)
    assert together > 10


def test_the_far_end_is_told_with_about_how_far_it_is(maps: list[Left]) -> None:
    texts = {line.text for each in maps for label in each.labels for line in label.lines}
    assert "Chicago, United States · about 10 200 km" in texts
    assert "芝加哥 · 约10 200 km" in texts


def test_shenyang_is_named_wherever_links_meet_there(maps: list[Left]) -> None:
    """Though its own layer is off; nothing but the card may hide it."""
    seen = 0
    for each in maps:
        for _, x, y in each.view.points(np.array([123.43]), np.array([41.79])):
            if 60 < x < each.view.width_px - 60 and 60 < y < each.view.height_px - 80:
                seen += 1
                texts = {line.text for label in each.scene.labels for line in label.lines}
                assert {"Shenyang", "沈阳"} & texts
    assert seen > 20
