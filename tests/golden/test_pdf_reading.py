"""What can be shown and hidden in a PDF, and what it says to those who have it read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PySide6.QtGui import QImage

from mapapp.render.request.paper import PageSize
from tests.golden.conftest import Save, content
from tests.tools import output

pytestmark = pytest.mark.golden

A4 = PageSize.named("A4")
A5 = PageSize.named("A5")  # some of what belongs to the usual layers goes on on a second page


def elements(root: Any) -> Iterator[Any]:
    """The elements of a structure tree in the order of reading."""
    kids = root.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def layer_names(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.Name) for each in pdf.Root.OCProperties.D.Order]


def hidden(path: Path, name: str, folder: Path) -> QImage:
    """The first page as it looks with one layer off."""
    with pikepdf.open(path) as pdf:
        config = pdf.Root.OCProperties.D
        config.OFF = pikepdf.Array([each for each in config.Order if str(each.Name) == name])
        pdf.save(folder / "hidden.pdf")
    return picture(folder / "hidden.pdf", folder)


def picture(path: Path, folder: Path) -> QImage:
    output("pdftoppm", "-r", "60", "-png", "-singlefile", path, folder / "page")
    return QImage(str(folder / "page.png"))


def differing(one: QImage, other: QImage) -> tuple[int, int]:
    """How many pixels differ in the left four fifths, where the map is, and in the others."""
    a, b = (
        np.frombuffer(each.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
        .reshape(each.height(), each.width(), 4)
        .astype(int)
        for each in (one, other)
    )
    differs = np.abs(a - b).max(axis=2) > 8
    edge = differs.shape[1] * 4 // 5
    return int(differs[:, :edge].sum()), int(differs[:, edge:].sum())


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Title, legend and notes", "Names", "Sea ports", "Ground"]),
        ("zh", ["标题、图例和说明", "地名", "海港", "底图"]),
    ],
)
def test_layers_are_listed_with_their_titles_the_highest_first(
    save: Save, language: str, names: list[str]
) -> None:
    path = save("map.pdf", page=A4, layers=("port",), language=language)
    with pikepdf.open(path) as pdf:
        assert layer_names(pdf) == names


def test_a_layer_of_which_nothing_is_in_sight_is_not_listed(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A4, layers=("port", "friendship_city"))) as pdf:
        assert "Friendship cities" not in layer_names(pdf)


def test_what_is_hidden_is_what_its_name_says(save: Save, tmp_path: Path) -> None:
    path = save("map.pdf", page=A4, layers=("port",))
    whole = picture(path, tmp_path)
    on_map, beside = differing(whole, hidden(path, "Sea ports", tmp_path))
    assert (8 * 30 < on_map < 8 * 250, beside) == (True, 0)
    on_map, beside = differing(whole, hidden(path, "Ground", tmp_path))
    assert on_map > 50_000
    on_map, beside = differing(whole, hidden(path, "Title, legend and notes", tmp_path))
    assert beside > 1_000


def tags(root: Any) -> list[str]:
    return [str(each.S)[1:] for each in elements(root)]


def test_a_page_is_read_title_first_then_the_map_and_the_credits_last(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A4, title="Ports", subtitle="and more")) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        read = tags(pdf.Root.StructTreeRoot.K.K[0])
    assert read[:4] == ["H1", "P", "Figure", "Figure"], "title, map and locator"
    assert read[4:6] == ["H2", "P"], "the legend"
    assert read[-1] == "P"


def test_a_further_page_is_a_section_with_the_title_and_no_map(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A5, title="Ports")) as pdf:
        sections = list(pdf.Root.StructTreeRoot.K.K)
        assert len(sections) == len(pdf.pages) == 2
        further = tags(sections[1])
        links = pdf.pages[1].obj.Annots
    assert further[:4] == ["H1", "P", "H2", "H3"], "title, number of the page, then key figures"
    assert set(further) == {"H1", "P", "H2", "H3", "Link"}
    assert "Figure" not in further
    assert 0 < further.count("Link") <= len(links), "one a line"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Ports. It shows 117.49° E–126.71° E, 38.30° N–43.70° N. On it: Sea ports."),
        ("zh", "Ports。范围：117.49° E–126.71° E, 38.30° N–43.70° N。图上有：海港。"),
    ],
)
def test_the_map_is_a_figure_in_words(save: Save, language: str, said: str) -> None:
    path = save("map.pdf", page=A4, layers=("port",), title="Ports", language=language)
    with pikepdf.open(path) as pdf:
        read = list(elements(pdf.Root.StructTreeRoot))
        assert next(str(e.Alt) for e in read if e.S == "/Figure") == said
        assert str(pdf.Root.Lang) == {"en": "en", "zh": "zh-Hans"}[language]


def test_a_paragraph_of_several_lines_is_read_as_one(save: Save) -> None:
    notes = "A long note that has to be broken into lines, for the column is narrow, 大连港在这里"
    with pikepdf.open(save("map.pdf", page=A4, layers=("port",), notes=notes)) as pdf:
        read = list(elements(pdf.Root.StructTreeRoot))
        spoken = {str(e.ActualText): str(e.get("/Lang", "")) for e in read if "/ActualText" in e}
    assert spoken[notes] == "zh-Hans"


def test_all_that_is_marked_belongs_to_an_element_and_links_to_theirs(save: Save) -> None:
    with pikepdf.open(save("ports.pdf", page=A4, book="port", layers=("port",))) as pdf:
        root = pdf.Root.StructTreeRoot
        parents = _numbers(root.ParentTree.Nums)
        for page in pdf.pages:
            marked = re.findall(rb"/MCID (\d+)", content(page))
            assert [int(number) for number in marked] == list(range(len(marked)))
            assert len(parents[int(page.obj.StructParents)]) == len(marked)
            for link in page.obj.Annots:
                assert parents[int(link.StructParent)].S == "/Link"
        sections = [e for e in elements(root) if e.S == "/Sect"]
        assert len(sections) == len(pdf.pages) == 9


def _numbers(flat: Any) -> Mapping[int, Any]:
    pairs = list(flat)
    return {int(key): value for key, value in zip(pairs[::2], pairs[1::2], strict=True)}


def test_content_is_well_nested(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A4, opacities={"port": 0.5})) as pdf:
        depth, opened = 0, list[str]()
        for step in pikepdf.parse_content_stream(pdf.pages[0]):
            word = str(step.operator)
            if word in ("q", "BDC", "BMC"):
                opened.append(word)
            elif word in ("Q", "EMC"):
                assert (opened.pop() == "q") == (word == "Q")
            depth = max(depth, len(opened))
        assert opened == []
        assert depth < 28, "deeper than readers must bear (ISO 32000-1, annex C)"


def test_a_page_has_few_streams_and_most_of_it_is_as_qt_packed_it(save: Save) -> None:
    with pikepdf.open(save("map.pdf", page=A5, title="Ports")) as pdf:
        sheet, further = (list(page.Contents) for page in pdf.pages)
        untouched = [each for each in sheet if b"EMC" not in each.read_bytes()]
        whole, kept = (sum(len(s.read_raw_bytes()) for s in each) for each in (sheet, untouched))
    assert (len(sheet) < 20, len(further)) == (True, 1)
    assert kept > whole * 0.8


def test_no_object_is_left_over(save: Save, tmp_path: Path) -> None:
    path = save("ports.pdf", page=A4, book="port", layers=("port",))
    with pikepdf.open(path) as pdf:
        there = len(pdf.objects)
        pdf.save(tmp_path / "needed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(tmp_path / "needed.pdf") as pdf:
        assert there - len(pdf.objects) < 12  # colours that Qt names and does not use
