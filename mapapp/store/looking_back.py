"""What differs on a map of a year: what is left out of it, and what was not closed yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mapapp.core.errors import DataError
from mapapp.core.expression.filters import Criteria
from mapapp.core.expression.since import year_said
from mapapp.core.fact.presence import CLOSED, OPERATING
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.cancel import Cancel
from mapapp.store.catalogue import LayerCatalogue

_BEFORE_ALL = 0
"""A year after which all is closed that ever is."""


def count_unknown(
    catalogue: LayerCatalogue,
    wanted: Iterable[tuple[LayerSpec, Criteria]],
    cancel: Cancel | None = None,
) -> int:
    """How much meets the criteria of its layer but for the year, of which nothing is known then.

    A thing that several layers show is one. None of it is among the ``visible_fids`` of a layer.

    Raises:
        DataError: if a layer cannot be read.
        ReadCancelledError: if ``cancel`` was set before all was counted.
    """
    entities: set[str] = set()
    others = 0
    for spec, criteria in wanted:
        if criteria.year is None or not spec.roles.has_time:
            continue
        keys = catalogue.find_fids(spec, replace(criteria, year=None), cancel)
        table = catalogue.table_of(spec)
        if spec.roles.since is not None:
            undated = table.undated(cancel)
            others += len(undated if keys is None else np.intersect1d(undated, keys))
            continue
        presence = catalogue.presences.at(criteria.year)
        told = table.entities((table.fids() if keys is None else keys).tolist())
        entities |= set(told) - presence.there - presence.absent
    return len(entities) + others


def years_said(
    catalogue: LayerCatalogue, specs: Iterable[LayerSpec], cancel: Cancel | None = None
) -> tuple[int, ...]:
    """The first and the last year that each layer with years or dates of its own has.

    Raises:
        DataError: if a layer cannot be read.
        ReadCancelledError: if ``cancel`` was set before all was read.
    """
    tables = [catalogue.table_of(spec) for spec in specs if spec.roles.since is not None]
    years = [year_said(each) for table in tables for each in table.since_ends(cancel)]
    return tuple(year for year in years if year is not None)


def goes_by_year(catalogue: LayerCatalogue, spec: LayerSpec) -> bool:
    """Whether features of a layer may look different in another year; not if it cannot be read."""
    if catalogue.goes_by_facts(spec):
        return True
    if spec.roles.status is None or spec.roles.entity is None:
        return False
    closing = catalogue.presences.at(_BEFORE_ALL).closed_later
    try:
        return len(catalogue.table_of(spec).of_entities(closing)) > 0
    except DataError:
        return False


def columns_then(
    catalogue: LayerCatalogue,
    spec: LayerSpec,
    columns: Mapping[str, Sequence[Any]],
    year: int,
) -> Mapping[str, Sequence[Any]]:
    """Columns of a layer as they were at the end of a year: what closed later is in operation."""
    status, entity = spec.roles.status, spec.roles.entity
    if status is None or entity is None or status not in columns:
        return columns
    later = catalogue.presences.at(year).closed_later
    pairs = zip(columns[status], columns[entity], strict=True)
    then = [OPERATING if told == CLOSED and one in later else told for told, one in pairs]
    return {**columns, status: then}
