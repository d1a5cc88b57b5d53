"""The command line speaks Chinese by ``--lang`` or by the locale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapapp.cli.columns import wrapped
from mapapp.cli.language import speak_as_asked, system_language
from mapapp.cli.program import main
from mapapp.core.message import Spoken, speak

_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,;]+[A-Za-z]{2,}){2,}")
"""Three words in a row: names of files, options and keys have fewer."""

_MIXED = re.compile(r"[\u4e00-\u9fff][,;:.?](?!\w)|(?<![.])[,;:.?] ?[\u4e00-\u9fff]")
"""Latin punctuation beside a Chinese character."""

_QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|“[^”]*”")

FILES = {
    "cut.gpkg": b"SQLite format 3\x00" + bytes(60),
    "empty.gpkg": b"",
    "no.json": b"{",
    "two.json": b'{"mapapp_picture": 1, "fiel": 1}',
    "list.json": b"[1]",
    "deep.json": b"[" * 5000,
    "latin.json": b'{"a": "\xff"}',
    "none.mapapp.json": b"{}",
    "lines.json": b'{"file": "x.pdf", "dpi": "many"}\n',
    "picture.png": b"\x89PNG\r\n\x1a\n",
}

MISTAKES = (
    ("facts", "nobody"),
    ("facts",),
    ("frobnicate",),
    ("facts", "cgip", "--frobnicate"),
    ("identify", "one", "41"),
    ("identify", "123", "41", "--zoom", "99"),
    ("identify", "123", "41", "--layers", "porst"),
    ("identify", "123", "41", "--layers", ","),
    ("search", "x" * 5000),
    ("check", "missing.gpkg"),
    ("check", "cut.gpkg"),
    ("check", "empty.gpkg"),
    ("check", ".."),
    ("inspect", "picture.png"),
    ("inspect", "missing.png"),
    ("inspect",),
    ("export-data", "-o", "facts.doc"),
    ("snapshot",),
    ("snapshot", "-o", "map.doc"),
    ("snapshot", "-o", "nowhere/map.pdf", "--size", "900x600"),
    ("snapshot", "-o", "map.png", "--size", "large"),
    ("snapshot", "-o", "map.png", "--size", "1x1"),
    ("snapshot", "-o", "map.pdf", "--page", "A99"),
    ("snapshot", "-o", "map.pdf", "--preset", "riport"),
    ("snapshot", "-o", "map.pdf", "--parts", "lagend"),
    ("snapshot", "-o", "map.pdf", "--dpi", "5"),
    ("snapshot", "-o", "map.pdf", "--extent", "1,2,3"),
    ("snapshot", "-o", "map.pdf", "--extent", "20,10,10,20"),
    ("snapshot", "-o", "map.pdf", "--center", "123,41"),
    ("snapshot", "-o", "map.pdf", "--extent", "1,2,3,4", "--around", "port"),
    ("snapshot", "-o", "map.pdf", "--around", "port:dalain"),
    ("snapshot", "-o", "map.pdf", "--year", "soon"),
    ("snapshot", "-o", "map.pdf", "--filter", "port: statsu = 1"),
    ("snapshot", "-o", "map.pdf", "--filter", 'port: status = "open'),
    ("snapshot", "-o", "map.pdf", "--filter", "status"),
    ("snapshot", "-o", "map.pdf", "--title", "x" * 2000),
    ("snapshot", "-o", "map.pdf", "--data", "cut.gpkg"),
    ("snapshot", "--request", "no.json"),
    ("snapshot", "--request", "two.json"),
    ("snapshot", "--request", "list.json"),
    ("snapshot", "--request", "deep.json"),
    ("snapshot", "--request", "latin.json"),
    ("snapshot", "--batch", "lines.json"),
    ("snapshot", "-o", "map.pdf", "--workspace", "none.mapapp.json"),
    ("snapshot", "-o", "map.pdf", "--workspace", "no.json"),
)


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The locale of a Chinese user, and English again behind it."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")
    yield
    speak("en")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with wrong files in it, in which the command runs."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("chinese", "beside")
@pytest.mark.parametrize("arguments", MISTAKES, ids=lambda given: " ".join(given)[:40])
def test_a_mistake_is_told_in_chinese(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) in (1, 2)
    said = capsys.readouterr().err
    assert any(unicodedata.name(each, "").startswith("CJK") for each in said), said
    assert not _ENGLISH.search(_QUOTED.sub("", said)), said
    assert not _MIXED.search(_QUOTED.sub("", said.removeprefix("mapapp: "))), said


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("command", ["", "snapshot", "identify", "facts", "build", "check"])
def test_help_is_chinese_and_fits(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    told = said.partition("\n\n")[2]
    assert not re.search(r"[a-z]{2,}(?: [a-z]{2,}){3,}", told), told
    assert max(map(_columns, told.splitlines())) <= 80


@pytest.mark.usefixtures("chinese")
def test_an_option_comes_before_the_locale(capsys: pytest.CaptureFixture[str]) -> None:
    main(["facts", "nobody", "--lang", "en"])
    assert "There is no entity 'nobody'" in capsys.readouterr().err
    main(["facts", "nobody", "--lang=zh"])
    assert "没有实体 'nobody'" in capsys.readouterr().err


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "zh"),
        (["--lang"], "zh"),
        (["snapshot", "--lang", "both"], "zh"),
        (["--lang=en"], "en"),
        (["--lang", "zh", "facts", "--lang", "en"], "en"),
    ],
)
def test_the_last_language_that_is_asked_for_counts(arguments: list[str], language: str) -> None:
    speak_as_asked(arguments)
    assert Spoken.language == language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
        ({}, "en"),
    ],
)
def test_the_first_locale_that_says_something_counts(
    environ: dict[str, str], language: str
) -> None:
    assert system_language(environ) == language


def test_a_line_ends_between_chinese_characters_but_not_before_a_full_stop() -> None:
    assert wrapped("由数据制作图片。FILE", 14) == ["由数据制作图", "片。FILE"]
    assert wrapped("two words", 5) == ["two", "words"]


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (("--lang", "zh", "snapshot", "-o", "a.pdf"), "zh"),
        (("snapshot", "-o", "a.pdf"), "en"),
        (("--lang", "zh", "snapshot", "-o", "a.pdf", "--lang", "both"), "both"),
        (("--lang", "zh", "snapshot", "-o", "a.pdf", "--request", "en.json"), "en"),
        (("--lang", "zh", "snapshot", "-o", "a.pdf", "--preset", "poster"), "both"),
        (("--lang", "zh", "snapshot", "-o", "a.pdf", "--preset", "report"), "zh"),
    ],
)
def test_a_picture_speaks_the_language_of_the_command_line(
    arguments: tuple[str, ...],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("en.json").write_text('{"mapapp_picture": 1, "page": "a4"}')
    assert main([*arguments, "--print-request"]) == 0
    assert f'"language": "{language}"' in capsys.readouterr().out
