"""Options of the part of the world that a picture shows, and of its projection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mapapp.core.geo.coordinates import scale_text
from mapapp.core.geo.projection_choice import ABOUT_A_PLACE
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Language
from mapapp.qt.export.place_choice import PlaceChoice
from mapapp.qt.parts.bounded import bound
from mapapp.qt.parts.option_group import OptionGroup, choose
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.render.request.choices import Choices
from mapapp.render.request.inset_choice import AUTO, NONE
from mapapp.render.request.request import ExportRequest

_SCALES = (25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000)

_OF_PLACE, _USUAL_CITY = "place", "Shenyang"


class ExportExtent(OptionGroup):
    """What the map of a picture shows.

    Args:
        base: the picture of the map as it is: its extent and selection can be chosen.
        specs: the layers of which one can be chosen.
        language: of their titles.
        places: positions by name that distances can be true from, beside Shenyang.
    """

    def __init__(
        self,
        base: ExportRequest,
        specs: tuple[LayerSpec, ...],
        language: Language,
        places: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.set_heading(self.tr("Extent"))
        self._base = base
        self.what = self.combo(self._kinds())
        self.layer = self.combo({spec.id: spec.title.get(language) for spec in specs})
        self.bounds = self._line(str(base.area))
        self.scale = QComboBox(self)
        spare_from_wheel(self.scale)
        self.scale.setEditable(True)
        for line in self.scale.findChildren(QLineEdit):
            bound(line)
        self.scale.addItems([scale_text(scale) for scale in _SCALES])
        self.scale.editTextChanged.connect(lambda _: self.changed.emit())
        self.projection = self.combo(self._projections())
        self.inset = self.combo(self._insets())
        self.inset.setToolTip(
            self.tr("A crowded part of the map once more, larger, where there is room for it.")
        )
        self.inset_of = self._line(_USUAL_CITY)
        self.inset_of.setToolTip(self.tr("A city such as Shenyang or 大连, or W,S,E,N in degrees."))
        self.add_row(self.tr("&Show"), self.what)
        self.add_row(self.tr("La&yer"), self.layer)
        self.add_row(self.tr("&W, S, E, N"), self.bounds)
        self.add_row(self.tr("Sca&le"), self.scale)
        self.add_row(self.tr("Pro&jection"), self.projection)
        self.true_from = PlaceChoice({self.tr("Shenyang"): "", **places}, self)
        self.true_from.changed.connect(self.changed)
        self.add_row(self.tr("True from"), self.true_from)
        self.add_row(self.tr("Inset"), self.inset)
        self.add_row(self.tr("Inset of"), self.inset_of)

    def show_choices(self, choices: Choices) -> None:
        """Show what is chosen."""
        choose(self.what, choices.show)
        choose(self.layer, choices.layer)
        self.bounds.setText(choices.extent)
        self.scale.setEditText(scale_text(choices.scale))
        choose(self.projection, choices.projection)
        self.true_from.show_position(choices.true_from)
        is_usual = choices.inset in (AUTO, NONE)
        choose(self.inset, choices.inset if is_usual else _OF_PLACE)
        self.inset_of.setText("" if is_usual else choices.inset)
        self._show_rows()

    def taken(self, choices: Choices) -> Choices:
        """The choices with what is chosen here."""
        self._show_rows()
        for field in (self.projection, self.inset, self.inset_of):
            field.setEnabled(choices.format != "html")
        return replace(
            choices,
            show=self.what.currentData(),
            layer=str(self.layer.currentData()),
            extent=self.bounds.text().strip() or self.bounds.placeholderText(),
            scale=_denominator(self.scale.currentText()),
            projection=self.projection.currentData(),
            true_from=self.true_from.position,
            inset=self._inset(),
        )

    def _inset(self) -> str:
        kind = str(self.inset.currentData())
        return (self.inset_of.text().strip() or _USUAL_CITY) if kind == _OF_PLACE else kind

    def _line(self, usual: str) -> QLineEdit:
        """A field that means the usual while it is empty."""
        line = QLineEdit(self)
        bound(line)
        line.setPlaceholderText(usual)
        line.textEdited.connect(lambda _: self.changed.emit())
        return line

    def _kinds(self) -> dict[str, str]:
        kinds = {"view": self.tr("What the map shows"), "layer": self.tr("All of a layer")}
        if self._base.selected:
            kinds["selection"] = self.tr("What is selected")
        return kinds | {
            "scale": self.tr("Around the centre of the map, to scale"),
            "extent": self.tr("Bounds in degrees"),
        }

    def _projections(self) -> dict[str, str]:
        return {
            "mercator": self.tr("Mercator, as in the window"),
            "equal-earth": self.tr("Equal Earth, for the world"),
            "winkel-tripel": self.tr("Winkel Tripel, for the world"),
            "azimuthal-equidistant": self.tr("Distances from a place true"),
            "lambert": self.tr("Lambert, for a province"),
            "gauss-kruger": self.tr("Gauss–Krüger zone of China"),
        }

    def _insets(self) -> dict[str, str]:
        return {
            AUTO: self.tr("Where symbols crowd, on a page"),
            NONE: self.tr("None"),
            _OF_PLACE: self.tr("A city or bounds in degrees"),
        }

    def _show_rows(self) -> None:
        wanted = self.what.currentData()
        for kind, field in (
            ("layer", self.layer), ("extent", self.bounds), ("scale", self.scale)
        ):  # fmt: skip
            self.form.setRowVisible(field, wanted == kind)
        is_about_a_place = self.projection.currentData() == ABOUT_A_PLACE
        self.form.setRowVisible(self.true_from, is_about_a_place)
        self.form.setRowVisible(self.inset_of, self.inset.currentData() == _OF_PLACE)


def _denominator(text: str) -> int:
    """The n of ``1:250 000``, however it is written; 0 where there is none."""
    digits = re.sub(r"\D", "", text.rpartition(":")[2])
    return int(digits[:12] or 0)
