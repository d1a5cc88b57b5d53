"""One helper reads what others wrote, and lets no error of its libraries out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.bridge.decoding import MAX_MESSAGE, decode
from mapapp.bridge.messages import Idle
from mapapp.core.errors import BridgeError, DataError, LayerSpecError, MapappError, UsageError
from mapapp.core.layer.spec import parse_layer_spec
from mapapp.core.map.bookmarks import parse_bookmarks
from mapapp.core.map.settings import parse_settings
from mapapp.core.map.workspace import parse_workspace
from mapapp.core.texts.parsing import (
    MAX_TOML,
    ParseError,
    csv_rows,
    json_table,
    parse_json,
    parse_number,
    parse_whole,
    shown,
    toml_table,
)
from mapapp.making.problems import ProblemList
from mapapp.making.table import parse_table
from mapapp.render.request.from_json import request_from_json
from mapapp.render.request.metadata import parse_description
from mapapp.render.request.presets import parse_preset
from mapapp.render.request.preview import Answer, PreviewOrder

ROOT = Path(__file__).resolve().parents[4]
HELPER = ROOT / "mapapp" / "core" / "texts" / "parsing.py"
READERS = {
    ("json", "load"), ("json", "loads"), ("json", "JSONDecoder"), ("tomllib", "load"),
    ("tomllib", "loads"), ("csv", "reader"), ("csv", "DictReader"),
}  # fmt: skip
SHIPPED = {
    "mapapp/render/labels/text.py": "widths of our fonts, made by packaging/assets.py",
    "mapapp/core/geo/mainland.py": "the outline in build/assets, made by packaging/assets.py",
    "mapapp/store/point_rows.py": "columns, written as JSON by SQLite in the same statement",
    "mapapp/store/files/gdal.py": "what our own worker answers",
    "mapapp/store/files/gdal_worker.py": "what our own process asks for",
    "mapapp/store/files/text_table.py": "the first rows of a table; Arrow reads the others",
    "mapapp/store/files/writing.py": "reference systems, as PROJ says them",
}
"""Modules that read what only we or SQLite wrote, or much at once; each sees to its faults."""


def readers_of(source: Path) -> set[str]:
    """The readers of the standard library that a module names, however it imports them."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                found |= {f"{module}.{name}"} if (module, name) in READERS else set()
            case ast.ImportFrom(module=module, names=names):
                found |= {f"{module}.{each.name}" for each in names} & set(map(".".join, READERS))
            case ast.Import(names=names):
                found |= {each.name for each in names if each.name == "tomllib" or each.asname}
    return found & {*map(".".join, READERS), "tomllib", "json", "csv"}


def test_only_the_helper_reads_json_toml_and_csv() -> None:
    modules = [path for path in (ROOT / "mapapp").rglob("*.py") if path != HELPER]
    strays = {str(path.relative_to(ROOT)): found for path in modules if (found := readers_of(path))}
    assert set(strays) == set(SHIPPED)


def test_the_walk_sees_readers(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    for text in ("import json\njson.loads('')", "from csv import reader", "import tomllib"):
        module.write_text(text, encoding="utf-8")
        assert readers_of(module)


# What the readers of the standard library answer with RecursionError, OverflowError or a
# ValueError of their own. Each of our parsers must refuse it with its own error.
DEEP, WIDE, LONG = "[" * 100_000, "1" + "0" * 400, "9" * 5_000


@pytest.mark.parametrize("text", [DEEP, f"[{WIDE}]", LONG, "NaN", "", "{", '{"a":' * 2_000])
def test_wrong_json_is_a_phrase(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_json(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "text",
    [f"a = {DEEP}", f"a = {WIDE}", f"a = {LONG}", "a.", "a" + ".a" * 20_000 + " = 1",
     "#" * (MAX_TOML + 1), "a = " + "[" * 90 + "]" * 90],
)  # fmt: skip
def test_wrong_toml_is_a_phrase(text: str) -> None:
    with pytest.raises(ParseError):
        toml_table(text)


def test_what_was_read_can_be_written_out_and_reckoned_with() -> None:
    table = json_table('{"a": ' + "[" * 60 + "1" + "]" * 60 + ', "n": ' + "9" * 300 + "}")
    assert repr(table)
    assert float(str(table["n"]))


def test_a_mark_before_utf_8_is_passed_over_and_other_bytes_are_refused() -> None:
    assert json_table(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    with pytest.raises(ParseError, match="byte 2 is not UTF-8"):
        json_table(b"{\xff}")


def test_a_cell_that_is_too_long_is_a_phrase_with_its_line() -> None:
    with pytest.raises(ParseError, match="line 2: field larger"):
        list(csv_rows("a,b\n" + "x" * 200_000))


def test_rows_have_the_line_where_they_begin() -> None:
    assert list(csv_rows('a\n"b\nb"\nc')) == [(1, ["a"]), (2, ["b\nb"]), (4, ["c"])]


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e999", "9" * 400])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse_number(text)


@pytest.mark.parametrize("text", ["", "1.5", "1_000", "9" * 5_000, "²"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse_whole(text)


@given(st.integers(-(10**299), 10**299))
def test_whole_numbers_are_read_back(value: int) -> None:
    assert parse_whole(str(value)) == value


def test_long_values_are_cut_in_messages() -> None:
    assert shown("x" * 1_000_000) == "'" + "x" * 56 + "…"


@pytest.mark.parametrize(
    "text",
    [DEEP, f'{{"type": "idle", "serial": {WIDE}}}', f'{{"type": "idle", "serial": {LONG}}}',
     f'{{"type": "idle", "serial": {2**31}}}', '{"type": "idle", "serial": 1e999}',
     f'{{"type": "hovered", "lon": {WIDE}, "lat": 1}}', '"' + "x" * MAX_MESSAGE + '"'],
)  # fmt: skip
def test_the_page_gets_no_other_error_out_of_the_bridge(text: str) -> None:
    with pytest.raises(BridgeError):
        decode(text)


def test_the_greatest_serial_of_a_signal_is_taken() -> None:
    assert decode(f'{{"type": "idle", "serial": {2**31 - 1}}}') == Idle(2**31 - 1)


@pytest.mark.parametrize("text", [DEEP, WIDE, LONG, "{", "[]", '{"version": 1, "mapapp": 1}'])
def test_each_document_has_its_own_error(text: str) -> None:
    for parse, error in (
        (lambda: parse_workspace(text.encode(), "w"), MapappError),
        (lambda: request_from_json(text, "r"), UsageError),
        (lambda: parse_description(text, "d"), DataError),
        (lambda: PreviewOrder.from_line(text.encode()), UsageError),
        (lambda: parse_layer_spec(f"a = {text}", "l"), LayerSpecError),
        (lambda: parse_preset(f"a = {text}", "p", "p"), UsageError),
    ):
        with pytest.raises(error):
            parse()


@pytest.mark.parametrize("text", [DEEP, WIDE, LONG, "{", "[]"])
def test_what_is_kept_for_the_user_is_of_no_use(text: str) -> None:
    with pytest.raises(ParseError):
        parse_settings(text, "settings.json")
    with pytest.raises(ParseError):
        parse_bookmarks(text, "bookmarks.json")
    with pytest.raises(ParseError):
        Answer.taken_from(bytearray(text.encode() + b"\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("n\n" + "x" * 200_000, "it is no CSV"), (f"n\n{LONG}\n", "write a whole number")],
)
def test_a_table_that_is_no_csv_is_a_problem_with_its_place(text: str, said: str) -> None:
    problems = ProblemList()
    parse_table("t.csv", text, ("n",), lambda cells: cells.count("n"), problems)
    (problem,) = problems.found
    assert said in str(problem)
    assert len(str(problem)) < 200


@pytest.mark.parametrize(
    "text",
    ['{"file": "a.pdf", "area": {"extent": [1' + "0" * 400 + ", 1, 2, 3]}}",
     '{"file": "a.pdf", "area": {"extent": [true, 1, 2, 3]}}',
     '{"file": "a.pdf", "area": {"extent": [1e999, 1, 2, 3]}}',
     '{"file": "a.pdf", "preset": {}}', '{"file": "\\ud800.pdf"}'],
)  # fmt: skip
def test_a_request_that_cannot_be_is_a_sentence(text: str) -> None:
    with pytest.raises(UsageError):
        request_from_json(text, "the request")


@pytest.mark.parametrize(
    "text",
    ['{"language": "en", "language": "zh"}', '{"a": [{"b": {"language": 1, "language": 1}}]}'],
)
def test_a_key_that_is_there_twice_is_named(text: str) -> None:
    with pytest.raises(ParseError, match="the key 'language' is there twice"):
        parse_json(text)
