"""Files of somebody's own on the command line: their options, and the layers they become."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.core.disk.kinds import named_path
from mapapp.core.layer.source_ref import DATUMS
from mapapp.core.record import record

if TYPE_CHECKING:
    from mapapp.core.layer.spec import LayerSpec
    from mapapp.core.source.protocol import FeatureSource
    from mapapp.store.files.raw import ReadOptions


@record
class NamedData:
    """A file, and the layer of it that is meant; empty for all."""

    path: Path
    layer: str = ""


def add_reading(parser: arguments.Options) -> None:
    """The options that say how a file is to be read."""
    parser.add_argument(
        "--crs", default="", metavar="CRS",
        help=localized("reference system of the data, such as EPSG:4547 (default: its own)"),
    )  # fmt: skip
    parser.add_argument(
        "--datum", default="", choices=("", *DATUMS), metavar="DATUM",
        help=localized("of degrees: {names}", names=list(DATUMS)),
    )  # fmt: skip
    parser.add_argument(
        "--encoding", default="", metavar="NAME",
        help=localized("of its texts, such as gb18030 (default: found out)"),
    )  # fmt: skip
    parser.add_argument(
        "--lon", dest="lon_column", default="", metavar="COLUMN",
        help=localized("column of longitudes, eastings or positions (default: found out)"),
    )  # fmt: skip
    parser.add_argument(
        "--lat", dest="lat_column", default="", metavar="COLUMN",
        help=localized("column of latitudes or northings"),
    )  # fmt: skip


def read_options(chosen: argparse.Namespace) -> ReadOptions:
    """How ``--crs``, ``--datum`` and so on want files to be read."""
    from mapapp.store.files.raw import ReadOptions

    said = (chosen.crs, chosen.datum, chosen.encoding, chosen.lon_column, chosen.lat_column)
    return ReadOptions(*map(arguments.as_typed, said))


def named_data(text: str) -> NamedData:
    """The file and layer of ``FILE[:LAYER]``; a colon in the name of a file is no separator."""
    whole = named_path(text)
    before, colon, layer = text.rpartition(":")
    if not colon or whole.exists() or not named_path(before).exists():
        return NamedData(whole)
    return NamedData(named_path(before), arguments.as_typed(layer))


def is_atlas(path: Path) -> bool:
    """Whether a file is an atlas of mapapp's; ``--data`` took only such once.

    Raises:
        DataError: if it is called like a GeoPackage and cannot be read.
    """
    if path.suffix.lower() != ".gpkg":
        return False
    from mapapp.store.readonly import open_unchanged

    with open_unchanged(path) as db:
        names = {name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {"fact", "source", "attribute"} <= names


def open_own(
    files: Sequence[NamedData], options: ReadOptions, specs: Sequence[LayerSpec], closing: ExitStack
) -> list[tuple[LayerSpec, FeatureSource]]:
    """The layers of files as they are shown at first, that on top last, with open sources.

    Raises:
        DataError: if a file cannot be read or has no places.
    """
    from mapapp.core.layer.own import free_ids, guessed_roles, layer_of_file, own_tones
    from mapapp.store.sources.files import open_layers

    sources = [
        source
        for each in files
        for source in open_layers(each.path.absolute(), each.layer, options)
    ]
    for source in sources:
        closing.callback(source.close)
    tones = own_tones([source.ref for source in sources], specs)
    return [
        (
            layer_of_file(
                id_, source.ref, source.schema.geometry or "point", tone,
                guessed_roles(source.schema.names),
                says_kind="geometry" in dict(source.ref.options),
            ),
            source,
        )
        for id_, tone, source in zip(free_ids(()), tones, sources, strict=False)
    ]  # fmt: skip
