"""What was found of the names of a table, and what somebody chooses instead."""

from __future__ import annotations

import pytest

from mapapp.core.text import Text
from mapapp.store.geocoding.geocoder import PlaceMatch, PlaceQuery
from mapapp.store.geocoding.named_rows import NamedRows
from mapapp.store.geocoding.place_choices import PlaceChoices, PlaceCounts, place_by_hand
from mapapp.store.geocoding.place_names import NamedPlace
from mapapp.store.geocoding.scoring import PlaceCandidate

NAMES = [
    NamedRows(PlaceQuery("sure"), (0, 2)),
    NamedRows(PlaceQuery("doubtful"), (1,)),
    NamedRows(PlaceQuery("poor"), (3, 4, 5)),
    NamedRows(PlaceQuery("nothing"), (6,)),
]


def match(label: str, score: float, lon: float = 123.4) -> PlaceMatch:
    place = NamedPlace(Text(label, ""), "place", lon, 41.8, 0, "CN.19", "")
    return PlaceMatch(PlaceCandidate(place, score), label)


SURE, DOUBTFUL, POOR, OTHER = (
    match("sure", 0.9), match("doubtful", 0.7), match("poor", 0.5), match("other", 0.3, 121.6)
)  # fmt: skip


@pytest.fixture
def choices() -> PlaceChoices:
    found = PlaceChoices(NAMES)
    found.take(0, [(SURE,), (DOUBTFUL, OTHER)])
    found.take(2, [(POOR,), ()])
    return found


def test_what_is_not_looked_up_yet_waits_and_has_no_place() -> None:
    choices = PlaceChoices(NAMES)
    choices.take(1, [(DOUBTFUL,)])
    assert [choices.judgement(name) for name in range(3)] == ["waiting", "doubtful", "waiting"]
    assert choices.counts == PlaceCounts(7, 1, 1)


def test_the_best_is_taken_where_it_is_good_enough(choices: PlaceChoices) -> None:
    judged = [choices.judgement(name) for name in range(4)]
    assert judged == ["sure", "doubtful", "unmatched", "unmatched"]
    assert [choices.place(name) for name in range(4)] == [SURE, DOUBTFUL, None, None]
    assert choices.counts == PlaceCounts(7, 3, 1)
    assert choices.counts.unmatched == 4


def test_what_somebody_chooses_is_sure_and_stays_in_the_list(choices: PlaceChoices) -> None:
    choices.choose(1, OTHER)
    choices.choose(2, POOR)
    choices.choose(0, None)
    assert [choices.judgement(name) for name in range(3)] == ["chosen"] * 3
    assert [choices.needs_a_look(name) for name in range(4)] == [True] * 4
    places = [choices.place(name) for name in range(3)]
    assert [each and (each.label, each.score) for each in places] == [
        None, ("other", 1.0), ("poor", 1.0)
    ]  # fmt: skip
    assert choices.counts == PlaceCounts(7, 4, 0)


def test_what_is_sure_needs_no_look(choices: PlaceChoices) -> None:
    assert [choices.needs_a_look(name) for name in range(4)] == [False, True, True, True]


def test_the_places_of_another_name_are_offered_first_and_the_first_is_chosen(
    choices: PlaceChoices,
) -> None:
    typed = match("other as typed", 0.9, 121.6), SURE
    choices.offer(1, typed)
    assert choices.offered(1) == (*typed, DOUBTFUL, OTHER)
    assert choices.judgement(1) == "chosen"
    assert choices.judged(1) == "doubtful"
    place = choices.place(1)
    assert place is not None
    assert (place.label, place.score) == ("other as typed", 1.0)
    again = (match("other", 0.9, 121.6),)
    choices.offer(1, again)
    assert choices.offered(1) == (*again, DOUBTFUL), "each place once"


def test_each_row_gets_the_place_of_its_name_in_the_order_of_the_table(
    choices: PlaceChoices,
) -> None:
    choices.choose(3, place_by_hand(122.5, 40.25, "40.25, 122.5"))
    rows = choices.placed_rows()
    assert rows.cells == ["sure", "doubtful", "sure", "poor", "poor", "poor", "nothing"]
    lons, lats, labels, scores = rows.columns()
    assert list(lons) == [123.4, 123.4, 123.4, None, None, None, 122.5]
    assert list(lats) == [41.8, 41.8, 41.8, None, None, None, 40.25]
    assert list(labels) == ["sure", "doubtful", "sure", None, None, None, "40.25, 122.5"]
    assert list(scores) == [0.9, 0.7, 0.9, None, None, None, 1.0]
