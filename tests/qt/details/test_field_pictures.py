"""Pictures that a row names: which are shown, how large, and what leads to their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextDocument, QTextImageFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapapp.core.layer.roles import NO_ROLES
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.qt.details import field_pictures
from mapapp.qt.details.feature_card import FeatureCard
from mapapp.qt.details.field_pictures import FieldPictures, read_picture
from mapapp.render.card.card import Card, CardField, make_card
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


def draw(path: Path, width: int = 800, height: int = 400) -> None:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))


@pytest.fixture
def data(qapp: QApplication, tmp_path: Path) -> Path:
    for name in ("wide.png", "wide.jpg", "tall.webp", "print.tif"):
        draw(tmp_path / name, *((800, 400) if name != "tall.webp" else (30, 60)))
    return tmp_path / "wells.csv"


@pytest.fixture
def table(data: Path) -> Path:
    data.write_text("photo\n", encoding="utf-8")
    return data


@pytest.fixture
def spec(specs: tuple[LayerSpec, ...], table: Path) -> LayerSpec:
    port = next(spec for spec in specs if spec.id == "port")
    return replace(port, roles=NO_ROLES, key_figures=(), source=file_ref(str(table)))


def card_with(atlas: Atlas, spec: LayerSpec, *values: str) -> Card:
    feature = replace(LayerCatalogue(atlas).feature("port", 1), roles=NO_ROLES)
    card = make_card(atlas, spec, feature, "en")
    return replace(card, fields=tuple(CardField(f"Photo {value}", value, "") for value in values))


@pytest.mark.parametrize(
    ("name", "shown_px", "full_px"),
    [("wide.png", (640, 320), (800, 400)), ("wide.jpg", (640, 320), (800, 400)),
     ("tall.webp", (30, 60), (30, 60)), ("print.tif", (640, 320), (800, 400))],
)  # fmt: skip
def test_a_picture_is_read_no_larger_than_a_card_needs(
    table: Path, name: str, shown_px: tuple[int, int], full_px: tuple[int, int]
) -> None:
    found = read_picture(table, name)
    assert found is not None
    assert (found.image.width(), found.image.height()) == shown_px
    assert found.full_px == full_px


def test_what_is_broken_or_something_else_stays_a_text(table: Path) -> None:
    folder = table.parent
    (folder / "cut.png").write_bytes((folder / "wide.png").read_bytes()[:60])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "drawing.png").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>',
        encoding="utf-8",
    )
    for name in ("cut.png", "empty.jpg", "drawing.png", "missing.gif"):
        assert read_picture(table, name) is None, name


def test_what_is_too_large_stays_a_text(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_pictures, "MOST_PX", 800 * 400 - 1)
    assert read_picture(table, "wide.png") is None
    monkeypatch.undo()
    monkeypatch.setattr(field_pictures, "MOST_BYTES", 100)
    assert read_picture(table, "wide.png") is None


def images_of(document: QTextDocument) -> list[QTextImageFormat]:
    found, block = [], document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            chars = parts.fragment().charFormat()
            if chars.isImageFormat() and chars.isAnchor():
                found.append(chars.toImageFormat())
            parts += 1
        block = block.next()
    return found


class Opened(QObject):
    """Stands for the program that shows pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(url.toLocalFile())


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    yield Opened()
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def shown(qtbot: QtBot, atlas: Atlas, spec: LayerSpec) -> FeatureCard:
    owner = QObject()
    card = card_with(atlas, spec, "wide.png", "../no.png", "gone.png", "tall.webp")
    made = FeatureCard(card, spec, "light", "en", "", None, FieldPictures(owner))
    made.setProperty("owner", owner)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    qtbot.waitUntil(lambda: len(images_of(made.document())) == 2)
    return made


def test_a_card_shows_pictures_above_the_texts_that_name_them(shown: FeatureCard) -> None:
    wide, tall = images_of(shown.document())
    assert (wide.width(), wide.height()) == (shown.viewport().width(), wide.width() / 2)
    assert (tall.width(), tall.height()) == (30, 60), "small ones are not blown up"
    for text in ("wide.png", "../no.png", "gone.png", "tall.webp"):
        assert text in shown.toPlainText()
    shown.resize(200, 400)
    assert images_of(shown.document())[0].width() == shown.viewport().width()


def test_a_picture_is_told_to_who_cannot_see_it(shown: FeatureCard) -> None:
    said = shown.accessibleDescription().splitlines()
    assert said[0].startswith("Photo wide.png: Picture, 800 × 400 px.")
    assert [image.toolTip() for image in images_of(shown.document())] == [
        "Picture, 800 × 400 px. Click or press Enter to open it.",
        "Picture, 30 × 60 px. Click or press Enter to open it.",
    ]


def test_tab_and_enter_open_the_file(
    qtbot: QtBot, shown: FeatureCard, opened: Opened, table: Path
) -> None:
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Tab)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened.paths == [str((table.parent / "wide.png").resolve())]
