"""The catalogue of messages is held to the code."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "packaging"))

import messages  # noqa: E402 - a script beside the others

CODE = """
class OwnError(DataError):
    pass

def act(path):
    raise OwnError("{path} is a folder; name a file in it.", path=path)
"""
TOLD = 'msgid "{path} is a folder; name a file in it."\nmsgstr "%s"\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One module with one message, and its translation."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "CODE", tmp_path / "mapapp")
    monkeypatch.setattr(messages, "FILE", tmp_path / "messages_zh_CN.po")
    (tmp_path / "mapapp").mkdir()
    (tmp_path / "mapapp" / "own.py").write_text(CODE)
    (tmp_path / "messages_zh_CN.po").write_text(TOLD % "{path} 是文件夹")
    return tmp_path


def test_every_message_of_mapapp_is_translated() -> None:
    assert list(messages.complaints()) == []


def test_what_is_right_is_not_complained_about(tree: Path) -> None:
    assert list(messages.complaints()) == []


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (TOLD % "", "is not translated"),
        (TOLD % "文件夹", "has other values than"),
        (TOLD % "{paht} 是文件夹", "has other values than"),
        ("", "is not in messages_zh_CN.po"),
        (TOLD % "{path}" + '\nmsgid "gone"\nmsgstr "没了"\n', "'gone' is not in the code any more"),
    ],
)
def test_a_fault_of_the_catalogue_is_named(tree: Path, told: str, complaint: str) -> None:
    messages.FILE.write_text(told)
    (said,) = messages.complaints()
    assert complaint in said


@pytest.mark.parametrize("made", ['f"{path} is bad"', '"bad: " + path'])
def test_a_message_of_no_template_is_named(tree: Path, made: str) -> None:
    code = (tree / "mapapp" / "own.py").read_text()
    (tree / "mapapp" / "own.py").write_text(f"{code}    raise OwnError({made})\n")
    assert "mapapp/own.py:7: write a template and its values" in list(messages.complaints())


def test_an_update_keeps_what_is_translated(tree: Path) -> None:
    with (tree / "mapapp" / "own.py").open("a") as file:
        file.write('    raise OwnError("it is new")\n')
    messages.update()
    found = {each.id: each.string for each in messages.known() if each.id}
    assert found == {"{path} is a folder; name a file in it.": "{path} 是文件夹", "it is new": ""}
