"""``mapapp self-check``: whether this installation has all it needs."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable

from mapapp.cli.arguments import Commands, read_specs
from mapapp.cli.output import say
from mapapp.core.disk.assets import asset
from mapapp.core.errors import DataError, EnvironmentProblemError
from mapapp.core.version import __version__

_PAGE_FILES = ("index.html", "map.js", "map.css", "leaflet.js", "leaflet.css")
_FONT_FILES = (
    *(
        f"MapappSans-{style}{part}.ttf"
        for style in ("Regular", "Bold")
        for part in ("", "-western")
    ),
    "advances.json",
)
_EQUATOR_DEGREE_M = 111_319.491
"""One degree along the equator of WGS84: π · 6,378,137 m / 180."""


def add_commands(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("self-check", help="whether this installation is complete")
    parser.set_defaults(run=_self_check)


def _self_check(_: argparse.Namespace) -> int:
    say(f"mapapp {__version__}, Python {platform.python_version()}")
    checks: tuple[Callable[[], str], ...] = (
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


def _layers() -> str:
    return f"layers: {len(read_specs())} declared"


def _atlas() -> str:
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
    return f"atlas: {features} features, {facts} facts"


def _basemap() -> str:
    from mapapp.store.geopackage import GeoPackage

    with GeoPackage(asset("data", "basemap.gpkg")) as basemap:
        features = sum(basemap.count(table) for table in basemap.tables())
    return f"basemap: {features} features"


def _rivers() -> str:
    from mapapp.store.basemap import RIVER_TABLE, Basemap

    with Basemap(asset("data", "basemap.gpkg")) as basemap:
        lines = len(basemap.shapes(RIVER_TABLE))
    return f"rivers: {lines} lines" if lines else "rivers: left out"


def _geodesic() -> str:
    from mapapp.core.geo.geodesy import distance_m

    measured = float(distance_m(0.0, 0.0, 1.0, 0.0)[0])
    if abs(measured - _EQUATOR_DEGREE_M) > 0.001:
        raise EnvironmentProblemError(
            f"One degree of the equator measures {measured} m; install pyproj again."
        )
    return f"geodesy: one degree of the equator is {measured:,.1f} m"


def _fonts() -> str:
    for name in _FONT_FILES:
        asset("fonts", name)
    return f"fonts: {len(_FONT_FILES)} files"


def _page() -> str:
    for name in _PAGE_FILES:
        asset("web", name)
    return f"map page: {len(_PAGE_FILES)} files"
