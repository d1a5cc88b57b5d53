"""One button for each preset of a picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mapapp.core.text import Language
from mapapp.render.request.presets import preset_ids, read_preset

_ORDER = ("report", "slide", "poster", "web")


class PresetRow(QWidget):
    """Buttons of which none stays down: a preset is where choices begin.

    Signals:
        chosen: the ``Preset`` that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for id_ in sorted(preset_ids(), key=_place):
            preset = read_preset(id_)
            button = QPushButton(preset.name.get(language), self)
            button.setObjectName("preset")
            button.setAutoDefault(False)
            button.setToolTip(self.tr("Start from the usual settings for this kind of picture."))
            button.clicked.connect(lambda _checked=False, preset=preset: self.chosen.emit(preset))
            row.addWidget(button, 1)
            self.buttons[id_] = button


def _place(id_: str) -> tuple[int, str]:
    """Ours first, in the order of their sizes; others by their names."""
    return (_ORDER.index(id_), "") if id_ in _ORDER else (len(_ORDER), id_)
