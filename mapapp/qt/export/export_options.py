"""All options of a picture, in groups that scroll."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.qt.export.export_extent import ExportExtent
from mapapp.qt.export.export_page import ExportPage
from mapapp.qt.export.export_parts import ExportParts
from mapapp.qt.export.export_prepress import ExportPrepress
from mapapp.qt.export.export_text import ExportText
from mapapp.qt.export.preset_row import PresetRow
from mapapp.qt.parts.guard import guarded
from mapapp.render.request.choices import Choices
from mapapp.render.request.presets import Preset
from mapapp.render.request.request import ExportRequest

_WIDTH_PX, _GAP_PX = 404, 16


class ExportOptions(QScrollArea):
    """Presets, then the groups Page, Extent, Text and Parts, and that for print shops.

    Signals:
        changed: something else was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        base: ExportRequest,
        specs: tuple[LayerSpec, ...],
        language: Language,
        places: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.presets = PresetRow(language)
        self.page = ExportPage()
        self.extent = ExportExtent(base, specs, language, places)
        self.text = ExportText()
        self.parts = ExportParts()
        self.prepress = ExportPrepress()
        self._groups = (self.page, self.extent, self.text, self.parts, self.prepress)
        self._choices = Choices()
        self._lay_out()
        self.presets.chosen.connect(self._follow)
        for group in self._groups:
            group.changed.connect(self._take)

    @property
    def choices(self) -> Choices:
        """What is chosen."""
        return self._choices

    def show_choices(self, choices: Choices) -> None:
        """Show choices; what this map does not offer becomes what is usual."""
        blockers = [QSignalBlocker(group) for group in self._groups]
        for group in self._groups:
            group.show_choices(choices)
        del blockers
        self._choices = choices
        self._take()

    def _lay_out(self) -> None:
        column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(_GAP_PX)
        layout.addWidget(self.presets)
        for group in self._groups:
            layout.addWidget(group)
        layout.addStretch()
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what has the keyboard in it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what is inside has another size, as when its style or its words change."""
        inside = self.widget()
        if inside is not None and watched is inside and event.type() == QEvent.Type.LayoutRequest:
            bar_px = self.verticalScrollBar().sizeHint().width()
            self.setFixedWidth(max(_WIDTH_PX, inside.minimumSizeHint().width() + bar_px))
        return super().eventFilter(watched, event)

    def _follow(self, preset: Preset) -> None:
        self.show_choices(self._choices.following(preset))

    def _take(self) -> None:
        for group in self._groups:
            self._choices = group.taken(self._choices)
        self.changed.emit()
