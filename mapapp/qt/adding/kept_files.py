"""Data that has no file of its own is kept in a folder, under its name and the moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mapapp.core.disk.replacing import free_path


def kept_file(folder: Path, name: str, ending: str) -> Path:
    """A file that is not there yet, called so and by the moment."""
    moment = datetime.now().strftime("%Y-%m-%d %H.%M.%S")  # noqa: DTZ005 - as a clock shows it
    return free_path(folder / f"{name} {moment}{ending}")
