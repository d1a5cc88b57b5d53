"""The words of a picture's furniture, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mapapp.core.style.ground import GroundKind
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
INSET = Text("Inset", "附图")
SEE_INSET = Text("see inset", "见附图")
ABOUT = Text("about {0}", "约{0}")
LOCATOR = Text("Small map of where that is", "位置示意图")
PAPER = Text("Paper", "纸张")
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
AND_MORE = Text("and {0} more", "另有{0}处")
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
PAGE = Text("continued · page {0} of {1}", "续 · 第 {0} 页，共 {1} 页")
_NATURAL_EARTH = "Natural Earth"
_BORDERS = (
    Text("Coasts and boundaries", "海岸线与界线"),
    _NATURAL_EARTH,
    Text("de facto", "按实际控制绘制"),
)
_COASTS = (Text("Coasts", "海岸线"), _NATURAL_EARTH, None)
_OWN_BORDERS = Text("Boundaries", "界线")
_RIVERS = (Text("Rivers", "河流"), "GSHHG", Text("LGPL", "LGPL"))
_PLACES = (Text("Places", "地名"), "GeoNames", Text("CC BY 4.0", "CC BY 4.0"))
"""What of the ground is by whom, and on which terms."""


def labelled(label: Text, value: str, language: Wording, remark: Text | None = None) -> str:
    """A value after what it is, and a remark on it; in both languages the value is told once."""
    colon, opening, closing = ("：", "（", "）") if language == "zh" else (": ", " (", ")")
    said = f"{in_language(label, language)}{colon}{value}"
    return f"{said}{opening}{in_language(remark, language)}{closing}" if remark else said


def credit_lines(language: Wording, ground_file: str = "", *, has_rivers: bool = True) -> list[str]:
    """Who made what of the ground; a ground file has borders for which we claim nothing."""
    own = ((_OWN_BORDERS, ground_file, None), _COASTS)
    rivers = (_RIVERS,) if has_rivers else ()
    credits_ = (*(own if ground_file else (_BORDERS,)), *rivers, _PLACES)
    return [labelled(what, name, language, terms) for what, name, terms in credits_]


def attribution(language: Language, ground_file: str = "") -> list[str]:
    """What stands at the foot of a web page: the ground, the program, and what borders mean."""
    claim = () if ground_file else (NO_LEGAL_CLAIM.get(language),)
    return [" · ".join(credit_lines(language, ground_file)), PROGRAM.get(language), *claim]


PROGRAM = Text(f"mapapp {__version__}", f"mapapp {__version__}")
REVIEW_NUMBER = Text("Map review number", "审图号")
MADE_ON = Text("Map date", "制图日期")
NOTES = Text("Notes", "备注")
YEAR = Text("As it was known at the end of {0}.", "以 {0} 年底所知为准。")
FILTERED = Text("Only some are shown: {0}", "仅显示部分要素：{0}")
NO_LEGAL_CLAIM = Text(
    "Boundaries as shown are no statement on any claim.", "图上界线不代表任何主张。"
)

# What must be said of a picture; {0} and so on are filled in.
NOT_KNOWN_ONE = Text(
    "1 feature is not shown: nothing dated says whether it was there.",
    "另有1个要素当时是否存在不详，未予显示。",
)
NOT_KNOWN = Text(
    "{0} features are not shown: nothing dated says whether they were there.",
    "另有{0}个要素当时是否存在不详，未予显示。",
)
WITHOUT_TIME = Text(
    "Without dates, and shown as today: {0}.", "以下图层不含时间信息，按现状显示：{0}。"
)
OF_TOTAL = Text("{0}: {1} of {2} in this map.", "{0}：共{2}个，本图显示{1}个。")
OF_TOTAL_ON_WEB = Text(
    "{0}: {1} of {2} on the whole web map.", "{0}：共{2}个，整幅网页地图显示{1}个。"
)
EMPTY = Text(
    "Nothing of these layers lies within this map: {0}.", "本图范围内没有以下图层的要素：{0}。"
)
EMPTY_BY_FILTER = Text(
    "The filters leave nothing of these layers in this map: {0}.",
    "按筛选条件，本图中没有以下图层的要素：{0}。",
)
EMPTY_BY_YEAR = Text(
    "Nothing of these layers is known to have been here by the end of {1}: {0}.",
    "至{1}年底，已知本图范围内没有以下图层的要素：{0}。",
)
FADED = Text(
    "These layers are not drawn at so large a scale: {0}.", "在如此大的比例尺下不绘以下图层：{0}。"
)
UNUSED_FILTER = Text(
    "Filters of layers that are not in this picture change nothing: {0}.",
    "以下图层不在本图中，其筛选条件不起作用：{0}。",
)
CROWDED = Text(
    "More than {1} symbols each, drawn as dots, the darker the more: {0}.",
    "以下图层的符号各超过{1}个，以点绘出，颜色越深表示越多：{0}。",
)
COARSE_GROUND = Text(
    "Coasts, rivers and borders were made for about 1:{0}; at 1:{1} they are only rough.",
    "海岸线、河流和界线按约1:{0}制作；在1:{1}下仅为概略。",
)
DE_FACTO = Text(
    "National borders are drawn as they are in fact, not by a standard map; a publisher in "
    "mainland China must use a standard map and state its review number (审图号).",
    "国界按实际控制情况绘制，并非依据标准地图；在中国大陆公开出版须使用标准地图并标注审图号。",
)
UNPLACED = Text(
    "Without a place on the map, and so without a page: {0}.", "没有位置、因而未单独成页：{0}。"
)
OTHER_PROJECTION = Text(
    "The page “{0}” is in {1}, because {2} cannot show all of it; so are other such pages.",
    "“{0}”页采用{1}，因{2}无法表示全图；同类各页亦然。",
)
NO_REVIEW_NUMBER = Text(
    "National borders are those of {0}; a publisher in mainland China must state the review number "
    "(审图号) of that standard map, too.",
    "国界依据 {0} 绘制；在中国大陆公开出版还须标注该标准地图的审图号。",
)
BEYOND_GROUND = Text(
    "Borders are drawn only within {1}: {0} has no others.",
    "仅绘制 {1} 范围内的界线：{0} 未含其他界线。",
)
ODD_REVIEW_NUMBER = Text(
    "The review number {0} has not the form of one, such as GS(2019)1822号 or 辽S(2021)123号; "
    "check it.",
    "审图号 {0} 不符合格式（如 GS(2019)1822号、辽S(2021)123号），请核对。",
)
CREDIT = Text("{0}: data of {1}.", "{0}：数据来自{1}。")
RIVALS_LEFT_OUT = Text(
    "Values of key figures left out because sources contradict or doubt them: {0}.",
    "主要数据中因来源矛盾或存疑而未列的数值：{0}个。",
)
MOVED = Text("Moved aside; a line leads to its place", "符号已移开，引线指向实际位置")
GATHERED = Text("Stands for this many symbols", "所代表的符号数")
MEASURED = Text("Area as measured", "实测范围")
GROUND: Mapping[GroundKind, Text] = {
    "coast": Text("Coast", "海岸线"),
    "border": Text("National border (de facto)", "国界（实际控制）"),
    "demarcation": Text("Demarcation line", "军事分界线"),
    "province": Text("Province border", "省级界"),
    "river": Text("River", "河流"),
    "lake": Text("Lake", "湖泊"),
}
"""What the lines of the ground are, in the order of the legend."""
OWN_BORDER = Text("National border", "国界")
GROUND_KEY = Text("Ground", "底图")
