// Where symbols stand at each zoom: mapapp/render/scene/fanout.py worked it out.

/**
 * @import { MovedSymbol } from "./protocol.js"
 * @import { Level, MapJson } from "./map_json.js"
 */

/** @typedef {{ all: MovedSymbol[], of: (layer: string, fid: number) => MovedSymbol | undefined, behind: (symbol: MovedSymbol) => MovedSymbol[] }} Standing */

export class Levels {
  /** @param {MapJson} data */
  constructor({ levels, layers }) {
    this._standing = levels.map(level => ({ from: level.from_zoom, standing: standingOf(level, layers.map(({ id }) => id)) }));
    this._none = standingOf({ from_zoom: 0, moved: [] }, []);
  }

  /**
   * The same object for all zooms of a level.
   *
   * @param {number} zoom
   * @returns {Standing}
   */
  at(zoom) { return this._standing.findLast(({ from }) => from <= zoom)?.standing ?? this._none; }
}

/**
 * @param {Level} level
 * @param {string[]} ids of layers
 * @returns {Standing}
 */
function standingOf({ moved }, ids) {
  const all = moved.map(([layer, fid, right_px, down_px, count, x, y]) => ({ layer: ids[layer], fid, right_px, down_px, count, x, y }));
  const known = new Map(all.map(symbol => [`${symbol.layer}:${symbol.fid}`, symbol]));
  /** @type {Map<string, MovedSymbol[]>} */
  const stacks = new Map();
  for (const symbol of all) stacks.set(placeOf(symbol), [...stacks.get(placeOf(symbol)) ?? [], symbol]);
  return { all, of: (layer, fid) => known.get(`${layer}:${fid}`), behind: symbol => stacks.get(placeOf(symbol)) ?? [symbol] };
}

/** @param {MovedSymbol} symbol */
const placeOf = ({ x, y, right_px, down_px }) => [x, y, right_px, down_px].join();
