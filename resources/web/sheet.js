// One canvas for a layer with very much on it, or for several layers with little that follow each
// other: so a change of one never draws a large one anew, and a dozen small ones do not cost the
// memory, and the work of putting them together, of a dozen canvases.

import { CanvasLayer } from "./canvas.js";

/** @import { FeatureLayer } from "./layer.js" */

export class Sheet {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {FeatureLayer[]} */
    this._layers = [];
    this._canvas = new CanvasLayer("overlayPane", (context, frame) => {
      for (const layer of this._layers) layer.draw(context, frame);
      for (const layer of this._layers) layer.drawBadges(context);
    });
    this._canvas.addTo(map);
  }

  /**
   * Show these layers, the last on top.
   *
   * @param {FeatureLayer[]} layers
   * @param {number} zIndex the sheet's own place
   */
  show(layers, zIndex) {
    this._canvas.setZIndex(zIndex);
    for (const layer of layers) layer.sheet = this;
    if (layers.length === this._layers.length && layers.every((layer, i) => layer === this._layers[i])) return;
    this._layers = layers;
    this.redraw();
  }

  redraw() { this._canvas.redraw(); }

  remove() { this._canvas.remove(); }
}

/**
 * Layers in drawing order as runs that share a sheet, each with a key that stays its own as long as
 * possible.
 *
 * @param {Iterable<FeatureLayer>} layers
 * @returns {{ key: string, layers: FeatureLayer[] }[]}
 */
export function runsOf(layers) {
  /** @type {{ key: string, layers: FeatureLayer[] }[]} */
  const runs = [];
  let below = "";   // the large layer under those that come
  for (const layer of layers) {
    const key = layer.isViewed ? `view of ${layer.id}` : layer.isLarge ? layer.id : `above ${below}`, last = runs.at(-1);
    if (last?.key === key) last.layers.push(layer);
    else runs.push({ key, layers: [layer] });
    if (layer.isLarge) below = layer.id;
  }
  return runs;
}
