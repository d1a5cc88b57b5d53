// Decodes the ground of a standalone map; mapapp/render/html/ground.py describes and writes it.

import { pathOf, worldX, worldY } from "./canvas.js";

/**
 * @import { GroundShapes } from "./ground.js"
 * @import { GroundJson } from "./map_json.js"
 */

/**
 * @param {GroundJson} data
 * @returns {GroundShapes}
 */
export function decodeShapes({ scale, parts }) {
  return {
    origin: [0, 0],
    parts: parts.map(({ kind, closed, lines }) => ({
      kind, path: pathOf(lines.length, closed, (path, line) => trace(path, lines[line], scale)),
    })),
  };
}

/**
 * @param {Path2D} path
 * @param {number[]} steps
 * @param {number} scale
 */
function trace(path, steps, scale) {
  let lon = 0, lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    const x = worldX(lon / scale), y = worldY(lat / scale);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
}
