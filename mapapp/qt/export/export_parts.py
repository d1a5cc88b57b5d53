"""Options of the furniture around the map.

A tick that means nothing for what else is chosen is grey, and its tool tip says why.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from mapapp.qt.parts.option_group import OptionGroup
from mapapp.render.request.choices import Choices
from mapapp.render.request.request import Part

_COLUMNS = 2


class ExportParts(OptionGroup):
    """A tick for each part that can be left out; the attribution cannot. Another for figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_heading(self.tr("Parts"))
        grid = QGridLayout()
        self.boxes: dict[Part, QCheckBox] = {}
        for index, (part, text) in enumerate(self._names().items()):
            box = QCheckBox(text, self)
            box.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(box, index // _COLUMNS, index % _COLUMNS)
            self.boxes[part] = box
        self.form.addRow(grid)
        self.graticule_labels = self._graticule_labels()
        self.form.addRow(self.graticule_labels)
        self.mark_selected = QCheckBox(self.tr("Mark what is selected"), self)
        self.mark_selected.toggled.connect(lambda _: self.changed.emit())
        self.form.addRow(self.mark_selected)
        self.believed_only = self._believed_only()
        self.form.addRow(self.believed_only)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        for part, box in self.boxes.items():
            box.setChecked(part in choices.parts)
        self.mark_selected.setChecked(choices.mark_selected)
        self.believed_only.setChecked(choices.believed_only)
        self.graticule_labels.setChecked(choices.graticule_labels)
        self._show_places(choices)

    def taken(self, choices: Choices) -> Choices:
        """The choices with what is chosen here."""
        self._show_places(choices)
        return replace(
            choices,
            parts=frozenset(part for part, box in self.boxes.items() if box.isChecked()),
            mark_selected=self.mark_selected.isChecked(),
            believed_only=self.believed_only.isChecked(),
            graticule_labels=self.graticule_labels.isChecked(),
        )

    def _show_places(self, choices: Choices) -> None:
        """Show which parts the picture has a place for; ticks stay for one that has."""
        reason, possible = self._why_no_place(choices), choices.possible_parts
        for part, box in self.boxes.items():
            box.setEnabled(part in possible)
            box.setToolTip("" if part in possible else reason)
        figures = self.boxes["figures"]
        self.believed_only.setEnabled(figures.isEnabled() and figures.isChecked())
        graticule = self.boxes["graticule"]
        self.graticule_labels.setEnabled(graticule.isEnabled() and graticule.isChecked())

    def _why_no_place(self, choices: Choices) -> str:
        """Why a picture has no place for parts of pages."""
        if choices.format == "html":
            return self.tr("A web page has no place for this; its cards tell figures and sources.")
        return self.tr(
            "A picture of a size in pixels is all map. Choose a page, such as A4, to have this."
        )

    def _graticule_labels(self) -> QCheckBox:
        """A tick for where degrees are written, which means something only with their net."""
        box = QCheckBox(self.tr("Degrees on all four sides"), self)
        box.setToolTip(
            self.tr("Write degrees on every side of the map, not only above and at the left.")
        )
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    def _believed_only(self) -> QCheckBox:
        """A tick for how key figures are chosen, which means something only with them."""
        box = QCheckBox(self.tr("Only figures that we believe"), self)
        box.setToolTip(
            self.tr("Leave out of the key figures what is doubted or what sources contradict.")
        )
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    def _names(self) -> dict[Part, str]:
        return {
            "title": self.tr("Title"),
            "legend": self.tr("Legend"),
            "ground": self.tr("Key to the ground"),
            "scale_bar": self.tr("Scale bar"),
            "north_arrow": self.tr("North arrow"),
            "graticule": self.tr("Degree net"),
            "locator": self.tr("Locator map"),
            "figures": self.tr("Key figures"),
            "sources": self.tr("Numbered sources"),
            "date": self.tr("Date"),
            "notes": self.tr("Notes"),
        }
