"""The names of far ends where links leave a map, over many extents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.render.labels.label import Label
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.labelling import Further, label_scene
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
LEAST_NAMED = 0.97


@dataclass(frozen=True)
class Left:
    """A map with the links that leave it, and its names."""

    view: Viewport
    language: Language
    scene: Scene
    ends: list[LinkEnd]
    card: BoxPx

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

        def named_with(groups: Sequence[Ends]) -> Scene:
            names = Further(list(end_candidates(groups, language)))
            return label_scene(scene, basemap, language, keep_free=[card], further=names)

        named = with_all_ends(ends, named_with)
        found.append(Left(view, language, named, ends, card))
    return found


def meet(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1e-6
        and min(one[3], other[3]) - max(one[1], other[1]) > 1e-6
    )


def test_nearly_all_links_that_leave_say_where_they_go(maps: list[Left]) -> None:
    wanted = told = 0
    for each in maps:
        names = {end.name(each.language) for end in each.ends}
        wanted, told = wanted + len(names), told + len(names & each.told)
        assert each.told <= names
        print(each.view.extent, each.view.width_px, each.language, names - each.told)
    assert wanted > 300
    assert told / wanted >= LEAST_NAMED, f"{told} of {wanted}"
