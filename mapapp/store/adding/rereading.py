"""Reads files beside the window, so that the map can show at once what they hold."""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.core.layer.source_ref import FILE, SourceRef
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.sources.memory import MemorySource
from mapapp.store.sources.opening import open_source


def reread(refs: Iterable[SourceRef], cancel: Cancel | None = None) -> list[FeatureSource]:
    """Read some sources, and share with who opens them next what is in memory.

    Whoever gets the answer closes it then. A table that stays in its file is only looked at: it
    belongs to the thread that opens it, and is opened quickly.

    Raises:
        DataError: if one cannot be read.
        ReadCancelledError: if ``cancel`` was set before all were read.
    """
    kept: list[FeatureSource] = []
    try:
        for ref in refs:
            source = _opened(ref, cancel)
            if isinstance(source, MemorySource):
                kept.append(source)
            else:
                source.close()
    except BaseException:
        for source in kept:
            source.close()
        raise
    return kept


def _opened(ref: SourceRef, cancel: Cancel | None) -> FeatureSource:
    if ref.kind != FILE:
        return open_source(ref)
    from mapapp.store.sources.files import open_file  # its libraries, only when one is opened

    return open_file(ref, cancel)
