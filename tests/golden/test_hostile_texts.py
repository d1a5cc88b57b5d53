"""Every writer, with an atlas of hostile texts: no link, no control character, no formula of it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mapapp.cli import main
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.texts.cells import safe_cell
from mapapp.core.texts.links import safe_link
from mapapp.paint.export import Printer
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.help.help_window import HelpWindow, help_pages
from mapapp.qt.table.table_panel import TablePanel
from mapapp.render.card.card import Card, make_card
from mapapp.render.card.text import card_as_csv, card_as_markdown
from mapapp.render.request.from_json import request_from_table
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.table_file import write_table
from tests.hostile_atlas import BAD_URLS, CONTROLS, FORMULA, GOOD_URLS, hostile_atlas

pytestmark = pytest.mark.golden

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_atlas(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(path: Path, specs: tuple[LayerSpec, ...]) -> Iterator[Atlas]:
    with Atlas(path, specs) as opened:
        yield opened


@pytest.fixture
def card(hostile: Atlas, specs: tuple[LayerSpec, ...]) -> Card:
    """A card that cites many sources."""
    [spec] = [spec for spec in specs if spec.id == "context"]
    feature = hostile.entity("shenyang")
    assert feature is not None
    return make_card(hostile, spec, feature, "en")


def picture(path: Path, specs: tuple[LayerSpec, ...], target: Path) -> Path:
    from mapapp.core.disk.assets import asset

    table = {"file": str(target), "title": CONTROLS, "notes": CONTROLS, "page": "A2"}
    if target.suffix == ".html":
        del table["page"]
    with Printer(path, asset("data", "basemap.gpkg"), specs) as printer:
        printer.make(request_from_table(table, "the request"))
    return target


def odd_characters(text: str) -> set[str]:
    """What no document should hold."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in "\t\r\n"}


def test_a_pdf_links_to_safe_addresses_only(
    qapp: QGuiApplication, path: Path, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    with pikepdf.open(picture(path, specs, tmp_path / "map.pdf")) as pdf:
        links = [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if "/A" in note
        ]
        meta = str(pdf.Root.Metadata.read_bytes(), "utf-8")
        title = str(pdf.docinfo["/Title"])
        assert not pdf.check_pdf_syntax()
    assert links
    assert all(safe_link(link) == link for link in links)
    ET.fromstring(meta.strip().removeprefix("\ufeff"))  # noqa: S314
    assert not odd_characters(title + meta)


def test_an_svg_is_sound_and_has_no_link(
    qapp: QGuiApplication, path: Path, specs: tuple[LayerSpec, ...], tmp_path: Path
) -> None:
    text = picture(path, specs, tmp_path / "map.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314
    assert not odd_characters(text)
    for element in root.iter():
        assert not element.tag.endswith("}a")
        assert not any(key.endswith("href") and not value.startswith(("#", "data:image/"))
                       for key, value in element.attrib.items())  # fmt: skip


def test_a_web_page_links_to_safe_addresses_only(
    path: Path, specs: tuple[LayerSpec, ...], tmp_path: Path, qapp: QGuiApplication
) -> None:
    text = picture(path, specs, tmp_path / "map.html").read_text(encoding="utf-8")
    urls = [json.loads(f'"{url}"') for url in re.findall(r'"url":"((?:[^"\\]|\\.)*)"', text)]
    assert {url for url in urls if url} <= set(GOOD_URLS)
    assert any(urls)
    assert not odd_characters(text)
    assert "\\u001b" not in text.lower()


def test_a_card_has_links_of_ours_and_to_safe_addresses_only(
    qapp: QApplication, specs: tuple[LayerSpec, ...], card: Card
) -> None:
    [spec] = [spec for spec in specs if spec.id == "context"]
    widget = FeatureCard(card, spec, "light", "en", "")
    block, links = widget.document().begin(), set()
    while block.isValid():
        links |= {f.format.anchorHref() for f in block.textFormats()}
        links |= {piece.fragment().charFormat().anchorHref() for piece in block}
        block = block.next()
    links.discard("")
    assert links
    assert any(link in GOOD_URLS for link in links)
    assert all(link.startswith(("entity:", "fold:")) or link in GOOD_URLS for link in links)
    assert not odd_characters(widget.toPlainText())


def test_a_card_in_markdown_links_to_safe_addresses_only(card: Card) -> None:
    text = card_as_markdown(card, "en")
    assert set(re.findall(r"(?<!\\)<([^>]*)>", text)) <= set(GOOD_URLS)
    assert f"<{GOOD_URLS[0]}>" in text
    assert not re.search(r"(?<!\\)\]\(", text)
    bad = {source.url for source in card.sources if not source.link}
    assert bad
    assert all(_unescaped(url) in _unescaped(text) for url in bad), "they stay as texts"


def _unescaped(text: str) -> str:
    return text.replace("\\", "")


def test_no_cell_of_a_card_or_a_table_is_a_formula(
    hostile: Atlas, specs: tuple[LayerSpec, ...], card: Card, tmp_path: Path
) -> None:
    titles, rows = ["name", "=1"], [[FORMULA, -5.5], ["-5", None]]
    write_table(tmp_path / "rows.csv", titles, rows)
    assert main(["export-data", "-o", str(tmp_path / "facts.csv")]) == 0
    written = [path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("*.csv")]
    for text in (*written, card_as_csv(card, "en")):
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert all(safe_cell(cell) == cell for cell in cells)
    assert "-5.5" in written[0] + written[1]
    assert f"'{FORMULA}" in card_as_csv(card, "en")


def test_what_is_copied_of_a_table_is_no_formula(
    qapp: QApplication, hostile: Atlas, specs: tuple[LayerSpec, ...]
) -> None:
    panel = TablePanel(MapState(specs, "en", "light"), LayerCatalogue(hostile))
    panel.show_layer("port")
    panel.model.set_columns(("name_en", "note"))
    panel.view.selectAll()
    panel.copy()
    text = QGuiApplication.clipboard().text()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    assert {row[1] for row in rows[1:]} == {f"'{FORMULA}"}
    assert {len(row) for row in rows} == {2}


def test_a_workbook_has_neither_formulas_nor_links(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_hostile(monkeypatch, path, tmp_path)
    target = tmp_path / "facts.xlsx"
    assert main(["export-data", "-o", str(target)]) == 0
    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "=cmd|" in texts
    assert GOOD_URLS[1] in texts


def with_hostile(monkeypatch: pytest.MonkeyPatch, path: Path, folder: Path) -> None:
    """Assets with the hostile atlas in place of the installed one."""
    (folder / "assets" / "data").mkdir(parents=True)
    (folder / "assets" / "data" / "atlas.gpkg").symlink_to(path)
    monkeypatch.setenv("MAPAPP_ASSETS", str(folder / "assets"))


COMMANDS = [
    ["sources"],
    ["facts", "shenyang"],
    ["conflicts"],
    ["search", "shenyang"],
    ["identify", "121.65", "38.93"],
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_a_terminal_gets_no_control_characters(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, path: Path, tmp_path: Path,
    command: list[str], how: list[str],
) -> None:  # fmt: skip
    with_hostile(monkeypatch, path, tmp_path)
    assert main([*command, *how]) == 0
    said = capsys.readouterr().out
    assert said
    assert not odd_characters(said)
    assert "\u202e" not in said
    if how:
        assert "\u202e" in json.dumps(json.loads(said), ensure_ascii=False)


def test_a_complaint_has_no_control_characters(capsys: Capture) -> None:
    assert main(["facts", "cgip\x1b[31m\u202e\x9b"]) == 2
    assert main(["check", "a\x1b[31m\u202e\x9b.gpkg"]) == 1
    said = capsys.readouterr().err
    assert not odd_characters(said)
    assert "\u202e" not in said


def test_only_one_place_of_the_command_line_prints() -> None:
    folder = Path(main.__code__.co_filename).parent
    printing = [
        path.name for path in folder.glob("*.py")
        if re.search(r"(?<![\w.])print\((?!end=)", path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert printing == ["output.py"]


def test_the_log_has_no_control_characters(tmp_path: Path) -> None:
    program = (
        "from mapapp.core.log import init_logging, logger\ninit_logging(verbose=False)\n"
        "logger('app').warning('%s', 'a\\x1b[31m\\u202eb\\nWARNING forged')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr.decode().count("\n") == 1
    assert r"a\x1b[31m\u202eb WARNING forged" in done.stderr.decode()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_help_has_safe_links_only_and_never_leaves_its_window(
    qapp: QApplication, specs: tuple[LayerSpec, ...], language: str
) -> None:
    for page in help_pages(language):  # type: ignore[arg-type]
        for link in re.findall(r"\]\(([^)]*)\)", page.markdown):
            assert link.startswith("#") or safe_link(link) == link
    window = HelpWindow(MapState(specs, "en", "light"), None)  # type: ignore[arg-type]
    assert not window.text.openLinks()
    assert not window.text.openExternalLinks()
    assert window.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.deleteLater()


def test_the_bad_addresses_of_the_atlas_are_bad() -> None:
    assert not [url for url in BAD_URLS if safe_link(url)]
