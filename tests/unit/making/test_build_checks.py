"""Each way in which sources are refused, with file, line and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mapapp.making import SourceProblems, build_all

if TYPE_CHECKING:
    from tests.unit.conftest import Tiny


REFUSALS = [
    ("facts.csv", "port-dalian,throughput,1250", "port-daliam,throughput,1250",
     "facts.csv:3: entity 'port-daliam' is not known; did you mean 'port-dalian'?"),
    ("facts.csv", "throughput,1250", "thruput,1250",
     "facts.csv:3: attribute 'thruput' is not known; did you mean 'throughput'?"),
    ("facts.csv", "1250,,,,tonnes", "1250,,,,parsec",
     "facts.csv:3: unit 'parsec' is not known"),
    ("facts.csv", "office,,disputed", "ofice,,disputed",
     "facts.csv:3: source 'ofice' is not known; did you mean 'office'?"),
    ("facts.csv", "office,,disputed", ",,disputed", "facts.csv:3: source is empty; fill it in"),
    ("facts.csv", "office,,disputed", "office,,doubtful",
     "facts.csv:3: status is 'doubtful'; choose one of current"),
    ("facts.csv", "1250,,,,tonnes,2023-01-01", "1250,,,,tonnes,2023-13-01",
     "facts.csv:3: period_start is '2023-13-01'; write a date as"),
    ("facts.csv", "1250,,,,tonnes,2023-01-01,2023-06-30", "1250,,,,tonnes,2023-07,2023-06",
     "facts.csv:3: the period ends (2023-06) before it starts (2023-07)"),
    ("facts.csv", "1250,,,,tonnes,2023-01-01,2023-06-30", "1250,,,,tonnes,,2023-06-30",
     "facts.csv:3: the period has an end but no start"),
    ("facts.csv", "throughput,1250", "throughput,", "facts.csv:3: the fact has no value"),
    ("facts.csv", "throughput,1250", "throughput,nan",
     "facts.csv:3: value_num is 'nan'; write a plain number"),
    ("facts.csv", "throughput,1250", "throughput,12x",
     "facts.csv:3: value_num is '12x'; write a plain number"),
    ("facts.csv", "1300,,", "1400,,",
     "facts.csv:2: 1400 does not stand in paragraph 2 of paper; correct the value or source"),
    ("facts.csv", "paper,2,", "paper,1,",
     "facts.csv:2: 1300 does not stand in paragraph 1 of paper; it stands in 2"),
    ("facts.csv", "paper,2,", "paper,3,", "facts.csv:2: paper has 2 paragraphs, not 3"),
    ("facts.csv", "paper,2,", "paper,,", "facts.csv:2: the paragraph is not cited"),
    ("facts.csv", "paper,2,", "paper,two,", "facts.csv:2: paragraph is 'two'; write a whole"),
    ("facts.csv", ",note,", ",remark,", "facts.csv:1: the column note is missing"),
    ("facts.csv", ",note,", ",remark,", "facts.csv:1: the column 'remark' is not known"),
    ("facts.csv", "disputed,,", "disputed,,,", "facts.csv:3: the row has 18 cells instead of 17"),
    ("sources.csv", "paper.txt", "gazette.txt",
     "sources.csv:2: there is no article 'gazette.txt' in articles"),
    ("sources.csv", "office,Port", "agency,Port",
     "sources.csv:3: nothing cites 'agency'; cite or remove it"),
    ("sources.csv", ",news,", ",rumour,", "sources.csv:2: kind is 'rumour'; choose one of news"),
    ("port.csv", "city-chicago", "port-dalian",
     "port.csv:3: the id 'port-dalian' is taken by port.csv:2; choose another"),
    ("port.csv", "city-chicago", "city chicago",
     "port.csv:3: id is 'city chicago'; use letters and digits joined by - or _"),
    ("port.csv", "121.65,38.93", "121.65,38.93x", "port.csv:2: lat is '38.93x'; write a plain"),
    ("port.csv", "121.65,38.93", "121.65,98.93",
     "port.csv:2: lat is '98.93'; it must lie between -90 and 90"),
    ("port.csv", "121.65,38.93", "121.65,", "port.csv:2: only one of lon and lat is given"),
    ("port.csv", "121.65,38.93", "122.65,38.93",
     "port.csv:2: the place lies 91.1 km from the point of dalian; it may be 45 km"),
    ("port.csv", "Chart", "", "port.csv:2: the coordinate has no coord_source; say where"),
    ("port.csv", "Chart,海图", "Chart,", "port.csv:2: coord_source has no Chinese; fill in coord"),
    ("port.csv", "Chart,海图", ",海图", "port.csv:2: coord_source_zh has no English; fill in"),
    ("port.csv", "Chart,海图", "Chart of old,Chart of old",
     "port.csv:2: coord_source_zh is not in Chinese; translate it"),
    ("port.csv", "Chart,海图", "Chart,海图 by a ship",
     "port.csv:2: coord_source_zh has English in it; translate it"),
    ("sources.csv", "Yearbook,年鉴", "年鉴,年鉴", "sources.csv:3: title is not in English"),
    ("sources.csv", "Yearbook,年鉴", "Yearbook,", "sources.csv:3: title_zh is empty; fill it in"),
    ("units.csv", ",t,吨", ",t,", "units.csv:2: symbol has no Chinese; fill in symbol_zh"),
    ("port.csv", "WGS84,dalian", "WGS84,dalien",
     "port.csv:2: district 'dalien' is not known; did you mean 'dalian'?"),
    ("port.csv", "2023-05,campus", "2023-05,roughly",
     "port.csv:2: precision is 'roughly'; choose one of exact"),
    ("port.csv", "operating,2023-05", "running,2023-05",
     "port.csv:2: status is 'running'; choose one of operating"),
    ("attributes.csv", "tonnes", "tons", "attributes.csv:2: unit 'tons' is not known; did you"),
    ("relations.csv", "located_in", "lies_in", "relations.csv:2: predicate is 'lies_in'; choose"),
    ("relations.csv", "province", "provinz", "relations.csv:2: object 'provinz' is not known"),
    ("extents.csv", "port-dalian", "province",
     "extents.csv:2: 'province' has no coordinate; give it lon and lat"),
    ("extents.csv", "schematic,10", "schematic,", "extents.csv:2: area_km2 is empty"),
    ("links.csv", "city-chicago", "province", "links.csv:2: 'province' has no coordinate"),
    ("basemap/places.csv", "121.6,38.9", "221.6,38.9",
     "places.csv:2: lon is '221.6'; it must lie between -180 and 180"),
]  # fmt: skip


def problems_of(tiny: Tiny) -> list[str]:
    with pytest.raises(SourceProblems) as caught:
        build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("file", "old", "new", "expected"), REFUSALS)
def test_wrong_cell_is_refused(tiny: Tiny, file: str, old: str, new: str, expected: str) -> None:
    tiny.replace(file, old, new)
    assert any(problem.startswith(expected) for problem in problems_of(tiny))


@pytest.mark.parametrize(
    ("file", "line", "expected"),
    [
        ("districts.csv", "dalian,D,大,121,38,5", "districts.csv:3: the id 'dalian' is taken by"),
        ("units.csv", "tonnes,t,吨,t,吨", "units.csv:3: the id 'tonnes' is taken by units.csv:2"),
        ("relations.csv", "port-dalian,located_in,province,office,",
         "relations.csv:3: the relation stands at relations.csv:2 too"),
        ("extents.csv", "port-dalian,schematic,1,office,,",
         "extents.csv:3: 'port-dalian' has an extent at extents.csv:2"),
    ],
)  # fmt: skip
def test_second_row_of_a_kind_is_refused(tiny: Tiny, file: str, line: str, expected: str) -> None:
    tiny.append(file, line)
    assert any(problem.startswith(expected) for problem in problems_of(tiny))


def test_missing_table_is_named(tiny: Tiny) -> None:
    (tiny.sources / "units.csv").unlink()
    assert "units.csv:1: the file is missing; add it with id,label_en" in problems_of(tiny)[-1]


def test_missing_extract_is_named(tiny: Tiny) -> None:
    (tiny.sources / "basemap" / "land-50m.geojson").unlink()
    assert problems_of(tiny) == ["basemap/land-50m.geojson:1: the file is missing; restore it"]


def test_broken_extract_is_named(tiny: Tiny) -> None:
    (tiny.sources / "basemap" / "land-50m.geojson").write_text("{}")
    (problem,) = problems_of(tiny)
    assert problem.startswith("basemap/land-50m.geojson:1: it is no GeoJSON of features")


def test_table_that_is_not_utf8_is_refused(tiny: Tiny) -> None:
    (tiny.sources / "port.csv").write_bytes("大连".encode("gb18030"))
    assert "port.csv:1: the file is not UTF-8; save it as UTF-8" in problems_of(tiny)


def test_table_without_layer_is_refused(tiny: Tiny) -> None:
    (tiny.sources / "mine.csv").write_text("id\n")
    assert problems_of(tiny) == [
        "mine.csv:1: no layer has this table; add a file to layers/ or remove it"
    ]


def test_key_figure_that_is_no_attribute_is_refused(tiny: Tiny) -> None:
    toml = tiny.layers / "port.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(f'key_figures = ["thruput"]\n{text}', encoding="utf-8")
    assert problems_of(tiny) == [
        "layers/port.toml:1: key figure 'thruput' is not known; did you mean 'throughput'?"
    ]


def test_all_problems_of_a_run_are_listed_in_order(tiny: Tiny) -> None:
    tiny.replace("facts.csv", "throughput,1250", "thruput,1250")
    tiny.replace("port.csv", "121.65,38.93", "122.65,38.93")
    tiny.replace("attributes.csv", "tonnes", "tons")
    places = [problem.partition(": ")[0] for problem in problems_of(tiny)]
    assert places == ["attributes.csv:2", "facts.csv:3", "port.csv:2"]


def test_message_is_one_line_with_the_count_and_the_first_problem(tiny: Tiny) -> None:
    tiny.replace("facts.csv", "throughput,1250", "thruput,1250")
    tiny.replace("port.csv", "121.65,38.93", "122.65,38.93")
    with pytest.raises(SourceProblems) as caught:
        build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    message = str(caught.value)
    assert message.startswith("2 problems in the sources, first facts.csv:3: attribute 'thruput'")
    assert "\n" not in message


def test_refused_build_leaves_the_old_files(tiny: Tiny) -> None:
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    before = {path.name: path.read_bytes() for path in tiny.out.iterdir()}
    tiny.replace("facts.csv", "throughput,1250", "thruput,1250")
    problems_of(tiny)
    assert {path.name: path.read_bytes() for path in tiny.out.iterdir()} == before


def test_figures_are_not_checked_without_the_articles(tiny: Tiny) -> None:
    tiny.replace("facts.csv", "1300,,", "1400,,")
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles / "elsewhere")
    assert (tiny.out / "atlas.gpkg").is_file()


CLASSES = """
kind = "categorised"
field = "status"
[symbol.categories.operating]
title = { en = "In use", zh = "在用" }
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'field = "status"',
            'field = "statuss"',
            "field 'statuss' is not known; did you mean",
        ),
        ("operating]", "operatng]", "category of status 'operatng' is not known; did you mean"),
        ('field = "status"', 'field = "district"', "category of district 'operating' is not known"),
        (
            'field = "status"',
            'field = "established"',
            "category of established 'operating' is not",
        ),
    ],
)
def test_classes_by_what_is_not_there_are_refused(
    tiny: Tiny, old: str, new: str, expected: str
) -> None:
    told = (tiny.layers / "port.toml").read_text(encoding="utf-8") + CLASSES
    (tiny.layers / "port.toml").write_text(told, encoding="utf-8")
    build_all(tiny.sources, tiny.layers, tiny.out, tiny.articles)
    (tiny.layers / "port.toml").write_text(told.replace(old, new), encoding="utf-8")
    (problem,) = problems_of(tiny)
    assert problem.startswith(f"layers/port.toml:1: {expected}")


def test_roles_of_columns_that_are_not_there_are_refused(tiny: Tiny) -> None:
    told = (tiny.layers / "port.toml").read_text(encoding="utf-8")
    wrong = told.replace('status = "status"', 'status = "statuss"')
    assert wrong != told
    (tiny.layers / "port.toml").write_text(wrong, encoding="utf-8")
    (problem,) = problems_of(tiny)
    said = "column for status 'statuss' is not known; did you mean 'status'?"
    assert problem == f"layers/port.toml:1: {said}"
