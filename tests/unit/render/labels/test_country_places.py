"""Names of countries on maps that show them in part."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shapely

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.geo.projecting import projection_for
from mapapp.core.geo.projection_choice import ProjectionChoice
from mapapp.core.text import Language
from mapapp.render.labels.country_places import Seen, countries_in_sight
from mapapp.render.labels.label import Label
from mapapp.render.labels.names import PLACE_COLUMNS
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.scene.labelling import label_scene
from mapapp.render.scene.scene import make_scene
from mapapp.render.view.projected_view import ProjectedView
from mapapp.render.view.view import AnyView
from mapapp.render.view.viewport import Viewport
from mapapp.store.basemap import Basemap

SIZES = ((945, 786), (560, 786))
EXTENTS = (
    (112, -50, 290, 70), (125, -50, 290, 70), (118, 38, 150, 55), (60, 5, 100, 30),
    (20, 30, 100, 60), (-30, 35, 20, 62), (-140, 25, -100, 60), (170, 40, 250, 75),
    (100, -10, 130, 25), (-80, -40, -40, 10), (110, 15, 128, 30), (140, 40, 200, 72),
)  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.fixture(scope="module")
def basemap() -> Iterator[Basemap]:
    with Basemap(asset("data", "basemap.gpkg")) as opened:
        yield opened


def countries(
    view: AnyView, basemap: Basemap, language: Language = "en", card: BoxPx | None = None
) -> dict[str, Label]:
    """The names of countries on a map without layers, by their English names."""
    cards = [card] if card else []
    scene = label_scene(make_scene([], (), view, "light"), basemap, language, keep_free=cards)
    labels = [label for label in scene.labels if label.key.startswith("country:")]
    return {label.key.split(":")[1]: label for label in labels}


def lies_in(box: BoxPx, view: Viewport, basemap: Basemap, row: dict[str, Any]) -> float:
    """How much of a box lies in a country, as it is on the ground."""
    areas = basemap.read("country", columns=("name_en",))
    names = np.array(areas.columns["name_en"])
    parts = shapely.make_valid(areas.geometries[names == row["name_en"]])
    (west, north), (east, south) = view.position(*box[:2]), view.position(*box[2:])
    boxes = [shapely.box(west - turn, south, east - turn, north) for turn in (-360, 0, 360)]
    inside = max(shapely.area(shapely.intersection(shapely.union_all(parts), b)) for b in boxes)
    return float(inside / boxes[0].area)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_is_named_in_the_part_of_it_that_is_in_sight(
    basemap: Basemap, language: Language
) -> None:
    places, moved = basemap.read("place", columns=PLACE_COLUMNS), 0
    for bounds, size in itertools.product(EXTENTS, SIZES):
        view = Viewport.fitted(Extent(*bounds), *size)
        seen = Seen((14.0, 14.0, size[0] - 14.0, size[1] - 14.0))
        areas = basemap.countries(view.extent)
        assert areas is not None
        found = countries_in_sight(places, areas, view, seen, language)
        for (_, old, row), (_, new, _) in zip(places.rows(), found.rows(), strict=True):
            if old != new:
                moved += 1
                assert lies_in(name_box(row, new, view, language), view, basemap, row) > 0.85
    assert moved > 20


def name_box(row: dict[str, Any], point: Any, view: Viewport, language: Language) -> BoxPx:
    """A name of a country on its point, in pixels; letters have thirteen of them at most."""
    text = row["name_zh"] if language == "zh" else row["name_en"]
    half = measurer().width(text, 13.0, bold=True) / 2 - 1.0
    ((_, x, y), *_) = view.points(np.array([point.x]), np.array([point.y]))
    return (x - half, y - 6.0, x + half, y + 6.0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("west", [112, 118, 122])
def test_china_is_named_on_maps_of_the_pacific(
    basemap: Basemap, west: float, language: Language
) -> None:
    view = Viewport.fitted(Extent(west, -50, 290, 70), 945, 786)
    assert "China" in countries(view, basemap, language)


def test_a_country_whose_middle_is_below_a_card_is_named_beside_it(basemap: Basemap) -> None:
    view = Viewport.fitted(Extent(75, 15, 135, 55), 945, 786)
    box = countries(view, basemap)["China"].box
    card = (box[0] - 40, box[1] - 40, box[2] + 40, box[3] + 40)
    moved = countries(view, basemap, card=card)["China"].box
    assert not shapely.box(*moved).intersects(shapely.box(*card))
    assert lies_in(moved, view, basemap, {"name_en": "China"}) > 0.9


def test_a_country_with_its_middle_in_sight_keeps_its_place(basemap: Basemap) -> None:
    view = Viewport.fitted(Extent(70, 10, 150, 60), 945, 786)
    box = countries(view, basemap)["China"].box
    ((_, x, y),) = view.points(np.array([104.0]), np.array([35.5]))
    assert (box[0] + box[2]) / 2 == pytest.approx(x, abs=0.1)
    assert (box[1] + box[3]) / 2 == pytest.approx(y, abs=0.1)


def test_it_holds_in_a_projection(basemap: Basemap) -> None:
    extent = Extent(112, 20, 150, 55)
    projection = projection_for(ProjectionChoice("lambert"), extent)
    assert "China" in countries(ProjectedView.fitted(projection, extent, 945, 786), basemap)
