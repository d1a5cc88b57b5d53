from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from mapapp.core.disk.assets import asset
from mapapp.core.errors import ExportError, UsageError
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.theme import ground
from mapapp.paint import export
from mapapp.paint.devices import bands
from mapapp.paint.export import export_picture
from mapapp.render.labels import words
from mapapp.render.request.paper import PageSize
from mapapp.render.request.request import ExportRequest
from mapapp.render.view.viewport import Viewport
from tests.golden.conftest import Save
from tests.tools import output

pytestmark = pytest.mark.golden

A4 = PageSize.named("A4")
DALIAN = (121.65472, 38.92889)
BOHAI = (120.5, 39.75)
PLAIN = (120.6, 42.9)


def colour_at(image: QImage, lon: float, lat: float, extent: Extent = LIAONING) -> QColor:
    view = Viewport.fitted(extent, image.width(), image.height())
    return image.pixelColor(round(float(view.x(lon))), round(float(view.y(lat))))


def near(one: QColor, other: QColor, tolerance: int = 6) -> bool:
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(int(a) - int(b)) <= tolerance for a, b in pairs)


def has_colour(image: QImage, colour: str, lon: float, lat: float, reach_px: int = 9) -> bool:
    view = Viewport.fitted(LIAONING, image.width(), image.height())
    x, y = round(float(view.x(lon))), round(float(view.y(lat)))
    wanted = QColor(colour)
    return any(
        near(image.pixelColor(x + dx, y + dy), wanted)
        for dx in range(-reach_px, reach_px + 1)
        for dy in range(-reach_px, reach_px + 1)
    )


def tone(specs: tuple[LayerSpec, ...], layer: str) -> str:
    return next(spec.symbol.colour.light for spec in specs if spec.id == layer)


def test_a_png_shows_land_sea_and_the_port_in_their_colours(
    save: Save, specs: tuple[LayerSpec, ...]
) -> None:
    image = QImage(str(save("map.png", size_px=(1280, 800))))
    assert (image.width(), image.height()) == (1280, 800)
    assert near(colour_at(image, *BOHAI), QColor(ground("light").sea))
    assert near(colour_at(image, *PLAIN), QColor(ground("light").land))
    assert has_colour(image, tone(specs, "port"), *DALIAN)


def test_a_layer_that_is_not_wanted_is_not_drawn(save: Save, specs: tuple[LayerSpec, ...]) -> None:
    image = QImage(str(save("map.png", size_px=(1280, 800), layers=("rail_hub",))))
    assert not has_colour(image, tone(specs, "port"), *DALIAN)


def test_the_dark_theme_has_its_own_ground(save: Save) -> None:
    image = QImage(str(save("map.png", size_px=(640, 400), theme="dark")))
    assert near(colour_at(image, *BOHAI), QColor(ground("dark").sea))


def test_the_map_goes_on_across_the_antimeridian(save: Save) -> None:
    pacific = Extent(100, 0, 290, 75)
    image = QImage(str(save("map.png", size_px=(1280, 800), area=pacific, layers=("port",))))
    assert near(colour_at(image, 245.0, 52.0, pacific), QColor(ground("light").land))
    assert near(colour_at(image, 200.0, 30.0, pacific), QColor(ground("light").sea))
    assert near(colour_at(image, 172.0, 67.5, pacific), QColor(ground("light").land))


def test_a_png_has_its_resolution_and_its_description(save: Save) -> None:
    image = QImage(str(save("map.png", page=A4, dpi=150, title="辽宁")))
    assert (image.width(), image.height()) == (1754, 1240)
    assert image.dotsPerMeterX() == 5906
    assert image.text("Title") == "辽宁"
    described = json.loads(image.text("Description"))
    assert described["request"]["area"]["extent"] == [118.0, 38.3, 126.2, 43.7]
    assert "port" in {layer["id"] for layer in described["request"]["layers"]}


def test_bands_do_not_show(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = QImage(str(save("whole.png", size_px=(640, 400))))
    monkeypatch.setattr(bands, "BAND_PIXELS", 640 * 61)
    banded = QImage(str(save("banded.png", size_px=(640, 400))))
    differing = sum(
        not near(whole.pixelColor(x, y), banded.pixelColor(x, y), 40)
        for x in range(0, 640, 3)
        for y in range(400)
    )
    assert differing < 50  # the dashes of a ring may begin elsewhere


@pytest.mark.parametrize(
    ("language", "there", "missing"),
    [("en", ["Dalian"], ["大连"]), ("zh", ["大连"], ["Dalian"]), ("both", ["Dalian", "大连"], [])],
)
def test_a_pdf_gives_back_names_and_figures(
    save: Save, language: str, there: list[str], missing: list[str]
) -> None:
    path = save("map.pdf", page=A4, title="Liaoning 辽宁 481.5 km²", language=language)
    text = output("pdftotext", path, "-")
    assert [name for name in there if name not in text] == []
    assert [name for name in missing if name in text] == []
    assert "481.5" in text
    assert "Liaoning 辽宁 481.5 km²" in text
    assert "\t" not in text


def test_a_pdf_has_vectors_and_our_font_only(save: Save) -> None:
    path = save("map.pdf", page=A4, title="Liaoning")
    assert len(output("pdfimages", "-list", path).splitlines()) == 2
    fonts = [line.split() for line in output("pdffonts", path).splitlines()[2:]]
    ours = {"MapappSans-Regular", "MapappSans-Bold"}
    assert ours <= {font[0] for font in fonts} <= {*ours, "MapappSansLatin-Regular"}
    assert path.stat().st_size < 600_000


def test_a_pdf_has_the_size_of_its_page(save: Save) -> None:
    info = output("pdfinfo", save("map.pdf", page=PageSize.named("A3"), title="Liaoning"))
    width, height = map(float, re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", info)[0])
    assert (width, height) == (pytest.approx(1190.6, abs=1), pytest.approx(841.9, abs=1))
    assert re.search(r"Title:\s+Liaoning", info)


def test_a_pdf_says_where_its_map_lies(save: Save) -> None:
    import pikepdf

    with pikepdf.open(save("map.pdf", page=A4)) as pdf:
        assert not pdf.check_pdf_syntax()
        (viewport,) = pdf.pages[0].obj.VP
        corners = [float(number) for number in viewport.Measure.GPTS]
        spaces = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
    south, north = min(corners[::2]), max(corners[::2])
    west, east = min(corners[1::2]), max(corners[1::2])
    assert south <= 38.3001
    assert north >= 43.6999
    assert west <= 118
    assert east >= 126.2
    assert not any(b"begincmap" in part and b"<0009>" in part for part in spaces)


def test_an_svg_has_a_group_for_each_layer(save: Save) -> None:
    path = save("map.svg", page=A4, title="辽宁", language="zh")
    text = path.read_text(encoding="utf-8")
    assert QSvgRenderer(str(path)).isValid()
    ids = re.findall(r'<g id="(\w+)"', text)
    assert ids[:2] == ["paper", "ground"]
    assert {"port", "industrial_park", "rail_hub", "names", "furniture"} <= set(ids)
    assert "大连港" in text
    everything = re.findall(r' id="([^"]+)"', text)
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("name", ["map.pdf", "map.png", "map.svg"])
def test_a_picture_replaces_the_old_one_and_leaves_nothing_else(save: Save, name: str) -> None:
    path = save(name, size_px=(320, 240))
    path.write_bytes(b"old")
    save(name, size_px=(320, 240))
    assert path.stat().st_size > 1000
    assert [found.name for found in path.parent.iterdir()] == [name]


def test_a_folder_that_vanished_is_told_in_a_sentence(save: Save, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        save("gone/map.pdf", page=A4)
    assert not list(tmp_path.iterdir())


def test_a_target_that_is_a_folder_is_left_alone(save: Save, tmp_path: Path) -> None:
    (tmp_path / "map.png").mkdir()
    with pytest.raises(ExportError, match=re.escape("map.png is a folder")):
        save("map.png", size_px=(320, 240))
    assert [found.name for found in tmp_path.iterdir()] == ["map.png"]


def test_a_full_disk_leaves_no_part_of_a_file(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(b"some")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export, "_painted", lambda *_: fill)
    with pytest.raises(ExportError, match="the disk is full"):
        save("map.png", size_px=(320, 240))
    assert not list(tmp_path.iterdir())


def test_an_unknown_layer_is_named(save: Save, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'port'"):
        save("map.png", size_px=(320, 240), layers=("prot",))
    assert not list(tmp_path.iterdir())


def test_a_fault_while_painting_ends_the_painter(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(painter: QPainter, *_: object) -> None:
        raise ExportError("no")

    monkeypatch.setattr(bands, "paint_sheet", fail)
    with pytest.raises(ExportError, match="no"):
        save("map.png", size_px=(320, 240))


def test_a_snapshot_loads_no_heavy_library_nor_widgets(tmp_path: Path) -> None:
    code = (
        "import sys; from mapapp.cli import main\n"
        f"main(['snapshot', '-o', {str(tmp_path / 'map.pdf')!r}])\n"
        "print(*{name.partition('.')[0] for name in sys.modules})\n"
        "print(*(n for n in sys.modules if n.startswith('PySide6.Qt')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"pandas", "geopandas", "pyogrio", "folium", "pyproj", "pypinyin"}
    assert {name for name in loaded if name.startswith("PySide6.")} <= {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtSvg",
    }


def test_a_book_says_each_kind_of_caution_once(
    specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    request = ExportRequest(tmp_path / "book.pdf", "pdf", page=PageSize.named("A5"), book="port")
    data = (asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
    (caution,) = export_picture(request, *data)
    assert caution.kind == words.COARSE_GROUND
    assert len(PdfReader(request.path).pages) > 1
