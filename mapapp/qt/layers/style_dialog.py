"""How one layer is drawn: by what, in which colours, with which symbol, and how it is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mapapp.core.errors import DataError
from mapapp.core.layer.spec import LabelSpec, LayerSpec
from mapapp.core.map.layer_changes import LayersChange
from mapapp.core.map.state import MapState
from mapapp.core.style.sizes import legend_sizes
from mapapp.core.style.symbology import Classes, SymbolClass, SymbologyKind, SymbolSpec
from mapapp.core.styling.classing import ClassChoice, choice_of, recoloured, suggested_field
from mapapp.core.text import Text
from mapapp.qt.layers.class_fields import ClassFields
from mapapp.qt.layers.class_table import ClassTable
from mapapp.qt.layers.colour_row import ColourRow
from mapapp.qt.layers.label_fields import LabelFields
from mapapp.qt.layers.number_field import number_field
from mapapp.qt.layers.style_files import StyleFiles
from mapapp.qt.layers.style_values import Classed, StyleValues
from mapapp.qt.layers.symbol_fields import SymbolFields
from mapapp.qt.parts.language import follow_language
from mapapp.qt.parts.layer_reader import LayerReader
from mapapp.qt.parts.on_screen import keep_on_screen
from mapapp.qt.parts.subscription import connect
from mapapp.render.card.table_cells import field_title
from mapapp.store.catalogue import LayerCatalogue

_WIDTH_PX = 460


class StyleDialog(QDialog):
    """Restyles a layer while something is chosen; the map follows, and undo takes it back.

    What is chosen of a symbol goes for all classes of the layer, or for the one that is chosen in
    the table.

    Signals:
        sealed: what was changed until now is one step to undo.
    """

    sealed = Signal()

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        reader: LayerReader,
        layer: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keep_on_screen(self)
        self._state = state
        self._catalogue = catalogue
        self._layer = layer
        self._first = state.spec(layer)
        self._values = StyleValues(state, reader, layer, self)
        self._found = Classed(None)
        self._tried: ClassChoice | None = None
        self.setMinimumWidth(_WIDTH_PX)
        self._make_parts()
        self._lay_out()
        self._connect()
        follow_language(self, state, self.retranslate)
        self._follow_state()
        self.finished.connect(self.sealed)

    def retranslate(self) -> None:
        """Say everything in the language of the window."""
        for row, name in enumerate((self.tr("Classes"), self.tr("Symbol"), self.tr("Names"))):
            self.tabs.setTabText(row, name)
        self._offer_columns()
        for part in (self.classing, self.table, self.colours, self.symbols, self.naming):
            part.retranslate()
        self._opacity_name.setText(self.tr("Opacity of the layer"))
        self.opacity.setAccessibleName(self._opacity_name.text())
        self.files.retranslate()
        self._before.setText(self.tr("As &before"))
        self._before.setToolTip(self.tr("Draw the layer as it was when this was opened."))
        self._show()

    @property
    def _spec(self) -> LayerSpec:
        return self._state.spec(self._layer)

    @property
    def _class(self) -> SymbolClass | None:
        """The class that is chosen in the table."""
        classes, row = self._spec.classes, self.table.row_chosen()
        if classes is None or classes.sizes is not None or row < 0:
            return None
        return list(classes)[row]

    @property
    def _symbol(self) -> SymbolSpec:
        """The symbol to show: that of the chosen class, or what stands for all."""
        classes = self._spec.classes
        if self._class is not None:
            return self._class.symbol
        return classes.steps[0].symbol if classes and classes.steps else self._spec.symbol

    def _make_parts(self) -> None:
        self.tabs = QTabWidget(self)
        self.classing = ClassFields(self._first.geometry, self)
        self.table, self.colours = ClassTable(self), ColourRow(self)
        self.symbols, self.naming = SymbolFields(self._first, self), LabelFields(self)
        self.opacity = number_field(self, 10, 100, 5, "\u202f%")
        self.files = StyleFiles(self._state, self._catalogue, self._layer, self)
        self.problem, self.scope, self.note = QLabel(self), QLabel(self), QLabel(self)
        roles = {self.problem: "warning", self.scope: "secondary", self.note: "warning"}
        for label, role in roles.items():
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("role", role)
        self._colour_name, self._opacity_name = QLabel(self), QLabel(self)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._before = QPushButton(self)
        self._before.setAutoDefault(False)
        buttons.addButton(self._before, QDialogButtonBox.ButtonRole.ResetRole)
        for button in (self.files.load_button, self.files.save_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        self.tabs.addTab(self._class_page(), "")
        self.tabs.addTab(self._symbol_page(), "")
        self.tabs.addTab(self.naming, "")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.note)
        self.note.hide()
        column.addWidget(buttons)

    def _class_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        for part in (self.classing, self.problem, self.table, self._colour_name, self.colours):
            column.addWidget(part)
        column.addStretch(1)
        return page

    def _symbol_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addWidget(self.scope)
        column.addWidget(self.symbols)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._opacity_name, self.opacity)
        column.addLayout(form)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.classing.chosen.connect(self._take_choice)
        self.classing.recoloured.connect(self._recolour)
        self.table.picked.connect(lambda _: self._show_symbol())
        self.table.renamed.connect(self._rename)
        self.colours.chosen.connect(lambda tone: self._change({"colour": tone, "fill": None}))
        self.symbols.changed.connect(self._change)
        self.naming.chosen.connect(self._name)
        self.opacity.valueChanged.connect(
            lambda percent: self._state.set_opacity(self._layer, percent / 100)
        )
        self._before.clicked.connect(self._go_back)
        self.files.told.connect(self._tell)

    def _follow_state(self) -> None:
        state = self._state
        connect(self, state.layers_changed, self._follow)
        connect(self, state.theme_changed, lambda _: self._show())
        connect(self, state.opacity_changed, lambda _: self._show_opacity())
        connect(self, state.as_of_changed, lambda _: self._read_again())
        connect(self, state.data_returned, lambda _: self._read_again())

    def _take_choice(self, choice: ClassChoice) -> None:
        """Draw the layer by what was chosen, once its column is read."""
        self._tried = choice
        self._values.drop()
        if choice.kind == "single":
            self._restyle(self._spec.symbol, None)
        else:
            self.classing.show_choice(choice, self._state.theme, self._state.language)
            self._values.make(choice, self._take_classes)

    def _take_classes(self, found: Classed) -> None:
        self._found = found
        if found.problem is None and found.classes != self._spec.classes:
            self.table.clearSelection()
            self._restyle(self._spec.symbol, found.classes)
        else:
            self._show()

    def _recolour(self, choice: ClassChoice) -> None:
        classes = self._spec.classes
        if classes is None or self._found.problem is not None:
            self._take_choice(choice)
            return
        self._tried = None
        self._restyle(self._spec.symbol, recoloured(classes, choice, self._first.geometry))

    def _change(self, changes: dict[str, Any]) -> None:
        """Change the symbol of the class that is chosen, or of all."""
        spec, told = self._spec, self._class
        symbol = replace(spec.symbol, **changes) if told is None else spec.symbol
        classes = spec.classes and _changed(spec.classes, told, changes)
        self._restyle(symbol, classes)

    def _rename(self, row: int, title: str) -> None:
        classes, language = self._spec.classes, self._state.language
        if classes is None:
            return
        old = list(classes)[row]
        is_same = old.title.en == old.title.zh and old.title.en != title
        both = Text(title, title) if is_same else _in_language(old.title, title, language)
        self._restyle(self._spec.symbol, _with_title(classes, old, both))

    def _name(self, label: LabelSpec | None) -> None:
        self._state.replace_layer(replace(self._spec, label=label))

    def _restyle(self, symbol: SymbolSpec, classes: Classes | None) -> None:
        self._state.restyle(self._layer, symbol, classes)

    def _tell(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _go_back(self) -> None:
        self.sealed.emit()
        self._values.drop()
        self._tried = None
        first = self._first
        self._state.replace_layer(
            replace(self._spec, symbol=first.symbol, classes=first.classes, label=first.label)
        )

    def _follow(self, change: LayersChange) -> None:
        """Close where the layer has gone; show what was undone."""
        if not self._state.has(self._layer):
            self.close()
        elif self._layer in change.moved:
            self._read_again()
        elif self._layer in (*change.restyled, *change.replaced):
            self._tried = None
            self._show()

    def _read_again(self) -> None:
        self._values.forget()
        self._found = Classed(None)
        self.retranslate()

    def _offer_columns(self) -> None:
        state, spec = self._state, self._spec
        try:
            fields = self._catalogue.styled(spec, state.as_of_year).schema.fields
        except DataError as error:
            self._found, fields = Classed(None, problem=error.message), ()
        said = [(field.id, field_title(field, state.language)) for field in fields]
        titles = [Text(field_title(field, "en"), field_title(field, "zh")) for field in fields]
        kinds = {field.id: field.kind for field in fields}
        names = {*spec.roles.names, *spec.roles.titles}
        self.classing.offer_columns(
            [(*pair, title) for pair, title in zip(said, titles, strict=True)],
            {kind: suggested_field(kind, kinds, names) for kind in get_args(SymbologyKind)},
        )
        self.naming.offer_columns(said, has_names=bool(spec.roles.titles))

    def _show(self) -> None:
        """Show how the layer is drawn, and count its classes if they are others now."""
        state, spec = self._state, self._spec
        self.setWindowTitle(self.tr("Style: {0}").format(spec.title.get(state.language)))
        found = self._found if self._is_found() else Classed(self._found.values)
        choice = self._tried or choice_of(spec.classes, found.values, spec.geometry)
        self.classing.show_choice(choice, state.theme, state.language)
        self.table.setVisible(spec.classes is not None)
        self.table.show_classes(spec, _told(spec.classes), state.theme, state.language)
        self.table.show_counts(() if spec.is_sized or spec.is_binned else found.counts)
        problem = self._found.problem
        self.problem.setText(problem.text(state.language) if problem else "")
        self.problem.setVisible(problem is not None)
        self.naming.show_label(spec.label)
        self._show_symbol()
        self._show_opacity()
        if not self._is_found() and problem is None and spec.classed_by and spec.classes:
            self._values.count(spec.classes, self._take_counts)

    def _is_found(self) -> bool:
        return self._found.classes == self._spec.classes

    def _take_counts(self, found: Classed) -> None:
        self._found = found
        self._show()

    def _show_symbol(self) -> None:
        """Show the symbol of the layer, or of the class that is chosen."""
        spec, told, language = self._spec, self._class, self._state.language
        self.symbols.show_symbol(self._symbol, self._state.theme)
        self.symbols.show_what_counts(spec)
        self.colours.show_colour(self._symbol.colour, self._state.theme)
        has_colour = spec.classes is None or spec.is_sized or told is not None
        self.colours.setEnabled(has_colour)
        hint = self.tr("Colour: choose a class to give it another")
        self._colour_name.setText(self.tr("Colour") if has_colour else hint)
        if told is not None:
            self.scope.setText(self.tr("Only of the class: {0}").format(told.title.get(language)))
        else:
            self.scope.setText(
                self.tr("Of all classes. Choose one in the table to change it alone.")
            )
        self.scope.setVisible(spec.classes is not None and not spec.is_sized)

    def _show_opacity(self) -> None:
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(self._state.opacity(self._layer) * 100))


def _told(classes: Classes | None) -> list[SymbolClass]:
    """The classes that the table tells: of sizes a few."""
    if classes is None:
        return []
    if classes.bins is not None:
        return list(classes.steps)
    if classes.sizes is None:
        return list(classes)
    return [*legend_sizes(classes.sizes, classes.steps[0].symbol), classes.fallback]


def _changed(classes: Classes, told: SymbolClass | None, changes: dict[str, Any]) -> Classes:
    """Classes of which one, or all of which for None, are drawn otherwise."""

    def changed(each: SymbolClass) -> SymbolClass:
        is_meant = told is None or each is told
        return replace(each, symbol=replace(each.symbol, **changes)) if is_meant else each

    is_sized_colour = classes.sizes is not None and "colour" in changes
    fallback = classes.fallback if is_sized_colour else changed(classes.fallback)
    return replace(classes, steps=tuple(map(changed, classes.steps)), fallback=fallback)


def _with_title(classes: Classes, old: SymbolClass, title: Text) -> Classes:
    steps = tuple(replace(s, title=title) if s is old else s for s in classes.steps)
    is_other = old is classes.fallback
    fallback = replace(old, title=title) if is_other else classes.fallback
    return replace(classes, steps=steps, fallback=fallback)


def _in_language(old: Text, title: str, language: str) -> Text:
    return replace(old, **{language: title})
