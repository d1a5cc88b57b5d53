from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.folding import folded, search_key, simplified


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Уфа", "УФА"), ("Новосибирск", "новосибирск"), ("Düsseldorf", "DUSSELDORF"),
        ("ＵＦＡ２０", "ufa20"), ("沈阳　站", "沈阳 站"), ("ŁÓDŹ", "łódz"),
        ("Straße", "STRASSE"), ("e\u0301", "É"), ("Thessaloníki", "thessaloniki"),
    ],
)  # fmt: skip
def test_case_width_and_accents_are_folded(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("鐵路", "铁路"), ("中國", "中国"), ("瀋陽 站", "沈阳站"), ("S-Bahn", "sbahn")],
)
def test_keys_are_in_simplified_characters(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("が", "か"), ("กา", "กี"), ("沈阳", "大连"), ("a b", "ab")]
)
def test_what_is_another_word_stays_one(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert search_key(search_key(text)) == search_key(text)


def test_keys_have_no_spaces_and_marks() -> None:
    assert search_key("  Port of Dalian (大連), 2. ") == "portofdalian大连2"


def test_the_table_has_no_circle_and_no_chain() -> None:
    table = simplified()
    assert len(table) > 3000
    assert not [old for old, new in table.items() if ord(new) in table]


def test_ascii_is_folded_without_the_table() -> None:
    code = """
from mapapp.core import folding
assert folding.folded("Shenyang") == "shenyang"
assert not folding.simplified.cache_info().currsize
"""
    subprocess.run([sys.executable, "-c", code], check=True)
