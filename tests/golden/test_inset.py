"""Insets in files: they are of the layers of the map, and change nothing of where it lies."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from PySide6.QtGui import QImage

from mapapp.render.request.inset_choice import InsetChoice
from mapapp.render.request.paper import PageSize
from tests.golden.conftest import Save, content
from tests.tools import output

pytestmark = pytest.mark.golden

LAYERS = ("rail_hub", "ftz_area", "high_tech_zone", "port", "industrial_park")
A4, NONE = PageSize.named("A4"), InsetChoice("none")


def test_a_pdf_has_the_same_layers_and_lies_at_the_same_place_with_and_without(save: Save) -> None:
    wanted = {"layers": LAYERS, "page": A4}
    paths = save("with.pdf", **wanted), save("without.pdf", **wanted, inset=NONE)
    listed, tagged = [], []
    for path in paths:
        with pikepdf.open(path) as pdf:
            listed.append([str(each.Name) for each in pdf.Root.OCProperties.D.Order])
            tagged.append(len(re.findall(rb"/Map ", content(pdf.pages[0]))))
            assert not list(pdf.pages[0].get_images())
    assert listed[0] == listed[1]
    assert tagged[0] == tagged[1]
    places = [json.loads(output("gdalinfo", "-json", path)) for path in paths]
    for key in ("geoTransform", "cornerCoordinates"):
        assert places[0][key] == places[1][key]
    assert places[0]["metadata"][""]["NEATLINE"] == places[1]["metadata"][""]["NEATLINE"]


def test_name_scale_and_what_is_in_it_are_text(save: Save) -> None:
    told = output("pdftotext", "-layout", save("map.pdf", layers=LAYERS, page=A4), "-")
    assert "Shenyang" in told
    assert "see inset" in told
    assert re.search(r"1:\d00 000", told)
    assert "Hunnan science town" in told


def test_each_group_of_an_svg_is_there_once(save: Save) -> None:
    root = ET.parse(save("map.svg", layers=LAYERS)).getroot()  # noqa: S314
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    without = ET.parse(save("none.svg", layers=LAYERS, inset=NONE)).getroot()  # noqa: S314
    assert [group.get("id") for group in root if group.get("id")] == [
        group.get("id") for group in without if group.get("id")
    ]


def test_the_card_covers_the_map_below_it_and_shows_its_own(save: Save) -> None:
    """Paper at its edge, inside it the symbols of the layers, at full size."""
    wanted = {"layers": LAYERS, "page": A4, "dpi": 96}
    picture, bare = (
        QImage(str(save("a.png", **wanted))),
        QImage(str(save("b.png", **wanted, inset=NONE))),
    )
    corner = [(x, y) for x in range(40, 300) for y in range(40, 280)]
    dark = (0x81, 0x2D, 0x2D)
    assert count(picture, corner, dark) > 40
    assert count(bare, corner, dark) == 0
    assert picture.pixelColor(50, 44).name() == "#ffffff"


def count(image: QImage, points: list[tuple[int, int]], rgb: tuple[int, int, int]) -> int:
    """How many pixels are about of a colour."""
    found = 0
    for x, y in points:
        colour = image.pixelColor(x, y)
        parts = (colour.red(), colour.green(), colour.blue())
        found += max(abs(a - b) for a, b in zip(parts, rgb, strict=True)) < 24
    return found


def test_what_is_asked_for_is_kept_in_the_picture(save: Save) -> None:
    path = save("map.svg", layers=LAYERS, inset=InsetChoice.parse("dalian"))
    assert '"inset": "dalian"' in path.read_text(encoding="utf-8").replace("&quot;", '"')
