"""The files that belong to mapapp: layers, atlas, page, fonts, icons, translations."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.errors import AssetError
from mapapp.core.installed import asset_places, find_asset


def asset(*parts: str) -> Path:
    """Find a file or folder by its name, such as ``asset("data", "atlas.gpkg")``.

    The names are those of a wheel: ``layers data web fonts hanzi gazetteer icc icons i18n help``.
    The first place that has the name wins: the folder ``MAPAPP_ASSETS``, the installed package, the
    checkout.

    Raises:
        AssetError: No place has it.
    """
    found = find_asset(*parts)
    if found is None:
        raise AssetError(
            "{name} of mapapp is not in {places}; run `make setup` or install mapapp again.",
            name="/".join(parts),
            places=list(map(str, asset_places())),
        )
    return found
