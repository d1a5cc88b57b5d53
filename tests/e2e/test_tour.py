"""The pictures of the tour are made by the program, and show what the tour says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MOST_BYTES = 120_000
TOLERANCE = 6

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pictures that were made now."""
    folder = tmp_path_factory.mktemp("pictures")
    script = DOCS / "make_pictures.py"
    done = subprocess.run(
        [sys.executable, str(script), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def amount(picture: Image.Image, colour: str, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of a picture have a colour, give or take a little."""
    want = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    colours = Counter(picture.convert("RGB").crop(box).get_flattened_data())
    return sum(
        count
        for seen, count in colours.items()
        if all(abs(one - other) <= TOLERANCE for one, other in zip(seen, want, strict=True))
    )


MAP, CARD = (264, 78, 1030, 740), (1030, 78, 1366, 740)


@pytest.mark.parametrize(
    ("name", "colour", "box", "at_least"),
    [
        ("window", "#813331", MAP, 100),  # the park
        ("window", "#17727F", MAP, 150),  # glows
        ("window", "#17727F", CARD, 40),  # where sources disagree, on its card
        ("shenyang", "#5E447A", MAP, 100),  # companies
        ("shenyang", "#4D88B5", MAP, 100),  # institutes
        ("dark", "#1B2026", MAP, 100_000),  # the sea
        ("dark", "#5FD3DF", CARD, 40),  # ties of the port; the palette is that of the whole picture
        ("pacific", "#DCE8EE", MAP, 150_000),  # the ocean
        ("pacific", "#C3576A", MAP, 20),  # cities
    ],
)
def test_the_window_shows_it(
    pictures: Path, name: str, colour: str, box: tuple[int, int, int, int], at_least: int
) -> None:
    with Image.open(pictures / f"{name}.png") as picture:
        assert picture.size == (1366, 768)
        assert amount(picture, colour, box) >= at_least


def test_the_sheet_shows_ports_and_free_trade_zones(pictures: Path) -> None:
    with Image.open(pictures / "sheet.png") as picture:
        width, height = picture.size
        assert width / height == pytest.approx(297 / 210, rel=0.01)
        for colour in ("#3A4EC8", "#7A5A03"):
            assert amount(picture, colour, (0, 0, width, height)) > 300


def test_pictures_are_light(pictures: Path) -> None:
    sizes = {file.name: file.stat().st_size for file in pictures.iterdir()}
    assert len(sizes) == 5
    assert not {name: size for name, size in sizes.items() if size > MOST_BYTES}


def test_the_tour_and_the_readme_show_pictures_that_are_there(pictures: Path) -> None:
    tour = re.findall(r"\]\(pictures/([^)]+)\)", (DOCS / "tour.md").read_text(encoding="utf-8"))
    readme = re.findall(
        r"\]\(docs/pictures/([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    made = {file.name for file in pictures.iterdir()}
    assert set(tour) == made
    assert set(readme) <= made
    assert {file.name for file in (DOCS / "pictures").iterdir()} == made
