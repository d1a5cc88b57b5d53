"""Links that leave a sheet without a word on where they lead are counted."""

from __future__ import annotations

import pytest

from mapapp.render.request.paper import PageSize
from mapapp.render.scene.link_ends import link_ends
from mapapp.render.sheet.omissions import Omission
from mapapp.store.basemap import Basemap
from mapapp.store.catalogue import LayerCatalogue
from tests.unit.render.sheet.test_remarks import (  # noqa: F401 - fixtures
    PACIFIC,
    basemap,
    catalogue,
    picture,
)


@pytest.mark.parametrize(
    ("layers", "page", "language", "has_room"),
    [
        (("friendship_link", "friendship_city"), "A5", "both", False),
        (("friendship_link",), "A2", "en", True),
    ],
)
def test_far_ends_of_links_without_room_for_a_name_are_counted(
    catalogue: LayerCatalogue,  # noqa: F811 - a fixture
    basemap: Basemap,  # noqa: F811 - a fixture
    layers: tuple[str, ...],
    page: str,
    language: str,
    has_room: bool,
) -> None:
    wanted = {"area": PACIFIC, "page": PageSize.named(page), "language": language}
    made = picture(catalogue, basemap, *layers, **wanted)
    labels = [label for label in made.scene.labels if label.key.startswith("end:")]
    told = {line.text.partition(" · ")[0] for label in labels for line in label.lines}
    named = [end.name("en") in told for end in link_ends(made.scene, catalogue, [])]
    missing = [each for each in made.sheet.omitted if each.part == "ends"]
    assert all(named) == has_room
    assert missing == ([] if has_room else [Omission("ends", sum(named), len(named))])
