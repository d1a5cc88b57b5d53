"""Where the files that belong to mapapp may lie: beside the code, or in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parent


def asset_places() -> list[Path]:
    """The folders to look in, the first wins: ``MAPAPP_ASSETS``, the package, the checkout."""
    override = os.environ.get("MAPAPP_ASSETS")
    places = [Path(override)] if override else []
    places.append(_PACKAGE / "_assets")
    if (_CHECKOUT / "pyproject.toml").is_file():
        places += [_CHECKOUT, *(_CHECKOUT / name for name in ("resources", "docs", "build/assets"))]
    return places


def find_asset(*parts: str) -> Path | None:
    """A file or folder by its name in a wheel, or None where no place has it."""
    return next((path for each in asset_places() if (path := each.joinpath(*parts)).exists()), None)
