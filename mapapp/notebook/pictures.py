"""Maps out of a notebook: files of every format, and folium maps to look at in it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np

from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import Extent
from mapapp.core.message import Message
from mapapp.notebook import misuse
from mapapp.notebook.layer import layer_list
from mapapp.notebook.opened import open_catalogue, read_specs
from mapapp.notebook.requested import RequestedLayers, requested_layers
from mapapp.render.request.from_json import request_from_table
from mapapp.render.request.metadata import digest
from mapapp.render.request.request import ExportRequest
from mapapp.render.request.resolving import with_margin

if TYPE_CHECKING:
    import folium

    from mapapp.notebook.layer import LayerLike


class MapOptions(TypedDict, total=False):
    """What :func:`folium_map` and :func:`snapshot` take beside the layers.

    Attributes:
        extent: west, south, east, north in degrees (EPSG:4326), such as ``frame.total_bounds``
            of a frame in degrees; where nothing is said, that of the frames, or Liaoning.
        year: the year at whose end the map looks; None for all that is known.
        language: ``en`` or ``zh``; of a sheet also ``both``.
        title, subtitle: texts at the top.
        notes: a text of your own.
        selected: features that stand out, such as ``["port:port-dalian"]``.
    """

    extent: Sequence[float] | Extent | None
    year: int | None
    language: str
    title: str
    subtitle: str
    notes: str
    selected: Sequence[str]


class PictureOptions(MapOptions, total=False):
    """What only :func:`snapshot` takes; ``docs/pictures.md`` says more of each.

    Attributes:
        around: in place of an extent, the id of a layer or features such as
            ``["port:port-dalian"]``.
        center: in place of an extent, longitude and latitude of the middle, with a scale.
        scale: the denominator, such as 250000, of the paper.
        format: ``pdf``, ``svg``, ``png``, ``jpeg``, ``tiff``, ``webp`` or ``html``; where it is
            not said, what the name of the file ends in.
        page: a sheet such as ``A4`` or ``A4 portrait``, or
        size: width and height in pixels.
        dpi: pixels to the inch.
        theme: ``light``, ``dark`` or ``contrast``.
        parts: the furniture that is wanted, such as ``["legend", "scale_bar"]``.
        preset: ``report``, ``slide``, ``poster`` or ``web``.
        quality: of JPEG and WebP, from 1 to 100.
        review_number: the map review number (审图号).
        ground: a file with the borders to draw as areas or lines, such as a standard map.
        world_file: whether a picture made of pixels gets a world file beside it.
        book: id of a layer of which each feature gets a page.
        contents: whether a book of more than three pages begins with a list and a map of them.
        believed_only: whether key figures leave out what is doubted or contradicted.
        projection: ``mercator``, ``equal-earth``, ``winkel-tripel``,
            ``azimuthal-equidistant`` or that with ``:LON,LAT``, ``lambert`` or ``gauss-kruger``.
        graticule_labels: whether degrees are on all four sides, on a page outside of the frame.
        inset: what is drawn larger beside the map: ``auto``, ``none``, the name of a city, or
            ``W,S,E,N``.
    """

    around: str | Sequence[str]
    center: Sequence[float]
    scale: float
    format: str
    page: str
    size: Sequence[int]
    dpi: int
    theme: str
    parts: Sequence[str]
    preset: str
    quality: int
    review_number: str
    ground: str | os.PathLike[str]
    world_file: bool
    book: str
    contents: bool
    believed_only: bool
    projection: str
    graticule_labels: bool
    inset: str


_IN_REQUEST = {"year": "as_of_year", "size": "size_px"}
"""What requests call otherwise."""

_AREAS = ("extent", "around", "center", "scale")


@misuse.checked
def snapshot(
    path: str | os.PathLike[str],
    layers: Sequence[LayerLike] | None = None,
    **options: Unpack[PictureOptions],
) -> Path:
    """Make the picture that ``mapapp snapshot`` makes, also of GeoDataFrames.

    No display is needed. In a process without Qt this makes an offscreen application of it,
    which stays until the end.

    Args:
        path: the file to write; it appears whole or not at all.
        layers: ids, GeoDataFrames and :class:`mapapp.Layer`, the last on top; None for the
            layers of the atlas that are visible at the first start.
        **options: see :class:`PictureOptions`.

    Returns:
        The path of the file.

    Warns:
        UserWarning: if parts that were asked for have no room, or something would mislead.

    Raises:
        MapappError: if an argument cannot be (the message names the nearest that can), a frame
            cannot be shown, or the file cannot be written.
    """
    misuse.refuse_unknown("snapshot", options, sorted(PictureOptions.__optional_keys__))
    target = _target(path)
    own, request = _requested({"file": str(target)}, layers, options)
    from mapapp.paint.export import Printer

    with Printer(asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), read_specs()) as made:
        for source in own.sources:
            made.catalogue.hold(source)
        for caution in made.make(request):
            warnings.warn(caution.text.en, UserWarning, stacklevel=3)
    return target


@misuse.checked
def folium_map(
    layers: Sequence[LayerLike] | None = None, **options: Unpack[MapOptions]
) -> folium.Map:
    """The atlas as a folium map: the map that ``mapapp snapshot`` writes as HTML.

    Args:
        layers: as :func:`snapshot` takes them.
        **options: see :class:`MapOptions`.

    Raises:
        MapappError: if an argument cannot be (the message names the nearest that can), a frame
            cannot be shown, or the atlas cannot be read.
    """
    misuse.refuse_unknown("folium_map", options, sorted(MapOptions.__optional_keys__))
    own, request = _requested({"file": "map.html"}, layers, options)
    from mapapp.render.html.answer import web_map
    from mapapp.render.html.file import extensible_page

    with open_catalogue() as catalogue:
        for source in own.sources:
            catalogue.hold(source)
        wanted = web_map(request, catalogue, digest(catalogue.atlas.path))
        return extensible_page(wanted, catalogue, asset("data", "basemap.gpkg"))


def _target(path: object) -> Path:
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise misuse.wrong("path", path, Message("it must be the name of a file"))
    if str(path) in ("", "-"):
        raise misuse.wrong("path", str(path), Message("give the name of a file, such as 'map.pdf'"))
    return Path(path)


def _requested(
    table: dict[str, Any], layers: object, options: Mapping[str, object]
) -> tuple[RequestedLayers, ExportRequest]:
    chosen = layer_list(layers)
    own = requested_layers(chosen or (), read_specs())
    misuse.year(options.get("year"))
    said = {name: _plain(value) for name, value in options.items() if value is not None}
    for name, value in said.items():
        if name not in _AREAS:
            table[_IN_REQUEST.get(name, name)] = value
    if area := _area(said, own):
        table["area"] = area
    if chosen is not None:
        table["layers"] = own.layers[::-1]
    return own, request_from_table(table, "This map")


def _area(said: Mapping[str, object], own: RequestedLayers) -> dict[str, object] | None:
    """The area of a request; of frames where nothing is said, None for the usual one."""
    given = [name for name in _AREAS if name in said]
    match given:
        case []:
            around = own.extent
            return {"extent": _plain(with_margin(around))} if around else None
        case ["extent"]:
            return {"extent": said["extent"]}
        case ["around"]:
            return _around(said["around"])
        case ["center", "scale"]:
            lon, lat = _pair(said["center"])
            return {"lon": lon, "lat": lat, "scale": said["scale"]}
    raise UsageError(
        "{names} cannot be; give extent, around, or center and scale.", names=" and ".join(given)
    )


def _around(said: object) -> dict[str, object]:
    if isinstance(said, str):
        return {"features": [said]} if ":" in said else {"layer": said}
    return {"features": said}


def _pair(said: object) -> tuple[object, object]:
    if not isinstance(said, list) or len(said) != 2:
        raise misuse.wrong(
            "center", said, Message("write longitude and latitude, such as (123.43, 41.8)")
        )
    return said[0], said[1]


def _plain(value: object) -> object:
    """A value as JSON has it: numbers and arrays of numpy, tuples, extents, paths."""
    if isinstance(value, Extent):
        return [float(bound) for bound in value.bounds]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return [_plain(each) for each in value]
    return value
