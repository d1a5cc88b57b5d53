// Lines as short pieces, of which only those in sight need be drawn: to dash a line that runs on for a
// hundred screens takes longer than all else of a picture.

/** @import { Frame } from "./canvas.js" */

/** @typedef {{ path: Path2D, west: number, north: number, east: number, south: number, along: number }} Piece `along` is how long the line is before it */

const STEPS = 64;   // of a line in a piece
const EDGE_PX = 16;   // how far a line is drawn beside its place

/**
 * @param {Float32Array} xy of all lines, one vertex after the other
 * @param {number} vertex where the first line begins
 * @param {number[]} lengths of the lines in vertices
 * @param {boolean} closed whether each ends where it begins
 * @returns {Piece[]}
 */
export function piecesOf(xy, vertex, lengths, closed) {
  /** @type {Piece[]} */
  const pieces = [];
  let begin = vertex;
  for (const length of lengths) {
    const first = begin, line = Array.from({ length: length + Number(closed) }, (_, i) => first + i % length);
    let along = 0;
    for (let at = 0; at + 1 < line.length; at += STEPS) {
      const piece = pieceOf(xy, line.slice(at, at + STEPS + 1), along);
      along += piece.length;
      pieces.push(piece.drawn);
    }
    begin += length;
  }
  return pieces;
}

/**
 * @param {Float32Array} xy
 * @param {number[]} vertices
 * @param {number} along
 */
function pieceOf(xy, vertices, along) {
  const path = new Path2D(), xs = vertices.map(at => xy[2 * at]), ys = vertices.map(at => xy[2 * at + 1]);
  path.moveTo(xs[0], ys[0]);
  let length = 0;
  for (let i = 1; i < xs.length; i += 1) {
    path.lineTo(xs[i], ys[i]);
    length += Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]);
  }
  const drawn = { path, west: Math.min(...xs), north: Math.min(...ys), east: Math.max(...xs), south: Math.max(...ys), along };
  return { drawn, length };
}

/**
 * @param {Piece} piece
 * @param {Frame} frame
 * @param {number[]} origin of the lines in world units
 * @param {number} copy of the world
 */
export function isInSight({ west, north, east, south }, frame, [x, y], copy) {
  return frame.x(x + copy + east) >= -EDGE_PX && frame.x(x + copy + west) <= frame.width + EDGE_PX
    && frame.y(y + south) >= -EDGE_PX && frame.y(y + north) <= frame.height + EDGE_PX;
}
