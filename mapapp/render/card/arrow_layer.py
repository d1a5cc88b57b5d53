"""Features as a table of Arrow, which the writers of other formats take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mapapp.core.layer.roles import Roles
from mapapp.core.text import Language
from mapapp.store.feature_file import FeatureRows
from mapapp.store.files.column_names import told_apart
from mapapp.store.files.writing import WrittenLayer

if TYPE_CHECKING:
    import pyarrow as pa

_SOURCES = "sources"


def arrow_layer(
    rows: FeatureRows, roles: Roles, language: Language, name_field: str = ""
) -> WrittenLayer:
    """The features as a layer to write.

    Args:
        rows: the features, those in which nobody is cited without a column for it.
        roles: say which columns are names.
        language: of the names that stand in ``name_field``.
        name_field: a column that is put before the others, for programs that show it as the
            name of a feature; empty for none.
    """
    import pyarrow as pa

    shapes: list[Any] = []
    columns: dict[str, list[Any]] = {name: [] for name in rows.columns}
    for shape, values in rows.rows:
        shapes.append(shape)
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    if not any(columns.get(_SOURCES, ())):
        columns.pop(_SOURCES, None)
    named = _named(columns, roles, language) if name_field else None
    if named is not None and not _has(columns, name_field):
        columns = {name_field: named, **columns}
    names, _ = told_apart(list(columns))
    table = pa.table([_array(column) for column in columns.values()], names=names)
    return WrittenLayer(rows.name, table, np.array([*shapes, None], dtype=np.object_)[:-1])


def _named(columns: dict[str, list[Any]], roles: Roles, language: Language) -> list[Any] | None:
    """What features are called in a language, in the other where they have no such name."""
    own, other = roles.name_en, roles.name_zh
    if language == "zh":
        own, other = other, own
    found = [columns[name] for name in (own, other) if name in columns]
    return [next(filter(None, names), None) for names in zip(*found, strict=True)] or None


def _has(columns: dict[str, list[Any]], name: str) -> bool:
    return any(each.casefold() == name.casefold() for each in columns)


def _array(values: Sequence[Any]) -> pa.Array:
    """A column of numbers, whole ones where all are, or else of texts."""
    import pyarrow as pa

    kinds = {type(value) for value in values} - {type(None)}
    if kinds and kinds <= {int, float}:
        return pa.array(values, pa.int64() if kinds == {int} else pa.float64())
    texts = [None if value is None else str(value) for value in values]
    return pa.array(texts, pa.string())
