// A density: how many points lie in the squares of a grid, counted anew at each zoom, as
// mapapp/render/scene/bins.py counts them.

import { TILE_PX, worldX, worldY } from "./canvas.js";
import { geometryOf } from "./geometry.js";

/**
 * @import { Geometry, Group } from "./layer_data.js"
 * @import { Bins, Layer } from "./map_json.js"
 */

const NOBODY = -1;   // a square is of no feature

/**
 * What is drawn of a layer at a zoom: of a density its squares, and of its points those selected.
 *
 * @param {Layer} layer
 * @param {number} zoom
 * @returns {Geometry}
 */
export function geometryAt(layer, zoom) {
  if (!layer.bins) return geometryOf(layer);
  const chosen = new Set(layer.selected), points = layer.points.filter(([fid]) => chosen.has(fid));
  return { ...geometryOf({ ...layer, points }), groups: squares(layer.points, layer.bins, TILE_PX * 2 ** zoom) };
}

/**
 * @param {Layer["points"]} points
 * @param {Bins} bins
 * @param {number} worldPx
 * @returns {Group[]}
 */
function squares(points, { side_px, gap_px, breaks }, worldPx) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  const side = side_px / worldPx, columns = Math.ceil(1 / side) + 1;
  for (const [, , lon, lat] of points) {
    const at = Math.floor(worldY(lat) / side) * columns + Math.floor(worldX(lon) / side);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  const paths = [...breaks, Infinity].map(() => new Path2D()), inset = gap_px / 2 / worldPx;
  for (const [at, count] of counts) {
    const x = (at % columns) * side, y = Math.floor(at / columns) * side, width = side - 2 * inset;
    paths[breaks.filter(each => each <= count).length].rect(x + inset, y + inset, width, width);
  }
  return paths.map((path, style) => ({ style, closed: true, features: [{ index: NOBODY, path }] }));
}
