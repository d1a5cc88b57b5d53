"""``mapapp convert``: a file of somebody's own in another format, reference system or datum."""

from __future__ import annotations

import argparse

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import complain
from mapapp.cli.own_data import add_reading, named_data, read_options
from mapapp.core.disk.kinds import named_path
from mapapp.core.layer.source_ref import DATUMS
from mapapp.core.message import spoken


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "convert", help=localized("write a file in another format, reference system or datum")
    )
    parser.add_argument("file", metavar="FILE[:LAYER]", help=localized("the file to read"))
    parser.add_argument(
        "-o", dest="path", type=named_path, required=True, metavar="FILE",
        help=localized(".gpkg .geojson .shp .kml .gpx .fgb .csv .xlsx .parquet … by its ending"),
    )  # fmt: skip
    parser.add_argument("--layer", default="", metavar="NAME", help=localized("of several layers"))
    add_reading(parser)
    parser.add_argument(
        "--to-crs", default="", metavar="CRS",
        help=localized("reference system to write (default: EPSG:4326)"),
    )  # fmt: skip
    parser.add_argument(
        "--to-datum", default="", choices=("", *DATUMS), metavar="DATUM",
        help=localized("datum of the degrees to write: {names}", names=list(DATUMS)),
    )  # fmt: skip
    parser.add_argument(
        "--where", default="", metavar="EXPRESSION",
        help=localized("only some features: 'depth > 5 and kind = \"well\"'"),
    )  # fmt: skip
    arguments.add_language(parser)
    parser.set_defaults(run=_convert)


def _convert(chosen: argparse.Namespace) -> int:
    from mapapp.store.files.targets import Target
    from mapapp.store.sources.converting import Selection, convert

    named = named_data(chosen.file)
    target = Target(chosen.path, chosen.to_crs, chosen.to_datum)
    wanted = Selection(chosen.layer or named.layer, arguments.as_typed(chosen.where))
    for note in convert(named.path, read_options(chosen), wanted, target):
        complain(f"mapapp: {spoken(note)}")
    return 0
