"""Values of the atlas as columns of pandas, typed by what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from mapapp.core.expression.tree import FieldKind, Scalar

_DATE_FORMS = (
    (re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), "D"),
    (re.compile(r"\d{4}-\d{2}", re.ASCII), "M"),
    (re.compile(r"\d{4}", re.ASCII), "Y"),
)
_MOST_EXACT = 2.0**53
"""Whole numbers beyond may have been others before they were floats."""


def column_of(values: Sequence[Scalar | None], kind: FieldKind) -> pd.Series:
    """A column of values, missing where they are None.

    Numbers are ``Int64`` where all are whole, else ``Float64``; texts ``string``. Dates that are
    all days are ``datetime64[s]``, all months or all years ``period[M]`` or
    ``period[Y-DEC]``, no more exact than the source; where they differ they stay ``string``.
    """
    if kind == "number":
        return pd.Series(_numbers(values))
    texts = [None if value is None or value == "" else str(value) for value in values]
    if kind == "date":
        return _dates(texts)
    return pd.Series(texts, dtype="string")


def _numbers(values: Sequence[Scalar | None]) -> pd.Series:
    known = [float(value) for value in values if value is not None]
    is_whole = all(value.is_integer() and abs(value) <= _MOST_EXACT for value in known)
    if is_whole and known:
        return pd.array([None if v is None else int(v) for v in values], dtype="Int64")
    return pd.array([None if v is None else float(v) for v in values], dtype="Float64")


def _dates(texts: Sequence[str | None]) -> pd.Series:
    form = _common_form([text for text in texts if text is not None])
    if form == "D":
        return pd.Series(np.array([text or "NaT" for text in texts], dtype="datetime64[s]"))
    if form is not None:
        return pd.Series(pd.PeriodIndex([text or pd.NaT for text in texts], freq=form))
    return pd.Series(texts, dtype="string")


def _common_form(texts: Sequence[str]) -> str | None:
    """The form that all dates have; that of days where there is no date at all."""
    for pattern, form in _DATE_FORMS:
        if all(map(pattern.fullmatch, texts)):
            return form
    return None
