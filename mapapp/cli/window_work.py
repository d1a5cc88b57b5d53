"""What the window has done in processes of its own: ``mapapp preview`` and ``mapapp print``.

They are for the window only, so the help does not list them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mapapp.cli.arguments import Commands, read_specs
from mapapp.core.assets import asset
from mapapp.core.errors import MapappError
from mapapp.render.preview import Answer, Order


def add_commands(commands: Commands) -> None:
    """Declare the commands."""
    for name, run in (("preview", _preview), ("print", _print)):
        parser = commands.add_parser(name)
        parser.add_argument("atlas", type=Path)
        parser.set_defaults(run=run)


def _preview(chosen: argparse.Namespace) -> int:
    """Paint what is ordered on the input until that ends: starting takes longer than painting."""
    from mapapp.paint.export import Printer
    from mapapp.paint.preview import paint_preview

    with Printer(chosen.atlas, asset("data", "basemap.gpkg"), read_specs()) as printer:
        for line in sys.stdin.buffer:
            order = Order.from_line(line)
            try:
                answer = paint_preview(order, printer)
            except MapappError as error:
                answer = Answer(order.serial, problem=str(error))
            sys.stdout.buffer.write(answer.to_bytes())
            sys.stdout.buffer.flush()
    return 0


def _print(chosen: argparse.Namespace) -> int:
    """Print what the input orders."""
    from mapapp.paint.export import Printer
    from mapapp.qt.printing import print_order

    with Printer(chosen.atlas, asset("data", "basemap.gpkg"), read_specs()) as printer:
        print_order(sys.stdin.buffer.read().decode(), printer)
    return 0
