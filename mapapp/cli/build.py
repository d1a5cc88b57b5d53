"""``mapapp build`` and ``mapapp check``: making the atlas, and looking one over."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from mapapp.cli.arguments import Commands, add_language, read_specs
from mapapp.cli.language import localized
from mapapp.cli.output import say
from mapapp.core.disk.assets import asset
from mapapp.core.errors import AssetError, DataError
from mapapp.core.message import Message


def add_commands(commands: Commands) -> None:
    """Declare both commands."""
    build = commands.add_parser(
        "build", help=localized("make the GeoPackages of data from data/sources")
    )
    build.add_argument(
        "--check", action="store_true", help=localized("only compare with what is there")
    )
    build.add_argument(
        "-o", dest="folder", type=Path, metavar="DIR", help=localized("where (default: data)")
    )
    add_language(build)
    build.set_defaults(run=_build)
    check = commands.add_parser("check", help=localized("look an atlas file over"))
    check.add_argument("file", type=Path, metavar="FILE.gpkg")
    add_language(check)
    check.set_defaults(run=_check)


def _build(chosen: argparse.Namespace) -> int:
    from mapapp.making import SourceProblems, build_all, check_built

    sources = _sources_folder()
    folder = chosen.folder or sources.parent
    articles = sources.parents[2] / "shared" / "articles"
    try:
        if chosen.check:
            differing = check_built(sources, asset("layers"), folder, articles)
            _refuse(
                differing,
                Message(
                    "What is in {folder} is not what the sources give; run mapapp build.",
                    folder=folder,
                ),
            )
        else:
            build_all(sources, asset("layers"), folder, articles)
    except SourceProblems as error:
        _refuse([problem.message for problem in error.problems], error.message)
    say(Message("{folder} is up to date.", folder=folder))
    return 0


def _sources_folder() -> Path:
    try:
        return asset("data", "sources")
    except AssetError as error:
        raise AssetError(
            "An installed mapapp has no data/sources; run mapapp build in a checkout."
        ) from error


def _check(chosen: argparse.Namespace) -> int:
    from mapapp.store.checking import check_atlas
    from mapapp.store.geopackage import GeoPackage

    with GeoPackage(chosen.file) as file:
        tables = len(file.tables())
    problems = check_atlas(chosen.file, read_specs())
    _refuse(
        problems,
        Message(
            "{file} has {count} problems; run mapapp build.", file=chosen.file, count=len(problems)
        ),
    )
    say(
        Message(
            "{file} is a sound atlas of {tables} feature tables.", file=chosen.file, tables=tables
        )
    )
    return 0


def _refuse(problems: Sequence[str], summary: Message) -> None:
    """Tell every problem on stdout and the sum of them as the error; one is told as it is."""
    if len(problems) == 1:
        raise DataError(problems[0])
    if problems:
        for problem in problems:
            say(problem)
        raise DataError(summary)
