// How far the map goes: no farther out than the world fills its height, for beyond the poles there
// is nothing.

import { TILE_PX } from "./canvas.js";

/** @import { GroundStyle } from "./protocol.js" */

export class World {
  /** @param {L.Map} map */
  constructor(map) {
    this._map = map;
    this._least = 0;
    map.on("resize", () => this._limit());
  }

  /**
   * @param {Record<string, string>} _colours
   * @param {GroundStyle} style
   */
  setTheme(_colours, { min_zoom, max_zoom }) {
    this._least = min_zoom;
    this._map.setMaxZoom(max_zoom);
    this._limit();
  }

  _limit() {
    const { y } = this._map.getSize();
    this._map.setMinZoom(Math.max(this._least, Math.log2(Math.max(y, 1) / TILE_PX)));
  }
}
