"""No control character leaves the program: not in documents, not to a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.core.texts.plain import plain_text, terminal_json, terminal_line

ODD = st.text(st.characters() | st.sampled_from("\x00\x1b\x7f\x9b\u202e\u2066\ud800\ufffe\n\t\r"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\x00b\x7fc\x9bd\uffff", "abcd"),
        ("港口\tA\r\nB", "港口\tA\r\nB"),
        ("caf\udce9.png", "caf\ufffd.png"),
        ("\udce6\udcb2\udc88.png", "沈.png"),
        ("\udcc2\udc9b31m", "31m"),
        ("a\ud800b", "a?b"),
        ("𠀀 أهلا \u200f", "𠀀 أهلا \u200f"),
    ],
)
def test_documents_get_no_control_characters(text: str, said: str) -> None:
    assert plain_text(text) == said


@given(ODD)
def test_a_plain_text_is_utf8_and_may_stand_in_xml(text: str) -> None:
    element = ET.Element("t", {"a": plain_text(text)})
    element.text = plain_text(text)
    ET.fromstring(ET.tostring(element, encoding="utf-8"))  # noqa: S314
    assert plain_text(plain_text(text)) == plain_text(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\x9b31mb", r"a\x9b31mb"),
        ("abc\u202egpj", r"abc\u202egpj"),
        ("one\ntwo\r\tthree", "one two  three"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("caf\udce9.png", r"caf\xe9.png"),
        ("\udce6\udcb2\udc88.png", "沈.png"),
        ("\udcc2\udc9b31m", r"\x9b31m"),
        ("a\ud800b", r"a\ud800b"),
        ("沈阳 ≥ 5", "沈阳 ≥ 5"),
    ],
)
def test_a_terminal_obeys_nothing(text: str, said: str) -> None:
    assert terminal_line(text) == said


@given(ODD)
def test_a_line_for_the_terminal_is_one_line_without_controls(text: str) -> None:
    line = terminal_line(text)
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", line)
    line.encode()


@given(st.dictionaries(ODD, ODD, max_size=4))
def test_json_for_the_terminal_means_the_same(answer: dict[str, str]) -> None:
    text = terminal_json(json.dumps(answer, ensure_ascii=False, indent=2))
    assert json.loads(text) == answer
    assert not {unicodedata.category(c) for c in text.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}
