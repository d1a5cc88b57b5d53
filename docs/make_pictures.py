"""Make the pictures of the tour with the program itself.

``make_pictures.py [FOLDER]`` writes them, by default to ``docs/pictures``. Nothing is waited for
by the clock: the page tells when it has painted, and a picture is taken when two in a row agree.
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
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage

from mapapp.app import make_application, open_window
from mapapp.core.assets import asset
from mapapp.core.layerspec import load_layer_specs
from mapapp.core.state import ViewState
from mapapp.qt.main_window import MainWindow

FOLDER = Path(__file__).resolve().parent / "pictures"
SIZE = (1366, 768)
COLOURS = 256
_PATIENCE_MS = 30_000
_MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of the window: its file, and how the window comes to show it."""

    name: str
    arrange: Callable[[Photographer], None]


class Photographer:
    """Arranges a window and takes its picture."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.state = window.state

    def open(self) -> None:
        """Show the window and wait for its map."""
        self.window.resize(*SIZE)
        self.window.show()
        self.window.view.setFocus()
        self.settle()

    def look_at(self, lon: float, lat: float, zoom: float) -> None:
        """Move the map."""
        seen = self.state.view
        self.window.controller.go_to(ViewState(lon, lat, zoom, seen.width_px, seen.height_px))

    def settle(self) -> None:
        """Wait until the page has the size of its widget and has painted all it was told."""
        view = self.window.view
        self._wait(lambda: view.is_ready)
        self._wait(lambda: (self.state.view.width_px, self.state.view.height_px)
                   == (view.width(), view.height()))  # fmt: skip
        painted: list[int] = []
        connection = view.painted.connect(painted.append)
        view.ping()
        wanted = view.serial
        self._wait(lambda: bool(painted) and painted[-1] >= wanted)
        view.painted.disconnect(connection)

    def take(self) -> QImage:
        """The window as it looks now, once it has come to rest."""
        before = QImage()
        for _ in range(_MOST_TRIES):
            self.settle()
            now = self.window.grab().toImage()
            if now == before:
                return now
            before = now
        raise SystemExit("The window did not come to rest.")

    def _wait(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        late = QTimer(singleShot=True, interval=_PATIENCE_MS)
        late.start()
        while not done():
            if not late.isActive():
                raise SystemExit("The map page did not answer.")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def show_park(camera: Photographer) -> None:
    """The China-Germany park is selected."""
    camera.window.navigation.reveal("cgip", move=False)
    camera.look_at(123.2, 41.72, 9.5)


def show_shenyang(camera: Photographer) -> None:
    """Every layer at the scale of the city."""
    camera.state.select([])
    for layer in camera.state.order:
        camera.state.set_visible(layer, True)
    camera.look_at(123.40, 41.77, 11.5)


def show_dark(camera: Photographer) -> None:
    """The province in Chinese on dark ground, with a port."""
    camera.window.commands["file.new"].trigger()
    camera.state.set_theme("dark")
    camera.state.set_language("zh")
    camera.window.navigation.reveal("port-dalian", move=False)
    camera.look_at(122.6, 40.4, 7.5)


def show_pacific(camera: Photographer) -> None:
    """Friendship links across the antimeridian."""
    camera.state.set_theme("light")
    camera.state.set_language("en")
    camera.window.navigation.reveal("friendship-chicago", move=False)
    camera.look_at(187.0, 38.0, 2.6)


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
