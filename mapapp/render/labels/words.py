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
MAP_LIES = Text("It shows {0}.", "范围：{0}。")
MAP_SHOWS = Text("On it: {0}.", "图上有：{0}。")
LOCATOR = Text("Small map of where that is", "位置示意图")
PAPER = Text("Paper", "纸张")
GROUND = Text("Ground", "底图")
NAMES = Text("Names", "地名")
LAYERS = Text("Layers", "图层")
FURNITURE = Text("Title, legend and notes", "标题、图例和说明")
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
NORTH = Text("N", "北")
NO_SCALE = Text(
    "The scale varies too much over this map for one scale bar.",
    "本图各处比例尺相差较大，故不设比例尺。",
)
ATTRIBUTION = Text(
    "Coasts and boundaries: Natural Earth (de facto) · Rivers: GSHHG (LGPL) · "
    "Places: GeoNames (CC BY 4.0)",
    "海岸线与界线：Natural Earth（按实际控制绘制）· 河流：GSHHG（LGPL）· "
    "地名：GeoNames（CC BY 4.0）",
)
PROGRAM = Text(f"mapapp {__version__}", f"mapapp {__version__}")
REVIEW_NUMBER = Text("Map review number", "审图号：")
MADE_ON = Text("Made on", "制图日期")
NOTES = Text("Notes", "备注")
YEAR = Text("As it was known at the end of {0}.", "以 {0} 年底所知为准。")
FILTERED = Text("Only some are shown: {0}", "仅显示部分要素：{0}")
NO_LEGAL_CLAIM = Text(
    "Boundaries as shown are no statement on any claim.", "图上界线不代表任何主张。"
)
