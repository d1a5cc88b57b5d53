"""``mapapp geocode``: a table whose rows name places gets their coordinates, offline."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import complain, print_json
from mapapp.cli.own_data import named_data
from mapapp.core.disk.kinds import named_path
from mapapp.core.message import Message, spoken

if TYPE_CHECKING:
    from mapapp.store.geocoding.placed_rows import PlacedRows
    from mapapp.store.geocoding.scoring import PlaceCandidate


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "geocode", help=localized("find the places that a table names, without a network")
    )
    parser.add_argument(
        "table", metavar="TABLE[:LAYER]", help=localized("the table: .csv .tsv .xlsx .ods …")
    )
    parser.add_argument(
        "--column", required=True, metavar="NAME",
        help=localized("the column with the names of places, in Chinese, pinyin or English"),
    )  # fmt: skip
    parser.add_argument(
        "-o", dest="path", type=named_path, required=True, metavar="FILE",
        help=localized("the table with lon, lat, matched and score: .csv .xlsx .gpkg .geojson …"),
    )  # fmt: skip
    parser.add_argument(
        "--within", default="", metavar="NAME",
        help=localized("only places in a province or country, or around a city"),
    )  # fmt: skip
    parser.add_argument(
        "--min-score", default=None, metavar="X",
        help=localized("the least score of a match, from 0 to 1 (default: 0.6)"),
    )  # fmt: skip
    parser.add_argument(
        "--encoding", default="", metavar="NAME",
        help=localized("of its texts, such as gb18030 (default: found out)"),
    )  # fmt: skip
    arguments.add_language(parser)
    arguments.add_json(parser)
    parser.set_defaults(run=_geocode)


def _geocode(chosen: argparse.Namespace) -> int:
    from mapapp.store.files.raw import ReadOptions
    from mapapp.store.files.targets import Target
    from mapapp.store.geocoding.geocoded_table import geocode_file
    from mapapp.store.geocoding.placed_rows import GeocodingOptions
    from mapapp.store.geocoding.scoring import MATCHED

    named = named_data(chosen.table)
    least = MATCHED
    if chosen.min_score is not None:
        least = arguments.number(chosen.min_score, "--min-score", 0.0, 1.0)
    _ = Target(chosen.path).format  # which refuses early what cannot be
    column, within, encoding = map(
        arguments.as_typed, (chosen.column, chosen.within, chosen.encoding)
    )
    found = geocode_file(
        named.path, named.layer, ReadOptions(encoding=encoding),
        GeocodingOptions(column, within, least),
    )  # fmt: skip
    for note in found.write(chosen.path):
        complain(f"mapapp: {spoken(note)}")
    complain(f"mapapp: {spoken(_summary(found.rows))}")
    if chosen.json:
        print_json(_record(found.rows))
    return 0


def _summary(found: PlacedRows) -> Message:
    return Message(
        "Rows with a place: {matched:,} of {rows:,}, of which doubtful: {doubtful:,}; without one: "
        "{unmatched:,}.",
        matched=len(found.cells) - len(found.unmatched),
        rows=len(found.cells),
        doubtful=len(found.doubtful),
        unmatched=len(found.unmatched),
    )


def _record(found: PlacedRows) -> dict[str, Any]:
    """The counts, and the rows to be looked at with what they may mean; rows count from 1."""
    return {
        "rows": len(found.cells),
        "matched": len(found.cells) - len(found.unmatched),
        "doubtful": [_row(found, row) for row in found.doubtful],
        "unmatched": [_row(found, row) for row in found.unmatched],
    }


def _row(found: PlacedRows, row: int) -> dict[str, Any]:
    candidates = [_candidate_record(each) for each in found.candidates[row]]
    return {"row": row + 1, "text": found.cells[row], "candidates": candidates}


def _candidate_record(candidate: PlaceCandidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "name_en": place.name.en,
        "name_zh": place.name.zh,
        "area": place.area,
        "lon": place.lon,
        "lat": place.lat,
        "score": candidate.score,
    }
