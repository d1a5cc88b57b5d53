"""Dead circles of objects are taken away in the window's thread alone, and when it rests."""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject

_NAME = "garbage"


def collect_in_this_thread() -> None:
    """Have no other thread look for circles any more; once is enough.

    WORKAROUND: Python looks for them in whichever thread makes the next object, and what it finds
    of Qt there ends in a thread that it does not belong to: a crash, or threads that wait for each
    other for ever. https://riverbankcomputing.com/pipermail/pyqt/2011-August/030378.html
    """
    app = QCoreApplication.instance()
    if app is not None and app.findChild(_Collector, _NAME) is None:
        _Collector(app).setObjectName(_NAME)


class _Collector(QObject):
    """Does what Python would, as often for as many objects, before the event loop waits."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        gc.disable()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._look)

    def _look(self) -> None:
        pairs = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        full = [generation for generation, (count, most) in pairs if count > most]
        if full:
            gc.collect(full[-1])
