"""Tables of the caller's own whose rows name places, as points."""

from __future__ import annotations

import os
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypedDict, Unpack

import geopandas
import pandas as pd

from mapapp.core.message import Message
from mapapp.notebook import misuse
from mapapp.notebook.own_files import KEY, options_from
from mapapp.store.files.column_names import told_apart
from mapapp.store.geocoding.geocoded_table import GeocodedTable, geocode_file
from mapapp.store.geocoding.placed_rows import ADDED, GeocodingOptions, PlacedRows, placed_rows
from mapapp.store.geocoding.scoring import MATCHED


class TableOptions(TypedDict, total=False):
    """How :func:`geocode` takes a file; what is not said is found out.

    Attributes:
        table: the table of a file that has several.
        encoding: of its texts, such as ``gb18030``.
    """

    table: str
    encoding: str


@misuse.checked
def geocode(
    data: pd.DataFrame | str | os.PathLike[str],
    *,
    column: str,
    within: str = "",
    min_score: float = MATCHED,
    **reading: Unpack[TableOptions],
) -> geopandas.GeoDataFrame:
    """The rows of a table with the places that a column names, found offline.

    Args:
        data: a frame, or the path of a file (``.csv``, ``.xlsx`` and so on).
        column: the column of names, in Chinese, pinyin or English. Columns that are called
            province, city or county, in either language, say in what a place lies.
        within: a province, country or city in which all lie; empty for anywhere.
        min_score: the least score of a match, from 0 to 1
            (``mapapp/store/geocoding/scoring.py`` says what it is made of).
        **reading: how a file is read, see :class:`TableOptions`.

    Returns:
        All rows as points in EPSG:4326 with the columns ``lon``, ``lat``, ``matched`` and
        ``score``; a row without a match has no geometry. Its ``.attrs`` have ``doubtful``
        (score below 0.8) and ``unmatched``: by the index of a row, what it may mean, a list of
        ``{"name_en", "name_zh", "lon", "lat", "score"}`` with the best first.

    Raises:
        MapappError: if there is no such column, nothing is called like ``within``, or the file
            cannot be read.
    """
    least = misuse.share("min_score", min_score)
    options = GeocodingOptions(misuse.text("column", column), misuse.text("within", within), least)
    if isinstance(data, pd.DataFrame):
        names = list(map(str, data.columns))
        rows = placed_rows(names, lambda name: _texts(data.iloc[:, names.index(name)]), options)
        return _frame(data, rows)
    if not isinstance(data, str | os.PathLike):
        raise misuse.wrong("data", data, Message("it must be a frame or the path of a file"))
    layer = misuse.text("table", reading.pop("table", ""))
    return _of_file(geocode_file(Path(data), layer, options_from(**reading), options))


def _of_file(found: GeocodedTable) -> geopandas.GeoDataFrame:
    columns = found.raw.table.to_pandas(date_as_object=False)
    columns.index = pd.RangeIndex(1, len(columns) + 1, name=KEY)
    return _frame(columns, found.rows)


def _texts(column: pd.Series[Any]) -> list[str]:
    return ["" if is_missing else str(value).strip()
            for value, is_missing in zip(column, column.isna(), strict=True)]  # fmt: skip


def _frame(columns: pd.DataFrame, rows: PlacedRows) -> geopandas.GeoDataFrame:
    names, _ = told_apart([*map(str, columns.columns), *ADDED, "geometry"])
    *added, geometry = names[-len(ADDED) - 1 :]
    columns = columns.assign(**dict(zip(added, rows.columns(), strict=True)))
    columns = columns.astype(dict.fromkeys((added[0], added[1], added[3]), "float64"))
    points = geopandas.GeoSeries.from_xy(
        columns[added[0]], columns[added[1]], index=columns.index, crs=4326
    )
    points[columns[added[0]].isna()] = None
    frame = geopandas.GeoDataFrame(
        columns.assign(**{geometry: points}), geometry=geometry, crs=4326
    )
    frame.attrs = {
        "doubtful": _candidates(columns.index, rows, rows.doubtful),
        "unmatched": _candidates(columns.index, rows, rows.unmatched),
    }
    return frame


def _candidates(
    index: pd.Index[Any], rows: PlacedRows, chosen: list[int]
) -> dict[Hashable, list[dict[str, str | float]]]:
    return {
        index[row]: [
            {
                "name_en": each.place.name.en,
                "name_zh": each.place.name.zh,
                "lon": each.place.lon,
                "lat": each.place.lat,
                "score": each.score,
            }
            for each in rows.candidates[row]
        ]
        for row in chosen
    }
