"""Asks which points are to be counted by which areas, and shows how far the counting is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Field
from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.map.state import MapState
from mapapp.qt.layers.scope_box import ScopeBox
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_job import LayerJob
from mapapp.qt.parts.on_screen import keep_on_screen
from mapapp.qt.parts.subscription import connect
from mapapp.qt.parts.wheel import spare_from_wheel
from mapapp.render.card.layer_file import LayerPart
from mapapp.render.card.table_cells import columns_in, field_title
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.files.counting import Figures
from mapapp.store.scopes import AreaRing

_WIDTH_PX = 480
_BAR_PX = 4


class CountDialog(QDialog):
    """Points, areas, which of them, and what else is told of the points.

    It stays while a job that it follows counts; who closes it ends that.

    Signals:
        wanted: all is chosen, and the counting is to begin.
    """

    wanted = Signal()

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        chosen: str | None,
        drawn: Callable[[], AreaRing],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep_on_screen(self)
        self.setMinimumWidth(_WIDTH_PX)
        self._state = state
        self._catalogue = catalogue
        self._focused: QWidget | None = None
        self._make_parts(drawn)
        self._lay_out()
        self._offer_layers(chosen)
        follow_language(self, state, self.retranslate)
        self._connect()

    @property
    def points_part(self) -> LayerPart:
        """The points that are to be counted, with the column that is told of them."""
        spec = self._state.spec(self.points.currentData())
        columns = {self.figures.sum, self.figures.mean} - {""}
        return LayerPart(spec, scope=self.of_points.scope(), columns=columns)

    @property
    def areas_part(self) -> LayerPart:
        """The areas that are counted by."""
        spec = self._state.spec(self.areas.currentData())
        return LayerPart(spec, scope=self.of_areas.scope())

    @property
    def figures(self) -> Figures:
        """What is told of the points beside how many they are."""
        kind, column = self.also.currentData(), self.column.currentData() or ""
        return Figures(
            column if kind in ("sum", "both") else "", column if kind in ("mean", "both") else ""
        )

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        self.setWindowTitle(self.tr("Count points by area"))
        of_these = self.tr("Of these")
        names = (self.tr("Points"), of_these, self.tr("Areas"), of_these, self.tr("Also"),
                 self.tr("Column"))  # fmt: skip
        for label, box, name in zip(self._labels, self._boxes(), names, strict=True):
            label.setText(name)
            box.setAccessibleName(name)
        for scope in (self.of_points, self.of_areas):
            scope.retranslate()
        self._name_figures()
        self.progress.setAccessibleName(self.tr("Counting"))
        self._count.setText(self.tr("&Count"))
        self._offer_layers()

    def follow(self, job: LayerJob) -> None:
        """Show how far a job is, and what went wrong; it is cancelled where this is closed."""
        self._focused = self.focusWidget()
        self._form.setEnabled(False)
        self._count.setEnabled(False)
        self.note.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        self.rejected.connect(job.cancel)
        job.progressed.connect(self._show_share)
        job.failed.connect(self._show_failure)
        job.made.connect(self._close)

    def _make_parts(self, drawn: Callable[[], AreaRing]) -> None:
        self._form = QWidget(self)
        self.points = QComboBox(self._form)
        self.of_points = self._scope_box(self.points, drawn)
        self.areas = QComboBox(self._form)
        self.of_areas = self._scope_box(self.areas, drawn)
        self.also, self.column = QComboBox(self._form), QComboBox(self._form)
        for box in (self.points, self.areas, self.also, self.column):
            spare_from_wheel(box)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        for kind in ("", "sum", "mean", "both"):
            self.also.addItem("", kind)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "warning")
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(_BAR_PX)
        self.progress.hide()
        self._count = QPushButton(self)
        self._count.setObjectName("primary")
        self._count.setDefault(True)

    def _scope_box(self, layers: QComboBox, drawn: Callable[[], AreaRing]) -> ScopeBox:
        return ScopeBox(self._state, lambda: layers.currentData() or "", drawn, self._form)

    def _lay_out(self) -> None:
        self._fields = QFormLayout(self._form)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels = [QLabel(self._form) for _ in self._boxes()]
        for label, box in zip(self._labels, self._boxes(), strict=True):
            self._fields.addRow(label, box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._count, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        buttons.accepted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        for part in (self._form, self.note, self.progress, buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        self.points.currentIndexChanged.connect(self._follow_points)
        self.areas.currentIndexChanged.connect(self.of_areas.follow)
        self.also.currentIndexChanged.connect(self._show)
        state = self._state
        connect(self, state.layers_changed, lambda _: self._offer_layers())
        connect(self, state.selection_changed, lambda _: self._follow_scopes())

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.points, self.of_points, self.areas, self.of_areas, self.also, self.column

    def _offer_layers(self, chosen: str | None = None) -> None:
        """Offer the layers that there are; where none was chosen, ``chosen`` or one that shows."""
        self._fill(self.points, self._layers_of("point"), chosen)
        self._fill(self.areas, self._layers_of("polygon"), chosen)
        self._follow_points()

    def _layers_of(self, kind: Geometry) -> list[LayerSpec]:
        """The layers of a kind, those that are shown first, each from above."""
        found = [spec for spec in reversed(self._state.specs) if spec.geometry == kind]
        return sorted(found, key=lambda spec: not self._state.is_shown(spec.id))

    def _fill(self, box: QComboBox, specs: Sequence[LayerSpec], chosen: str | None) -> None:
        before = box.currentData() or chosen
        with QSignalBlocker(box):
            box.clear()
            for spec in specs:
                box.addItem(spec.title.get(self._state.language), spec.id)
            box.setCurrentIndex(max(box.findData(before), 0 if specs else -1))

    def _follow_points(self) -> None:
        self._offer_columns()
        self._follow_scopes()
        self._show()

    def _follow_scopes(self) -> None:
        self.of_points.follow()
        self.of_areas.follow()

    def _offer_columns(self) -> None:
        """Offer the columns of numbers that the points have."""
        before, language = self.column.currentData(), self._state.language
        with QSignalBlocker(self.column):
            self.column.clear()
            for field in self._numbers():
                self.column.addItem(field_title(field, language), field.id)
            self.column.setCurrentIndex(max(self.column.findData(before), 0))

    def _numbers(self) -> list[Field]:
        layer, state = self.points.currentData(), self._state
        if layer is None:
            return []
        try:
            table = self._catalogue.table(layer, state.as_of_year)
        except DataError:
            return []  # which is said when they are to be counted
        columns = columns_in(table, state.language)
        return [field for _, field in columns if field.kind == "number"]

    def _name_figures(self) -> None:
        names = (self.tr("Nothing more"), self.tr("Sum of a column"), self.tr("Mean of a column"),
                 self.tr("Sum and mean of a column"))  # fmt: skip
        for row, name in enumerate(names):
            self.also.setItemText(row, name)

    def _show(self) -> None:
        """Show what matters, and what keeps the counting from beginning."""
        self._fields.setRowVisible(self.column, bool(self.also.currentData()))
        problem = self._problem()
        self._say(problem)
        self._count.setEnabled(not problem and self._form.isEnabled())

    def _problem(self) -> str:
        """Why nothing can be counted yet; empty where it can."""
        if not self.areas.count():
            return self.tr("The map has no layer of areas. Add one with File → Add data.")
        if not self.points.count():
            return self.tr("The map has no layer of points. Add one with File → Add data.")
        if self.also.currentData() and not self.column.count():
            return self.tr("These points have no column of numbers.")
        return ""

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        self.adjustSize()

    def _show_share(self, share: float) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(1000 * share))

    def _show_failure(self, sentence: str) -> None:
        """Say what went wrong, and let something else be chosen."""
        self.progress.hide()
        self._form.setEnabled(True)
        self._show()
        if self._focused is not None:  # what is disabled loses the keyboard
            self._focused.setFocus()
        self._say(sentence)

    def _close(self, _made: object) -> None:
        self.accept()
