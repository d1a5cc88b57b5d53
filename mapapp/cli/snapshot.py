"""``mapapp snapshot``: pictures without a window."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import print_json_text, tell_progress, warn
from mapapp.cli.own_data import OwnOnTop, is_atlas, named_data, own_on_top, read_options
from mapapp.cli.picture_options import add_options, merged, requested_table
from mapapp.core.disk.assets import asset
from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.kinds import kind_of
from mapapp.core.disk.output import open_input
from mapapp.core.errors import DataError, UsageError
from mapapp.core.message import Message, Spoken
from mapapp.core.texts.parsing import ParseError, json_table

if TYPE_CHECKING:
    from mapapp.core.layer.spec import LayerSpec
    from mapapp.render.request.request import ExportRequest

_STDIN = Path("-")
_MOST_BYTES = 64_000_000


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "snapshot",
        help=localized("make a picture: PDF, SVG, PNG …"),
        description=localized(
            "Make pictures from the data. The ending of FILE says which format; docs/pictures.md "
            "has the form of requests."
        ),
    )
    add_options(parser)
    parser.set_defaults(run=_snapshot)


def _snapshot(chosen: argparse.Namespace) -> int:
    files = [named_data(text) for text in chosen.data]
    atlases = [named.path for named in files if is_atlas(named.path)]
    if len(atlases) > 1:
        raise UsageError("--data names two atlases; leave one out.")
    chosen.data = atlases[0] if atlases else None
    chosen.own = [named for named in files if named.path not in atlases]
    with ExitStack() as closing:
        return _make(chosen, closing)


def _make(chosen: argparse.Namespace, closing: ExitStack) -> int:
    specs = arguments.read_specs()
    table = requested_table(chosen, specs)
    own = OwnOnTop()
    if chosen.own:
        own = own_on_top(chosen.own, read_options(chosen), specs, closing)
    if chosen.batch:
        from mapapp.cli.batch import make_batch

        return make_batch(str(chosen.batch), _lines(chosen.batch), table, own, _atlas(chosen))
    request = _request(chosen, table, own, specs)
    if chosen.print_request:
        from mapapp.render.request.from_json import request_to_json

        print_json_text(request_to_json(request))
    elif request.format == "html":
        from mapapp.render.html.answer import export_html

        warn(export_html(request, _atlas(chosen), asset("data", "basemap.gpkg"), specs))
    else:
        from mapapp.paint.devices.bands import silent
        from mapapp.paint.export import export_picture

        tell = tell_progress if chosen.progress else silent
        basemap = asset("data", "basemap.gpkg")
        warn(export_picture(request, _atlas(chosen), basemap, specs, tell))
    return 0


def _request(
    chosen: argparse.Namespace,
    table: dict[str, Any],
    own: OwnOnTop,
    specs: tuple[LayerSpec, ...],
) -> ExportRequest:
    """The options over a request, or over a workspace, and somebody's own layers on top.

    Where nothing says in which language, it is that of the command line.
    """
    from mapapp.render.request.from_json import request_from_table, with_preset

    if chosen.workspace and kind_of(chosen.workspace) == "picture":
        table = merged(_of_picture(chosen.workspace), table)
    elif chosen.workspace:
        from mapapp.cli.workspace_request import workspace_document, workspace_table

        document = workspace_document(chosen.workspace, specs, _atlas(chosen))
        chosen.data = chosen.data or document.atlas
        table = merged(workspace_table(document, specs, chosen.data), table)
    if chosen.request:
        table = merged(_read_request(chosen.request), table)
    if not (chosen.workspace or chosen.request):
        table = {"language": Spoken.language} | with_preset(table)
    if "file" not in table:
        raise UsageError("There is no file to write; give -o FILE (or -o - for the output).")
    return request_from_table(own.over(table), Message("the request"))


def _atlas(chosen: argparse.Namespace) -> Path:
    return chosen.data or asset("data", "atlas.gpkg")


def _of_picture(path: Path) -> dict[str, Any]:
    """The request that a picture was made from; where it is written to is told anew."""
    from mapapp.render.request.from_json import request_to_table
    from mapapp.render.request.metadata import read_request

    table = request_to_table(read_request(path))
    return {key: value for key, value in table.items() if key != "file"}


def _read_request(name: Path) -> dict[str, Any]:
    try:
        return json_table(b"\n".join(_lines(name)))
    except ParseError as error:
        raise UsageError(
            "{name} is no request for a picture ({reason}); correct it.", name=name, reason=error
        ) from error


def _lines(name: Path) -> list[bytes]:
    """The lines of a file or of the standard input, which are UTF-8 if they are right."""
    if name == _STDIN:
        content = open_input().buffer.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise DataError(
                "The input is larger than {most_bytes:,} bytes; send it in parts.",
                most_bytes=_MOST_BYTES,
            )
    else:
        content = read_ordinary(name, _MOST_BYTES, DataError)
    return content.splitlines()
