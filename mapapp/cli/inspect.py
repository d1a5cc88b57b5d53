"""``mapapp inspect``: what a picture made by mapapp says about itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mapapp.cli import arguments
from mapapp.cli.output import print_json, say


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("inspect", help="say what a picture of mapapp's shows")
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF, SVG, PNG, TIFF, JPEG …")
    arguments.add_json(parser)
    parser.set_defaults(run=_inspect)


def _inspect(chosen: argparse.Namespace) -> int:
    from mapapp.render.metadata import read_description

    description = read_description(chosen.file)
    if chosen.json:
        print_json(description)
        return 0
    for name, value in _lines(description):
        say(f"{name:<9} {value}")
    return 0


def _lines(description: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and values; a picture may be of a version that said less."""
    request, atlas = description.get("request", {}), description.get("atlas", {})
    yield "made by", f"mapapp {description['mapapp']}"
    for key in ("title", "subtitle", "notes", "review_number", "language", "theme", "as_of_year"):
        if request.get(key):
            yield key.replace("_number", "").replace("as_of_", ""), str(request[key])
    yield "extent", ",".join(f"{bound:g}" for bound in description.get("extent", []))
    for layer in request.get("layers", []):
        yield "layer", _layer(layer)
    if request.get("selected"):
        yield "selected", ", ".join(request["selected"])
    yield "atlas", f"{atlas.get('name', '')} sha256 {atlas.get('sha256', '')}"
    for licence in description.get("licences", []):
        yield "licence", licence


def _layer(layer: Mapping[str, Any]) -> str:
    said = (f"{key} {layer[key]}" for key in ("opacity", "filter", "find") if key in layer)
    return "  ".join((layer["id"], *said))
