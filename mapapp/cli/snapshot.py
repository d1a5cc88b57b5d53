"""``mapapp snapshot``: a picture without a window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.cli import arguments
from mapapp.core.assets import asset
from mapapp.core.extent import LIAONING, Extent

if TYPE_CHECKING:
    from mapapp.core.layerspec import LayerSpec
    from mapapp.render.request import ExportRequest

_DEFAULT_SIZE_PX = (1280, 800)


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("snapshot", help="make a picture: PDF, PNG …")
    parser.add_argument(
        "-o", dest="path", type=Path, required=True, metavar="FILE", help="what to write: out.pdf"
    )
    parser.add_argument("--extent", metavar="W,S,E,N", help="degrees (default: Liaoning)")
    arguments.add_layers(parser, "those visible at the first start")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--size", metavar="WxH", help="pixels (PNG default: 1280x800)")
    shape.add_argument("--page", metavar="PAGE", help="sheet such as A4 (PDF default)")
    parser.add_argument("--dpi", metavar="N", help="pixels to the inch, 72 to 1200")
    arguments.add_filters(parser)
    parser.add_argument("--title", default="", help="text at the top")
    arguments.add_language(parser)
    parser.set_defaults(run=_snapshot)


def _snapshot(chosen: argparse.Namespace) -> int:
    specs = arguments.read_specs()
    request = _request(chosen, specs)

    from mapapp.paint.export import export_picture

    export_picture(request, asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
    return 0


def _request(chosen: argparse.Namespace, specs: tuple[LayerSpec, ...]) -> ExportRequest:
    from mapapp.render.request import ExportRequest, PageSize, format_of

    format_ = format_of(chosen.path)
    layers = arguments.chosen_layers(chosen.layers, specs)
    if layers is None:
        layers = tuple(spec for spec in specs if spec.visible)
    size = arguments.size_px(chosen.size) if chosen.size else None
    page = PageSize.named(chosen.page) if chosen.page else None
    if size is None and page is None:
        size, page = (_DEFAULT_SIZE_PX, None) if format_ == "png" else (None, PageSize.named("A4"))
    return ExportRequest(
        path=chosen.path,
        format=format_,
        extent=Extent.parse(chosen.extent) if chosen.extent is not None else LIAONING,
        layers=tuple(spec.id for spec in layers),
        page=page,
        size_px=size,
        dpi=arguments.whole_number(chosen.dpi, "--dpi") if chosen.dpi else None,
        title=arguments.as_typed(chosen.title),
        language=chosen.lang,
        filters=arguments.chosen_filters(chosen, specs),
        as_of_year=arguments.whole_number(chosen.year, "--year") if chosen.year else None,
    )
