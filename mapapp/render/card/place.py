"""What is known of any place on the map: its coordinates in all systems, and what lies nearest.

Free of Qt, so that the panel, the clipboard and a test read the same card.
"""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.core.geo.crs import DegreeStyle, System, describe
from mapapp.core.geo.mainland import in_mainland
from mapapp.core.geo.measure import length_text
from mapapp.core.layer.feature import Hit
from mapapp.core.map.state import FeatureRef
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Language, Text

_WAYS: tuple[tuple[System, DegreeStyle, Text], ...] = (
    (System.WGS84, "dd", Text("WGS84, CGCS2000", "WGS84、CGCS2000")),
    (System.WGS84, "dms", Text("in degrees, minutes and seconds", "度分秒")),
    (System.GCJ02, "dd", Text("GCJ-02 (AMap, Tencent)", "GCJ-02（高德、腾讯）")),
    (System.BD09, "dd", Text("BD-09 (Baidu)", "BD-09（百度）")),
    (System.GK_ZONE, "dd", Text("Gauss–Krüger 3°, with zone number", "高斯-克吕格 3° 带，含带号")),
    (System.GK_MERIDIAN, "dd", Text("Gauss–Krüger 3°, plain", "高斯-克吕格 3° 带，不含带号")),
    (System.UTM, "dd", Text("UTM", "UTM")),
    (System.MGRS, "dd", Text("MGRS", "MGRS 军用网格")),
    (System.WEB_MERCATOR, "dd", Text("Web Mercator (EPSG:3857)", "Web 墨卡托（EPSG:3857）")),
)
_WHAT_IS_HERE = Text("What is here", "此处信息")
_HERE_M = 0.5


@record
class PinnedPlace:
    """A place that was gone to: WGS84 degrees, what it is called and what it is, if known."""

    lon: float
    lat: float
    name: Text = NO_TEXT
    kind: Text = NO_TEXT


@record
class WrittenPosition:
    """A position as one of the systems writes it, under the name of the system."""

    label: str
    text: str


@record
class NearFeature:
    """A feature near a place; ``distance`` is empty where the place lies in it."""

    ref: FeatureRef
    title: str
    layer: str
    distance: str


@record
class PlaceCard:
    """Everything that is told of a place, in one language."""

    place: PinnedPlace
    title: str
    other_title: str
    kind: str
    positions: tuple[WrittenPosition, ...]
    near: tuple[NearFeature, ...]


def read_as(system: System) -> Text:
    """What to say of a place whose coordinates were given in a system that is shifted."""
    if system not in (System.GCJ02, System.BD09):
        return NO_TEXT
    return Text(f"read as {system.label}", f"按 {system.label} 读取")


def make_place_card(place: PinnedPlace, near: Sequence[Hit], language: Language) -> PlaceCard:
    """The card of a place, with features near it, the nearest first."""
    name = place.name.get(language) or place.name.en or place.name.zh
    other = place.name.zh if name == place.name.en else place.name.en
    return PlaceCard(
        place,
        name or _WHAT_IS_HERE.get(language),
        "" if other == name else other,
        place.kind.get(language),
        tuple(_positions(place.lon, place.lat, language)),
        tuple(_near(hit, language) for hit in near),
    )


def place_as_text(card: PlaceCard) -> str:
    """The card as plain text: a line for each position and each feature."""
    head = [part for part in (card.title, card.other_title, card.kind) if part]
    positions = [f"{each.label}: {each.text}" for each in card.positions]
    near = [" ".join(filter(None, (each.title, each.distance))) for each in card.near]
    return "\n".join([" · ".join(head), *positions, *near])


def _positions(lon: float, lat: float, language: Language) -> list[WrittenPosition]:
    """The position in each system that is defined there and differs from those before."""
    written = []
    shifted = (System.GCJ02, System.BD09)
    is_shifted = bool(in_mainland(lon, lat))
    for system, style, label in _WAYS:
        text = describe(lon, lat, system, style)
        if text and (is_shifted or system not in shifted):
            written.append(WrittenPosition(label.get(language), text))
    return written


def _near(hit: Hit, language: Language) -> NearFeature:
    feature = hit.feature
    return NearFeature(
        FeatureRef(feature.layer, feature.fid),
        feature.title(language),
        feature.layer_title.get(language),
        length_text(hit.distance_m) if hit.distance_m > _HERE_M else "",
    )
