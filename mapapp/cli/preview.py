"""``mapapp preview``: paints what the window orders on standard input, until that ends.

It is for the window only, so the help does not list it. A process of its own paints because
large paths hold Python's lock, and it stays because starting one takes longer than painting.
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
    """Declare the command."""
    parser = commands.add_parser("preview")
    parser.add_argument("atlas", type=Path)
    parser.set_defaults(run=_preview)


def _preview(chosen: argparse.Namespace) -> int:
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
