"""Pictures that mapapp made, dropped on the window, bring their map back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from mapapp.core.disk.files import ask_ordinary
from mapapp.core.disk.suffixes import PICTURES
from mapapp.core.errors import DataError, MapappError
from mapapp.core.expression.filters import NO_FILTER
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.definition import defined_layer
from mapapp.core.layer.order import completed_order
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.map.arrangement import Arrangement, LayerStyle
from mapapp.core.map.state import FeatureRef, MapState
from mapapp.core.message import spoken
from mapapp.qt.parts.complaints import complain
from mapapp.qt.parts.guard import guarded
from mapapp.qt.parts.receiving import Receiving
from mapapp.render.request.metadata import Description, parse_description, read_description
from mapapp.render.request.request import ExportRequest
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.document import Profile

SMALL_BYTES = 8_000_000
"""A picture up to this size is looked through in no time."""


class PictureOpening(QObject):
    """Takes a picture that is dropped, and arranges the map as it was.

    Signals:
        opened: the path of a picture whose map is shown now.
    """

    opened = Signal(Path)

    def __init__(
        self,
        state: MapState,
        catalogue: LayerCatalogue,
        profile: Profile,
        fit: Callable[[Extent], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._state = state
        self._catalogue = catalogue
        self._profile = profile
        self._fit = fit
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def open(self, path: Path) -> None:
        """Show the map of a picture; what is no picture of mapapp's is told in a sentence."""
        try:
            if ask_ordinary(path, DataError).st_size > SMALL_BYTES:
                self._receive(path)
            else:
                self._show(path, read_description(path))
        except MapappError as error:
            complain(self._window, self.tr("Open a picture"), error.message)

    def _receive(self, path: Path) -> None:
        """Have another process look through a large file."""

        def show(text: str) -> None:
            try:
                self._show(path, parse_description(text, path.name))
            except MapappError as error:
                complain(self._window, title, error.message)

        title = self.tr("Open a picture")
        receiving = Receiving(path, self._profile, self._window)
        receiving.received.connect(show)
        receiving.failed.connect(lambda sentence: complain(self._window, title, sentence))
        receiving.start()

    def _show(self, path: Path, description: Description) -> None:
        request, shown = _view(description, path.name)
        specs, messages = self._layers(request, path.name)
        _arrangement(request, specs, self._state).apply(self._state)
        self._state.set_language("zh" if request.language == "zh" else "en")
        self._state.select(self._selection(request))
        self._fit(shown)
        self.opened.emit(path)
        if messages:
            complain(self._window, self.tr("Open a picture"), "\n".join(map(spoken, messages)))

    def _layers(self, request: ExportRequest, name: str) -> tuple[dict[str, LayerSpec], list[str]]:
        """The layers of a picture that can be shown, in its order, and why others cannot."""
        shipped = self._state.shipped
        specs: dict[str, LayerSpec] = {}
        messages: list[str] = []
        for id_ in request.layers or ():
            try:
                specs[id_] = defined_layer(
                    id_, request.definitions.get(id_, {}), shipped, name, DataError
                )
                self._catalogue.check(specs[id_])
            except MapappError as error:
                specs.pop(id_, None)
                messages.append(self.tr("A layer was left out. {0}").format(spoken(error.message)))
        return specs, messages

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: take a drag that carries a picture, and its drop."""
        if isinstance(event, QDragEnterEvent) and _picture(event.mimeData()):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            path = _picture(event.mimeData())
            if path:
                event.acceptProposedAction()
                self.open(path)
                return True
        return False

    def _selection(self, request: ExportRequest) -> list[FeatureRef]:
        """What was selected, as far as the atlas still has it."""
        state = self._state
        wanted = [each for each in request.selected if state.has(each.layer)]
        found = [(each, self._catalogue.find(state.spec(each.layer), each.id)) for each in wanted]
        return [FeatureRef(each.layer, feature.fid) for each, feature in found if feature]


def _view(description: Description, name: str) -> tuple[ExportRequest, Extent]:
    """The request of a picture, and what it shows."""
    request, shown = description.request, description.extent
    if request and isinstance(request.area, Extent):
        shown = request.area
    if request is None or shown is None:
        raise DataError("{name} says nothing of its view; open a newer picture.", name=name)
    return request, shown


def _picture(data: QMimeData) -> Path | None:
    """The one local file of a picture that a drag carries, or None."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in PICTURES else None


def _arrangement(
    request: ExportRequest, specs: Mapping[str, LayerSpec], state: MapState
) -> Arrangement:
    """The layers of a picture on top of one another, all others hidden where they stand."""
    styles = (
        LayerStyle(
            id_,
            id_ in specs,
            request.opacities.get(id_, 1.0),
            request.filters.get(id_, NO_FILTER),
            specs.get(id_),
        )
        for id_ in completed_order(specs, tuple(dict.fromkeys((*state.order, *specs))))
    )
    return Arrangement(tuple(styles), as_of_year=request.as_of_year)
