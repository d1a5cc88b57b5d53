"""The words of a picture's furniture, in both languages."""

from __future__ import annotations

from typing import Literal

from mapapp.core.text import Language, Text
from mapapp.core.version import __version__

Wording = Language | Literal["both"]
"""The language of a picture's texts; with both, each is told twice."""


def in_language(text: Text, language: Wording) -> str:
    """A text in a language or in both, English first; what is the same is told once."""
    if language != "both":
        return text.get(language)
    return " ".join(dict.fromkeys(part for part in (text.en, text.zh) if part))


def main_language(language: Wording) -> Language:
    """The language of numbers, and of whatever has room for one only."""
    return "zh" if language == "zh" else "en"


LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans", "both": "en"}
"""What programs call the language of a document (BCP 47)."""

MAP = Text("Map", "地图")
LEGEND = Text("Legend", "图例")
CERTAINTY = Text("How well a place is known", "位置精度")
SOLID = Text("Exact or within the site", "精确或到场址")
RING = Text("District only", "仅知所在区县")
HOLLOW = Text("City only", "仅知所在城市")
OUTLINE = Text("Planned, candidate or closed", "规划、候选或已关闭")
SCHEMATIC = Text("Area to scale, place approximate", "面积按比例，位置示意")
KEY = Text("Key to numbers", "编号说明")
FIGURES = Text("Key figures", "主要数据")
SOURCES = Text("Sources", "资料来源")
FACTS = Text("Figures", "数据")
NO_FACTS = Text("No figures in this atlas.", "本图集没有其数据。")
LEFT_OUT = Text("{0} in doubt left out.", "存疑的{0}项未列出。")
TIES = Text("Ties", "关联")
NEARBY = Text("Nearby", "附近")
CONTENTS = Text("Contents", "目录")
BY_NAME = Text("In the order of the alphabet.", "按名称拼音排序。")
BOOK_PAGE = Text("{0}, continued", "{0}，续")
ON_PAGE = Text("page {0}", "第{0}页")
NORTH = Text("N", "北")
NO_SCALE = Text(
    "The scale varies too much over this map for one scale bar.",
    "本图各处比例尺相差较大，故不设比例尺。",
)
TRUE_IN_MIDDLE = Text("true in the middle", "以中央为准")
AT_DPI = Text("{0} at {1} dpi", "{0}（{1} dpi）")
PROJECTION, MERCATOR = Text("Projection", "投影"), Text("Mercator", "墨卡托")
EPSG = Text("EPSG:3857", "EPSG:3857")
PAGE = Text("continued · page {0}", "续 · 第 {0} 页")
CREDITS = (
    (
        Text("Coasts and boundaries", "海岸线与界线"),
        "Natural Earth",
        Text("de facto", "按实际控制绘制"),
    ),
    (Text("Rivers", "河流"), "GSHHG", Text("LGPL", "LGPL")),
    (Text("Places", "地名"), "GeoNames", Text("CC BY 4.0", "CC BY 4.0")),
)
"""What of the ground is by whom, and on which terms."""


def labelled(label: Text, value: str, language: Wording, remark: Text | None = None) -> str:
    """A value after what it is, and a remark on it; in both languages the value is told once."""
    colon, opening, closing = ("：", "（", "）") if language == "zh" else (": ", " (", ")")
    said = f"{in_language(label, language)}{colon}{value}"
    return f"{said}{opening}{in_language(remark, language)}{closing}" if remark else said


def credit_lines(language: Wording) -> list[str]:
    """Who made what of the ground."""
    return [labelled(what, name, language, terms) for what, name, terms in CREDITS]


ATTRIBUTION = Text(" · ".join(credit_lines("en")), "· ".join(credit_lines("zh")))
PROGRAM = Text(f"mapapp {__version__}", f"mapapp {__version__}")
REVIEW_NUMBER = Text("Map review number", "审图号")
MADE_ON = Text("Map date", "制图日期")
NOTES = Text("Notes", "备注")
YEAR = Text("As it was known at the end of {0}.", "以 {0} 年底所知为准。")
FILTERED = Text("Only some are shown: {0}", "仅显示部分要素：{0}")
NO_LEGAL_CLAIM = Text(
    "Boundaries as shown are no statement on any claim.", "图上界线不代表任何主张。"
)
