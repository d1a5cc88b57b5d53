"""What a layer holds, where it is from, and under which licence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from mapapp.core.map.state import MapState
from mapapp.store.catalogue import LayerCatalogue


def about_layer(
    state: MapState, catalogue: LayerCatalogue, layer: str, window: QWidget
) -> QMessageBox:
    """Show it over a window, which goes on meanwhile."""
    translate = QCoreApplication.translate
    spec = state.spec(layer)
    box = QMessageBox(window)
    box.setWindowTitle(translate("LayerAbout", "About this layer"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(spec.title.get(state.language))
    notes = [] if spec.note is None else [spec.note.get(state.language)]
    publishers = catalogue.publishers(layer, state.language)
    if publishers:
        named = translate("LayerAbout", "Figures from: {0}.")
        notes.append(named.format(", ".join(publishers)))
    notes += catalogue.descriptions(layer, state.language)
    box.setInformativeText("\n\n".join(notes))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
