"""What the page says, checked: the page is not trusted, so each field has a type and a range."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mapapp.bridge.messages import (
    Clicked,
    ContextMenu,
    FromPage,
    Hovered,
    HoverEnded,
    Idle,
    MeasureClicked,
    MeasureEnded,
    PageFailed,
    Ready,
    View,
    ViewChanged,
)
from mapapp.core.errors import BridgeError
from mapapp.core.style.ground import MAX_ZOOM
from mapapp.core.texts.parsing import ParseError, parse_json

MAX_SIZE_PX = 32_767
MAX_TEXT = 2_000
MAX_MESSAGE = 10_000
"""Longer texts are not even kept until they could be decoded."""
MAX_SERIAL = 2**31 - 1  # that of a Signal(int)


class _Fields:
    """Takes checked fields out of one message of the page."""

    def __init__(self, body: Mapping[str, object]) -> None:
        self._body = body

    def _fail(self, name: str, want: str) -> BridgeError:
        shown = str(dict(self._body))[:MAX_TEXT]
        return BridgeError(
            "The page sent {name!r} that is not {want}: {shown}.", name=name, want=want, shown=shown
        )

    def number(self, name: str, low: float, high: float) -> float:
        """A finite number within bounds."""
        value = self._body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._fail(name, "a number")
        if not low <= value <= high:
            raise self._fail(name, f"between {low:g} and {high:g}")
        return float(value)

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.number(name, low, high)
        if value != int(value):
            raise self._fail(name, "a whole number")
        return int(value)

    def boolean(self, name: str) -> bool:
        """True or false."""
        value = self._body.get(name)
        if not isinstance(value, bool):
            raise self._fail(name, "true or false")
        return value

    def text(self, name: str) -> str:
        """A string, cut at a sensible length."""
        value = self._body.get(name)
        if not isinstance(value, str):
            raise self._fail(name, "a text")
        return value[:MAX_TEXT]

    def lon(self, name: str = "lon") -> float:
        """A longitude that may lie several worlds away."""
        return self.number(name, -3600, 3600)

    def lat(self, name: str = "lat") -> float:
        """A latitude."""
        return self.number(name, -90, 90)

    def zoom(self) -> float:
        """A zoom the map can have."""
        return self.number("zoom", 0, MAX_ZOOM)


def _view(fields: _Fields) -> View:
    return View(
        fields.lon(), fields.lat(), fields.zoom(),
        fields.lon("west"), fields.lat("south"), fields.lon("east"), fields.lat("north"),
        fields.integer("width_px", 0, MAX_SIZE_PX), fields.integer("height_px", 0, MAX_SIZE_PX),
    )  # fmt: skip


def _context_menu(fields: _Fields) -> ContextMenu:
    x_px = fields.integer("x_px", 0, MAX_SIZE_PX)
    return ContextMenu(fields.lon(), fields.lat(), x_px, fields.integer("y_px", 0, MAX_SIZE_PX))


def _clicked(fields: _Fields) -> Clicked:
    return Clicked(fields.lon(), fields.lat(), fields.zoom(), fields.boolean("extend"))


_DECODERS: Mapping[str, Callable[[_Fields], FromPage]] = {
    Ready.type: lambda _: Ready(),
    Idle.type: lambda fields: Idle(fields.integer("serial", 0, MAX_SERIAL)),
    ViewChanged.type: lambda fields: ViewChanged(_view(fields)),
    Clicked.type: _clicked,
    Hovered.type: lambda fields: Hovered(fields.lon(), fields.lat()),
    HoverEnded.type: lambda _: HoverEnded(),
    ContextMenu.type: _context_menu,
    MeasureClicked.type: lambda fields: MeasureClicked(fields.lon(), fields.lat()),
    MeasureEnded.type: lambda _: MeasureEnded(),
    PageFailed.type: lambda fields: PageFailed(fields.text("text")),
}


def decode(text: str) -> FromPage:
    """One message of the page.

    Raises:
        BridgeError: if the text is not JSON, the type unknown, or a field not as it must be.
    """
    try:
        body = parse_json(text)
    except ParseError as error:
        said = text[:MAX_TEXT]
        raise BridgeError(
            "The page sent text that is not JSON ({reason}): {said}.", reason=error, said=said
        ) from error
    if not isinstance(body, dict):
        raise BridgeError(
            "The page sent {body}, which is not a message.", body=str(body)[:MAX_TEXT]
        )
    decoder = _DECODERS.get(str(body.get("type")))
    if decoder is None:
        raise BridgeError("The page sent an unknown message: {body}.", body=str(body)[:MAX_TEXT])
    return decoder(_Fields(body))
