"""Reads files anew that changed, so that the map can go on with what they hold now."""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.sources.memory import MemorySource
from mapapp.store.sources.opening import open_source


def reread(refs: Iterable[SourceRef]) -> list[FeatureSource]:
    """Read some sources, and share with who opens them next what is in memory.

    Whoever gets the answer closes it then. A table that stays in its file is only looked at: it
    belongs to the thread that opens it, and is opened quickly.

    Raises:
        DataError: if one cannot be read.
    """
    kept: list[FeatureSource] = []
    try:
        for ref in refs:
            source = open_source(ref)
            if isinstance(source, MemorySource):
                kept.append(source)
            else:
                source.close()
    except BaseException:
        for source in kept:
            source.close()
        raise
    return kept
