// Where lines run on the map, of which names stand clear where they can; as Cover in mapapp/render/labels/room.py.

/** @import { Box } from "./names.js" */

const STEP_PX = 4;

export class LineCover {
  /** @param {L.Point} size of the map */
  constructor(size) {
    this._bounds = L.bounds([0, 0], [size.x, size.y]);
    this._columns = Math.ceil(size.x / STEP_PX) + 1;
    /** @type {Set<number>} */
    this._cells = new Set();
  }

  /**
   * Add a straight line; only what is in sight of it counts.
   *
   * @param {L.Point} from
   * @param {L.Point} to
   */
  add(from, to) {
    const clipped = L.LineUtil.clipSegment(from, to, this._bounds);
    if (!clipped) return;
    const [start, end] = clipped, steps = Math.max(Math.ceil(start.distanceTo(end) / STEP_PX), 1);
    for (let i = 0; i <= steps; i++) {
      const share = i / steps;
      this._cells.add(this._cell(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share));
    }
  }

  /**
   * Whether a line crosses a box.
   *
   * @param {Box} box
   */
  meets([left, top, right, bottom]) {
    for (let y = top; y < bottom + STEP_PX; y += STEP_PX) {
      for (let x = left; x < right + STEP_PX; x += STEP_PX) {
        if (this._cells.has(this._cell(Math.min(x, right), Math.min(y, bottom)))) return true;
      }
    }
    return false;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  _cell(x, y) { return Math.floor(y / STEP_PX) * this._columns + Math.floor(x / STEP_PX); }
}
