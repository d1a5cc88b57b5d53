"""``mapapp count``: how many points of one file lie in each area of another."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import complain, print_json
from mapapp.cli.own_data import add_reading, named_data, read_options
from mapapp.core.disk.kinds import named_path
from mapapp.core.message import spoken

if TYPE_CHECKING:
    from mapapp.store.files.counting import CountedAreas


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "count", help=localized("count points by the areas that they lie in")
    )
    parser.add_argument(
        "points",
        metavar="POINTS[:LAYER]",
        help=localized("the file with the points; --crs, --datum … say how it is read"),
    )
    parser.add_argument(
        "--by", required=True, metavar="AREAS[:LAYER]", help=localized("the file with the areas")
    )
    parser.add_argument(
        "-o", dest="path", type=named_path, required=True, metavar="FILE",
        help=localized("the areas with count: .gpkg .geojson .csv .xlsx … by its ending"),
    )  # fmt: skip
    parser.add_argument(
        "--sum", default="", metavar="COLUMN",
        help=localized("add up a column of the points, too"),
    )  # fmt: skip
    parser.add_argument(
        "--mean", default="", metavar="COLUMN",
        help=localized("the mean of a column of the points, too"),
    )  # fmt: skip
    parser.add_argument(
        "--where", default="", metavar="EXPRESSION",
        help=localized("only some points: 'depth > 5 and kind = \"well\"'"),
    )  # fmt: skip
    add_reading(parser)
    arguments.add_language(parser)
    arguments.add_json(parser)
    parser.set_defaults(run=_count)


def _count(chosen: argparse.Namespace) -> int:
    from mapapp.store.files.counting import Figures
    from mapapp.store.files.raw import ReadOptions
    from mapapp.store.files.targets import Target
    from mapapp.store.files.writing import write_layers
    from mapapp.store.sources.converting import Selection
    from mapapp.store.sources.counting import FilePart, count_in_files

    target = Target(chosen.path)
    _ = target.format  # which refuses early what cannot be
    named, areas = named_data(chosen.points), named_data(chosen.by)
    where, added, mean = map(arguments.as_typed, (chosen.where, chosen.sum, chosen.mean))
    counted, odd = count_in_files(
        FilePart(named.path, Selection(named.layer, where), read_options(chosen)),
        FilePart(areas.path, Selection(areas.layer), ReadOptions()),
        Figures(added, mean),
    )
    for note in (*odd, *write_layers([counted.layer], target), counted.summary):
        complain(f"mapapp: {spoken(note)}")
    if chosen.json:
        print_json(_record(counted))
    return 0


def _record(counted: CountedAreas) -> dict[str, Any]:
    return {
        "areas": len(counted.layer.shapes),
        "points": counted.points,
        "inside": counted.inside,
        "outside": counted.outside,
        "unplaced": counted.unplaced,
    }
