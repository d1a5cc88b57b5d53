"""The preview of the export dialog: how soon it is there, and what it costs the window.

The peer is the same painting in a thread of the window's process: it shows why a process of
its own paints.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness import Result

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import WORLD
from mapapp.core.layer.spec import load_layer_specs
from mapapp.paint.export import Printer
from mapapp.paint.preview_painter import paint_preview
from mapapp.qt.parts.preview_process import PreviewProcess
from mapapp.render.request.from_json import request_to_table
from mapapp.render.request.paper import PageSize
from mapapp.render.request.preview import Answer, PreviewOrder
from mapapp.render.request.request import ExportRequest

ROUNDS = 8
SMALL, LARGE = (760, 560), (2000, 2000)


@dataclass(slots=True)
class Heartbeat:
    """The longest time for which the event loop did not come round."""

    timer: QTimer = field(default_factory=QTimer)
    last: float = field(default_factory=time.perf_counter)
    longest_ms: float = 0.0

    def start(self) -> None:
        """Begin to listen."""
        self.last = time.perf_counter()
        self.timer.timeout.connect(self.beat)
        self.timer.start(2)

    def beat(self) -> None:
        """Qt: the loop has come round."""
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, 1000 * (now - self.last))
        self.last = now


def order(size: tuple[int, int]) -> PreviewOrder:
    """The whole world on A0, with everything: the heaviest sheet of the atlas."""
    specs = load_layer_specs(asset("layers"))
    request = ExportRequest(
        path=Path("map.pdf"),
        format="pdf",
        area=WORLD,
        layers=tuple(spec.id for spec in specs),
        page=PageSize.named("A0"),
    )
    return PreviewOrder(request_to_table(request), *size)


def ask(process: PreviewProcess, wanted: PreviewOrder) -> Answer:
    """The answer to an order, decoded as the dialog does it."""
    loop, answers = QEventLoop(), list[Answer]()

    def take(answer: Answer) -> None:
        assert not QImage.fromData(answer.png).isNull()
        answers.append(answer)
        loop.quit()

    process.answered.connect(take)
    process.order(wanted, at_once=True)
    loop.exec()
    process.answered.disconnect(take)
    return answers[0]


def timed_ms(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def beside_a_thread(wanted: PreviewOrder) -> float:
    """The longest gap while a thread of this process paints the same."""

    class Painter(QThread):
        def run(self) -> None:
            paths = asset("data", "atlas.gpkg"), asset("data", "basemap.gpkg")
            with Printer(*paths, load_layer_specs(asset("layers"))) as printer:
                for _ in range(ROUNDS):
                    paint_preview(wanted, printer)

    loop, painter, heart = QEventLoop(), Painter(), Heartbeat()
    painter.finished.connect(loop.quit)
    heart.start()
    painter.start()
    loop.exec()
    return heart.longest_ms


def main() -> None:
    """Measure and print."""
    app = QApplication([])
    parent = QObject()
    process = PreviewProcess(asset("data", "atlas.gpkg"), parent)
    first = timed_ms(lambda: ask(process, order(SMALL)))
    heart = Heartbeat()
    heart.start()
    following = sorted(timed_ms(lambda: ask(process, order(SMALL))) for _ in range(ROUNDS))
    gap = heart.longest_ms
    ask(process, order(LARGE))
    large_gap = heart.longest_ms
    process.stop()
    peer = beside_a_thread(order(LARGE))
    Result("preview, the first", first, "ms").emit()
    Result("preview, the next", following[ROUNDS // 2], "ms", 600).emit()
    Result("preview, longest gap of the window", gap, "ms", 50).emit()
    Result(
        "copy of 2000 px, longest gap of the window", large_gap, "ms", 50,
        peer="a thread", peer_value=peer,
    ).emit()  # fmt: skip
    app.quit()


if __name__ == "__main__":
    main()
