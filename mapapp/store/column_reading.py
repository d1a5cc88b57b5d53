"""The values of one column of a layer, of all its features."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.answers import Keys
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.query import Query
from mapapp.core.style.column_values import ColumnValues, column_values
from mapapp.core.style.symbology import Classes, SymbolClass
from mapapp.core.text import NO_TEXT
from mapapp.store.catalogue import LayerCatalogue

_ROWS_AT_ONCE = 20_000


def read_column(
    catalogue: LayerCatalogue,
    spec: LayerSpec,
    column: str,
    year: int | None = None,
    cancel: Cancel | None = None,
    keys: Keys | None = None,
) -> ColumnValues:
    """What there is in a column of a layer's source, or of an attribute that its symbols go by.

    ``keys``, rising, are those of the features to look at; None for all.

    Raises:
        DataError: if the source cannot be read, or has no such column.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    fallback = SymbolClass(NO_TEXT, spec.symbol)
    by_column = replace(spec, classes=Classes("graduated", column, None, (), fallback))
    return column_values(_values(catalogue.styled(by_column, year), column, cancel, keys))


def _values(
    source: FeatureSource, column: str, cancel: Cancel | None, wanted: Keys | None
) -> list[Any]:
    keys = source.keys(cancel=cancel) if wanted is None else wanted
    points = source.read_points(Query((column,)), cancel) if wanted is None else None
    if points is not None and len(points.keys) == len(keys):
        return list(points.columns[column])
    rows = []
    for start in range(0, len(keys), _ROWS_AT_ONCE):
        refuse_cancelled(cancel, source.ref)
        rows.append(source.rows(keys[start : start + _ROWS_AT_ONCE].tolist(), (column,)))
    return [value for (value,) in chain.from_iterable(rows)]
