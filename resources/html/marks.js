// What can be pointed at: the layers are drawn by features.js, as in the window; over them lie shapes and symbols without colour, which can be clicked and reached by
// keyboard, in every copy of the world that is in sight.

import { geometryAt } from "./bins.js";
import { copiesInSight } from "./copies.js";
import { el, svgUrl } from "./dom.js";
import { Features } from "./features.js";
import { shownAt } from "./layer.js";
import { prepareSymbology } from "./layer_data.js";
import { Levels } from "./levels.js";

/**
 * @import { SymbolJson, Symbology } from "./layer_data.js"
 * @import { GroundStyle, MovedSymbol } from "./protocol.js"
 * @import { Feature, Layer, MapJson, Positions, Theme } from "./map_json.js"
 */

/**
 * What popups show: of a feature, of a symbol that stands for several, and of several symbols that
 * were hit at once, which says when it shows another one.
 *
 * @typedef {object} Contents
 * @property {(feature: Feature) => HTMLElement} card
 * @property {(features: Feature[]) => HTMLElement} list
 * @property {(features: Feature[], turned: () => void) => HTMLElement} pages
 */
/** @typedef {{ features: Feature[], dx: number, dy: number, half: number }} Standing what a marker stands for, and where it does, in pixels from its place */

const HIT_PX = 5;
const MARKER_HIT_PX = 14;   // how far from a symbol's place a click still means it, as in the window
const ABOVE_PX = 100000;   // keeps the symbols of one layer above those of the layer below
const NOTHING = svgUrl('<svg xmlns="http://www.w3.org/2000/svg"/>');

// A popup keeps clear of the panel where there is room for both.
const WIDE_PX = 760, PANEL_PX = 292, EDGE_PX = 16;
/** @type {L.PopupOptions} */
const POPUP = {
  maxWidth: 340, minWidth: 220, maxHeight: Math.min(380, 0.6 * window.innerHeight), autoPanPadding: [EDGE_PX, EDGE_PX],
  autoPanPaddingTopLeft: [window.innerWidth > WIDE_PX ? PANEL_PX : EDGE_PX, EDGE_PX],
};

export class Marks {
  /**
   * @param {L.Map} map
   * @param {MapJson} data
   * @param {Contents} contents
   */
  constructor(map, data, { card, list, pages }) {
    const { layers } = data;
    this._map = map;
    this._layers = layers;
    this._card = card;
    this._list = list;
    this._pages = pages;
    /** @type {Map<L.Marker, Standing>} */
    this._markers = new Map();   // those that can be pointed at now
    this._levels = new Levels(data);
    this._standing = this._levels.at(map.getZoom());
    this._features = new Features(map);
    /** @type {Set<string>} */
    this._hidden = new Set();
    /** @type {Map<string, L.LayerGroup>} */
    this._shown = new Map();   // "layer:copy:lines" to what can be pointed at of it
    this._renderer = L.canvas({ tolerance: HIT_PX, padding: 0.3 });
    this._features.arrange(layers.map(({ id, opacity }) => ({ id, opacity, visible: true })));
    this._zoom = map.getZoom();
    this._geometries = layers.map(layer => geometryAt(layer, this._zoom));
    /** @type {Symbology[] | undefined} */
    this._drawn = undefined;   // how all of them are drawn now
    this._asked = 0;
    /** @type {Map<Theme, Symbology[]>} */
    this._symbology = new Map();
    this._features.select(layers.flatMap(({ id, selected }) => selected.map(fid => /** @type {[string, number]} */ ([id, fid]))));
    this._features.fanOut(this._standing.all);
    map.on("moveend resize", () => this._arrange());
    this._arrange();
  }

  /**
   * Make the symbols of a theme, so that it can be shown at once.
   *
   * @param {Theme} theme
   */
  async prepare(theme) {
    const made = await Promise.all(this._layers.map(layer => prepareSymbology(layer.symbology[theme])));
    this._symbology.set(theme, made);
    return made;
  }

  /**
   * @param {Theme} theme
   * @param {Record<string, string>} colours
   * @param {GroundStyle} style
   */
  async setTheme(theme, colours, style) {
    const asked = this._asked += 1;
    this._features.setTheme(colours, style);
    const symbology = this._symbology.get(theme) ?? await this.prepare(theme);
    if (asked !== this._asked) return;
    this._drawn = symbology;
    for (const i of this._layers.keys()) this._fill(i, symbology);
  }

  /**
   * @param {number} i of a layer
   * @param {Symbology[]} symbology
   */
  _fill(i, symbology) {
    this._features.fill(this._layers[i].id, { geometry: this._geometries[i], symbology: symbology[i] });
  }

  // Count densities anew where the zoom is another.
  _takeZoom() {
    const zoom = this._map.getZoom();
    if (zoom === this._zoom) return;
    this._zoom = zoom;
    for (const [i, layer] of this._layers.entries()) {
      if (!layer.bins) continue;
      this._geometries[i] = geometryAt(layer, zoom);
      if (this._drawn) this._fill(i, this._drawn);
    }
  }

  /**
   * @param {Layer} layer
   * @param {boolean} visible
   */
  setVisible(layer, visible) {
    if (visible) this._hidden.delete(layer.id);
    else this._hidden.add(layer.id);
    this._features.setVisible(layer.id, visible);
    this._arrange();
  }

  /** @param {Layer} layer */
  isVisible(layer) { return !this._hidden.has(layer.id); }

  /**
   * Open the card of a feature at a place.
   *
   * @param {Feature} feature
   * @param {L.LatLngExpression} at
   */
  open(feature, at) {
    L.popup(POPUP).setLatLng(at).setContent(this._card(feature)).openOn(this._map);
  }

  /**
   * Where a symbol stands, if not simply on its point.
   *
   * @param {Layer} layer
   * @param {number} fid
   */
  movedSymbol({ id }, fid) { return this._standing.of(id, fid); }

  // Let symbols stand as the zoom asks; what can be pointed at of them is made anew.
  _takeLevel() {
    const standing = this._levels.at(this._map.getZoom());
    if (standing === this._standing) return;
    this._standing = standing;
    this._features.fanOut(standing.all);
    for (const group of this._shown.values()) group.remove();
    this._shown.clear();
  }

  // Add what came into sight, in drawing order, and drop what left it.
  _arrange() {
    this._takeZoom();
    this._takeLevel();
    const copies = copiesInSight(this._map);
    /** @type {Map<string, [layer: Layer, order: number, copy: number]>} */
    const wanted = new Map();
    for (const [order, layer] of this._layers.entries()) {
      if (this._hidden.has(layer.id)) continue;
      const lines = this._seenStyles(layer).join();
      for (const copy of copies) wanted.set(`${layer.id}:${copy}:${lines}`, [layer, order, copy]);
    }
    for (const [key, group] of this._shown) {
      if (wanted.has(key)) continue;
      group.remove();
      this._shown.delete(key);
    }
    for (const [key, parts] of wanted) {
      if (!this._shown.has(key)) this._shown.set(key, this._make(...parts).addTo(this._map));
    }
  }

  /**
   * The lines of which something is left at this zoom, by the numbers of their styles.
   *
   * @param {Layer} layer
   */
  _seenStyles({ symbology }) {
    const zoom = this._map.getZoom();
    return symbology.light.styles.flatMap((style, number) => shownAt(style, zoom) > 0 ? [number] : []);
  }

  /**
   * The lines of a layer, and the edges of its areas, that are drawn at this zoom.
   *
   * @param {Layer} layer
   */
  linesInSight(layer) {
    const seen = this._seenStyles(layer);
    return layer.shapes.filter(({ style }) => seen.includes(style)).flatMap(({ features }) => features.flatMap(([, lines]) => lines));
  }

  /**
   * @param {Layer} layer
   * @param {number} order
   * @param {number} copy
   */
  _make(layer, order, copy) {
    const byFid = new Map(layer.features.map(feature => [feature.fid, feature]));
    const { symbols, styles } = layer.symbology.light;   // sizes are the same in all themes
    const seen = this._seenStyles(layer);
    const shapes = layer.shapes.filter(({ style }) => seen.includes(style)).flatMap(({ style, closed, features }) => features.map(([fid, lines]) => (
      this._shape(lines, closed, styles[style].width_px, byFid.get(fid), copy))));
    const markers = layer.points.flatMap(([fid, symbol, lon, lat]) => {
      const moved = this.movedSymbol(layer, fid);
      if (moved?.count === 0) return [];
      return [this._marker([lat, lon + 360 * copy], symbols[symbol], moved, byFid.get(fid), order)];
    });
    return L.layerGroup([...shapes, ...markers]);
  }

  /**
   * @param {Positions[]} lines
   * @param {boolean} closed
   * @param {number} weight
   * @param {Feature | undefined} feature
   * @param {number} copy
   */
  _shape(lines, closed, weight, feature, copy) {
    /** @type {[number, number][][]} */
    const shifted = lines.map(line => line.map(([lon, lat]) => [lat, lon + 360 * copy]));
    const options = { renderer: this._renderer, weight, opacity: 0, fillOpacity: 0 };
    return this._speaking(closed ? L.polygon(shifted, options) : L.polyline(shifted, options), feature);
  }

  /**
   * @param {[lat: number, lon: number]} at
   * @param {SymbolJson} symbol
   * @param {MovedSymbol | undefined} moved
   * @param {Feature | undefined} feature
   * @param {number} order
   */
  _marker(at, { width_px: width, height_px: height }, moved, feature, order) {
    const [dx, dy] = moved ? [moved.right_px, moved.down_px] : [0, 0];
    const icon = L.icon({ iconUrl: NOTHING, iconSize: [width, height], iconAnchor: [width / 2 - dx, height / 2 - dy],
      popupAnchor: [dx, dy - height / 2], tooltipAnchor: [dx + width / 2, dy] });
    const marker = L.marker(at, { icon, alt: feature?.name ?? "", zIndexOffset: order * ABOVE_PX });
    const stack = moved && moved.count > 1 ? this._stackOf(moved) : [];
    this._note(marker, { features: stack.length || !feature ? stack : [feature], dx, dy, half: Math.max(width, height) / 2 });
    if (stack.length < 2) return this._speaking(marker, feature);
    const names = stack.map(({ name }) => name).join(" · ");
    return marker.bindPopup(() => this._list(stack), POPUP).bindTooltip(() => el("span", "", names));
  }

  /**
   * Remember a marker as long as it can be pointed at.
   *
   * @param {L.Marker} marker
   * @param {Standing} standing
   */
  _note(marker, standing) {
    marker.on("add", () => this._markers.set(marker, standing)).on("remove", () => this._markers.delete(marker));
  }

  /**
   * The card of a feature, among those of all whose symbols were hit along with it.
   *
   * @param {L.Layer} shape
   * @param {Feature} feature
   * @param {L.Point | undefined} clicked
   */
  _content(shape, feature, clicked) {
    const found = clicked && shape instanceof L.Marker ? this._hit(clicked) : [];
    const others = found.filter(other => other !== feature);
    if (!others.length) return this._card(feature);
    return this._pages([feature, ...others], () => shape.getPopup()?.update());
  }

  /**
   * The features whose symbols are at a place of the map or near it, the nearest first.
   *
   * @param {L.Point} at
   */
  _hit(at) {
    /** @type {[away: number, features: Feature[]][]} */
    const near = [];
    for (const [marker, { features, dx, dy, half }] of this._markers) {
      const place = this._map.latLngToContainerPoint(marker.getLatLng()).add([dx, dy]);
      const away = at.distanceTo(place);
      if (away <= Math.max(half, MARKER_HIT_PX)) near.push([away, features]);
    }
    near.sort(([one], [other]) => one - other);
    return [...new Set(near.flatMap(([, features]) => features))];
  }

  /**
   * The features that one symbol stands for.
   *
   * @param {MovedSymbol} moved
   */
  _stackOf(moved) {
    const behind = this._standing.behind(moved);
    return this._layers.flatMap(({ id, features }) => {
      const fids = new Set(behind.filter(({ layer }) => layer === id).map(({ fid }) => fid));
      return features.filter(({ fid }) => fids.has(fid));
    });
  }

  /**
   * @param {L.Layer} shape
   * @param {Feature | undefined} feature
   */
  _speaking(shape, feature) {
    if (!feature) return shape;
    /** @type {HTMLElement | undefined} */
    let shown;   // as long as the popup is open
    /** @type {L.Point | undefined} */
    let clicked;
    return shape
      .on("click", ({ originalEvent }) => { clicked = this._map.mouseEventToContainerPoint(originalEvent); })   // before the popup opens
      .bindPopup(() => shown ??= this._content(shape, feature, clicked), POPUP)
      .on("popupclose", () => { shown = clicked = undefined; })
      .bindTooltip(() => el("span", "", feature.name), { sticky: !(shape instanceof L.Marker) })
      .on("popupopen", () => shape.closeTooltip());
  }
}
