"""``mapapp layers``: what is in a file of somebody's own, before it is shown or converted."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import print_json, say
from mapapp.cli.own_data import add_reading, named_data, read_options
from mapapp.core.message import Message, spoken

if TYPE_CHECKING:
    from mapapp.store.files.report import ColumnReport, LayerReport

_MOST_FIELDS = 12
_GEOMETRIES = {
    "point": Message("points"), "line": Message("lines"), "polygon": Message("areas"),
    "mixed": Message("several kinds of geometry"), "none": Message("no places"),
}  # fmt: skip
_TYPES = {
    "integer": Message("whole number"), "real": Message("number"), "text": Message("text"),
    "date": Message("day"), "datetime": Message("day and time"), "time": Message("time"),
    "boolean": Message("yes or no"), "binary": Message("bytes"), "other": Message("other"),
}  # fmt: skip


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "layers", help=localized("what is in a file: layers, fields, places, what is odd")
    )
    parser.add_argument(
        "file", metavar="FILE[:LAYER]",
        help=localized("GeoPackage, GeoJSON, Shapefile, KML, GPX, CSV, XLSX … or a .zip of such"),
    )  # fmt: skip
    add_reading(parser)
    parser.add_argument(
        "--rows", metavar="N", help=localized("show the first rows, too: at most 20")
    )
    arguments.add_language(parser)
    arguments.add_json(parser)
    parser.set_defaults(run=_layers)


def _layers(chosen: argparse.Namespace) -> int:
    from mapapp.store.files.inspecting import inspect_file
    from mapapp.store.files.report import SAMPLE_ROWS

    rows = 0
    if chosen.rows is not None:
        rows = int(arguments.number(chosen.rows, "--rows", 0, SAMPLE_ROWS))
    named = named_data(chosen.file)
    reports = inspect_file(named.path, read_options(chosen), named.layer)
    if chosen.json:
        print_json({"layers": [_record(each, rows) for each in reports]})
    else:
        for report in reports:
            _print(report, rows)
    return 0


def _record(report: LayerReport, rows: int) -> dict[str, Any]:
    """A layer as scripts get it; what the dialog of the window needs besides comes with rows."""
    table = {
        "name": report.name,
        "geometry": report.geometry,
        "crs": report.crs,
        "features": report.features,
        "extent": None if report.extent is None else list(report.extent),
        "fields": [{"name": each.name, "type": each.type} for each in report.fields],
        "encoding": report.encoding,
        "problems": [spoken(problem) for problem in report.problems],
    }
    if not rows:
        return table
    return table | {
        "kinds": list(report.kinds),
        "crs_guess": report.crs_guess,
        "coordinate_columns": list(report.coordinate_columns),
        "rows": [list(row) for row in report.sample[:rows]],
    }


def _field(field: ColumnReport) -> Message:
    return Message("{name} ({type})", name=field.name, type=_TYPES[field.type])


def _print(report: LayerReport, rows: int) -> None:
    say(
        Message(
            "{name}: {geometry}, features: {features:,}, {crs}",
            name=report.name,
            geometry=_GEOMETRIES[report.geometry],
            features=report.features,
            crs=report.crs or Message("no reference system"),
        )
    )
    if report.extent is not None:
        bounds = ", ".join(f"{bound:g}" for bound in report.extent)
        say(Message("  extent  {bounds}", bounds=bounds))
    names = [_field(each) for each in report.fields[:_MOST_FIELDS]]
    more = "" if len(report.fields) <= _MOST_FIELDS else f" … ({len(report.fields):,})"
    say(Message("  fields  {names}{more}", names=names, more=more))
    for row in report.sample[:rows]:
        say("    " + " | ".join(value or "" for value in row[:_MOST_FIELDS]))
    for problem in report.problems:
        say(f"  ! {spoken(problem)}")
