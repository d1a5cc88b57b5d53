"""The wheel's hook: puts the assets into ``mapapp/_assets``, file by file.

An editable install uses the checkout, so nothing is added to it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

import assets  # a neighbour of this file, not an installed module


class AssetHook(BuildHookInterface[Any]):
    """Builds stale assets and adds all of them to a standard wheel."""

    def dependencies(self) -> list[str]:
        """What an isolated build must install: nothing while ``build/assets`` is fresh."""
        return assets.requirements() if assets.stale_parts() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file and its place in the wheel."""
        if version == "standard":
            assets.update()
            for path, place in assets.shipped_files():
                build_data["force_include"][str(path)] = f"mapapp/_assets/{place}"
