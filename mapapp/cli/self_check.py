"""``mapapp self-check``: whether this installation has all it needs."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable

from mapapp.cli.arguments import Commands, add_language, read_specs
from mapapp.cli.language import localized
from mapapp.cli.output import say
from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, EnvironmentProblemError
from mapapp.core.message import Message
from mapapp.core.version import __version__

_PAGE_FILES = ("index.html", "map.js", "map.css", "leaflet.js", "leaflet.css")
_FONT_FILES = (
    "MapappSans-Regular.ttf",
    "MapappSans-Bold.ttf",
    "MapappSans-Regular-western.ttf",
    "MapappSans-Bold-western.ttf",
    "advances.json",
)
_EQUATOR_DEGREE_M = 111_319.491
"""One degree along the equator of WGS84: π · 6,378,137 m / 180."""


def add_commands(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "self-check", help=localized("whether this installation is complete")
    )
    add_language(parser)
    parser.set_defaults(run=_self_check)


def _self_check(_: argparse.Namespace) -> int:
    say(f"mapapp {__version__}, Python {platform.python_version()}")
    checks: tuple[Callable[[], Message], ...] = (
        _layers,
        _atlas,
        _basemap,
        _rivers,
        _geodesic,
        _fonts,
        _page,
    )
    for check in checks:
        say(check())
    return 0


def _layers() -> Message:
    return Message("layers: {count} declared", count=len(read_specs()))


def _atlas() -> Message:
    from mapapp.store.atlas import Atlas
    from mapapp.store.catalogue import LayerCatalogue
    from mapapp.store.checking import check_atlas

    path = asset("data", "atlas.gpkg")
    with Atlas(path, read_specs()) as atlas, LayerCatalogue(atlas) as catalogue:
        features = sum(catalogue.count(spec.id) for spec in catalogue.specs)
        facts = len(atlas.all_facts())
    problems = check_atlas(path, read_specs())
    if problems:
        raise DataError(problems[0])
    return Message("atlas: {features} features, {facts} facts", features=features, facts=facts)


def _basemap() -> Message:
    from mapapp.store.geopackage import GeoPackage

    with GeoPackage(asset("data", "basemap.gpkg")) as basemap:
        features = sum(basemap.count(table) for table in basemap.tables())
    return Message("basemap: {features} features", features=features)


def _rivers() -> Message:
    from mapapp.store.basemap import RIVER_TABLE, Basemap

    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        lines = len(basemap.shapes(RIVER_TABLE))
    return Message("rivers: {lines} lines", lines=lines) if lines else Message("rivers: left out")


def _geodesic() -> Message:
    from mapapp.core.geo.geodesy import distance_m

    measured = float(distance_m(0.0, 0.0, 1.0, 0.0)[0])
    if abs(measured - _EQUATOR_DEGREE_M) > 0.001:
        raise EnvironmentProblemError(
            "One degree of the equator measures {measured} m; install pyproj again.",
            measured=measured,
        )
    return Message("geodesy: one degree of the equator is {measured:,.1f} m", measured=measured)


def _fonts() -> Message:
    for name in _FONT_FILES:
        asset("fonts", name)
    return Message("fonts: {count} files", count=len(_FONT_FILES))


def _page() -> Message:
    for name in _PAGE_FILES:
        asset("web", name)
    return Message("map page: {count} files", count=len(_PAGE_FILES))
