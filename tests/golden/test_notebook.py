"""Pictures and maps out of a notebook, and every example of its page of the documentation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from PySide6.QtGui import QColor, QImage
from shapely import GeometryCollection, LineString, Point, box

import mapapp
from mapapp.cli.program import main
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.style.tones import distinct_tones
from mapapp.notebook.frames import sources_of
from tests.golden.test_snapshot import DALIAN, colour_at, has_colour, near, tone
from tests.unit.render.html.test_html import Page

pytestmark = pytest.mark.golden

LIAONING = (118, 38.3, 126.2, 43.7)
SIZE = (1280, 800)
INSIDE, OUTSIDE = (122.0, 42.4), (124.5, 42.4)
LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'
NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.md"


def square(**columns: list[object]) -> geopandas.GeoDataFrame:
    """A square of 200 km around ``INSIDE``, in metres of UTM."""
    places = [box(330_000, 4_600_000, 530_000, 4_800_000)]
    return geopandas.GeoDataFrame(columns, geometry=places, crs="EPSG:32651")


def mixed() -> geopandas.GeoDataFrame:
    """Each kind of geometry, some in collections, and features without a place."""
    places = [
        Point(119, 42.9), LineString([(119, 40.5), (119.0, 41.5)]), None, Point(),
        GeometryCollection([Point(120.5, 42.9), GeometryCollection([box(121, 42, 123, 43)])]),
    ]  # fmt: skip
    return geopandas.GeoDataFrame({"n": range(5)}, geometry=places, crs=4326)


def test_a_frame_in_another_system_is_drawn_where_it_lies_in_its_colour(tmp_path: Path) -> None:
    layer = mapapp.Layer(square(), colour="#B03060")
    target = tmp_path / "square.png"
    assert mapapp.snapshot(target, layers=[layer], size=SIZE, extent=LIAONING) == target
    with_it = QImage(str(target))
    mapapp.snapshot(target, layers=[], size=SIZE, extent=LIAONING)
    without = QImage(str(target))
    wanted, ground = QColor("#B03060"), colour_at(without, *INSIDE)
    mixed_colour = [
        round(0.35 * one + 0.65 * other)
        for one, other in zip(wanted.getRgb()[:3], ground.getRgb()[:3], strict=True)
    ]
    assert near(colour_at(with_it, *INSIDE), QColor(*mixed_colour))
    assert near(colour_at(with_it, *OUTSIDE), colour_at(without, *OUTSIDE))
    west, middle = shapely.get_coordinates(
        geopandas.GeoSeries([Point(330_000, 4_700_000)], crs=32651).to_crs(4326).iloc[0]
    )[0]
    assert has_colour(with_it, "#B03060", west, middle, reach_px=2)


def test_layers_stand_on_each_other_in_their_order(
    tmp_path: Path, specs: tuple[LayerSpec, ...]
) -> None:
    lon, lat = DALIAN
    around = geopandas.GeoDataFrame(geometry=[Point(DALIAN).buffer(0.5)], crs=4326)
    port = tone(specs, "port")
    for layers, is_over in (([around, "port"], False), (["port", around], True)):
        mapapp.snapshot(tmp_path / "x.png", layers=layers, size=SIZE, extent=LIAONING)
        assert has_colour(QImage(str(tmp_path / "x.png")), port, lon, lat) is not is_over


def test_each_kind_of_geometry_is_drawn(tmp_path: Path) -> None:
    layer = mapapp.Layer(mixed(), colour="#B03060", name="n")
    options: dict[str, Any] = {"size": SIZE, "extent": LIAONING, "theme": "contrast"}
    image = QImage(str(mapapp.snapshot(tmp_path / "x.png", layers=[layer], **options)))
    for place in [(119, 42.9), (119, 41), (120.5, 42.9), (121, 42.5)]:
        assert has_colour(image, "#B03060", *place, reach_px=2), place


def test_odd_frames_are_layers() -> None:
    two = GeometryCollection([Point(121, 41), Point(122, 41), Point(122, 42)])
    columns = {5: [True], "c": [1 + 2j], "half": pd.Series(["\ud800"], dtype=object)}
    frame = geopandas.GeoDataFrame(columns, geometry=[two], crs=4326).rename_geometry("place")
    frame["geometry"] = "a text"
    frame.index = pd.MultiIndex.from_tuples([("a", 1)])
    ((kind, source),) = sources_of(frame, "layers[0]")
    assert (kind, source.count(), source.schema.names) == (
        "point",
        3,
        ("5", "c", "half", "geometry"),
    )
    assert source.rows([1], ["geometry", "5", "c"]) == [("a text", 1, "(1+2j)")]


@pytest.mark.filterwarnings("ignore:(Nothing of these layers|Coasts, rivers):UserWarning")
def test_the_map_shows_where_frames_lie_unless_told_otherwise(tmp_path: Path) -> None:
    far = geopandas.GeoDataFrame(geometry=[box(2, 48, 3, 49)], crs=4326)
    layer = mapapp.Layer(far, colour="#B03060")
    shown = mapapp.snapshot(tmp_path / "far.png", layers=[layer], size=SIZE, parts=[])
    middle = QImage(str(shown)).pixelColor(SIZE[0] // 2, SIZE[1] // 2)
    assert middle.red() > middle.green() + 40
    for where in ({"extent": np.array(LIAONING)}, {"center": (123.4, 41.8), "scale": 1e6}):
        there = mapapp.snapshot(tmp_path / "here.png", layers=[layer], size=SIZE, **where)
        assert not near(QImage(str(there)).pixelColor(SIZE[0] // 2, SIZE[1] // 2), middle, 20)


@pytest.mark.filterwarnings("ignore:(Nothing of these layers|Coasts, rivers):UserWarning")
def test_the_same_picture_as_the_command_line_makes(tmp_path: Path) -> None:
    options = ["--layers", "port", "--size", "640x400", "--title", "港", "--year", "2020"]
    assert main(["snapshot", "-o", str(tmp_path / "a.png"), *options]) == 0
    mapapp.snapshot(tmp_path / "b.png", layers=["port"], size=(640, 400), title="港", year=2020)
    assert QImage(str(tmp_path / "a.png")) == QImage(str(tmp_path / "b.png"))


@pytest.mark.filterwarnings("ignore:(Nothing of these layers|Coasts, rivers):UserWarning")
@pytest.mark.parametrize("ending", ["pdf", "svg", "tiff", "jpeg", "webp", "html"])
def test_a_frame_is_in_every_format(tmp_path: Path, ending: str) -> None:
    odd = square(name=["方"], list=[[1, 2]], when=[pd.Period("2020-05")], other=[Point(1, 2)])
    odd["both"] = geopandas.GeoSeries([Point(1, 2)], crs=4326)
    layer = mapapp.Layer(odd, name="name")
    target = mapapp.snapshot(tmp_path / f"x.{ending}", layers=[layer, "port"])
    assert target.stat().st_size > 1000
    assert [each.name for each in tmp_path.iterdir()] == [target.name]


def test_a_folium_map_has_the_features_of_frames_with_their_names() -> None:
    frame = mixed().assign(n=["<b>甲", "乙", "", "", "丁"])
    own = mapapp.Layer(frame, title="Mine", name="n")
    page = mapapp.folium_map([own, {"data": "port", "title": "港"}, square()], language="zh")
    document = page.get_root().render()
    assert "<b>甲" not in document
    layers = Page(document).told["layers"]
    titles = ["Mine（面）", "Mine（线）", "Mine（点）", "港", "Layer 3"]
    assert [layer["title"] for layer in layers] == titles
    names = [[feature["names"][0] for feature in layer["features"]] for layer in layers]
    assert names[:3] == [["丁"], ["乙"], ["<b>甲", "丁"]]


def test_a_condition_and_an_opacity_count_for_frames_too(tmp_path: Path) -> None:
    two = pd.concat([square(n=["a"]), square(n=["b"]).translate(3e5, 0).to_frame("geometry")])
    two["n"] = ["a", "b"]
    layer = mapapp.Layer(two, colour="#B03060", where='n = "b"', opacity=0.5)
    picture = mapapp.snapshot(tmp_path / "x.png", layers=[layer], size=SIZE, extent=LIAONING)
    plain = mapapp.snapshot(tmp_path / "y.png", layers=[], size=SIZE, extent=LIAONING)
    image, ground = QImage(str(picture)), QImage(str(plain))
    assert near(colour_at(image, *INSIDE), colour_at(ground, *INSIDE))
    below = colour_at(ground, 125, 42.4).getRgb()[:3]
    inside = [
        0.5 * 0.35 * a + (1 - 0.5 * 0.35) * b for a, b in zip((176, 48, 96), below, strict=True)
    ]
    assert near(colour_at(image, 125, 42.4), QColor(*map(round, inside)))


def test_colours_nobody_chose_are_unlike_ours_and_each_other(
    specs: tuple[LayerSpec, ...],
) -> None:
    ours = [spec.symbol.colour.light for spec in specs]
    tones = distinct_tones(ours)
    chosen = [next(tones).light for _ in range(6)]
    assert len({*ours, *chosen}) == len(set(ours)) + 6
    used = [QColor(colour) for colour in ours]
    for colour in map(QColor, chosen):
        assert not any(near(colour, other, 24) for other in used), colour.name()
        used.append(colour)


@pytest.mark.filterwarnings("ignore:Coasts, rivers:UserWarning")
def test_a_series_of_geometries_and_a_frame_that_was_read_are_layers(tmp_path: Path) -> None:
    ports = mapapp.read("port")
    mapapp.snapshot(tmp_path / "x.png", layers=[ports.geometry, ports])


S, L = mapapp.snapshot, mapapp.Layer
BAD_OPTIONS: list[tuple[dict[str, Any], str]] = [
    ({"tilte": "x"}, r"snapshot\(\) has no option 'tilte'; did you mean 'title'"),
    ({"title": 5}, "'title' is 5; it must be a text"),
    ({"year": "x"}, "year is 'x'"),
    ({"dpi": "x"}, "'dpi' is 'x'"),
    ({"page": "A44"}, "did you mean 'A4'"),
    ({"format": "pgn"}, "did you mean 'png'"),
    ({"extent": (1, 2)}, r"write \[west, south, east, north\]"),
    ({"extent": LIAONING, "around": "port"}, "extent and around cannot be"),
    ({"center": (1, 2)}, "give extent, around, or center and scale"),
    ({"center": 5, "scale": 5}, "center is 5; write longitude and latitude"),
    ({"around": "prot"}, "did you mean 'port'"),
    ({"parts": ["legnd"]}, "did you mean 'legend'"),
    ({"selected": object()}, "must be a list"),
    ({"notes": object()}, "must be a text"),
    ({"layers": "port"}, r"layers is a str; give a list such as \['port', frame\]"),
    ({"layers": square()}, "layers is a GeoDataFrame"),
    ({"layers": 5}, "layers is a int"),
    ({"layers": ["prot"]}, "did you mean 'port'"),
    ({"layers": ["port", "port"]}, "'port' is there twice"),
    ({"layers": [5]}, r"layers\[0\]: A int is no layer"),
    ({"layers": [pd.DataFrame()]}, "A DataFrame is no layer"),
    ({"layers": ["port", {"data": "port", "colr": 1}]}, r"layers\[1\]: .*did you mean 'colour'"),
    ({"layers": [{"title": "x"}]}, r"layers\[0\]: Layer\(\) cannot be called so .*'data'"),
    ({"layers": [square().set_crs(None, allow_override=True)]}, r"\[0\] has no reference system"),
    ({"layers": [square().iloc[:0]]}, r"\[0\] has no feature with a place"),
    ({"layers": [geopandas.GeoDataFrame({"a": [1]})]}, "no column of geometries"),
    ({"layers": [square().set_crs(4326, allow_override=True)]}, "is no longitude and latitude"),
    ({"layers": [pd.concat([square(a=[1]), square(a=[1])[["a"]]], axis=1)]}, "two columns 'a'"),
    ({"layers": [square().set_crs(LOCAL, allow_override=True)]}, "reference system .* not known"),
    ({"layers": [square().scale(1e30, 1e30)]}, "is no longitude and latitude"),
    ({"layers": [{"data": square(n=[1]), "where": "m = 1"}]}, "no such field"),
]


@pytest.mark.parametrize(("options", "said"), BAD_OPTIONS)
def test_what_cannot_be_is_one_sentence_and_leaves_no_file(
    tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    target = tmp_path / "x.png"
    with pytest.raises(mapapp.MapappError, match=said):
        mapapp.snapshot(target, **options)
    assert not list(tmp_path.iterdir())


BAD_CALLS: list[tuple[Callable[[], object], str]] = [
    (lambda: S(5), "path is 5; it must be the name of a file"),  # type: ignore[arg-type]
    (lambda: S("-"), "give the name of a file"),
    (lambda: S(b"x.png"), "must be the name of a file"),  # type: ignore[arg-type]
    (lambda: S("x.pgn"), "did you mean .png"),
    (lambda: S("/nowhere/x.png"), "There is no folder /nowhere"),
    (S, r"snapshot\(\) cannot be called so"),  # type: ignore[call-arg]
    (lambda: mapapp.folium_map(["port"], page="A4"), "has no option 'page'"),  # type: ignore[call-arg]
    (lambda: mapapp.folium_map(["prot"]), "did you mean 'port'"),
    (lambda: L(square(n=[1]), name="m"), "no column 'm' for names"),
    (lambda: L("port", name="m"), "has names of its own"),
    (lambda: L("port", colour="red"), "write such as '#3A4EC8'"),
    (lambda: L("port", opacity=float("nan")), "opacity is nan; it must be"),
    (lambda: L("port", opacity=2), "must be a number from 0 to 1"),
    (lambda: L("port", title="x" * 2000), "shorten it to 1,000"),
    (lambda: L("port", where=5), "where is 5"),  # type: ignore[arg-type]
    (lambda: L("port", colr="red"), "did you mean 'colour'"),  # type: ignore[call-arg]
]


@pytest.mark.parametrize(("call", "said"), BAD_CALLS)
def test_a_call_that_cannot_be_is_one_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(mapapp.MapappError, match=said):
        call()


def test_no_display_and_no_application_is_needed(tmp_path: Path) -> None:
    code = (
        "import mapapp; mapapp.snapshot('x.png', layers=[mapapp.read('port')], "
        "size=(640, 480), extent=(118, 38, 126, 44))"
    )
    environ = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    environ.pop("QT_QPA_PLATFORM")
    command = [sys.executable, "-W", "error", "-c", code]
    subprocess.run(command, check=True, cwd=tmp_path, env=environ)
    assert (tmp_path / "x.png").exists()


def files_of_the_reader(folder: Path) -> set[str]:
    """Make the files of one's own that the examples read, and answer their names."""
    (folder / "wells.csv").write_text("name,lon,lat,depth\na,123.4,41.8,12\nb,123.5,41.9,3\n")
    pipes = square().to_crs(4529).boundary.to_frame("geometry")
    pipes.to_file(folder / "network.gpkg", layer="pipes")
    return {file.name for file in folder.iterdir()}


def test_every_example_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    theirs = files_of_the_reader(tmp_path)
    text = NOTEBOOK.read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(examples) == text.count("```python") > 8
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, str(NOTEBOOK), "exec"), names)  # noqa: S102 - our own page
    written = {file.name for file in tmp_path.iterdir()} - theirs
    assert written == set(re.findall(r'(?:snapshot|save)\("([^"]+)"[,)]', "".join(examples)))
    assert "did you mean 'port'?" in capsys.readouterr().out


def test_what_has_no_room_is_a_warning_that_names_it(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="No room for: legend") as told:
        mapapp.snapshot(tmp_path / "x.png", size=(100, 100), parts=["legend"])
    assert told[0].filename == __file__
