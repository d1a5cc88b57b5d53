"""The one way to hear that the language has changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from mapapp.core.map.state import MapState
from mapapp.qt.parts.subscription import connect


def follow_language(owner: QObject, state: MapState, retranslate: Callable[[], object]) -> None:
    """Call ``retranslate`` now, and after each change of language as long as ``owner`` exists.

    By then the translations are in place: ``self.tr`` and ``state.language`` say the same.
    Extensions of the window need not ask: the window does it for those in its list.
    """
    connect(owner, state.language_changed, lambda _: retranslate())
    retranslate()
