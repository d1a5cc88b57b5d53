"""Links of map services and ``geo:`` addresses.

Each service says in its own documents which of two numbers comes first and in which system they
are: geo: RFC 5870; AMap lbs.amap.com/api/uri-api; Tencent lbs.qq.com/webApi/uriV1; Baidu
lbsyun.baidu.com/index.php?title=uri. Those of China are shifted unless the link says otherwise.
Google's map of China is shifted, its satellite picture is not, and its links do not say which
was looked at: such a link is read both ways.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from mapapp.core.geo.crs import System, from_baidu_metres
from mapapp.core.geo.mainland import in_mainland
from mapapp.core.geo.positions.degrees import read_angles
from mapapp.core.geo.positions.reading import NUMBER, PositionError, Reading, read_degrees
from mapapp.core.record import record

_SIGNED = rf"[-+]?(?:{NUMBER})"
_PAIR = re.compile(rf"({_SIGNED})\s?[,~/]\s?({_SIGNED})")
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,30}://|\bgeo:)\S+|^\s*(?:[@#]|(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,9}/)\S+",
    re.IGNORECASE,
)
_KEY = re.compile(r"[?&;#]([a-z_]{1,30})=([^&#;]*)", re.IGNORECASE)

_IN_PATH = (
    re.compile(rf"!3d({_SIGNED})!4d({_SIGNED})"),
    re.compile(rf"#(?:map=)?(?:{NUMBER})/({_SIGNED})/({_SIGNED})"),
    re.compile(rf"@({_SIGNED}),({_SIGNED})"),
    re.compile(rf"/({_SIGNED}),\s?({_SIGNED})(?=[/?#,]|$)"),
)
"""Where a path holds a latitude and a longitude; what was marked goes before what was seen."""

_PAIR_KEYS = (
    "marker", "coord", "position", "location", "latlng", "lnglat", "q", "query", "ll", "sll", "pt",
    "cp", "center", "dest", "destination", "daddr", "to", "p", "viewpoint",
)  # fmt: skip
_SINGLE_KEYS = (
    ("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("lat", "long"), ("latitude", "longitude"),
    ("pointy", "pointx"), ("dlat", "dlon"), ("y", "x"),
)  # fmt: skip
_SAID_SYSTEMS = {
    "wgs84": System.WGS84, "wgs84ll": System.WGS84, "gcj02": System.GCJ02, "gcj02ll": System.GCJ02,
    "gaode": System.GCJ02, "bd09": System.BD09, "bd09ll": System.BD09,
}  # fmt: skip

_BAIDU_END_M = 20_040_000.0
"""Half the circumference that Baidu's Mercator has, and a little."""


@record
class _Service:
    """A map service: how its links are known, their system, and what has the longitude first."""

    address: re.Pattern[str]
    system: System
    lon_first: frozenset[str] = frozenset()


_AMAP = _Service(
    re.compile(r"amap|gaode|autonavi"),
    System.GCJ02,
    frozenset({"position", "location", "lnglat", "center", "dest", "to"}),
)
_TENCENT = _Service(re.compile(r"map\.qq\.com|qqmap|map\.wechat"), System.GCJ02)
_BAIDU = _Service(re.compile(r"map\.baidu|baidumap|bdapp"), System.BD09, frozenset({"center"}))
_YANDEX = _Service(re.compile(r"yandex|2gis"), System.WGS84, frozenset({"ll", "pt"}))
_GOOGLE = _Service(re.compile(r"google|goo\.gl"), System.WGS84)
_OTHER = _Service(re.compile(r""), System.WGS84)
_SERVICES = (_AMAP, _TENCENT, _BAIDU, _YANDEX, _GOOGLE, _OTHER)


def read_link(text: str, system: System | None) -> tuple[Reading, ...]:
    """The place that a link is of; nothing if the text has none in it.

    Raises:
        PositionError: if there is a link, but no position in it.
    """
    match = _LINK.search(text)
    if match is None:
        return ()
    link = unquote(match[0].strip())
    service = next(each for each in _SERVICES if each.address.search(_address(link)))
    keys = _keys(link)
    if service is _BAIDU and (metres := re.search(rf"@({_SIGNED}),({_SIGNED})", link)):
        return _from_baidu(float(metres[1]), float(metres[2]))
    if "params" in keys:  # of Wikipedia: 41_48_30_N_123_26_6_E_type:city
        return read_angles(_of_params(keys["params"]), System.WGS84)
    pair = _pair(link, keys, service)
    if pair is None:
        raise PositionError(
            "This link has no coordinates in it; open it in a browser, and copy the "
            "address that it leads to or the coordinates that are shown.",
        )
    return _readings(*pair, _said_system(keys) or _chosen(service, system), service)


def _address(link: str) -> str:
    """What tells the service: the host, or the scheme of an app's own links."""
    return re.split(r"[?#]", link.lower(), maxsplit=1)[0]


def _keys(link: str) -> dict[str, str]:
    """The values of a link by their names, of equal ones the first."""
    keys: dict[str, str] = {}
    for name, value in _KEY.findall(link):
        keys.setdefault(name.lower(), value)
    return keys


def _pair(link: str, keys: dict[str, str], service: _Service) -> tuple[float, float] | None:
    """Longitude and latitude as they are written in a link."""
    if link.lower().startswith("geo:"):
        return _of_geo(link, keys)
    for lat, lon in _SINGLE_KEYS:
        if lat in keys and lon in keys and (pair := _PAIR.match(f"{keys[lat]},{keys[lon]}")):
            return float(pair[2]), float(pair[1])
    for pattern in _IN_PATH[:2]:
        if match := pattern.search(link):
            return float(match[2]), float(match[1])
    for key in _PAIR_KEYS:
        if pair := _PAIR.search(_value(key, keys)):
            one, other = float(pair[1]), float(pair[2])
            return (one, other) if _is_lon_first(key, one, service) else (other, one)
    for pattern in _IN_PATH[2:]:
        if match := pattern.search(link):
            return float(match[2]), float(match[1])
    return None


def _value(key: str, keys: dict[str, str]) -> str:
    """The value of a key from where its pair may begin."""
    value = keys.get(key, "")
    if key == "p":  # of AMap: the number of a place, its latitude, its longitude …
        return value.partition(",")[2]
    return value.partition("coord:")[2] if "coord:" in value else value


def _is_lon_first(key: str, one: float, service: _Service) -> bool:
    return key in service.lon_first or abs(one) > 90


def _of_geo(link: str, keys: dict[str, str]) -> tuple[float, float] | None:
    """``geo:lat,lon`` and ``geo:0,0?q=lat,lon(label)``, as Android writes it."""
    pair = _PAIR.match(keys.get("q", "").strip()) or _PAIR.match(link[len("geo:") :])
    return (float(pair[2]), float(pair[1])) if pair else None


def _of_params(value: str) -> str:
    """The degrees at the beginning of a value, which goes on with what the place is."""
    match = re.match(r"[-\d._]+(?:[NSEW]_[-\d._]+[NSEW])?", value.upper())
    return match[0].replace("_", " ") if match else value


def _said_system(keys: dict[str, str]) -> System | None:
    """The system that a link of a Chinese service says its numbers are in."""
    said = keys.get("coordinate") or keys.get("coord_type") or ""
    if "dev" in keys or said == "1":  # of AMap's app, dev=1; of Tencent, coord_type=1
        return System.WGS84 if "1" in (keys.get("dev"), said) else System.GCJ02
    return _SAID_SYSTEMS.get(said.lower())


def _chosen(service: _Service, system: System | None) -> System:
    is_degrees = system is not None and not system.is_projected
    return system if service is _OTHER and system and is_degrees else service.system


def _readings(lon: float, lat: float, system: System, service: _Service) -> tuple[Reading, ...]:
    reading = read_degrees(lon, lat, system, "named")
    if reading is None:
        raise PositionError(
            "The numbers in this link are no position; latitudes go to 90 degrees and "
            "longitudes to 180.",
        )
    if service is _GOOGLE and in_mainland(reading.lon, reading.lat):
        shifted = read_degrees(lon, lat, System.GCJ02, "named")
        return (reading, shifted) if shifted else (reading,)
    return (reading,)


def _from_baidu(east_m: float, north_m: float) -> tuple[Reading, ...]:
    is_on_earth = max(abs(east_m), abs(north_m)) < _BAIDU_END_M
    position = from_baidu_metres(east_m, north_m) if is_on_earth else None
    if position is None:
        raise PositionError(
            "The numbers in this link of Baidu's map lie off the Earth; copy the link again.",
        )
    return (Reading(*position, System.BD09, "named"),)
