"""Where mapapp keeps what belongs to the user: settings, session, bookmarks, received atlases."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """The folder of the user's settings; it may not exist yet. ``MAPAPP_CONFIG`` overrides it."""
    override = os.environ.get("MAPAPP_CONFIG")
    return Path(override) if override else _platform_folder() / "mapapp"


def _platform_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
