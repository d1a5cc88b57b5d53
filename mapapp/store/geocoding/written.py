"""What somebody wrote of a place: its name, the word for its kind, and what it lies in.

The gazetteer is built with the same reading (``packaging/gazetteer.py``), so this module loads
nothing but the folding of texts.
"""

from __future__ import annotations

import itertools
import re
from typing import Literal

from mapapp.core.folding import folded, search_key
from mapapp.core.record import record

Kind = Literal["", "province", "city", "county", "district", "town"]
"""What the last word of a name says that it is."""

_PEOPLES = (
    "满|蒙古|回|朝鲜|锡伯|壮|维吾尔|藏|苗|侗|土家|彝|哈萨克|白|傣|黎|瑶|羌|哈尼|傈僳|布依|畲|达斡尔|"
    "鄂温克|鄂伦春|裕固|保安|东乡|撒拉|土|水|仡佬|毛南|仫佬|拉祜|佤|纳西|景颇|普米|怒|独龙|各"
)
_OF_PEOPLES = f"(?:(?:{_PEOPLES})族?)*"
_CHINESE: tuple[tuple[Kind, str], ...] = (
    ("province", f"{_OF_PEOPLES}自治区|省|特别行政区"),
    ("county", f"{_OF_PEOPLES}自治[县旗]|县|[左右前后中]?旗"),
    ("city", f"{_OF_PEOPLES}自治州|市|地区|盟"),
    ("town", f"(?:{_OF_PEOPLES}(?<=族))?[镇乡村]|街道|苏木"),
    ("district", "新区|[市矿]?区"),
)
_ENGLISH: dict[str, Kind] = {
    "province": "province", "sheng": "province", "autonomous region": "province",
    "city": "city", "municipality": "city", "prefecture": "city", "shi": "city",
    "county": "county", "autonomous county": "county", "xian": "county",
    "district": "district", "qu": "district", "new area": "district", "new district": "district",
    "town": "town", "township": "town", "village": "town", "subdistrict": "town", "zhen": "town",
    "xiang": "town", "jiedao": "town",
}  # fmt: skip
_CHINESE_ENDS = tuple(
    (kind, re.compile(f"(?<=[\u3400-\u9fff]{{2}})(?:{ends})$")) for kind, ends in _CHINESE
)
_ALL_CHINESE = "|".join(ends for _, ends in _CHINESE)
_ENGLISH_END = re.compile(f"(?<=\\w)[\\s-]+({'|'.join(sorted(_ENGLISH, key=len, reverse=True))})$")
_CITY_OF = re.compile(r"^(?:city|town|county|district|province) of\s+")

HAN = re.compile("[\u3400-\u9fff]")
_ADDRESS_PART = re.compile(f"[\u3400-\u9fff]{{2,}}?(?:{_ALL_CHINESE})")
_APART = re.compile(r"[,，、;；/|>()（）\[\]]+")
_POSTCODE = re.compile(
    r"(?:(?:邮政编码|邮编|post(?:al )?code|zip(?: code)?)\s*[:：]?\s*|〒\s*)?"
    r"(?<![\dA-Za-z-])(?:\d{6}|\d{5}(?:-\d{4})?|\d{3}-\d{4})(?![\dA-Za-z-]|号|室|栋|楼)",
    re.IGNORECASE,
)
"""Of China (six digits), Europe and the United States (five), Japan; no number of a house."""

_MOST_PARTS = 6
_SIZES: dict[Kind, int] = {"province": 4, "city": 3, "county": 2, "district": 2, "town": 1}


@record
class WrittenName:
    """A name as it is looked for.

    Attributes:
        text: as somebody wrote it.
        key: letters, digits and characters only, see :func:`search_key`.
        bare_key: the same without the word for its kind.
        kind: what that word says.
    """

    text: str
    key: str
    bare_key: str
    kind: Kind


@record
class WrittenPlace:
    """A place as a cell has it: the name, and the names of what it lies in, the nearest first."""

    name: WrittenName
    within: tuple[WrittenName, ...] = ()


def written_name(text: str) -> WrittenName:
    """A name with its key, and without the word that tells its kind.

    ``Kangping County``, ``康平县`` and ``Kangping Xian`` are ``kangping`` or ``康平``, a county.
    What is left of a name has two letters at least: ``沙市`` stays whole.
    """
    key = search_key(text)
    for kind, end in _CHINESE_ENDS if HAN.search(key) else ():
        if found := end.search(key):
            return WrittenName(text, key, key[: found.start()], kind)
    words = _CITY_OF.sub("", folded(text).strip(" .'\""))
    if found := _ENGLISH_END.search(words):
        bare = search_key(words[: found.start()])
        return WrittenName(text, key, bare or key, _ENGLISH[found[1]])
    return WrittenName(text, key, search_key(words), "")


def readings_of(text: str) -> tuple[WrittenPlace, ...]:
    """How a cell can be read, the most likely first: as one name, or as parts of an address.

    ``Xinmin, Liaoning`` and ``辽宁省新民市`` are a name in another. Each further reading is the
    name of something larger that the cell names as well. A postcode is no part of a name.
    """
    text = _POSTCODE.sub(" ", text).strip()
    whole = WrittenPlace(written_name(text))
    names = [written_name(part) for part in _parts(text)]
    names = [name for name in names if name.key]
    if len(names) < 2:
        return (whole,)
    return (whole, *(WrittenPlace(each, tuple(names[at + 1 :])) for at, each in enumerate(names)))


def _parts(text: str) -> list[str]:
    """The parts of an address, the smallest first: commas in English, words of kinds in Chinese."""
    parts = [part.strip() for part in _APART.split(text) if part.strip()][:_MOST_PARTS]
    if len(parts) > 1:
        return parts[::-1] if _size(parts[0]) > _size(parts[-1]) > 0 else parts
    if not HAN.search(text):
        return parts
    text = search_key(text)
    found = list(itertools.islice(_ADDRESS_PART.finditer(text), _MOST_PARTS))
    rest = text[found[-1].end() :] if found else text
    return [*([rest] if len(rest) > 1 else []), *(match[0] for match in reversed(found))]


def _size(part: str) -> int:
    """How large a part of an address says that it is; 0 where it does not say so."""
    return _SIZES.get(written_name(part).kind, 0)


def run_together(name: WrittenName) -> tuple[tuple[WrittenName, WrittenName], ...]:
    """A name as one and what it lies in: ``大连庄河`` and ``Zhuanghe Dalian`` are 庄河 in 大连.

    There are several ways to part it; whether both are names is for others to know.
    """
    if HAN.search(name.key):
        cuts = range(2, min(len(name.key) - 1, 5))
        return tuple((written_name(name.key[n:]), written_name(name.key[:n])) for n in cuts)
    words = name.text.split()[:_MOST_PARTS]
    pairs = ((words[:n], words[n:]) for n in range(1, len(words)))
    return tuple((written_name(" ".join(a)), written_name(" ".join(b))) for a, b in pairs)
