"""Two layers of the atlas declared with classes, as tests need them."""

from __future__ import annotations

from tests.roles import LINK_ROLES, PLACE_ROLES

ZONES = (
    """
id = "ftz_area"
group = "zones"
geometry = "point"
order = 55

[title]
en = "Free-trade zone"
zh = "自贸试验区"

[symbol]
kind = "graduated"
field = "area"
breaks = [10, 40]
sizes_px = [11, 16, 22]
lights = ["#9C7A25", "#7A5A03", "#4C3600"]
darks = ["#B79A3A", "#ECDA75", "#FFF6C0"]
shape = "hexagon"
light = "#7A5A03"
dark = "#ECDA75"

[symbol.title]
en = "Area, km²"
zh = "面积，平方千米"

[symbol.fallback]
size_px = 9
light = "#6E6A61"
dark = "#9A978F"
"""
    + PLACE_ROLES
)

AIRPORTS = (
    """
id = "airport"
group = "transport"
geometry = "point"
order = 45

[title]
en = "Airports"
zh = "机场"

[symbol]
kind = "categorised"
field = "status"
shape = "plane"
size_px = 18
light = "#6B8D0E"
dark = "#94A470"

[symbol.categories.under_construction]
title = { en = "Under construction", zh = "在建" }
light = "#B4451F"
dark = "#FF9A6B"

[symbol.fallback]
title = { en = "In operation", zh = "运营中" }
"""
    + PLACE_ROLES
)

LINKS = (
    """
id = "friendship_link"
group = "friendship"
geometry = "line"
order = 5

[title]
en = "Friendship links"
zh = "友好城市连线"

[symbol]
kind = "graduated"
field = "length_km"
breaks = [2000, 8000]
widths_px = [2.6, 1.8, 1.0]
lights = ["#7A2136", "#C3576A", "#DB97A2"]
darks = ["#FFC48A", "#FF9021", "#B9620F"]
light = "#C3576A"
dark = "#FF9021"

[symbol.title]
en = "Length, km"
zh = "长度，千米"
"""
    + LINK_ROLES
)
