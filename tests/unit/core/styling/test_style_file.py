"""Styles as files: what is saved is loaded again, and nothing half-read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core.errors import StyleError
from mapapp.core.layer.spec import Geometry, LabelSpec
from mapapp.core.styling.classing import ClassChoice
from mapapp.core.styling.style_file import (
    parse_style,
    read_style_file,
    style_text,
    write_style_file,
)
from tests.unit.core.styling.test_qml import COLUMN, spec_of

CHOICES = [
    ClassChoice("single"),
    ClassChoice("categorised", COLUMN, palette="tol_muted", count=3),
    ClassChoice("graduated", COLUMN, count=3),
    ClassChoice("sized", COLUMN),
    ClassChoice("density", side_px=12.5, count=3),
]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda each: each.kind)
def test_a_saved_style_is_the_same_again(choice: ClassChoice, tmp_path: Path) -> None:
    spec = spec_of(choice, "point", LabelSpec(field=COLUMN, min_zoom=3, halo=False))
    path = tmp_path / "风格.toml"
    write_style_file(path, spec)
    found = read_style_file(path, "point")
    assert (found.symbol, found.classes, found.label) == (spec.symbol, spec.classes, spec.label)


def test_the_name_of_a_file_says_whose_style_it_is(tmp_path: Path) -> None:
    spec = spec_of(CHOICES[0], "point")
    path = tmp_path / "a.QML"
    write_style_file(path, spec)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE qgis")
    assert read_style_file(path, "point").symbol == spec.symbol


@pytest.mark.parametrize(
    ("text", "geometry", "said"),
    [
        ("geometry = ", "point", "this is not TOML"),
        ('geometry = "point"', "point", r"table \[symbol\] is missing"),
        (style_text(spec_of(CHOICES[0], "point")), "line", "for the geometry 'point'"),
        (
            style_text(spec_of(CHOICES[3], "point")).replace('"point"', '"line"', 1),
            "line",
            "only points have sizes",
        ),
        (
            style_text(spec_of(CHOICES[4], "point")).replace('"point"', '"polygon"', 1),
            "polygon",
            "only points have a density",
        ),
        (
            style_text(spec_of(CHOICES[4], "point")).replace("side_px", "side"),
            "point",
            "'side_px' is missing",
        ),
        (
            style_text(spec_of(CHOICES[4], "point")).replace("12.5", "7"),
            "point",
            "side_px",
        ),
        (
            style_text(spec_of(CHOICES[4], "point")).replace("side_px", 'field = "a"\nside_px'),
            "point",
            "'field'",
        ),
        (style_text(spec_of(CHOICES[0], "point")) + "\n[lable]", "point", "did you mean 'label'"),
    ],
)
def test_a_mistake_is_named(text: str, geometry: Geometry, said: str) -> None:
    with pytest.raises(StyleError, match=said) as caught:
        parse_style(text, "a.toml", geometry)
    assert str(caught.value).startswith("a.toml")
