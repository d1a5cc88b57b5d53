"""One spelling of what people write in many ways, before a position is read."""

from __future__ import annotations

import re
import unicodedata

from mapapp.core.geo.crs import System
from mapapp.core.geo.positions.reading import NUMBER

_SPELLINGS = (
    (r"北纬|北緯", " N"), (r"南纬|南緯", " S"), (r"东经|東經", " E"), (r"西经|西經", " W"),
    (r"纬度|緯度|\bLATITUDE\b|\bLAT\b", " N"), (r"经度|經度|\bLONGITUDE\b|\bLO?NG?\b", " E"),
    ("度", "°"), (r"[′’‘´`分]", "'"), (r"''|[″”“秒]", '"'), (r"[−–]", "-"), (r"[:=、]", " "),
)  # fmt: skip
_SYSTEMS = (
    (r"\bWGS[ -]?(?:19)?84\b|\bEPSG[ :]?4326\b", System.WGS84),
    (r"\bCGCS[ -]?2000\b|\bEPSG[ :]?4490\b", System.CGCS2000),
    (r"\bGCJ[ -]?0?2\b|火星坐标|国测局", System.GCJ02),
    (r"\bBD[ -]?0?9\b|百度坐标|百度", System.BD09),
)

_COMMA = re.compile(r"(?<=\d),(?=\d)")
_COMMA_CHAIN = re.compile(r"\d,\d++,\d")
_PART_OF_DEGREE = re.compile(r"\d,\d++\s?['\"]")
_HYPHENS = re.compile(
    r"(?<![\d.])(\d{1,3})-(\d{1,2}(?:\.\d++)?)(?:-(\d{1,2}(?:\.\d++)?))?(?![\d.-])"
)


def compatible(text: str) -> str:
    """Capitals and plain forms of full-width signs; two look-alikes would lose the degree."""
    return unicodedata.normalize("NFKC", re.sub("[º˚]", "°", text)).upper()


def take_system(plain: str) -> tuple[str, System | None]:
    """The text without the name of a system, and that system."""
    for pattern, system in _SYSTEMS:
        rest, count = re.subn(pattern, " ", plain)
        if count:
            return rest, system
    return plain, None


def respelled(plain: str) -> str:
    """One spelling of signs, letters and words, with decimal points."""
    for pattern, replacement in _SPELLINGS:
        plain = re.sub(pattern, replacement, plain)
    one_spaced = " ".join(plain.split())
    cleaned = one_spaced.replace("( )", "").replace("()", "").strip(" ()[],;")
    return _without_hyphens(_with_points(cleaned))


def _with_points(plain: str) -> str:
    """Decimal commas as points.

    A comma is one where it stands between two digits, no point is used as such, and the text has
    an even count of numbers then: ``41,8 123,4``, but not ``41 48,123 26``.
    """
    if re.search(r"\d\.\d", plain) or _COMMA_CHAIN.search(plain):
        return plain
    pointed = _COMMA.sub(".", plain)
    if len(re.findall(NUMBER, pointed)) % 2 and not _PART_OF_DEGREE.search(plain):
        return plain
    return pointed


def _without_hyphens(plain: str) -> str:
    """``41-47-32 N`` as ``41 47 32 N``, where both angles are written so."""
    if len(_HYPHENS.findall(plain)) != 2:
        return plain
    return _HYPHENS.sub(lambda match: " ".join(filter(None, match.groups())), plain)
