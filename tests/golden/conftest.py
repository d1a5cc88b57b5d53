"""Pictures of the atlas that mapapp ships."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mapapp.cli import main
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import LayerSpec
from mapapp.paint.export import export_picture
from mapapp.render.request.request import ExportRequest, format_of, usual_shape

Save = Callable[..., Path]
Mapapp = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def mapapp(capfdbinary: pytest.CaptureFixture[bytes]) -> Mapapp:
    """Runs a command in this process, where nothing is asked that only a process of its own has."""

    def run(*typed: object) -> subprocess.CompletedProcess[bytes]:
        code = main([str(part) for part in typed])
        said = capfdbinary.readouterr()
        return subprocess.CompletedProcess(typed, code, said.out, said.err)

    return run


@pytest.fixture
def save(specs: tuple[LayerSpec, ...], tmp_path: Path) -> Save:
    """Export a picture into the folder of the test and return its path."""

    def save_picture(name: str, **changes: Any) -> Path:
        path = tmp_path / name
        wanted: dict[str, Any] = {"path": path, "format": format_of(path)}
        if "page" not in changes and "size_px" not in changes:
            wanted["page"], wanted["size_px"] = usual_shape(wanted["format"])
        request = ExportRequest(**wanted | changes)
        export_picture(request, asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
        return path

    return save_picture


def content(page: Any) -> bytes:
    """What a page of pikepdf's is painted with, from all of its streams."""
    return b"\n".join(stream.read_bytes() for stream in page.Contents)
