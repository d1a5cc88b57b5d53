"""What the window has done in processes of its own: ``keep``, ``preview``, ``print``, ``receive``.

They are for the window only, so the help does not list them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mapapp.cli.arguments import Commands, read_specs
from mapapp.cli.output import complain, print_json, print_json_text, tell_progress
from mapapp.core.disk.assets import asset
from mapapp.core.disk.kinds import kind_of
from mapapp.core.errors import MapappError
from mapapp.core.message import Spoken, spoken
from mapapp.render.request.preview import Answer, PreviewOrder


def add_commands(commands: Commands) -> None:
    """Declare the commands."""
    receive = commands.add_parser("receive")
    receive.add_argument("installed", type=Path)
    receive.add_argument("folder", type=Path)
    receive.add_argument("file", type=Path)
    receive.set_defaults(run=_receive)
    commands.add_parser("keep").set_defaults(run=_keep)
    for name, run in (("preview", _preview), ("print", _print)):
        parser = commands.add_parser(name)
        parser.add_argument("atlas", type=Path)
        parser.set_defaults(run=run)


def _keep(_chosen: argparse.Namespace) -> int:
    """Keep the copy of a layer that the input orders, and say how to open it."""
    from mapapp.store.adding.keeping import CopyOrder, carry_out

    order = CopyOrder.from_json(sys.stdin.buffer.read().decode())
    print_json_text(carry_out(order, tell_progress).to_json())
    return 0


def _preview(chosen: argparse.Namespace) -> int:
    """Paint what is ordered on the input until that ends: starting takes longer than painting."""
    from mapapp.paint.export import Printer
    from mapapp.paint.preview_painter import paint_preview

    with Printer(chosen.atlas, asset("data", "basemap.gpkg"), read_specs()) as printer:
        for line in sys.stdin.buffer:
            order = PreviewOrder.from_line(line)
            try:
                answer = paint_preview(order, printer)
            except MapappError as error:
                answer = Answer(order.serial, problem=spoken(error.message))
            sys.stdout.buffer.write(answer.to_bytes())
            sys.stdout.buffer.flush()
    return 0


def _print(chosen: argparse.Namespace) -> int:
    """Print what the input orders."""
    from mapapp.paint.export import Printer
    from mapapp.qt.export.printing import print_order

    with Printer(chosen.atlas, asset("data", "basemap.gpkg"), read_specs()) as printer:
        for caution in print_order(sys.stdin.buffer.read().decode(), printer):
            complain(f"mapapp: {caution.text.get(Spoken.language)}")
    return 0


def _receive(chosen: argparse.Namespace) -> int:
    """Read a file that may come from anybody, and say what is in it."""
    if kind_of(chosen.file) == "picture":
        from mapapp.render.request.metadata import read_description

        print_json(read_description(chosen.file).table)
        return 0
    from mapapp.store.document import Profile, document_to_json

    document = Profile(chosen.folder, chosen.installed).receive(chosen.file, read_specs())
    print_json_text(document_to_json(document))
    return 0
