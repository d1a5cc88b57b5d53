"""Where the files that belong to mapapp lie: layers, atlas, page, fonts, icons, translations."""

from __future__ import annotations

import os
from pathlib import Path

from mapapp.core.errors import AssetError

_PACKAGE = Path(__file__).resolve().parents[2]
_CHECKOUT = _PACKAGE.parent


def asset(*parts: str) -> Path:
    """Find a file or folder by its name, such as ``asset("data", "atlas.gpkg")``.

    The names are those of a wheel: ``layers data web fonts hanzi icons i18n help``. The first
    place that has the name wins: the folder ``MAPAPP_ASSETS``, the installed package, the checkout.

    Raises:
        AssetError: No place has it.
    """
    places = _places()
    found = next((path for place in places if (path := place.joinpath(*parts)).exists()), None)
    if found is None:
        raise AssetError(_not_found("/".join(parts), places))
    return found


def _places() -> list[Path]:
    override = os.environ.get("MAPAPP_ASSETS")
    places = [Path(override)] if override else []
    places.append(_PACKAGE / "_assets")
    if (_CHECKOUT / "pyproject.toml").is_file():
        places += [_CHECKOUT, *(_CHECKOUT / name for name in ("resources", "docs", "build/assets"))]
    return places


def _not_found(name: str, places: list[Path]) -> str:
    tried = ", ".join(map(str, places))
    return f"{name} of mapapp is not in {tried}; run `make setup` or install mapapp again."
