"""A message is told in English by itself, in Chinese by the catalogue, with all that is in it."""

from __future__ import annotations

import copy
import errno
import pickle
from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.message import Message, in_language
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import ParseError
from mapapp.core.texts.reasons import why


def test_a_message_is_its_english_text() -> None:
    said = Message("{path} is a folder; name a file in it.", path=Path("here"))
    assert said == "here is a folder; name a file in it."
    assert said.text("en") == said
    assert said.text("zh") == "here 是文件夹；请指明其中的文件。"


def test_what_a_message_holds_is_told_in_its_language() -> None:
    said = UsageError(
        "There is no layer {layer}; {hint}", layer="'x'", hint=nearest_hint("x", "ab")
    )
    assert str(said) == "There is no layer 'x'; it has a, b."
    assert said.text("zh") == "没有图层 'x'；现有 a、b。"


def test_an_error_in_a_message_is_told_in_its_language_and_lets_its_frames_go() -> None:
    said = DataError("{path} cannot be read ({reason}); check the path.", path="a",
                     reason=ParseError("it is nested too deeply"))  # fmt: skip
    assert said.text("zh") == "无法读取 a（嵌套过深）；请检查路径。"
    assert not any(isinstance(value, Exception) for value in said.message._values.values())


def test_a_text_without_values_is_taken_as_it_is() -> None:
    assert str(DataError('a {"key": 1} of another process')) == 'a {"key": 1} of another process'


def test_what_the_catalogue_lacks_is_told_in_english() -> None:
    assert Message("an extension says {what}", what="so").text("zh") == "an extension says so"
    assert Message("").text("zh") == ""
    assert in_language("plain", "zh") == "plain"


def test_a_message_can_be_sent_and_copied() -> None:
    said = Message("it must be {kind}", kind=Message("a number"))
    for each in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):  # noqa: S301 - ours
        assert (each, each.text("zh")) == ("it must be a number", "须为数值")


def test_parts_can_be_called_otherwise() -> None:
    part = Message("{path} is a folder; name a file in it.", path="a.gpkg")
    said = Message("{file} cannot be shown: {reason}", file="a.gpkg", reason=part)
    other = said.calling({"a.gpkg": Message("its atlas")})
    assert other == "its atlas cannot be shown: its atlas is a folder; name a file in it."


def test_the_reason_of_the_system_is_in_words_of_ours() -> None:
    assert why(OSError(errno.ENOSPC, "Kein Platz")) == "the disk is full"
    assert why(OSError(9999, "what nobody knows")) == "what nobody knows"
    assert why(ValueError("no path")) == "no path"
