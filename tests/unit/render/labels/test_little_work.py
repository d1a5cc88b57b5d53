"""What a view needs is worked out once, and only for what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text
from mapapp.render.labels.label import Candidate, Line
from mapapp.render.labels.names import Named, feature_candidates, place_candidates
from mapapp.render.labels.placing import Surroundings, place_labels
from mapapp.render.labels.text import TextMeasurer
from mapapp.render.view.viewport import Viewport


class Advances(dict[int, float]):
    """Counts how many characters were measured."""

    asked = 0

    def get(self, *_: Any) -> float:
        self.asked += 1
        return 0.5


class Column(list[Any]):
    """Tells which of its values were looked at."""

    def __init__(self, *values: Any) -> None:
        super().__init__(values)
        self.seen: set[int] = set()

    def __getitem__(self, at: Any) -> Any:
        self.seen.add(at)
        return super().__getitem__(at)

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("all were looked at")


def measuring() -> tuple[TextMeasurer, Advances]:
    advances = Advances()
    return TextMeasurer(advances, advances, {False: advances, True: advances}), advances


def test_the_next_view_measures_no_name_again(specs: tuple[LayerSpec, ...]) -> None:
    port = next(spec for spec in specs if spec.id == "port")
    named = Named("a", port, Text("Harbour of Yingkou", ""), 0.0, 0.0, 9.0)
    measurer, advances = measuring()
    first = list(feature_candidates([named], 12.0, "en", measurer))
    asked = advances.asked
    assert asked > 0
    assert list(feature_candidates([named], 12.0, "en", measurer)) == first
    assert advances.asked == asked


def test_a_name_that_may_stand_near_or_far_is_measured_once() -> None:
    measurer, advances = measuring()
    line = Line("Yingkou", 11.0, "feature")
    near_or_far = Candidate("a", 400.0, 300.0, (line,), 1.0, 5.0, far_px=22.0)
    assert place_labels([near_or_far], Surroundings(), (0.0, 0.0, 800.0, 600.0), measurer)
    assert advances.asked == len(line.text)


def test_only_places_in_sight_are_looked_at() -> None:
    columns = {
        "name_en": Column("Away", "Shenyang", "Beyond"),
        "name_zh": Column("", "沈阳", ""),
        "kind": Column("city", "city", "city"),
        "rank": Column(2, 2, 2),
    }
    points = shapely.points([(-60.0, 10.0), (123.4, 41.8), (60.0, -10.0)])
    places = FeatureSet("place", np.arange(3), points, columns)
    view = Viewport(0.84, 0.37, 65536.0, 800, 600)
    found = list(place_candidates(places, view, "en"))
    assert [place.lines[0].text for place in found] == ["Shenyang"]
    assert all(column.seen == {1} for column in columns.values())
