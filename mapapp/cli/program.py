"""Reads the arguments, runs one command, and turns every failure into one line on stderr."""

from __future__ import annotations

import argparse
import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from mapapp.cli.arguments import Parser, add_language
from mapapp.cli.language import localized, speak_as_asked
from mapapp.cli.output import complain, failed_at, say
from mapapp.core.disk.files import ask_ordinary
from mapapp.core.disk.kinds import named_path
from mapapp.core.disk.leftovers import dismiss_guardian
from mapapp.core.disk.suffixes import FOLDERS
from mapapp.core.errors import DataError, MapappError
from mapapp.core.log import debugging, init_logging, logger
from mapapp.core.message import Message, spoken
from mapapp.core.starting import start_lightly
from mapapp.core.version import __version__

COMMANDS = {
    "snapshot": ("snapshot",),
    "inspect": ("inspect",),
    "query": ("identify", "search"),
    "data": ("facts", "conflicts", "sources"),
    "export_data": ("export-data",),
    "layers": ("layers",),
    "convert": ("convert",),
    "count": ("count",),
    "geocode": ("geocode",),
    "build": ("build", "check"),
    "self_check": ("self-check",),
    "window_work": ("receive", "keep", "preview", "print"),
}
"""The modules of the commands, and which each declares: only those of a chosen one are imported."""

_NAMES = {"open", *(name for names in COMMANDS.values() for name in names)}
_STDERR = 2
_INTERRUPTED, _READER_GONE = 130, 141
"""What shells report for a program that SIGINT or SIGPIPE ended."""


def run() -> NoReturn:
    """Run the program as this process's only task, and end that at once where no window was open.

    Then nothing is left to be put in order, and taking Qt and numpy apart takes its time.
    """
    start_lightly()
    _hold_closed_streams()
    code = main()
    dismiss_guardian()
    if "mapapp.app" in sys.modules:
        sys.exit(code)
    logging.shutdown()
    os._exit(code)


_WITH_VALUE = ("--or-pictures", "--lang")
"""Options before a command that are followed by what is no command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the answer is its exit code: 0, 1 (data, environment) or 2 (usage)."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if argv is None else argv)
    speak_as_asked(arguments)
    try:
        code = _run(arguments)
        print(end="", flush=True)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except MapappError as error:
        return _complain(error.message, error.exit_code)
    except BrokenPipeError:
        _forget_output()
        return _READER_GONE
    except OSError as error:
        _forget_output()
        return _complain(failed_at(error), 1)
    except Exception as error:  # the last line of defence: a traceback helps no user
        return _explain_fault(error, arguments)
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        words = _with_open(arguments)
        chosen = _parser(_modules_for(words)).parse_args(words)
    except SystemExit as done:  # --help and --version end this way
        return int(done.code or 0)
    init_logging(verbose=chosen.verbose)
    code: int = chosen.run(chosen)
    return code


def _modules_for(words: Sequence[str]) -> Sequence[str]:
    """The modules of the commands that the words may mean; help and complaints name all."""
    command = next((word for word in words if not word.startswith("-")), None)
    if not words or command == "open":
        return ()
    declaring = [module for module, names in COMMANDS.items() if command in names]
    return declaring or tuple(COMMANDS)


def _parser(modules: Sequence[str]) -> Parser:
    parser = Parser(
        prog="mapapp",
        description=localized(
            "A map of Shenyang and Liaoning where every figure carries its source. "
            "Without a command the window opens."
        ),
    )
    add_language(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"mapapp {__version__}",
        help=localized("show the version and end"),
    )
    parser.add_argument(
        "--verbose", action="store_true", help=localized("log what happens to stderr")
    )
    parser.add_argument(
        "--or-pictures",
        metavar="FOLDER",
        type=named_path,
        help=localized(
            "where there is no display, write pictures of the window and of a sheet there"
        ),
    )
    parser.set_defaults(run=_open_window, files=[])
    _add_commands(parser, modules)
    return parser


def _add_commands(parser: Parser, modules: Sequence[str]) -> None:
    commands = parser.add_subparsers(
        title=localized("commands"), metavar="COMMAND", parser_class=Parser
    )
    opening = commands.add_parser(
        "open", help=localized("open a workspace, the map of a picture, or data as layers")
    )
    opening.add_argument(
        "files", metavar="FILE", nargs="+", type=named_path,
        help=localized("one workspace or picture, or files of data; the word open may be left out"),
    )  # fmt: skip
    add_language(opening)
    opening.set_defaults(run=_open_window)
    for module in modules:
        importlib.import_module(f"mapapp.cli.{module}").add_commands(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--verbose", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )


def _open_window(chosen: argparse.Namespace) -> int:
    for path in chosen.files:
        if not (path.is_dir() and path.suffix.lower() in FOLDERS):
            ask_ordinary(path, DataError)
    from mapapp.app import run_window
    from mapapp.qt.shell.display import display_problem

    problem = chosen.or_pictures and not chosen.files and display_problem(os.environ)
    return _show_in_pictures(chosen.or_pictures, problem) if problem else run_window(chosen.files)


def _show_in_pictures(folder: Path, problem: str) -> int:
    from mapapp.cli.in_pictures import show_in_pictures

    files = " ".join(map(str, show_in_pictures(folder.resolve())))
    say(Message("{problem}; here it is in pictures: {files}", problem=problem, files=files))
    return 0


def _with_open(arguments: Sequence[str]) -> list[str]:
    """The arguments with the command ``open`` before a file that stands alone."""
    before = ("", *arguments)
    at = next(
        (
            at
            for at, word in enumerate(arguments)
            if not word.startswith("-") and before[at] not in _WITH_VALUE
        ),
        None,
    )
    if at is None or not _is_file(arguments[at]):
        return list(arguments)
    return [*arguments[:at], "open", *arguments[at:]]


def _is_file(word: str) -> bool:
    """Whether a word that stands where a command may is rather a file to open."""
    if word in _NAMES:
        return False
    path = named_path(word)
    return bool(path.suffix) or len(path.parts) > 1 or path.exists()


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _hold_closed_streams() -> None:
    """Take the numbers of standard streams that were closed by whoever started the program.

    Else the next file that is opened gets such a number, and what a library complains about on
    stderr gets into that file.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(number)


def _complain(message: str, code: int) -> int:
    complain(f"mapapp: {spoken(message)}")
    return code


def _explain_fault(error: Exception, arguments: Sequence[str]) -> int:
    if "--verbose" in arguments or debugging():
        init_logging(verbose=True)
        logger("app").exception("a fault of mapapp")
    return _complain(
        Message(
            "mapapp has a fault ({kind}: {words}); run it again with --verbose and report what it "
            "says.",
            kind=type(error).__name__,
            words=error,
        ),
        1,
    )


def _forget_output() -> None:
    """Send what is still buffered nowhere, or Python complains about it at its end."""
    with suppress(AttributeError, OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
