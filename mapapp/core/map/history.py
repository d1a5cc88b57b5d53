"""Back and forward through the views of a map."""

from __future__ import annotations

from dataclasses import dataclass

from mapapp.core.geo.mercator import world_px, world_x, world_y
from mapapp.core.map.state import ViewState

_NEAR_SHIFT = 0.5
"""Views this much of a screen apart, in width or height, are still the same stop."""

_NEAR_ZOOM = 0.9
_MOST_STOPS = 200


@dataclass(slots=True)
class _Stop:
    """Where the map came to (``first``) and from where it left (``last``)."""

    first: ViewState
    last: ViewState


class ViewHistory:
    """The stops of a map: places it was moved to in larger steps; small moves stay in one stop."""

    def __init__(self) -> None:
        self._stops: list[_Stop] = []
        self._here = -1
        self._awaited: ViewState | None = None

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier stop."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later stop."""
        return self._here < len(self._stops) - 1

    def visit(self, view: ViewState) -> None:
        """Note where the map came to rest; beyond the present stop, later stops are forgotten."""
        if self._is_on_the_way(view):
            return
        self._awaited = None
        if self._stops and _near(self._stops[self._here].first, view):
            self._stops[self._here].last = view
            return
        self._stops[self._here + 1 :] = [_Stop(view, view)]
        del self._stops[:-_MOST_STOPS]
        self._here = len(self._stops) - 1

    def back(self) -> ViewState | None:
        """The view to go back to, or None at the first."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> ViewState | None:
        """The view to go forward to, or None at the last."""
        return self._step(1) if self.can_go_forward else None

    def _step(self, by: int) -> ViewState:
        self._here += by
        stop = self._stops[self._here]
        stop.first = self._awaited = stop.last
        return stop.last

    def _is_on_the_way(self, view: ViewState) -> bool:
        """Whether the map, sent through several stops quickly, only passes one of them."""
        if self._awaited is None or _near(self._awaited, view):
            return False
        return any(_near(stop.last, view) for stop in self._stops)


def _near(one: ViewState, other: ViewState) -> bool:
    side_px = world_px(min(one.zoom, other.zoom))
    across_px = abs(float(world_x(one.lon) - world_x(other.lon))) * side_px
    down_px = abs(float(world_y(one.lat) - world_y(other.lat))) * side_px
    return (
        abs(one.zoom - other.zoom) < _NEAR_ZOOM
        and across_px < _NEAR_SHIFT * one.width_px
        and down_px < _NEAR_SHIFT * one.height_px
    )
