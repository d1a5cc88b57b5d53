"""What a map shows: a rectangle in Mercator as the window has it, or in another projection."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from mapapp.render.view.projected_view import ProjectedView
    from mapapp.render.view.viewport import Viewport

AnyView: TypeAlias = "Viewport | ProjectedView"
"""``isinstance(view, Viewport)`` tells them apart, and loads nothing of the other."""
