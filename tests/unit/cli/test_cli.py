from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mapapp.cli import arguments, main, program
from mapapp.core.disk.assets import asset
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import ExportError

if TYPE_CHECKING:
    from tests.unit.conftest import Tiny

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *typed: str) -> Any:
    """The JSON that a command prints."""
    assert main([*typed, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def complaint(capsys: Capture, code: int, *typed: str) -> str:
    """What a failing command says: exactly one line on stderr."""
    assert main(typed) == code
    said = capsys.readouterr().err
    assert said.startswith("mapapp: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def with_atlas(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Assets with an atlas of their own in ``folder``; gives the path of that atlas."""
    (folder / "data").mkdir()
    copy = Path(shutil.copy(asset("data", "atlas.gpkg"), folder / "data"))
    monkeypatch.setenv("MAPAPP_ASSETS", str(folder))
    return copy


def test_identify_answers_as_the_contract_says(capsys: Capture) -> None:
    features = answer(capsys, "identify", "123.2", "41.7", "--zoom", "8")["features"]
    distances = [feature["distance_m"] for feature in features]
    assert distances == sorted(distances)
    park = next(feature for feature in features if feature["id"] == "cgip")
    assert set(park) == {"layer", "id", "name_en", "name_zh", "distance_m", "facts"}
    output = next(f for f in park["facts"] if f["value"] == 481.5)
    assert output == {
        "attribute": "gross_industrial_output",
        "value": 481.5,
        "qualifier": None,
        "unit": "billion_cny",
        "period": "2023-01-01/2023-06-30",
        "source": "source-001",
        "status": "misprint",
    }


@pytest.mark.parametrize(
    "point",
    [
        ("-87.65", "41.85"),
        ("--", "-87.65", "41.85"),
        ("-8.765e1", "41.85"),
        ("--zoom", "6", "-87.65", "41.85"),
    ],
)
def test_negative_coordinates_are_numbers(capsys: Capture, point: tuple[str, ...]) -> None:
    assert main(["identify", *point]) == 0
    assert "Chicago" in capsys.readouterr().out


def test_identify_keeps_to_layers_and_finds_nothing_in_the_sea(capsys: Capture) -> None:
    found = answer(capsys, "identify", "121.65", "38.93", "--layers", "port")["features"]
    assert {feature["layer"] for feature in found} == {"port"}
    assert answer(capsys, "identify", "-150", "-40") == {"features": []}


def test_search_answers_as_the_contract_says(capsys: Capture) -> None:
    results = answer(capsys, "search", "shen", "yang")["results"]
    assert set(results[0]) == {"id", "layer", "name_en", "name_zh", "score", "lon", "lat"}
    assert (results[0]["id"], results[0]["score"]) == ("shenyang", 100)
    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)


def test_facts_come_with_source_verdict_and_relations(capsys: Capture) -> None:
    said = answer(capsys, "facts", "cgip")
    assert said["entity"]["layer"] == "industrial_park"
    wrong = next(fact for fact in said["facts"] if fact["value"] == 481.5)
    assert (wrong["paragraph"], wrong["source"]) == (16, "source-001")
    assert wrong["verdict"]
    assert "bmw-brilliance" in {r["entity"] for r in said["relations"] if r["direction"] == "in"}


def test_facts_are_printed_in_chinese_too(capsys: Capture) -> None:
    assert main(["facts", "cgip", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "4,815亿元" in said
    assert "入驻企业" in said


def test_conflicts_name_the_preferred_value(capsys: Capture) -> None:
    found = answer(capsys, "conflicts")["conflicts"]
    output = next(c for c in found if c["attribute"] == "gross_industrial_output")
    assert output["preferred"] == output["facts"][0]["id"]
    assert output["facts"][0]["value"] == 48.15
    assert main(["conflicts"]) == 0
    assert "481.5 bn CNY" in capsys.readouterr().out


def test_sources_tell_how_often_they_are_cited(capsys: Capture) -> None:
    sources = {source["id"]: source for source in answer(capsys, "sources")["sources"]}
    assert sources["source-000"]["kind"] == "sponsored"
    assert sources["source-001"]["facts"] > 10
    assert main(["sources"]) == 0
    assert "Euromoney" in capsys.readouterr().out


def test_self_check_passes_and_stops_at_the_first_lack(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["self-check"]) == 0
    assert "geodesy" in capsys.readouterr().out
    atlas = with_atlas(monkeypatch, tmp_path)
    atlas.write_bytes(b"no atlas")
    assert "not an SQLite file" in complaint(capsys, 1, "self-check")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["bogus"], "invalid choice"),
        (["--bogus"], "unrecognized"),
        (["identify", "121"], "LAT"),
        (["identify", "east", "38"], "LON 'east'"),
        (["identify", "nan", "38"], "LON 'nan'"),
        (["identify", "181", "38"], "-180 to 180"),
        (["identify", "121", "-90.5"], "-90 to 90"),
        (["identify", "121", "38", "--zoom", "25"], "--zoom"),
        (["identify", "121", "38", "--layers", "prot"], "did you mean 'port'"),
        (["identify", "121", "38", "--layers", ","], "names none"),
        (["search"], "TEXT"),
        (["facts", "cgpi"], "did you mean 'cgip'"),
        (["facts", "cgip\nport"], "no entity"),
        (["snapshot"], "-o"),
        (["snapshot", "-o", "x.gif"], "no picture"),
        (["snapshot", "-o", "x.pdf", "--extent", "1,2,3"], "W,S,E,N"),
        (["snapshot", "-o", "x.pdf", "--extent", "-60,20,-130,50"], "west"),
        (["snapshot", "-o", "x.pdf", "--extent", "118,44,126,38"], "south"),
        (["snapshot", "-o", "x.pdf", "--layers", "x"], "no layer 'x'"),
        (["snapshot", "-o", "x.png", "--size", "0x0"], "too small"),
        (["snapshot", "-o", "x.png", "--size", "99999x99999"], "too large"),
        (["snapshot", "-o", "x.png", "--size", "-5x5"], "--size"),
        (["snapshot", "-o", "x.png", "--size", "big"], "WIDTHxHEIGHT"),
        (["snapshot", "-o", "x.png", "--size", "9x9", "--page", "A4"], "not allowed"),
        (["snapshot", "-o", "x.png", "--page", "A9"], "no page 'A9'"),
        (["snapshot", "-o", "x.png", "--dpi", "71"], "72 to 1200"),
        (["snapshot", "-o", "x.png", "--dpi", "many"], "whole number"),
        (["snapshot", "-o", "x.png", "--lang", "fr"], "--lang"),
        (["export-data", "-o", "x.doc"], ".csv"),
        (["check"], "FILE.gpkg"),
    ],
)
def test_wrong_usage_is_said_in_one_line(capsys: Capture, typed: list[str], said: str) -> None:
    assert said in complaint(capsys, 2, *typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["check", "missing.gpkg"], "does not exist"),
        (["check", "."], "is a folder"),
        (["export-data", "-o", "missing/atlas.csv"], "no folder"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    capsys: Capture, typed: list[str], said: str
) -> None:
    assert said in complaint(capsys, 1, *typed)


def test_check_tells_every_problem_of_an_atlas(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = with_atlas(monkeypatch, tmp_path)
    assert main(["check", str(atlas)]) == 0
    assert "sound" in capsys.readouterr().out
    with closing(sqlite3.connect(atlas)) as db:
        db.execute("UPDATE fact SET source_id = 'nowhere' WHERE entity_id = 'siasun'")
        db.commit()
    assert main(["check", str(atlas)]) == 1
    output = capsys.readouterr()
    assert output.out.count("nowhere") > 1
    assert output.err.count("\n") == 1


@pytest.mark.parametrize("words", [("wells.csv",), ("open", "wells.csv"), ("--verbose", "a/wells")])
def test_a_file_that_is_not_there_is_named_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    said = capsys.readouterr().err
    assert said == (
        f"mapapp: {words[-1]} does not exist in the folder {tmp_path}; check the name, or give the "
        "whole path.\n"
    )


def test_a_fact_about_nothing_is_a_sentence(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = with_atlas(monkeypatch, tmp_path)
    with closing(sqlite3.connect(atlas)) as db:
        db.execute("UPDATE fact SET entity_id = 'nothing' WHERE fid = 1")
        db.commit()
    said = complaint(capsys, 1, "export-data", "-o", str(tmp_path / "facts.csv"))
    assert "'nothing', which no layer has" in said


def test_build_writes_its_files_where_it_is_told(
    capsys: Capture, tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, checkout = tmp_path / "built", tmp_path / "checkout"
    for link, target in (
        (checkout / "data" / "sources", tiny.sources), (checkout / "layers", tiny.layers),
        (tmp_path / "shared" / "articles", tiny.articles),
    ):  # fmt: skip
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
    out.mkdir()
    monkeypatch.setenv("MAPAPP_ASSETS", str(checkout))
    assert main(["build", "-o", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"atlas.gpkg", "basemap.gpkg", "rivers.gpkg"}
    assert main(["build", "--check", "-o", str(out)]) == 0
    (out / "atlas.gpkg").write_bytes((out / "basemap.gpkg").read_bytes())
    capsys.readouterr()
    complaint(capsys, 1, "build", "--check", "-o", str(out))


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "old.txt"
    target.write_text("old")
    with pytest.raises(UnicodeEncodeError), replacing(target) as path:
        path.write_text("half" * 10_000 + "大", encoding="ascii")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(ExportError, match="no ordinary file"), replacing(Path(os.devnull)):
        pass


def test_a_fault_is_one_line_and_its_trace_only_on_request(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(arguments, "open_atlas", fail)
    assert "RuntimeError: two lines" in complaint(capsys, 1, "search", "x")
    expected_log("a fault of mapapp")
    assert main(["search", "x", "--verbose"]) == 1


@pytest.mark.parametrize("module", program.COMMANDS)
def test_each_module_declares_the_commands_it_is_listed_with(module: str) -> None:
    commands = program._parser([module])._subparsers
    assert commands is not None
    (declared,) = (action.choices for action in commands._group_actions)
    assert tuple(declared or ()) == ("open", *program.COMMANDS[module])


@pytest.mark.parametrize(
    ("words", "modules"),
    [
        ([], ()),
        (["open", "x.mapapp"], ()),
        (["--verbose", "search", "build"], ["query"]),
        (["serch"], tuple(program.COMMANDS)),
        (["--help"], tuple(program.COMMANDS)),
    ],
)
def test_only_the_modules_of_a_chosen_command_are_needed(
    words: list[str], modules: Sequence[str]
) -> None:
    assert program._modules_for(words) == modules
