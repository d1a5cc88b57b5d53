// What is drawn pixel by pixel: very many dots and very thin lines. Where several reach a pixel, the
// one that covers most of it counts, so that many do not take longer, or show more, than their pixels.

import { contextOf } from "./canvas.js";

/** @import { Column } from "./blocks.js" */

// One empty canvas for all, used within a call: a new one each time is some megabytes until they are swept.
const aside = document.createElement("canvas");
let image = new ImageData(1, 1);

/** @type {(width: number, height: number) => CanvasRenderingContext2D} */
export function scratch(width, height) {
  const context = contextOf(aside);
  if (aside.width !== width || aside.height !== height) Object.assign(aside, { width, height });
  else context.clearRect(0, 0, width, height);
  return context;
}

export class Pixels {
  /**
   * Empty pixels, in the place of those that were made before.
   *
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    if (image.width !== width || image.height !== height) image = new ImageData(width, height);
    else image.data.fill(0);
    this._pixels = new Uint32Array(image.data.buffer);
    this._sums = new Float32Array(image.data.buffer);   // the same memory, for areas that are summed up
    this._width = width;
    this._height = height;
  }

  /**
   * @param {CanvasRenderingContext2D} context of a canvas of the same size
   * @param {boolean} [isBlank] whether nothing was drawn there yet, so that nothing need be mixed
   */
  drawOn(context, isBlank = false) {
    if (isBlank) {
      context.putImageData(image, 0, 0);
      return;
    }
    const sheet = scratch(this._width, this._height);
    sheet.putImageData(image, 0, 0);
    context.drawImage(sheet.canvas, 0, 0);
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} side
   * @param {number} colour red, green and blue as they lie in memory
   * @param {number} alpha of 255
   */
  dot(left, top, side, colour, alpha) {
    const right = Math.min(left + side, this._width), bottom = Math.min(top + side, this._height), first = Math.max(left, 0);
    for (let row = Math.max(top, 0); row < bottom; row += 1) {
      for (let at = row * this._width + first, end = row * this._width + right; at < end; at += 1) this._cover(at, colour, alpha);
    }
  }

  /**
   * All pixels of a rectangle at once.
   *
   * @param {number} left where it begins
   * @param {number} top
   * @param {number} columns how wide it is
   * @param {Column} weights how much each covers, row by row, of 255
   * @param {Column | undefined} styles numbers of colours; all 0 if there are none
   * @param {Uint32Array} colours red, green and blue as they lie in memory
   */
  plane(left, top, columns, weights, styles, colours) {
    const pixels = this._pixels, first = colours[0];
    for (let from = 0, start = top * this._width + left; from < weights.length; from += columns, start += this._width) {
      for (let by = 0; by < columns; by += 1) {
        const weight = weights[from + by];
        if (weight) pixels[start + by] = (styles ? colours[styles[from + by]] : first) | weight << 24;
      }
    }
  }

  /**
   * An edge of areas that are filled: in each row that it crosses, how much more is covered from
   * there on to the right (Levien 2015, font-rs). Rings that run the same way sum up to at least
   * one where any of them covers, and holes take away again.
   *
   * @param {number} x0 from here
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1 to there, in pixels
   */
  edge(x0, y0, x1, y1) {
    if (y0 === y1) return;
    if (y0 > y1) {
      this._steps(x1, y1, x0, y0, -1);
      return;
    }
    this._steps(x0, y0, x1, y1, 1);
  }

  /**
   * @param {number} x0 from here
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1 down to there
   * @param {number} sign
   */
  _steps(x0, y0, x1, y1, sign) {
    const slope = (x1 - x0) / (y1 - y0), end = Math.min(Math.ceil(y1), this._height);
    for (let row = Math.max(Math.floor(y0), 0); row < end; row += 1) {
      const from = Math.max(row, y0), to = Math.min(row + 1, y1);
      this._step(row * this._width, x0 + (from - y0) * slope, x0 + (to - y0) * slope, sign * (to - from));
    }
  }

  /**
   * What of an edge lies in a row.
   *
   * @param {number} row its first pixel
   * @param {number} from
   * @param {number} to
   * @param {number} height how much of the row it goes through
   */
  _step(row, from, to, height) {
    const left = Math.min(from, to), right = Math.max(from, to), first = Math.floor(left);
    if (right <= first + 1) {
      const inside = height * ((left + right) / 2 - first);
      this._add(row, first, height - inside);
      this._add(row, first + 1, inside);
      return;
    }
    let before = 0;   // how much of the column to the left is covered
    for (let column = Math.max(first, -1), end = Math.min(right, this._width); column < end; column += 1) {
      const enters = Math.max(column, left), leaves = Math.min(column + 1, right);
      const passed = enters - left + (leaves - enters) * (column + 1 - (enters + leaves) / 2);
      const covered = height * passed / (right - left);
      this._add(row, column, covered - before);
      before = covered;
    }
    this._add(row, Math.ceil(right), height - before);
  }

  /** @type {(row: number, column: number, covered: number) => void} */
  _add(row, column, covered) {
    if (column < this._width) this._sums[row + Math.max(column, 0)] += covered;
  }

  /**
   * Give what the edges enclose its colour; until then nothing else may be drawn here.
   *
   * @param {number} colour red, green and blue as they lie in memory
   * @param {number} alpha of 255
   */
  fill(colour, alpha) {
    const pixels = this._pixels, sums = this._sums, width = this._width;
    for (let row = 0; row < pixels.length; row += width) {
      let sum = 0;
      for (let at = row; at < row + width; at += 1) {
        sum += sums[at];
        const covered = Math.min(Math.abs(sum), 1) * alpha + 0.5 | 0;
        pixels[at] = covered ? colour | covered << 24 : 0;
      }
    }
  }

  /**
   * A line as wide as a pixel: each step of its way falls on two neighbours (Wu 1991).
   *
   * @param {number} x0 from here
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1 to there, in pixels
   * @param {number} colour
   * @param {number} alpha
   */
  line(x0, y0, x1, y1, colour, alpha) {
    const width = this._width, height = this._height;
    if (Math.abs(y1 - y0) > Math.abs(x1 - x0)) this._run(y0 - 0.5, y1 - 0.5, x0 - 0.5, x1 - 0.5, height, width, width, 1, colour, alpha);
    else this._run(x0 - 0.5, x1 - 0.5, y0 - 0.5, y1 - 0.5, width, height, 1, width, colour, alpha);
  }

  /**
   * The pixels of a line, of which it goes farther one way than the other.
   *
   * @param {number} from
   * @param {number} to the way that it goes farther
   * @param {number} beside
   * @param {number} end the other way
   * @param {number} length how many pixels there are this way
   * @param {number} breadth and the other way
   * @param {number} along from a pixel to the next this way
   * @param {number} across and the other way
   * @param {number} colour
   * @param {number} alpha
   */
  _run(from, to, beside, end, length, breadth, along, across, colour, alpha) {
    if (from > to) {
      this._run(to, from, end, beside, length, breadth, along, across, colour, alpha);
      return;
    }
    const slope = to > from ? (end - beside) / (to - from) : 0;
    for (let step = Math.max(Math.round(from), 0), last = Math.min(Math.ceil(to - 0.5), length - 1); step <= last; step += 1) {
      const place = beside + (step - from) * slope, near = Math.floor(place), far = (place - near) * alpha;
      if (near >= 0 && near < breadth) this._cover(step * along + near * across, colour, alpha - far);
      if (near >= -1 && near < breadth - 1) this._cover(step * along + (near + 1) * across, colour, far);
    }
  }

  /** @type {(at: number, colour: number, alpha: number) => void} */
  _cover(at, colour, alpha) {
    if (this._pixels[at] >>> 24 < alpha) this._pixels[at] = (colour | alpha << 24) >>> 0;
  }
}

/** @type {(colour: string) => number} the red, green and blue of `#rrggbb` as they lie in the memory of a picture */
export function littleEndian(colour) {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
  return red | green << 8 | blue << 16;
}
