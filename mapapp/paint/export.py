"""From a request to a file: the one way in which pictures are made, with or without a window."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PySide6.QtGui import QGuiApplication

from mapapp.core.errors import ExportError
from mapapp.core.layerspec import LayerSpec, pick_layers
from mapapp.paint.text import load_fonts
from mapapp.render.composition import Composition, compose
from mapapp.render.metadata import describe
from mapapp.render.request import ExportRequest
from mapapp.store.atlas import Atlas
from mapapp.store.geopackage import GeoPackage

_applications: list[QGuiApplication] = []
"""Holds the application that was made here: Qt ends it when Python drops it."""


def export_picture(
    request: ExportRequest, atlas: Path, basemap: Path, specs: tuple[LayerSpec, ...]
) -> None:
    """Make a picture and write it to ``request.path``; it appears there complete or not at all.

    Args:
        request: what is wanted.
        atlas: the GeoPackage with the features of ``specs`` and their facts.
        basemap: the GeoPackage with the ground and the places.
        specs: the declared layers, of which ``request.layers`` are drawn.

    Raises:
        UsageError: if a layer is unknown.
        DataError: if a GeoPackage cannot be read.
        ExportError: if the file cannot be written.
    """
    chosen = pick_layers(specs, list(request.layers))
    _need_application()
    load_fonts()
    with Atlas(atlas, specs) as features, GeoPackage(basemap) as ground:
        composition = compose(request, features, ground, chosen)
    description = describe(request, composition.scene.view.extent, atlas)
    with _replacing(request.path) as file:
        _write(file, composition, description)


def _write(file: BinaryIO, composition: Composition, description: str) -> None:
    """Import and run the device of the format that is wanted."""
    match composition.request.format:
        case "pdf":
            from mapapp.paint.devices.pdf import pdf_bytes

            file.write(pdf_bytes(composition, description))
        case "png":
            from mapapp.paint.devices.png import write_png

            write_png(file, composition, description)
        case "svg":
            from mapapp.paint.devices.svg import svg_bytes

            file.write(svg_bytes(composition, description))


def _need_application() -> None:
    """Qt's painting needs an application; without a window it is offscreen."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _applications.append(QGuiApplication(["mapapp"]))


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target that takes its place at the end, or vanishes on a failure."""
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=".part", dir=target.parent
        )
    except OSError as error:
        raise _unwritable(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(target: Path, error: OSError) -> ExportError:
    return ExportError(
        f"{target} cannot be written ({error.strerror or error}); "
        "choose another folder or make room."
    )
