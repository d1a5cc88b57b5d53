"""From a reference to the open source."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mapapp.core.errors import DataError
from mapapp.core.layer.source_ref import FILE, GEOPACKAGE, SourceRef
from mapapp.core.message import Message
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.texts.near_names import nearest_hint
from mapapp.store.sources.geopackage import open_geopackage

Opener = Callable[[SourceRef], FeatureSource]
"""Opens references of one kind; raises a ``DataError`` where there is nothing to open."""


def _open_file(ref: SourceRef) -> FeatureSource:
    from mapapp.store.sources.files import open_file  # its libraries, only when one is opened

    return open_file(ref)


OPENERS: Mapping[str, Opener] = {GEOPACKAGE: open_geopackage, FILE: _open_file}
"""Kinds of sources that a reference says all about. Whoever holds others adds them."""


def open_source(ref: SourceRef, openers: Mapping[str, Opener] = OPENERS) -> FeatureSource:
    """Open the source that a reference names, for the thread that calls.

    Raises:
        DataError: if there is no such kind, naming the nearest, or no such source.
    """
    opener = openers.get(ref.kind)
    if opener is None:
        raise DataError(
            "There is no kind of source {kind!r}; {hint}",
            kind=ref.kind,
            hint=nearest_hint(ref.kind, openers, Message("known:")),
        )
    return opener(ref)
