from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from mapapp.core.disk.assets import asset

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def script(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script of ``packaging/``, loaded by path as that folder is no package."""
    path = ROOT / "packaging" / f"{request.param}.py"
    spec = importlib.util.spec_from_file_location(f"script_{request.param}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


on_assets = pytest.mark.parametrize("script", ["assets"], indirect=True)
on_font = pytest.mark.parametrize("script", ["mapfont"], indirect=True)


@pytest.fixture
def part(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A part made of one input, built into a temporary folder."""
    monkeypatch.setattr(script, "BUILT", tmp_path / "built")
    source = tmp_path / "source"
    source.write_text("one")

    def make(target: Path) -> None:
        (target / "copy").write_text(source.read_text())

    part = script.Part("part", (source,), (), make)
    monkeypatch.setattr(script, "parts", lambda: (part,))
    return part


@on_assets
def test_part_is_built_once(
    script: ModuleType, part: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.update()
    script.update()
    assert (tmp_path / "built" / "part" / "copy").read_text() == "one"
    assert capsys.readouterr().out.count("building part") == 1


@on_assets
def test_changed_input_makes_a_part_stale(script: ModuleType, part: Any, tmp_path: Path) -> None:
    script.update()
    (tmp_path / "source").write_text("two")
    assert script.stale_parts() == [part]


@on_assets
def test_broken_build_stays_stale(
    script: ModuleType, part: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(part, make=lambda target: 1 / 0)
    monkeypatch.setattr(script, "parts", lambda: (broken,))
    with pytest.raises(ZeroDivisionError):
        script.update()
    assert script.stale_parts() == [broken]


@on_assets
def test_wheel_carries_what_the_app_shows_and_nothing_else(script: ModuleType) -> None:
    places = {place for _, place in script.shipped_files()}
    assert {
        "fonts/MapappSans-Bold.ttf",
        "fonts/OFL.txt",
        "help/zh/1-start.md",
        "fonts/advances.json",
        "web/index.html",
        "web/leaflet.LICENSE",
        "web/leaflet.js",
        "hanzi/simplified.txt",
        "hanzi/OpenCC.LICENSE",
        "gazetteer/places.sqlite",
        "gazetteer/GeoNames.LICENSE",
        "data/atlas.gpkg",
        "data/basemap.gpkg",
        "data/rivers.gpkg",
        "data/rivers-LICENSE-GPL.txt",
        "data/rivers-LICENSE-LGPL.txt",
        "data/rivers-NOTICE.txt",
    } <= places
    assert {place.partition("/")[0] for place in places} <= {
        "data", "fonts", "gazetteer", "hanzi", "help", "html", "i18n", "icc", "icons", "layers",
        "presets", "web",
    }  # fmt: skip
    assert not [place for place in places if "node_modules" in place or "sources" in place]


@on_assets
def test_pictures_of_a_style_sheet_are_named_once(script: ModuleType) -> None:
    style = "a{background:url(images/a.png)} b{behavior:url(#default#VML)} c{x:url(images/a.png)}"
    assert script.pictures(style) == ["images/a.png"]


@on_assets
def test_npm_of_the_wheel_serves_where_the_system_has_none(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert script.npm()[0] == sys.executable


@on_assets
def test_translations_are_compiled(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "i18n" / "mapapp_zh.ts"
    source.parent.mkdir()
    source.write_text('<?xml version="1.0"?><!DOCTYPE TS><TS version="2.1" language="zh_CN"></TS>')
    monkeypatch.setattr(script, "RESOURCES", tmp_path)
    script.make_translations(tmp_path)
    assert (tmp_path / "mapapp_zh.qm").stat().st_size > 0


@on_font
@pytest.mark.parametrize("text", ["大连瀋陽鲅鱼圈", "km²≥", "①⚠→㎡", "ǚéЖΩ", "，。（）％"])
def test_font_covers_the_scripts_of_the_map(script: ModuleType, text: str) -> None:
    assert set(map(ord, text)) <= script.coverage()


@on_font
@pytest.mark.parametrize("code", [0x2F24, 0xF9D3, 0x09, 0xA0, 0xAD, 0x2012])
def test_font_leaves_out_doubles(script: ModuleType, code: int) -> None:
    assert code not in script.coverage()


@pytest.mark.parametrize("name", ["Regular", "Bold", "Regular-western", "Bold-western"])
def test_all_superscripts_of_the_font_are_of_one_size(name: str) -> None:
    with TTFont(asset("fonts", f"MapappSans-{name}.ttf"), lazy=True) as font:
        glyphs = [font.getBestCmap()[ord(figure)] for figure in "⁰¹²³⁴⁵⁶⁷⁸⁹"]
        assert len({font["hmtx"][glyph][0] for glyph in glyphs}) == 1
        tops = [font["glyf"][glyph].yMax for glyph in glyphs]
        feet = [font["glyf"][glyph].yMin for glyph in glyphs]
        assert max(tops) - min(tops) < 25
        assert max(feet) - min(feet) < 25
        assert min(feet) > 400
