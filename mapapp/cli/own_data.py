"""Files of somebody's own on the command line: their options, and the layers they become."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@record(eq=False)
class OwnOnTop:
    """Layers of somebody's own files, over all else that a picture shows.

    Attributes:
        layers: their definitions, that on top first.
        bounds_deg: west, south, east and north of what is around them; None without places.
    """

    layers: tuple[dict[str, Any], ...] = ()
    bounds_deg: list[float] | None = None

    def over(self, table: dict[str, Any]) -> dict[str, Any]:
        """A request with these layers, on top or where it names them by their ids.

        An id that a layer of the request has, such as one of a picture that was made of other
        files, is not taken.
        """
        others: Any = table.get("layers", [])
        if not self.layers or not isinstance(others, list):
            return table
        taken = {each.get("id") for each in others if isinstance(each, dict) and "source" in each}
        mine = _with_free_ids(self.layers, taken)
        named: dict[Any, Any] = {layer["id"]: layer for layer in mine}
        placed = [named.get(each, each) if isinstance(each, str) else each for each in others]
        shown = [*(layer for layer in mine if layer["id"] not in others), *placed]
        area = {"area": {"extent": self.bounds_deg}} if self.bounds_deg else {}
        return {**area, **table, "layers": shown}


def _with_free_ids(layers: Sequence[dict[str, Any]], taken: set[Any]) -> list[dict[str, Any]]:
    from mapapp.core.layer.own import free_ids

    free = free_ids({*taken, *(each["id"] for each in layers)})
    return [{**each, "id": next(free)} if each["id"] in taken else each for each in layers]


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


def own_on_top(
    files: Sequence[NamedData], options: ReadOptions, specs: Sequence[LayerSpec], closing: ExitStack
) -> OwnOnTop:
    """Files as layers of a picture, around which it looks if nothing else is said.

    Their sources stay open in ``closing``, so that each file is read once.

    Raises:
        DataError: if a file cannot be read or has no places.
    """
    from mapapp.core.layer.definition import definition_of
    from mapapp.core.source.boxes import extent_of_all
    from mapapp.render.request.resolving import with_margin

    own = open_own(files, options, specs, closing)
    layers = tuple({"id": spec.id, **definition_of(spec)} for spec, _ in reversed(own))
    extent = extent_of_all(source.extent for _, source in own)
    if extent is None:
        return OwnOnTop(layers)
    return OwnOnTop(layers, list(map(float, with_margin(extent).bounds)))


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
                guessed_roles({field.id: field.kind for field in source.schema.fields}),
                says_kind="geometry" in dict(source.ref.options),
            ),
            source,
        )
        for id_, tone, source in zip(free_ids(()), tones, sources, strict=False)
    ]  # fmt: skip
