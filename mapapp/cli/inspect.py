"""``mapapp inspect``: what a picture made by mapapp says about itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.cli import arguments
from mapapp.cli.columns import padded
from mapapp.cli.language import localized
from mapapp.cli.output import print_json, say
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.message import Message, spoken

if TYPE_CHECKING:
    from mapapp.render.request.metadata import Description
    from mapapp.render.request.request import ExportRequest

_NAME_COLUMNS = 9


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("inspect", help=localized("say what a picture of mapapp's shows"))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=localized("PDF, SVG, PNG, TIFF, JPEG …")
    )
    arguments.add_language(parser)
    arguments.add_json(parser)
    parser.set_defaults(run=_inspect)


def _inspect(chosen: argparse.Namespace) -> int:
    from mapapp.render.request.metadata import read_description

    description = read_description(chosen.file)
    if chosen.json:
        print_json(description.table)
        return 0
    for name, value in _lines(description):
        say(f"{padded(spoken(name), _NAME_COLUMNS)} {value}")
    return 0


def _lines(description: Description) -> Iterator[tuple[str, str]]:
    """Names and values; a picture may be of a version that said less."""
    yield Message("made by"), f"mapapp {description.mapapp}"
    if description.request:
        yield from _texts(description.request)
    yield Message("extent"), str(description.extent or "")
    if description.request:
        yield from _content(description.request)
    yield Message("atlas"), f"{description.atlas} sha256 {description.sha256}"
    for licence in description.licences:
        yield Message("licence"), licence


def _texts(request: ExportRequest) -> Iterator[tuple[str, str]]:
    for name, value in (
        (Message("title"), request.title),
        (Message("subtitle"), request.subtitle),
        (Message("notes"), request.notes),
        (Message("review"), request.review_number),
        (Message("language"), request.language),
        (Message("theme"), request.theme),
        (Message("year"), request.as_of_year),
    ):
        if value:
            yield name, str(value)


def _content(request: ExportRequest) -> Iterator[tuple[str, str]]:
    for layer in reversed(request.layers or ()):
        yield Message("layer"), _layer(layer, request)
    if request.selected:
        yield Message("selected"), ", ".join(map(str, request.selected))


def _layer(layer: str, request: ExportRequest) -> str:
    wanted = request.filters.get(layer, NO_FILTER)
    said = {
        Message("opacity"): request.opacities.get(layer),
        Message("filter"): wanted.expression or None,
        Message("find"): wanted.text or None,
    }
    return "  ".join(
        (layer, *(f"{spoken(key)} {value}" for key, value in said.items() if value is not None))
    )
