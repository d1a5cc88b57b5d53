"""Named loggers, and where their records go."""

from __future__ import annotations

import logging
import os
from typing import Literal

Area = Literal["app", "data", "bridge", "js", "export", "qt"]


def logger(area: Area) -> logging.Logger:
    """The logger of one area of the program."""
    return logging.getLogger(f"mapapp.{area}")


def init_logging(*, verbose: bool) -> None:
    """Send records to stderr: warnings, or everything with ``verbose`` or ``MAPAPP_DEBUG``."""
    root = logging.getLogger("mapapp")
    root.setLevel(logging.DEBUG if verbose or debugging() else logging.WARNING)
    if not root.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)


def debugging() -> bool:
    """Whether the environment asks for details (``MAPAPP_DEBUG`` is set and not 0)."""
    return os.environ.get("MAPAPP_DEBUG", "0") not in ("", "0")
