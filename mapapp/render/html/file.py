"""The map as one HTML file that needs nothing else: made by folium, with everything inside.

folium makes the frame of the page and the Leaflet map; data reach the page only as inert JSON
(:mod:`mapapp.render.html.safety`), which our own script turns into symbols, cards and search.
folium's popups and layer control are never used: they put names into code and markup.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mapapp.core.disk.assets import asset
from mapapp.core.geo.extent import LIAONING, Extent
from mapapp.core.record import record
from mapapp.core.text import Text
from mapapp.render.html.bilingual import told_in_both
from mapapp.render.html.bundle import bundled_script, style_sheet
from mapapp.render.html.content import MapContent
from mapapp.render.html.safety import inert_json, with_policy
from mapapp.render.labels.words import Wording, in_language, main_language
from mapapp.render.request.request import PARTS_OF_WEB_PAGES, Part
from mapapp.render.request.resolving import chosen_specs
from mapapp.render.scene.scene import EVERYTHING, Choice
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.grounds import open_basemap

if TYPE_CHECKING:
    import folium
    from branca.element import Element, Figure

_TITLE = Text("Shenyang and Liaoning", "沈阳与辽宁")
_SEARCH = Text("Search", "搜索")
"""In place of the longer words, of which a line has no room for two languages."""

_NAME = "atlas"
_MAP_OPTIONS: Mapping[str, Any] = {
    "zoom_snap": 0,
    "zoom_delta": 0.5,
    "wheel_px_per_zoom_level": 100,
    "zoom_animation": False,
    "fade_animation": False,
    "marker_zoom_animation": False,
    "attribution_control": False,
}
"""As on the window's page: the ground is drawn anew for each zoom, so nothing is animated."""


@record
class WebMap:
    """A standalone map to make.

    Attributes:
        layers: ids of the layers to show, in drawing order: the last is on top.
        extent: what it shows when it is opened.
        title: its name; empty for one of our own.
        language: of all texts; they may be in both.
        choice: which features of a layer are shown and how, and the year at whose end the map
            and the cards look.
        about: what the file says about itself (JSON, see ``render/request/metadata.py``), or
            nothing.
        subtitle: a text below the title; may be empty.
        notes: texts below the legend.
        ground: a file whose borders are drawn in place of the basemap's.
        parts: what stands around the map.
    """

    layers: tuple[str, ...]
    extent: Extent = LIAONING
    title: str = ""
    language: Wording = "en"
    choice: Choice = EVERYTHING
    about: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    ground: Path | None = None
    parts: frozenset[Part] = PARTS_OF_WEB_PAGES

    @property
    def heading(self) -> str:
        """The title, or one of our own where there is none."""
        return self.title or in_language(_TITLE, self.language)


def html_document(wanted: WebMap, catalogue: LayerCatalogue, basemap: Path) -> str:
    """The whole file as text: the same for the same data, with a policy that refuses all else.

    Args:
        wanted: what the map shows.
        catalogue: the layers, of which ``wanted.layers`` are shown.
        basemap: the GeoPackage with the ground and the places.

    Raises:
        UsageError: if a layer is unknown.
        DataError: if a GeoPackage cannot be read.
    """
    return with_policy(folium_page(wanted, catalogue, basemap).get_root().render())


def extensible_page(wanted: WebMap, catalogue: LayerCatalogue, basemap: Path) -> folium.Map:
    """The map in its page as folium has it, to which more of folium may be added, with popups.

    Raises:
        UsageError: if a layer is unknown.
        DataError: if a GeoPackage cannot be read.
    """
    map_ = folium_page(wanted, catalogue, basemap)
    script = asset("html", "folium.js").read_text(encoding="utf-8")
    figure = cast("Figure", map_.get_root())
    figure.header.add_child(_verbatim(f"<script>{script}</script>"), name="folium")
    return map_


def folium_page(wanted: WebMap, catalogue: LayerCatalogue, basemap: Path) -> folium.Map:
    """The map in its page as folium makes it.

    Raises:
        UsageError: if a layer is unknown.
        DataError: if a GeoPackage cannot be read.
    """
    import folium
    from branca.element import Figure

    map_ = folium.Map(tiles=None, zoom_control=False, font_size="12px", **_MAP_OPTIONS)
    map_.default_js, map_.default_css = [], []
    map_._id = _NAME  # noqa: SLF001 - at random otherwise, and the bytes with it
    west, south, east, north = wanted.extent.bounds
    map_.fit_bounds([[south, west], [north, east]])
    figure = Figure(title=html.escape(wanted.heading))
    figure.add_child(map_)
    about = f'<meta name="mapapp" content="{html.escape(wanted.about)}">'
    figure.header.add_child(_verbatim(about), name="about")
    figure.header.add_child(_verbatim(_style()), name="style")
    figure.header.add_child(_verbatim(_script()), name="script")
    data = inert_json(_told(wanted, catalogue, basemap) | {"map": map_.get_name()})
    block = f'<script type="application/json" id="mapapp-map">{data}</script>'
    figure.html.add_child(_verbatim(block), name="data")
    return map_


def _told(wanted: WebMap, catalogue: LayerCatalogue, basemap: Path) -> dict[str, object]:
    chosen = chosen_specs(catalogue.specs, wanted.layers)
    with open_basemap(basemap, wanted.ground) as ground:
        is_both = wanted.language == "both"
        content = MapContent(
            catalogue, ground, chosen, main_language(wanted.language), wanted.choice, is_both
        )
        told = content.as_json()
        if is_both:
            told = told_in_both(told, replace(content, language="zh").as_json())
            told["words"]["search"] = in_language(_SEARCH, "both")
    return told | {
        "title": wanted.heading,
        "subtitle": wanted.subtitle,
        "notes": list(wanted.notes),
        "parts": sorted(wanted.parts),
    }


def _style() -> str:
    sheets = (style_sheet(asset("web", "leaflet.css")), style_sheet(asset("html", "map.css")))
    return f"<style>{''.join(sheets)}</style>"


def _script() -> str:
    leaflet = asset("web", "leaflet.js").read_text(encoding="utf-8")
    return f"<script>{leaflet}</script>\n<script>{bundled_script('start')}</script>"


def _verbatim(text: str) -> Element:
    """An element of exactly this text: given as a template it would be run as one."""
    from branca.element import Element

    element = Element("{{ this.text }}")
    element.text = text  # type: ignore[attr-defined]
    return element
