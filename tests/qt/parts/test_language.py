"""One way to hear of a language change: ``follow_language``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import mapapp.qt
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.parts.language import follow_language

pytestmark = pytest.mark.qt

QT = Path(mapapp.qt.__file__).parent
HEARS = "parts/language.py"
KEEP_IT = {  # these do not speak the language: they install, remember and save it
    "shell/translation.py", "workspace/remembering.py", "workspace/workspace_session.py",
}  # fmt: skip
OTHER_WAYS = {"language_changed", "LanguageChange", "LocaleChange", "installTranslator"}


def ways(file: Path) -> set[str]:
    """The names in a file by which a language change could be heard of."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
    return named & OTHER_WAYS


def test_nobody_hears_of_a_language_change_in_another_way() -> None:
    found = {file.relative_to(QT).as_posix() for file in QT.rglob("*.py") if ways(file)}
    assert found == {HEARS, *KEEP_IT}


def test_whoever_can_say_things_anew_does_so_at_once_and_after_each_change(
    specs: tuple[LayerSpec, ...],
) -> None:
    state, owner, said = MapState(specs, "en", "light"), QObject(), []
    follow_language(owner, state, lambda: said.append(state.language))
    state.set_language("zh")
    state.set_language("en")
    assert said == ["en", "zh", "en"]
