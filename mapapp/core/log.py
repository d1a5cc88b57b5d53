"""Named loggers, and where their records go."""

from __future__ import annotations

import logging
import os
from typing import Literal

from mapapp.core.texts.plain import terminal_line

LogArea = Literal["app", "data", "bridge", "js", "export", "qt"]


def logger(area: LogArea) -> logging.Logger:
    """The logger of one area of the program."""
    return logging.getLogger(f"mapapp.{area}")


def init_logging(*, verbose: bool) -> None:
    """Send records to stderr: warnings, or everything with ``verbose`` or ``MAPAPP_DEBUG``."""
    root = logging.getLogger("mapapp")
    root.setLevel(logging.DEBUG if verbose or debugging() else logging.WARNING)
    if not root.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)


class _Lines(logging.Formatter):
    """Writes what a terminal does not obey: a record may quote a file from anybody."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for the message, and those of a traceback."""
        return "\n".join(map(terminal_line, super().format(record).split("\n")))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name in logging
        """The message as one line."""
        return terminal_line(super().formatMessage(record))


def debugging() -> bool:
    """Whether the environment asks for details (``MAPAPP_DEBUG`` is set and not 0)."""
    return os.environ.get("MAPAPP_DEBUG", "0") not in ("", "0")
