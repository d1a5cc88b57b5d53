"""Make the pictures of the tour with the program itself.

``make_pictures.py [FOLDER]`` writes them, by default to ``docs/pictures``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtGui import QImage

from mapapp.app import make_application, open_window
from mapapp.core.disk.assets import asset
from mapapp.core.layer.spec import load_layer_specs
from mapapp.core.map.state import ViewState
from mapapp.qt.shell.photographer import Photographer

FOLDER = Path(__file__).resolve().parent / "pictures"
COLOURS = 256


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of the window: its file, and how the window comes to show it."""

    name: str
    arrange: Callable[[Photographer], None]


def look_at(camera: Photographer, lon: float, lat: float, zoom: float) -> None:
    """Move the map."""
    seen = camera.state.view
    camera.window.controller.go_to(ViewState(lon, lat, zoom, seen.width_px, seen.height_px))


def show_park(camera: Photographer) -> None:
    """The China-Germany park is selected."""
    camera.window.built_in.navigation.reveal("cgip", move=False)
    look_at(camera, 123.2, 41.72, 9.5)


def show_shenyang(camera: Photographer) -> None:
    """Every layer at the scale of the city."""
    camera.state.select([])
    for layer in camera.state.order:
        camera.state.set_visible(layer, True)
    look_at(camera, 123.40, 41.77, 11.5)


def show_dark(camera: Photographer) -> None:
    """The province in Chinese on dark ground, with a port."""
    camera.window.commands["file.new"].trigger()
    camera.state.set_theme("dark")
    camera.state.set_language("zh")
    camera.window.built_in.navigation.reveal("port-dalian", move=False)
    look_at(camera, 122.6, 40.4, 7.5)


def show_pacific(camera: Photographer) -> None:
    """Friendship links across the antimeridian."""
    camera.state.set_theme("light")
    camera.state.set_language("en")
    camera.window.built_in.navigation.reveal("friendship-chicago", move=False)
    look_at(camera, 187.0, 38.0, 2.6)


SCENES = (
    Scene("window", show_park),
    Scene("shenyang", show_shenyang),
    Scene("dark", show_dark),
    Scene("pacific", show_pacific),
)


def photograph(folder: Path) -> None:
    """Take the pictures of the window."""
    application = make_application()
    with ExitStack() as closing:
        camera = Photographer(open_window(load_layer_specs(asset("layers")), closing))
        camera.open()
        for scene in SCENES:
            scene.arrange(camera)
            save(as_picture(camera.take()), folder / f"{scene.name}.png")
        camera.window.close()
    application.quit()


def print_sheet(folder: Path) -> None:
    """Make the sheet as the command line does."""
    target = folder / "sheet.png"
    command = [
        "snapshot", "-o", str(target), "--page", "A4", "--dpi", "110",
        "--title", "Sea ports of Liaoning", "--subtitle", "with the free-trade areas behind them",
        "--layers", "port,ftz_area", "--extent", "119.5,38.4,125.5,42.2",
        "--parts", "title,legend,scale_bar,north_arrow,graticule,locator,figures,sources",
    ]  # fmt: skip
    subprocess.run([sys.executable, "-m", "mapapp", *command], check=True)
    save(Image.open(target), target)


def as_picture(image: QImage) -> Image.Image:
    """The pixels of an image, as Pillow takes them."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (pixels.width(), pixels.height())
    stride = pixels.bytesPerLine()
    return Image.frombytes("RGB", size, bytes(pixels.constBits()), "raw", "RGB", stride)


def save(picture: Image.Image, target: Path) -> None:
    """Write a picture with a palette: a quarter of the size, and no difference to the eye."""
    reduced = picture.convert("RGB").quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    reduced.save(target, optimize=True)


def main(arguments: list[str]) -> int:
    """Write all pictures into a folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    print_sheet(folder)
    photograph(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
