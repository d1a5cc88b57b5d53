// Lines and areas of a view of a layer of very many features. Many are drawn pixel by pixel, for a
// canvas takes 150 to 200 ns for each vertex of a path.

import { Pixels, littleEndian, scratch } from "./pixels.js";

/**
 * @import { Column } from "./blocks.js"
 * @import { LineStyle } from "./layer_data.js"
 */

/** @typedef {{ style: number, closed: boolean, shapes: number, selected: boolean }} ViewGroup */

const STEPS_PER_PX = 4;   // as in mapapp/render/page/dense.py
const SHAPES_AT_ONCE = 400;   // to fill many as one path takes longer for each
const FINE = 20000;   // so many vertices have round corners
const HAIR_PX = 1.25;   // of the device: of more vertices, lines so thin are drawn pixel by pixel

// The lines and areas of a view, group by group.
export class Shapes {
  /** @param {Record<string, Column>} columns */
  constructor({ shape_lines: lines, line_lengths: lengths, line_x: x, line_y: y }) {
    this._shape = this._line = this._vertex = 0;
    this._lines = lines;
    this._lengths = lengths;
    this._x = x;
    this._y = y;
  }

  /** @param {ViewGroup} group */
  next({ shapes, closed, selected }) {
    const { _shape: shape, _line: line, _vertex: vertex } = this;
    this._shape += shapes;
    const lines = this._lines.subarray(shape, this._shape);
    for (const count of lines) this._line += count;
    const lengths = this._lengths.subarray(line, this._line);
    for (const count of lengths) this._vertex += count;
    return new ShapeGroup(closed, selected, lines, lengths, this._x.subarray(vertex, this._vertex), this._y.subarray(vertex, this._vertex));
  }
}

// Lines or areas that are drawn alike.
class ShapeGroup {
  /**
   * @param {boolean} closed
   * @param {boolean} selected
   * @param {Column} lines
   * @param {Column} lengths
   * @param {Column} x
   * @param {Column} y
   */
  constructor(closed, selected, lines, lengths, x, y) {
    this.closed = closed;
    this.selected = selected;
    this.isFine = x.length < FINE;
    this._lines = lines;
    this._lengths = lengths;
    this._x = x;
    this._y = y;
  }

  // Paths of some shapes each.
  paths() {
    const paths = [];
    let line = 0, vertex = 0;
    for (let shape = 0; shape < this._lines.length;) {
      const path = new Path2D();
      for (const last = Math.min(shape + SHAPES_AT_ONCE, this._lines.length); shape < last; shape += 1) {
        for (const end = line + this._lines[shape]; line < end; line += 1) vertex = this._trace(path, vertex, vertex + this._lengths[line]);
      }
      paths.push(path);
    }
    return paths;
  }

  /** @type {(path: Path2D, begin: number, end: number) => number} */
  _trace(path, begin, end) {
    const x = this._x, y = this._y;
    path.moveTo(x[begin], y[begin]);
    for (let vertex = begin + 1; vertex < end; vertex += 1) path.lineTo(x[vertex], y[vertex]);
    return end;
  }

  /**
   * Fill all areas, whose outer rings run one way and holes the other.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {string} colour
   * @param {number} opacity
   */
  fill(context, colour, opacity) {
    const pixels = new Pixels(context.canvas.width, context.canvas.height);
    this._eachStep((x0, y0, x1, y1) => pixels.edge(x0, y0, x1, y1), true);
    pixels.fill(littleEndian(colour), Math.round(255 * opacity));
    pixels.drawOn(context);
  }

  /**
   * Draw all lines as wide as a pixel.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {string} colour
   * @param {number} opacity
   */
  hairlines(context, colour, opacity) {
    const rgb = littleEndian(colour), alpha = Math.round(255 * opacity);
    const pixels = new Pixels(context.canvas.width, context.canvas.height);
    this._eachStep((x0, y0, x1, y1) => pixels.line(x0, y0, x1, y1, rgb, alpha));
    pixels.drawOn(context);
  }

  /**
   * Go all lines from vertex to vertex, in pixels, and back to the first where they are closed.
   *
   * @param {(x0: number, y0: number, x1: number, y1: number) => void} visit
   * @param {boolean} [isClosed]
   */
  _eachStep(visit, isClosed = false) {
    const x = this._x, y = this._y;
    let begin = 0;
    for (const length of this._lengths) {
      const end = begin + length;
      let fromX = x[begin] / STEPS_PER_PX, fromY = y[begin] / STEPS_PER_PX;
      const firstX = fromX, firstY = fromY;
      for (let vertex = begin + 1; vertex < end; vertex += 1) {
        const toX = x[vertex] / STEPS_PER_PX, toY = y[vertex] / STEPS_PER_PX;
        visit(fromX, fromY, toX, toY);
        fromX = toX;
        fromY = toY;
      }
      if (isClosed) visit(fromX, fromY, firstX, firstY);
      begin = end;
    }
  }
}

/**
 * Areas cover as one, and so do lines: what lies over another does not count twice.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} ratio pixels of the device in one of CSS
 * @param {ShapeGroup} group
 * @param {LineStyle} style
 * @param {string} glow
 * @param {number} glowPx
 */
export function drawShapes(context, ratio, group, style, glow, glowPx) {
  const { selected } = group, isMany = !group.isFine && !selected, isHair = isMany && isThin(style, ratio);
  const paths = isHair ? [] : group.paths(), unit = STEPS_PER_PX * ratio;
  if (selected) inSteps(context, 1, to => strokeAll(to, paths, { colour: glow, width: (style.width_px + glowPx) * unit, dash: [], isFine: group.isFine }));
  if (group.closed && style.fill_opacity > 0) {
    if (isMany) group.fill(context, style.fill, style.fill_opacity);
    else inSteps(context, style.fill_opacity, to => fillAll(to, paths, style.fill));
  }
  if (isHair) group.hairlines(context, style.colour, style.opacity * Math.min(style.width_px * ratio, 1));
  else {
    const line = { colour: style.colour, width: style.width_px * unit, dash: style.dash_px.map(px => px * unit), isFine: group.isFine };
    inSteps(context, selected ? 1 : style.opacity, to => strokeAll(to, paths, line));
  }
}

/**
 * @param {CanvasRenderingContext2D} to
 * @param {Path2D[]} paths
 * @param {string} colour
 */
function fillAll(to, paths, colour) {
  to.fillStyle = colour;
  for (const path of paths) to.fill(path, "nonzero");
}

/**
 * @param {CanvasRenderingContext2D} to
 * @param {Path2D[]} paths
 * @param {{ colour: string, width: number, dash: number[], isFine: boolean }} line
 */
function strokeAll(to, paths, { colour, width, dash, isFine }) {
  to.strokeStyle = colour;
  to.lineWidth = width;
  to.lineJoin = isFine ? "round" : "bevel";
  to.lineCap = isFine && !dash.length ? "round" : "butt";
  to.setLineDash(dash);
  for (const path of paths) to.stroke(path);
}

/** @type {(style: LineStyle, ratio: number) => boolean} */
const isThin = (style, ratio) => !style.dash_px.length && style.width_px * ratio <= HAIR_PX;

/**
 * Draw in steps of a pixel, on a sheet of its own where that is to be seen through.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} opacity
 * @param {(context: CanvasRenderingContext2D) => void} draw
 */
function inSteps(context, opacity, draw) {
  if (opacity <= 0) return;
  const { width, height } = context.canvas;
  const to = opacity < 1 ? scratch(width, height) : context;
  to.setTransform(1 / STEPS_PER_PX, 0, 0, 1 / STEPS_PER_PX, 0, 0);
  draw(to);
  to.setTransform(1, 0, 0, 1, 0, 0);
  if (to === context) return;
  context.globalAlpha = opacity;
  context.drawImage(to.canvas, 0, 0);
  context.globalAlpha = 1;
}
