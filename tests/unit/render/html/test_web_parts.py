"""A web page has those of its parts that are wanted."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.layer.spec import LayerSpec
from mapapp.render.html.answer import export_html
from tests.unit.render.html.test_html import ATLAS, BASEMAP, Page, request


def test_a_file_has_the_parts_that_are_wanted(specs: tuple[LayerSpec, ...], tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    wanted = request(target, notes="Draft", parts=frozenset({"legend", "figures"}))
    export_html(wanted, ATLAS, BASEMAP, specs)
    told = Page(target.read_text(encoding="utf-8")).told
    assert (told["parts"], told["notes"]) == (["legend"], [])
    assert told["title"], "the page has a name, though it does not stand on it"
