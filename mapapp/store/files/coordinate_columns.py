"""Which columns of a table say where its rows are, by their names and by what is in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from mapapp.core.errors import DataError
from mapapp.core.geo.extent import CHINA
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint
from mapapp.store.files.raw import RawLayer, ReadOptions

if TYPE_CHECKING:
    import pyarrow as pa

Way = Literal["pair of columns", "positions", "well-known text"]

_SHIFTED_WORDS = {
    "bd09": r"bd[-_ ]?0?9(?:ll)?|百度|baidu",
    "gcj02": r"gcj[-_ ]?0?2|火星|高德|腾讯|amap|gaode",
}
_DATUM_WORDS = re.compile(
    "|".join((*_SHIFTED_WORDS.values(), r"wgs[-_ ]?(?:19)?84", r"cgcs[-_ ]?2000"))
)
_NOISE = re.compile(r"[\s_\-.·:：()（）\[\]°]+|(degrees?|deg|dms|dd|度|坐标|座標)(?=$|[\s_)）])")
_LON = (
    "lon", "lng", "long", "longitude", "longtitude", "经", "经度", "經度", "东经", "東經",
    "jingdu", "jd",
)  # fmt: skip
_LAT = ("lat", "latitude", "纬", "纬度", "緯度", "北纬", "北緯", "weidu", "wd")
_X = ("x", "pointx", "coordx", "xcoord", "posx", "easting", "east", "e", "东", "東", "横")
_Y = ("y", "pointy", "coordy", "ycoord", "posy", "northing", "north", "n", "北", "纵")
_PAIRS = (
    "坐标", "座標", "经纬度", "經緯度", "经纬", "location", "coordinate", "coordinates", "coords",
    "coord", "position", "latlng", "lnglat", "latlon", "lonlat", "point", "geo", "gps", "位置",
    "定位",
)  # fmt: skip
_LON_FIRST = ("lnglat", "lonlat", "经纬", "經緯")
_WKT = re.compile(
    r"\s*(SRID\s*=\s*\d+\s*;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)"
    r"\s*(ZM?|M)?\s*(\(|EMPTY)",
    re.IGNORECASE,
)
_NUMBER = r"[-+]?\d+(\.\d+)?"
_TWO_NUMBERS = re.compile(rf"\s*[\[(（]?\s*{_NUMBER}\s*[,，;；\s]\s*{_NUMBER}\s*[\])）]?\s*")
_SAMPLE = 50


@record
class CoordinateColumns:
    """Where the coordinates of a table are.

    Attributes:
        way: how they are written.
        names: one column, or those of longitudes (eastings) and latitudes (northings).
        is_guessed: whether only the values speak for it.
        is_lon_first: of positions of two bare numbers, whether its name says that the longitude
            comes first.
    """

    way: Way
    names: tuple[str, ...]
    is_guessed: bool = False
    is_lon_first: bool = False


def coordinate_columns(raw: RawLayer, options: ReadOptions) -> CoordinateColumns | None:
    """The columns of coordinates that options name or, without them, that look so.

    Raises:
        DataError: if the table has no column that options name.
    """
    names = raw.table.column_names
    for name in filter(None, (options.lon, options.lat)):
        if name not in names:
            raise DataError(
                "{layer} has no column {name!r} for coordinates; {hint}",
                layer=raw.name,
                name=name,
                hint=nearest_hint(name, names),
            )
    if options.lon and options.lat and options.lon != options.lat:
        return CoordinateColumns("pair of columns", (options.lon, options.lat))
    if one := options.lon or options.lat:
        way: Way = "well-known text" if _is_wkt(raw.table, one) else "positions"
        return CoordinateColumns(way, (one,), is_lon_first=_says_lon_first(one))
    return next(_found(raw.table), None)


def datum_in(names: Sequence[str]) -> str:
    """The shifted datum that names of columns speak of: ``gcj02``, ``bd09`` or nothing."""
    words = " ".join(names).casefold()
    return next((datum for datum, said in _SHIFTED_WORDS.items() if re.search(said, words)), "")


def _found(table: pa.Table) -> Iterator[CoordinateColumns]:
    plain = {name: _plain(name) for name in table.column_names}
    for firsts, seconds in ((_LON, _LAT), (_X, _Y)):
        first, second = _called(plain, firsts), _called(plain, seconds)
        if first and second:
            yield CoordinateColumns("pair of columns", (first, second))
    texts = [name for name in table.column_names if _is_text(table, name)]
    for name in texts:
        if _is_wkt(table, name):
            yield CoordinateColumns("well-known text", (name,))
    for name in texts:
        if plain[name] in _PAIRS and _is_position(table, name):
            yield CoordinateColumns("positions", (name,), is_lon_first=_says_lon_first(name))
    for name in texts:
        if _are_two_numbers(table, name):
            yield CoordinateColumns("positions", (name,), is_guessed=True)
    if pair := _by_values(table):
        yield CoordinateColumns("pair of columns", pair, is_guessed=True)


def _plain(name: str) -> str:
    """A name without signs, units and the name of a datum."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    return _NOISE.sub("", _DATUM_WORDS.sub(" ", folded)) or folded


def _called(plain: dict[str, str], wanted: Sequence[str]) -> str | None:
    """The column with the first of some names that there is."""
    for each in wanted:
        for name, said in plain.items():
            if said == each:
                return name
    return None


def _says_lon_first(name: str) -> bool:
    plain = _plain(name)
    return any(word in plain for word in _LON_FIRST)


def _is_text(table: pa.Table, name: str) -> bool:
    import pyarrow as pa

    kind = table.schema.field(name).type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _sample(table: pa.Table, name: str) -> list[str]:
    values = table.column(name).slice(0, 1000).drop_null().slice(0, _SAMPLE).to_pylist()
    return [str(value)[:300] for value in values]


def _is_wkt(table: pa.Table, name: str) -> bool:
    sample = _sample(table, name)
    return bool(sample) and all(map(_WKT.match, sample))


def _are_two_numbers(table: pa.Table, name: str) -> bool:
    sample = _sample(table, name)
    return bool(sample) and all(map(_TWO_NUMBERS.fullmatch, sample)) and _is_position(table, name)


def _is_position(table: pa.Table, name: str) -> bool:
    """Whether most of the texts can be read as positions."""
    from mapapp.core.geo.positions.parser import parse_position
    from mapapp.core.geo.positions.reading import PositionError

    sample, read = _sample(table, name)[:20], 0
    for text in sample:
        try:
            parse_position(text.strip("[]() （）"))
            read += 1
        except PositionError:
            continue
    return read > len(sample) / 2


def _by_values(table: pa.Table) -> tuple[str, str] | None:
    """Two columns of fractions beside each other, as of places in China, where only they are so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ranges = {}
    for name in table.column_names[:200]:
        column = table.column(name)
        if pa.types.is_floating(column.type) and column.null_count < len(column):
            ends = pc.min_max(column).as_py()
            ranges[name] = (ends["min"], ends["max"])
    names = list(ranges)
    found = [
        pair
        for one, other in pairwise(names)
        for pair in ((one, other), (other, one))
        if _within(ranges[pair[0]], (CHINA.west, CHINA.east))
        and _within(ranges[pair[1]], (CHINA.south, CHINA.north))
    ]
    return found[0] if len(found) == 1 else None


def _within(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
