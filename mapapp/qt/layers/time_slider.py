"""A slider over the years under the map: what was known, and what was there, at a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QToolButton,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import Criteria
from mapapp.core.fact.timeline import figures_by_year, is_undated
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.state import MapState
from mapapp.core.source.cancel import Cancel
from mapapp.qt.parts.extension import Extension, PanelSpec
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.last_read import LastRead
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.subscription import connect
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.looking_back import count_unknown, years_said

_BARS_PX = 10.0
_LABEL_PX = 76
_HEIGHT_PX = 44


class YearSlider(QSlider):
    """A slider with a bar for each year in which something became known."""

    def __init__(self, counts: Mapping[int, int], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._counts = counts
        self.show_years(())
        self.setPageStep(5)
        self.setMinimumHeight(36)

    def show_years(self, years: Iterable[int]) -> None:
        """Reach over these years, too, beside those with bars."""
        all_years = {*self._counts, *years}
        with QSignalBlocker(self):
            self.setRange(min(all_years), max(all_years))

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the bars above the groove, then the slider."""
        painter = QPainter(self)
        colour = self.palette().placeholderText().color()
        highest = max(self._counts.values())
        for year, count in self._counts.items():
            height = 1 + (_BARS_PX - 1) * (count / highest) ** 0.5
            painter.fillRect(QRectF(self._x(year) - 1, _BARS_PX - height, 2, height), colour)
        painter.end()
        super().paintEvent(event)

    def _x(self, year: int) -> float:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        handle = style.subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        ).width()
        span = self.width() - handle
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), year, span)
        return at + handle / 2


class TimeSlider(Extension, QWidget):
    """Sets the year of a map's state; at first, and when it is put away, there is none."""

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("time")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._unknown, self._years = LastRead(reader, self), LastRead(reader, self)
        atlas = catalogue.atlas
        attributes, facts = atlas.attributes(), atlas.all_facts()
        self._counts = figures_by_year(facts, attributes)
        self._undated = sum(is_undated(fact, attributes.get(fact.attribute)) for fact in facts)
        self.slider = YearSlider(self._counts, self)
        self.slider.setValue(self.slider.maximum())
        self.year = QLabel(self)
        self.year.setProperty("role", "title")
        self.year.setMinimumWidth(_LABEL_PX)
        self.summary = QLabel(self)
        self.summary.setProperty("role", "secondary")
        self.left_out = QLabel(self)
        self.left_out.setProperty("role", "secondary")
        self.everything = QToolButton(self)
        self.everything.clicked.connect(lambda: state.set_as_of_year(None))
        self.slider.valueChanged.connect(state.set_as_of_year)
        connect(self, state.as_of_changed, self._show)
        connect(self, state.visibility_changed, lambda _: self._show_left_out())
        connect(self, state.filter_changed, lambda _: self._show_left_out())
        connect(self, state.layers_changed, lambda _: self._show_layers())
        connect(self, state.data_returned, lambda _: self._show_layers())
        self._lay_out()

    def panel(self) -> PanelSpec:
        """Itself, right under the map."""
        return PanelSpec(
            id="time",
            title=self.tr("&Time"),
            tip=self.tr("Look at what was known, and what was there, in a year."),
            widget=self,
            area=Qt.DockWidgetArea.BottomDockWidgetArea,
            shortcut="Ctrl+4",
            is_open=False,
            icon="time",
        )

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.slider.setAccessibleName(self.tr("Year"))
        self.slider.setToolTip(self.tr("Show what was known and what was there by then"))
        self.everything.setText(self.tr("All years"))
        self.everything.setToolTip(self.tr("Show all that is known"))
        self._show(self._state.as_of_year)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 12, 4)
        line.setSpacing(12)
        line.addWidget(self.year)
        line.addWidget(self.slider, 1)
        line.addWidget(self.summary)
        line.addWidget(self.left_out)
        line.addWidget(self.everything)
        self.setFixedHeight(_HEIGHT_PX)

    def _show(self, year: int | None) -> None:
        self.everything.setEnabled(year is not None)
        self.year.setText(self.tr("All years") if year is None else str(year))
        last = self.slider.maximum() if year is None else year
        with QSignalBlocker(self.slider):
            self.slider.setValue(last)
        known = sum(count for each, count in self._counts.items() if each <= last)
        self.summary.setText(
            self.tr("{0} dated facts, and {1} undated").format(known, self._undated)
        )
        self._show_left_out()

    def _show_layers(self) -> None:
        """Reach over the years of the layers, and say what of them is left out."""
        self._years.read(partial(_years, self._state.specs), self._take_years)
        self._show_left_out()

    def _take_years(self, years: tuple[int, ...]) -> None:
        self.slider.show_years(years)
        self._show(self._state.as_of_year)

    def _show_left_out(self) -> None:
        """Say how many features the map leaves out for want of dates, once they are counted."""
        state = self._state
        if state.as_of_year is None:
            self._unknown.drop()
            self._tell_left_out(0)
            return
        wanted = [(spec, state.map_criteria(spec.id)) for spec in state.visible_specs()]
        self._unknown.read(partial(_count, wanted), self._tell_left_out)

    def _tell_left_out(self, count: int) -> None:
        self.left_out.setVisible(count > 0)
        self.left_out.setText(self.tr("{0} of unknown date not shown").format(count))
        self.left_out.setToolTip(
            self.tr("Features of which nothing dated says whether they were there by this year")
        )


def _years(
    specs: Sequence[LayerSpec], catalogue: LayerCatalogue, cancel: Cancel
) -> tuple[int, ...]:
    try:
        return years_said(catalogue, specs, cancel)
    except DataError:  # of a layer that the map shows as missing
        return ()


def _count(
    wanted: Sequence[tuple[LayerSpec, Criteria]], catalogue: LayerCatalogue, cancel: Cancel
) -> int:
    try:
        return count_unknown(catalogue, wanted, cancel)
    except DataError:  # of a layer that the map shows as missing
        return 0
