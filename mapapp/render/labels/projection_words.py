"""What a sheet says of its projection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mapapp.core.geo.crs import gk_zone
from mapapp.core.geo.extent import SHENYANG
from mapapp.core.geo.projection import Projection
from mapapp.core.geo.projection_choice import ProjectionName
from mapapp.core.text import COMMA, Text
from mapapp.render.view.graticule import lat_text, lon_text

PROJECTION_NAMES: Mapping[ProjectionName, Text] = {
    "equal-earth": Text("Equal Earth", "Equal Earth 等积投影"),
    "winkel-tripel": Text("Winkel Tripel", "温克尔三重投影"),
    "azimuthal-equidistant": Text("Azimuthal equidistant", "等距方位投影"),
    "lambert": Text("Lambert conformal conic", "兰勃特等角圆锥投影"),
    "gauss-kruger": Text("Gauss–Krüger", "高斯-克吕格投影"),
}
NORTH_TURNS = Text(
    "North is not the same way all over this map; follow its meridians.",
    "本图各处北方不一，请以经线为准。",
)
_MERIDIAN = Text("central meridian {0}", "中央经线 {0}")
_PARALLELS = Text("standard parallels {0} and {1}", "标准纬线 {0} 和 {1}")
_ABOUT = Text("about {0}", "以{0}为中心")
_ZONE = Text("CGCS2000 3° zone {0}", "CGCS2000 3°带第 {0} 带")
_SHENYANG = Text("Shenyang", "沈阳")
_TRUE_FROM = Text("distances from {0} are true", "由{0}起量的距离为真")


def projection_text(projection: Projection) -> Text:
    """A projection with the parameters by which it could be made again."""
    told = [PROJECTION_NAMES[projection.name], *_parameters(projection)]
    return Text(COMMA.en.join(text.en for text in told), COMMA.zh.join(text.zh for text in told))


def true_from(projection: Projection) -> Text:
    """That distances are true from the place a map is about."""
    return _filled(_TRUE_FROM, _place(projection))


def _parameters(projection: Projection) -> Iterator[Text]:
    if projection.is_azimuthal:
        yield _filled(_ABOUT, _place(projection))
        return
    if projection.parallels:
        yield _filled(_PARALLELS, *(_same(lat_text(lat)) for lat in projection.parallels))
    if projection.name == "gauss-kruger":
        yield _filled(_ZONE, _same(str(gk_zone(projection.lon))))
    yield _filled(_MERIDIAN, _same(lon_text(projection.lon)))


def _place(projection: Projection) -> Text:
    if (projection.lon, projection.lat) == SHENYANG:
        return _SHENYANG
    return _same(f"{lon_text(projection.lon)} {lat_text(projection.lat)}")


def _same(text: str) -> Text:
    return Text(text, text)


def _filled(pattern: Text, *values: Text) -> Text:
    return Text(
        pattern.en.format(*(value.en for value in values)),
        pattern.zh.format(*(value.zh for value in values)),
    )
