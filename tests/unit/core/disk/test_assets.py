from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.core import installed
from mapapp.core.disk.assets import asset
from mapapp.core.errors import AssetError


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the installed package, in a folder that is no checkout."""
    package = tmp_path / "site" / "mapapp"
    monkeypatch.setattr(installed, "_PACKAGE", package)
    monkeypatch.setattr(installed, "_CHECKOUT", package.parent)
    return package


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


@pytest.mark.parametrize(
    "name",
    [
        "web/leaflet.js",
        "web/leaflet.css",
        "fonts/MapappSans-Regular.ttf",
        "fonts/MapappSans-Bold.ttf",
        "fonts/MapappSans-Regular-western.ttf",
        "fonts/MapappSans-Bold-western.ttf",
        "fonts/advances.json",
    ],
)
def test_built_assets_are_found_in_the_checkout(name: str) -> None:
    assert asset(*name.split("/")).stat().st_size > 0


def test_checkout_serves_its_own_folders(package: Path) -> None:
    checkout = package.parent
    touch(checkout / "pyproject.toml")
    layer = touch(checkout / "layers" / "port.toml")
    page = touch(checkout / "resources" / "web" / "index.html")
    assert asset("layers", "port.toml") == layer
    assert asset("web", "index.html") == page


def test_installed_package_comes_before_the_checkout(package: Path) -> None:
    touch(package.parent / "pyproject.toml")
    touch(package.parent / "layers" / "port.toml")
    installed = touch(package / "_assets" / "layers" / "port.toml")
    assert asset("layers", "port.toml") == installed


def test_environment_comes_first(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(package / "_assets" / "layers" / "port.toml")
    own = touch(tmp_path / "own" / "layers" / "port.toml")
    monkeypatch.setenv("MAPAPP_ASSETS", str(tmp_path / "own"))
    assert asset("layers", "port.toml") == own


def test_neighbours_in_site_packages_are_no_assets(package: Path) -> None:
    touch(package.parent / "data" / "atlas.gpkg")
    with pytest.raises(AssetError):
        asset("data", "atlas.gpkg")


def test_missing_asset_names_what_was_tried(package: Path) -> None:
    with pytest.raises(AssetError, match=r"data/none\.gpkg .*_assets.*make setup"):
        asset("data", "none.gpkg")
