"""Data that has no file of its own is kept in a folder, under its name and the moment."""

from __future__ import annotations

import itertools
from datetime import datetime
from pathlib import Path


def kept_file(folder: Path, name: str, ending: str) -> Path:
    """A file that is not there yet, called so and by the moment."""
    moment = datetime.now().strftime("%Y-%m-%d %H.%M.%S")  # noqa: DTZ005 - as a clock shows it
    behind = itertools.chain([""], (f" {number}" for number in itertools.count(2)))
    paths = (folder / f"{name} {moment}{each}{ending}" for each in behind)
    return next(path for path in paths if not path.exists())
