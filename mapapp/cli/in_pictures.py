"""The window in pictures, where there is no display to show it on."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import ExportError
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.qt.shell.environment import draw_offscreen

if TYPE_CHECKING:
    from mapapp.qt.shell.main_window import MainWindow


def show_in_pictures(folder: Path) -> tuple[Path, ...]:
    """Write the window as it first looks, and a sheet, into a folder: for want of a display.

    The answer is the files. Nothing of the user's is read or remembered.

    Raises:
        MapappError: if a part of the installation is missing, or a picture cannot be written.
        OSError: if the folder cannot be made.
    """
    window_file, sheet_file = folder / "window.png", folder / "sheet.pdf"
    folder.mkdir(parents=True, exist_ok=True)
    draw_offscreen(os.environ)
    specs = load_layer_specs(asset("layers"))
    app = make_application()
    with ExitStack() as closing:
        _photograph(open_window(specs, closing), window_file)
    app.quit()
    _print_sheet(specs, sheet_file)
    return window_file, sheet_file


def _photograph(window: MainWindow, file: Path) -> None:
    from mapapp.qt.shell.photographer import Photographer

    camera = Photographer(window)
    camera.open()
    picture = camera.take()
    window.close()
    with replacing(file) as temporary:
        if not picture.save(str(temporary)):
            raise ExportError("{file} cannot be written; look whether the disk is full.", file=file)


def _print_sheet(specs: tuple[LayerSpec, ...], file: Path) -> None:
    from mapapp.paint.export import export_picture
    from mapapp.render.request.request import ExportRequest, usual_shape

    page, size_px = usual_shape("pdf")
    request = ExportRequest(file, "pdf", page=page, size_px=size_px)
    export_picture(request, asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg"), specs)
