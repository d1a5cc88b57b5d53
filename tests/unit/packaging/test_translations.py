"""Every text of the widgets is there in Chinese, as a translator would leave it."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
_PLACES = re.compile(r"\{\d?\}|%s")
_MNEMONIC = re.compile(r"&(\w)")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """``packaging/translations.py``, loaded by path as that folder is no package."""
    path = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("script_translations", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def texts(script: ModuleType) -> dict[tuple[str, str], str]:
    """The translations by context and source."""
    found: dict[tuple[str, str], str] = script.texts(script.FILES[0])
    return found


def test_nothing_is_left_to_translate(script: ModuleType) -> None:
    assert not [line for file in script.FILES for line in script.complaints(file)]


def test_what_is_missing_is_named(script: ModuleType, tmp_path: Path) -> None:
    file = Path(shutil.copy(script.FILES[0], tmp_path))
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        whole.replace("<source>Search</source>", "<source>Seek</source>", 1).replace(
            "<translation>图层(&amp;L)</translation>", '<translation type="unfinished"/>', 1
        ),
        encoding="utf-8",
    )
    assert sorted(script.complaints(file)) == [
        f"{file.name}: Menus: '&Layers' is not translated",
        f"{file.name}: SearchBox: 'Search' is not in the file",
        f"{file.name}: SearchBox: 'Seek' is not in the code any more",
    ]


def test_places_for_values_survive_translation(texts: dict[tuple[str, str], str]) -> None:
    assert not {
        source: target
        for (_, source), target in texts.items()
        if sorted(_PLACES.findall(source)) != sorted(_PLACES.findall(target))
    }


def test_mnemonics_stay_the_same_letter(texts: dict[tuple[str, str], str]) -> None:
    assert not {
        source: target
        for (_, source), target in texts.items()
        if _MNEMONIC.findall(source.upper()) != _MNEMONIC.findall(target.upper())
    }


def test_sentences_end_as_chinese_ones_do(texts: dict[tuple[str, str], str]) -> None:
    assert not {
        source: target
        for (_, source), target in texts.items()
        if source.endswith(".") and not source.endswith("no.") and not target.endswith("。")
    }
