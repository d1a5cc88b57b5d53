from __future__ import annotations

import pytest

from mapapp.core.geo.geodesy import distance_m
from mapapp.core.geo.positions.parser import parse_position
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.card.place import PinnedPlace, make_place_card, place_as_text
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.nearby import nearest_features

SHENYANG = (123.43278, 41.79222)


def test_every_position_of_a_card_is_read_as_the_same_place() -> None:
    card = make_place_card(PinnedPlace(*SHENYANG), (), "en")
    for position in card.positions:
        datum = position.label.split()[0] if position.label[:2] in ("GC", "BD") else ""
        read = parse_position(f"{datum} {position.text}")[0]
        assert distance_m(read.lon, read.lat, *SHENYANG)[0] < 3, position


@pytest.mark.parametrize(
    ("place", "count"), [(SHENYANG, 9), ((-87.65, 41.85), 5), ((0.0, 89.0), 3), ((0.0, -90.0), 3)]
)
def test_only_systems_that_are_defined_there_are_told(
    place: tuple[float, float], count: int
) -> None:
    assert len(make_place_card(PinnedPlace(*place), (), "en").positions) == count


def test_a_named_place_has_its_names_and_kind() -> None:
    place = PinnedPlace(*SHENYANG, Text("Fushun", "抚顺"), Text("City", "城市"))
    card = make_place_card(place, (), "zh")
    assert (card.title, card.other_title) == ("抚顺", "Fushun")
    assert place_as_text(card).startswith("抚顺 · Fushun · 城市\n")


def test_the_nearest_come_first_and_each_once(atlas: Atlas, specs: tuple[LayerSpec, ...]) -> None:
    with LayerCatalogue(atlas) as catalogue:
        found = nearest_features(catalogue, specs, lambda _: None, SHENYANG, 5)
    distances = [hit.distance_m for hit in found]
    assert len(found) == 5
    assert distances == sorted(distances)
    assert len({(hit.feature.layer, hit.feature.fid) for hit in found}) == 5


def test_links_without_names_are_not_near_anything(
    atlas: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    links = [spec for spec in specs if spec.id == "friendship_link"]
    with LayerCatalogue(atlas) as catalogue:
        assert nearest_features(catalogue, links, lambda _: None, SHENYANG, 5) == []
