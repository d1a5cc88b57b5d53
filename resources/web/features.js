// The layers of the map in drawing order, on as few canvases as serve. The window's page and the
// standalone map share this. Nothing here is asked about a click.

import { FeatureLayer } from "./layer.js";
import { numberOf } from "./layer_data.js";
import { Sheet, runsOf } from "./sheet.js";

/**
 * @import { DenseSheet } from "./dense.js"
 * @import { Geometry, Symbology } from "./layer_data.js"
 * @import { GroundStyle, MovedSymbol } from "./protocol.js"
 */

/** @typedef {{ id: string, visible: boolean, opacity: number }} Arranged */

export class Features {
  /**
   * @param {L.Map} map
   * @param {((layer: FeatureLayer) => DenseSheet) | null} denseSheet makes the sheet of a layer that is seen view by view
   */
  constructor(map, denseSheet = null) {
    this._map = map;
    this._denseSheet = denseSheet;
    /** @type {Map<string, FeatureLayer>} */
    this._layers = new Map();
    /** @type {Map<string, Sheet | DenseSheet>} */
    this._sheets = new Map();
    /** @type {Map<string, Uint8Array>} */
    this._visible = new Map();
    /** @type {[id: string, fid: number][]} */
    this._selected = [];
    /** @type {MovedSymbol[]} */
    this._moved = [];
    /** @type {{ colours: Record<string, string>, style: GroundStyle | null }} */
    this._theme = { colours: {}, style: null };
  }

  /**
   * @param {Record<string, string>} colours
   * @param {GroundStyle} style
   */
  setTheme(colours, style) {
    Object.assign(this._theme, { colours, style });
    for (const sheet of this._sheets.values()) sheet.redraw();
  }

  /**
   * Replace all layers; the last is on top. One that was there keeps what it draws, one that is new
   * draws nothing before `fill`. What was said of features before still holds, but for layers that
   * go: another of the same name shows all of its own.
   *
   * @param {Arranged[]} layers
   */
  arrange(layers) {
    this._layers = new Map(layers.map(({ id }) => [id, this._layers.get(id) ?? new FeatureLayer(id, this._theme)]));
    for (const id of this._visible.keys()) if (!this._layers.has(id)) this._visible.delete(id);
    for (const { id, visible, opacity } of layers) {
      this._layer(id).visible = visible;
      this.setOpacity(id, opacity);
    }
    this._stack();
  }

  /**
   * Let a layer draw this from now on; null for nothing.
   *
   * @param {string} id
   * @param {{ geometry: Geometry, symbology: Symbology } | null} drawn
   */
  fill(id, drawn) {
    const layer = this._layer(id);
    layer.show(drawn?.geometry ?? null, drawn?.symbology ?? null);
    layer.setVisible(this._visible.get(id) ?? null);
    this._select(layer);
    this._fanOut(layer);
    this._stack();
  }

  /**
   * @param {string} id
   * @param {boolean} visible
   */
  setVisible(id, visible) {
    this._layer(id).visible = visible;
    this._stack();
  }

  /**
   * @param {string} id
   * @param {number} opacity
   */
  setOpacity(id, opacity) {
    const layer = this._layer(id);
    if (opacity === layer.opacity) return;
    layer.opacity = opacity;
    layer.redraw();
  }

  /**
   * Draw the layers in this order, the last on top.
   *
   * @param {string[]} ids
   */
  setOrder(ids) {
    this._layers = new Map(ids.map(id => [id, this._layer(id)]));
    this._stack();
  }

  /**
   * Draw only features whose bit is set, or all of them again (null).
   *
   * @param {string} id
   * @param {Uint8Array | null} bits
   */
  setVisibleFeatures(id, bits) {
    if (bits) this._visible.set(id, bits);
    else this._visible.delete(id);
    this._layers.get(id)?.setVisible(bits);
  }

  /** @param {[id: string, fid: number][]} pairs */
  select(pairs) {
    const touched = new Set([...this._selected, ...pairs].map(([id]) => id));
    this._selected = pairs;
    for (const layer of this._layers.values()) if (layer.isViewed && touched.has(layer.id)) layer.redraw();
    for (const layer of this._layers.values()) this._select(layer);
  }

  /**
   * Draw these symbols, and no others, away from their points.
   *
   * @param {MovedSymbol[]} moved
   */
  fanOut(moved) {
    this._moved = moved;
    for (const layer of this._layers.values()) this._fanOut(layer);
  }

  /** @param {FeatureLayer} layer */
  _select(layer) {
    const { id, geometry } = layer;
    const ours = geometry ? this._selected.filter(([of]) => of === id) : [];
    layer.select(new Set(ours.map(([, fid]) => numberOf(/** @type {Geometry} */ (geometry), fid)).filter(number => number >= 0)));
  }

  /** @param {FeatureLayer} layer */
  _fanOut(layer) {
    const { id, geometry } = layer;
    const ours = geometry ? this._moved.filter(each => each.layer === id) : [];
    layer.fanOut(new Map(ours.map(each => [numberOf(/** @type {Geometry} */ (geometry), each.fid), each])));
  }

  /** @param {string} id */
  _layer(id) {
    const layer = this._layers.get(id);
    if (!layer) throw new Error(`there is no layer ${id}`);
    return layer;
  }

  /** @param {FeatureLayer[]} layers */
  _sheetOf(layers) {
    return layers[0].isViewed && this._denseSheet ? this._denseSheet(layers[0]) : new Sheet(this._map);
  }

  // Give each visible layer its sheet. They lie below whatever else is on the pane, which the
  // standalone map puts there to be clicked.
  _stack() {
    const runs = runsOf([...this._layers.values()].filter(({ visible }) => visible)), keys = new Set(runs.map(({ key }) => key));
    for (const [key, sheet] of this._sheets) {
      if (keys.has(key)) continue;
      sheet.remove();
      this._sheets.delete(key);
    }
    for (const [i, { key, layers }] of runs.entries()) {
      const sheet = this._sheets.get(key) ?? this._sheetOf(layers);
      this._sheets.set(key, sheet);
      sheet.show(layers, i - runs.length);
    }
    for (const layer of this._layers.values()) if (!layer.visible) layer.sheet = null;
  }
}
