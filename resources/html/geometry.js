// Where everything of a layer of a standalone map is, as features.js draws it, out of JSON, which
// mapapp/render/page/layers.py describes and writes.

import { pathOf, worldX, worldY } from "./canvas.js";

/**
 * @import { Geometry } from "./layer_data.js"
 * @import { Layer, Positions } from "./map_json.js"
 */

/**
 * @param {Layer} layer
 * @returns {Geometry}
 */
export function geometryOf({ points, shapes }) {
  const drawn = [...points.map(([fid]) => fid), ...shapes.flatMap(({ features }) => features.map(([fid]) => fid))];
  const fids = Float64Array.from(new Set(drawn)).sort();
  const numbers = new Map(Array.from(fids, (fid, number) => [fid, number]));
  return {
    view: null,
    features: fids.length,
    firstFid: 0,
    fids,
    origin: [0, 0],
    scale: [1, 1],
    x: Float64Array.from(points, ([, , lon]) => worldX(lon)),
    y: Float64Array.from(points, ([, , , lat]) => worldY(lat)),
    pointStyles: Uint16Array.from(points, ([, symbol]) => symbol),
    pointFeatures: Uint32Array.from(points, ([fid]) => numbers.get(fid) ?? 0),
    groups: shapes.map(({ style, closed, features }) => ({
      style, closed, features: features.map(([fid, lines]) => ({
        index: numbers.get(fid) ?? 0,
        path: pathOf(lines.length, closed, (path, line) => trace(path, lines[line])),
      })),
    })),
  };
}

/**
 * @param {Path2D} path
 * @param {Positions} line
 */
function trace(path, line) {
  line.forEach(([lon, lat], i) => {
    if (i === 0) path.moveTo(worldX(lon), worldY(lat));
    else path.lineTo(worldX(lon), worldY(lat));
  });
}
