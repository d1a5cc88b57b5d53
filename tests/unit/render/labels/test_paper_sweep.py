"""Names on paper over some two hundred views: how many there are, and that none misleads.

Nothing is painted and nothing read twice: a view costs some hundredths of a second.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.render.labels.label import Label
from mapapp.render.labels.names import Named
from mapapp.render.labels.paper import MOST_NUMBERS, circled
from mapapp.render.labels.room import BoxPx
from mapapp.render.scene.labelling import NAME_MARGIN_PX, label_scene
from mapapp.render.scene.layer import SceneLayer, read_layer
from mapapp.render.scene.scene import Scene, make_scene
from mapapp.render.view.viewport import Viewport
from mapapp.store.atlas import Atlas
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue

SIZES = ((945, 786), (640, 480), (1280, 800), (1410, 1120))
"""The maps of an A4 sheet and of an A3 one, and two pictures, in pixels."""

MIDDLES = (
    (123.4, 41.8), (121.6, 38.95), (122.2, 40.6), (124.3, 40.1), (120.9, 40.8), (123.2, 41.7),
)  # fmt: skip
SPANS_DEG = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LOCAL = (
    "airport", "context", "enterprise", "ftz_area", "high_tech_zone", "industrial_park",
    "institution", "port", "rail_hub", "venue",
)  # fmt: skip
FAR = ("friendship_link", "friendship_city")
LAYER_SETS = {
    "all": LOCAL,
    "ports and airports": ("port", "airport"),
    "town": ("enterprise", "venue", "institution", "rail_hub"),
}
LEAST_NAMED = {"all": 0.95, "ports and airports": 0.98, "town": 0.98, "far": 0.98}
"""What part of the features in sight must have their name, or a number that tells it."""


@dataclass(frozen=True)
class View:
    """A view of a set of layers; on ``card`` stands a scale bar."""

    layers: str
    port: Viewport

    @property
    def card(self) -> BoxPx:
        return (self.port.width_px - 160, self.port.height_px - 60, *self.corner)

    @property
    def corner(self) -> tuple[float, float]:
        return self.port.width_px - 5, self.port.height_px - 5


def views() -> Iterator[View]:
    sizes = itertools.cycle(SIZES)
    for (lon, lat), span, layers in itertools.product(MIDDLES, SPANS_DEG, LAYER_SETS):
        extent = Extent(lon - span, lat - span / 2, lon + span, lat + span / 2)
        yield View(layers, Viewport.fitted(extent, *next(sizes)))
    for west, size in itertools.product(range(-180, 180, 24), SIZES):
        far = Extent(west, -55.0 + abs(west) / 6, west + 170.0 + abs(west), 72.0)
        yield View("far", Viewport.fitted(far, *size))


class Placed:
    """A labelled scene, with what names may seem to belong to."""

    def __init__(self, view: View, scene: Scene) -> None:
        self.view, self.scene = view, scene
        self.named = {each.key: each for each in scene.named}
        self.symbols = [each for each in scene.named if each.half_px is not None]
        self.markers = [(each.x, each.y, each.half_px or 0.0) for each in self.symbols]
        self.markers += [(x, y, 2.5) for x, y in scene.dots]

    def owner(self, label: Label) -> tuple[float, float, float] | None:
        """The marker that a label names; None for names of areas, countries and seas."""
        if own := self.named.get(label.key):
            return None if own.half_px is None else (own.x, own.y, own.half_px)
        if not label.key.startswith(("city:", "town:")):
            return None
        dots = [(x, y, 2.5) for x, y in self.scene.dots]
        return min(dots, key=lambda dot: self.away(label.box, dot))

    @staticmethod
    def away(box: BoxPx, marker: tuple[float, float, float]) -> float:
        x, y, radius = marker
        return math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3])) - radius

    def faults(self) -> Iterator[str]:
        frame = self.view.port
        obstacles = [box for each in self.scene.named for box in each.boxes()]
        for label in self.scene.labels:
            left, top, right, bottom = label.box
            if min(left, top) < NAME_MARGIN_PX or right > frame.width_px - NAME_MARGIN_PX:
                yield f"{label.key} leaves the frame"
            if bottom > frame.height_px - NAME_MARGIN_PX or meet(label.box, self.view.card):
                yield f"{label.key} leaves the frame or lies on a card"
            if any(meet(label.box, box) for box in obstacles):
                yield f"{label.key} lies on a symbol"
            if (own := self.owner(label)) and not label.leader:
                others = (self.away(label.box, each) for each in self.markers if each != own)
                if min(others, default=math.inf) <= self.away(label.box, own):
                    yield f"{label.key} is nearer to another marker"
        for one, other in itertools.combinations(self.scene.labels, 2):
            if meet(one.box, other.box):
                yield f"{one.key} and {other.key} overlap"
        for label in self.scene.labels:
            yield from self.faults_of_leader(label)

    def faults_of_leader(self, label: Label) -> Iterator[str]:
        """Names and symbols that a leader runs through; that of a capital may cross symbols."""
        if label.leader is None:
            return
        x0, y0, x1, y1 = label.leader
        for step in range(1, 20):
            x, y = x0 + (x1 - x0) * step / 20, y0 + (y1 - y0) * step / 20
            for other in self.scene.labels:
                if other is not label and meet((x, y, x + 0.01, y + 0.01), other.box):
                    yield f"the leader of {label.key} crosses {other.key}"
            if label.lines[0].style != "capital":
                crossed = [each for each in self.symbols if self.covers(each, x, y)]
                if any(each.key != label.key for each in crossed):
                    yield f"the leader of {label.key} crosses a symbol"

    @staticmethod
    def covers(symbol: Named, x: float, y: float) -> bool:
        return math.hypot(symbol.x - x, symbol.y - y) < (symbol.half_px or 0.0) - 0.1

    def to_name(self) -> list[Named]:
        """The features in sight that have a name to be told, clear of the edge and the card."""
        frame, card = self.view.port, self.view.card
        return [
            each
            for each in self.scene.named
            if each.spec.label and (each.name.en or each.members)
            if NAME_MARGIN_PX < each.x < frame.width_px - NAME_MARGIN_PX
            if NAME_MARGIN_PX < each.y < frame.height_px - NAME_MARGIN_PX
            if not (card[0] < each.x < card[2] and card[1] < each.y < card[3])
        ]


def meet(one: BoxPx, other: BoxPx) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 1e-6
        and min(one[3], other[3]) - max(one[1], other[1]) > 1e-6
    )


@pytest.fixture(scope="module")
def placed(specs: tuple[LayerSpec, ...]) -> list[Placed]:
    with (
        Atlas(asset("data", "atlas.gpkg"), specs) as atlas,
        Basemap(asset("data", "basemap.gpkg")) as basemap,
    ):
        catalogue = LayerCatalogue(atlas)
        layers = {spec.id: read_layer(catalogue, spec) for spec in specs}
        return [labelled(view, layers, basemap) for view in views()]


def labelled(view: View, layers: dict[str, SceneLayer], basemap: Basemap) -> Placed:
    chosen = [layers[id_] for id_ in LAYER_SETS.get(view.layers, FAR)]
    scene = make_scene(chosen, (), view.port, "light")
    return Placed(
        view,
        label_scene(scene, basemap, "en", keep_free=[view.card], most_numbers=MOST_NUMBERS),
    )


def test_no_name_on_paper_misleads_or_lies_on_anything(placed: list[Placed]) -> None:
    assert len(placed) > 180
    faults = [f"{each.view}: {fault}" for each in placed for fault in each.faults()]
    assert not faults, f"{len(faults)}, such as {faults[:3]}"


@pytest.mark.parametrize("layers", LEAST_NAMED)
def test_paper_names_what_it_shows(placed: list[Placed], layers: str) -> None:
    told = wanted = 0
    for each in placed:
        if each.view.layers == layers:
            keys = {label.key for label in each.scene.labels}
            there = each.to_name()
            told += sum(named.key in keys for named in there)
            wanted += len(there)
    assert wanted > 100
    assert told / wanted >= LEAST_NAMED[layers], f"{told} of {wanted}"


def test_each_number_on_the_map_is_in_the_key_once(placed: list[Placed]) -> None:
    assert sum(len(each.scene.key) for each in placed) > 100
    for each in placed:
        numbers = [label.lines[0].text for label in each.scene.labels if label.is_number]
        assert sorted(numbers) == [circled(entry.number) for entry in each.scene.key]
        assert all(any(name.en for name in entry.names) for entry in each.scene.key)


def test_shenyang_is_named_wherever_it_is_in_sight(placed: list[Placed]) -> None:
    seen = 0
    for each in placed:
        port = each.view.port
        for _, x, y in port.points(np.array([123.43]), np.array([41.79])):
            inner = 60 < x < port.width_px - 60 and 60 < y < port.height_px - 60
            if inner and not meet((x, y, x + 1, y + 1), each.view.card):
                seen += 1
                texts = {line.text for label in each.scene.labels for line in label.lines}
                assert "Shenyang" in texts, each.view
    assert seen > 60
