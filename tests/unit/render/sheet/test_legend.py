"""Which classes of a layer are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pytest
import shapely

from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.spec import parse_layer_spec
from mapapp.render.sheet.legend import classes_in_use
from mapapp.store.atlas import Atlas
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
