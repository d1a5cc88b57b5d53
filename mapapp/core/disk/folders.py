"""Where mapapp keeps what belongs to the user: settings, session, bookmarks, received atlases.

And where it keeps what it can make again, so that it need not.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """The folder of the user's settings; it may not exist yet. ``MAPAPP_CONFIG`` overrides it."""
    override = os.environ.get("MAPAPP_CONFIG")
    return Path(override) if override else _platform_folder() / "mapapp"


def cache_folder() -> Path:
    """The folder of what can be made again; it may not exist yet. ``MAPAPP_CACHE`` overrides it."""
    override = os.environ.get("MAPAPP_CACHE")
    return Path(override) if override else _platform_cache() / "mapapp"


def _platform_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _platform_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
