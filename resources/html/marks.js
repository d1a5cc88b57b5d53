// The layers: symbols that can be clicked and reached by keyboard, lines and outlines, in every
// copy of the world that is in sight.

import { copiesInSight } from "./copies.js";
import { el, svgUrl } from "./dom.js";

const HIT_PX = 5;
const ABOVE_PX = 100000;   // keeps the symbols of one layer above those of the layer below

// A popup keeps clear of the panel where there is room for both.
const WIDE_PX = 760, PANEL_PX = 292, EDGE_PX = 16;
const POPUP = {
  maxWidth: 340, minWidth: 220, maxHeight: Math.min(380, 0.6 * window.innerHeight), autoPanPadding: [EDGE_PX, EDGE_PX],
  autoPanPaddingTopLeft: [window.innerWidth > WIDE_PX ? PANEL_PX : EDGE_PX, EDGE_PX],
};

export class Marks {
  // `card` makes the content of a feature's popup.
  constructor(map, layers, card) {
    this._map = map;
    this._layers = layers;
    this._card = card;
    this._theme = "light";
    this._hidden = new Set();
    this._shown = new Map();   // "layer:copy" to what is drawn of it
    this._renderer = L.canvas({ tolerance: HIT_PX, padding: 0.3 });
    map.on("moveend resize", () => this._arrange());
    this._arrange();
  }

  setTheme(theme) {
    this._theme = theme;
    for (const group of this._shown.values()) group.remove();
    this._shown.clear();
    this._arrange();
  }

  setVisible(layer, visible) {
    if (visible) this._hidden.delete(layer.id);
    else this._hidden.add(layer.id);
    this._arrange();
  }

  isVisible(layer) { return !this._hidden.has(layer.id); }

  // Open the card of a feature, at its symbol in the copy that is nearest to the middle.
  open(feature, at) {
    L.popup(POPUP).setLatLng(at).setContent(this._card(feature)).openOn(this._map);
  }

  // Add what came into sight, in drawing order, and drop what left it.
  _arrange() {
    const copies = copiesInSight(this._map), wanted = new Map();
    for (const [order, layer] of this._layers.entries()) {
      if (this._hidden.has(layer.id)) continue;
      for (const copy of copies) wanted.set(`${layer.id}:${copy}`, [layer, order, copy]);
    }
    for (const [key, group] of this._shown) {
      if (wanted.has(key)) continue;
      group.remove();
      this._shown.delete(key);
    }
    for (const [key, parts] of wanted) {
      if (!this._shown.has(key)) this._shown.set(key, this._draw(...parts).addTo(this._map));
    }
  }

  _draw(layer, order, copy) {
    const byFid = new Map(layer.features.map(feature => [feature.fid, feature]));
    const lines = layer.lines.map(line => this._line(line, byFid.get(line.fid), copy));
    const placed = layer.features.filter(({ point }) => point);
    return L.layerGroup([...lines, ...placed.map(feature => this._marker(feature, layer, order, copy))]);
  }

  _line({ style, parts, colours }, feature, copy) {
    const shape = style.fill_opacity ? L.polygon : L.polyline;
    const shifted = parts.map(part => part.map(([lon, lat]) => [lat, lon + 360 * copy]));
    const line = shape(shifted, {
      renderer: this._renderer, color: colours[this._theme], weight: style.width_px, opacity: style.opacity,
      dashArray: style.dash_px.join(" ") || null, fillOpacity: style.fill_opacity, smoothFactor: 0.2,
    });
    return this._speaking(line, feature);
  }

  _marker(feature, layer, order, copy) {
    const [symbol, lon, lat] = feature.point, [dx, dy] = feature.offset;
    const { svg, width_px: width, height_px: height } = layer.symbols[this._theme][symbol];
    const anchor = [width / 2 - dx, height / 2 - dy];
    const icon = L.icon({ iconUrl: svgUrl(svg), iconSize: [width, height], iconAnchor: anchor,
      popupAnchor: [dx, dy - height / 2], tooltipAnchor: [dx + width / 2, dy] });
    const marker = L.marker([lat, lon + 360 * copy], { icon, alt: feature.name, zIndexOffset: order * ABOVE_PX });
    return this._speaking(marker, feature);
  }

  _speaking(shape, feature) {
    return shape
      .bindPopup(() => this._card(feature), POPUP)
      .bindTooltip(() => el("span", "", feature.name), { sticky: !(shape instanceof L.Marker) })
      .on("popupopen", () => shape.closeTooltip());
  }
}
