// A layer of very many features: it is fetched view by view, and what comes is all that the view can
// show (mapapp/render/page/dense.py). Until it is there, the last picture goes with the map.

import { unpack } from "./blocks.js";
import { CanvasLayer, contextOf } from "./canvas.js";

/**
 * @import { Column } from "./blocks.js"
 * @import { Frame } from "./canvas.js"
 * @import { FeatureLayer } from "./layer.js"
 * @import { LineStyle, Sprite } from "./layer_data.js"
 */

/** @typedef {{ style: number, closed: boolean, shapes: number, selected: boolean }} ViewGroup */
/** @typedef {{ header: { groups: ViewGroup[], dot_px: number }, columns: Record<string, Column> }} View */
/** @typedef {(url: string, signal: AbortSignal) => Promise<ArrayBuffer>} Fetch */
/** @typedef {(promise: Promise<unknown>) => void} Work */

const STEPS_PER_PX = 4;   // as in mapapp/render/page/dense.py
const SHAPES_AT_ONCE = 400;   // to fill many as one path takes longer for each
const FEW = 20000;   // so many symbols are drawn with all their shades, more as plain pixels
const OPAQUE = 128;

export class DenseSheet {
  /**
   * @param {L.Map} map
   * @param {FeatureLayer} layer
   * @param {Work} work what the page waits for before it says that all is there
   */
  constructor(map, layer, work) {
    this._layer = layer;
    this._canvas = new DenseCanvas(frame => work(this._fetch(frame)));
    this._abort = new AbortController();
    this._canvas.addTo(map);
  }

  /**
   * @param {FeatureLayer[]} layers this one
   * @param {number} zIndex the sheet's own place
   */
  show([layer], zIndex) {
    this._canvas.setZIndex(zIndex);
    layer.sheet = this;
  }

  redraw() {
    this._canvas.setOpacity(this._layer.opacity);
    this._canvas.redraw();
  }

  remove() {
    this._abort.abort();
    this._canvas.remove();
  }

  /** @param {Frame} frame */
  async _fetch(frame) {
    const { geometry } = this._layer;
    if (!geometry?.view) return;
    this._abort.abort();
    const { signal } = this._abort = new AbortController(), { origin, worldPx, width, height, ratio } = frame;
    const asked = [origin.x, origin.y, worldPx, width, height].map(px => px * ratio);
    try {
      const answer = await fetch(`${geometry.view}${asked.join("/")}/${ratio}.bin`, { signal });
      if (!answer.ok) throw new Error(`${geometry.view}: ${answer.status}`);
      const view = unpack(await answer.arrayBuffer());
      if (!signal.aborted) this._canvas.take(frame, context => this._draw(context, frame, view));
    } catch (error) {
      if (!signal.aborted) throw error;   // another view was asked for meanwhile
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context in pixels of the device
   * @param {Frame} frame
   * @param {View} view
   */
  _draw(context, frame, view) {
    const { symbology, theme: { colours, style: ground } } = this._layer;
    if (!symbology || !ground) return;
    const { symbols, styles } = symbology, { columns, header } = view, { ratio } = frame;
    drawDots(context, columns, styles, header.dot_px);
    const shapes = new Shapes(columns);
    for (const group of header.groups) drawShapes(context, frame, shapes.next(group), styles[group.style], colours.glow, ground.glow.line_px);
    drawSymbols(context, columns.x, columns.y, columns.style, symbols, ratio);
    if (!columns.chosen_x) return;
    drawRings(context, columns, symbols, ratio, colours.glow);
    drawSymbols(context, columns.chosen_x, columns.chosen_y, columns.chosen_style, symbols, ratio);
  }
}

// Where the pictures are: each is made for a frame, and goes with the map until the next is there.
class DenseCanvas extends CanvasLayer {
  /** @param {(frame: Frame) => void} ask */
  constructor(ask) {
    super("overlayPane", () => {});
    this._ask = ask;
    /** @type {Frame | undefined} */
    this._shown = undefined;
  }

  _follow() {
    this._place();
    super._follow();
  }

  /** @param {number} opacity */
  setOpacity(opacity) { this._canvas.style.opacity = String(opacity); }

  _show() {
    this._stale = false;
    this._place();
    this._ask(this._frameOf());
  }

  /**
   * Show what is drawn of a frame from now on.
   *
   * @param {Frame} frame
   * @param {(context: CanvasRenderingContext2D) => void} draw
   */
  take(frame, draw) {
    if (!this._map) return;
    const context = this._begin(frame);
    context.setTransform(1, 0, 0, 1, 0, 0);
    draw(context);
    this._shown = frame;
    this._place();
  }

  // Put the last picture where it belongs on the map as it is now, larger or smaller if need be.
  _place() {
    if (!this._shown) return;
    const { origin, worldPx } = this._shown, now = this._frameOf();
    const scale = now.worldPx / worldPx;
    const at = this._map.containerPointToLayerPoint(origin.multiplyBy(scale).subtract(now.origin).subtract(this._marginOf()));
    L.DomUtil.setTransform(this._canvas, at, scale);
  }
}

// The lines and areas of a view, group by group, as paths of some at once.
class Shapes {
  /** @param {Record<string, Column>} columns */
  constructor({ shape_lines: lines, line_lengths: lengths, line_x: x, line_y: y }) {
    Object.assign(this, { _shape: 0, _line: 0, _vertex: 0 });
    this._shape = this._line = this._vertex = 0;
    this._lines = lines;
    this._lengths = lengths;
    this._x = x;
    this._y = y;
  }

  /**
   * @param {ViewGroup} group
   * @returns {ViewGroup & { paths: Path2D[], isFine: boolean }}
   */
  next(group) {
    const paths = [], first = this._vertex;
    for (const last = this._shape + group.shapes; this._shape < last;) {
      const path = new Path2D();
      for (const end = Math.min(this._shape + SHAPES_AT_ONCE, last); this._shape < end; this._shape += 1) this._trace(path, this._lines[this._shape]);
      paths.push(path);
    }
    return { ...group, paths, isFine: this._vertex - first < FEW };
  }

  /**
   * @param {Path2D} path
   * @param {number} lines
   */
  _trace(path, lines) {
    const x = this._x, y = this._y;
    for (const last = this._line + lines; this._line < last; this._line += 1) {
      const end = this._vertex + this._lengths[this._line];
      path.moveTo(x[this._vertex], y[this._vertex]);
      for (this._vertex += 1; this._vertex < end; this._vertex += 1) path.lineTo(x[this._vertex], y[this._vertex]);
    }
  }
}

/**
 * Areas cover as one, and so do lines: what lies over another does not count twice.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Frame} frame
 * @param {ReturnType<Shapes["next"]>} group
 * @param {LineStyle} style
 * @param {string} glow
 * @param {number} glowPx
 */
function drawShapes(context, { ratio }, { paths, closed, selected, isFine }, style, glow, glowPx) {
  if (!paths.length) return;
  const unit = STEPS_PER_PX * ratio;
  /** @type {(to: CanvasRenderingContext2D, colour: string, width: number, dash: number[]) => void} */
  const stroke = (to, colour, width, dash) => {
    to.strokeStyle = colour;
    to.lineWidth = width * unit;
    to.lineJoin = isFine ? "round" : "bevel";
    to.lineCap = isFine && !dash.length ? "round" : "butt";
    to.setLineDash(dash.map(px => px * unit));
    for (const path of paths) to.stroke(path);
  };
  if (selected) inSteps(context, 1, to => stroke(to, glow, style.width_px + glowPx, []));
  if (closed && style.fill_opacity) {
    inSteps(context, style.fill_opacity, to => {
      to.fillStyle = style.fill;
      for (const path of paths) to.fill(path, "nonzero");
    });
  }
  inSteps(context, selected ? 1 : style.opacity, to => stroke(to, style.colour, style.width_px, style.dash_px));
}

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

/** @type {(width: number, height: number) => CanvasRenderingContext2D} */
function scratch(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return contextOf(canvas);
}

/**
 * What is too small to be drawn, as pixels.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Record<string, Column>} columns
 * @param {LineStyle[]} styles
 * @param {number} side of each in pixels
 */
function drawDots(context, { dot_x: x, dot_y: y, dot_style: style }, styles, side) {
  if (!x.length) return;
  const pictures = styles.map(each => dotOf(each, side));
  stampPixels(context, x, y, style, pictures);
}

/** @type {(style: LineStyle, side: number) => Stamp} */
function dotOf({ colour, opacity }, side) {
  const context = scratch(side, side);
  context.globalAlpha = Math.max(opacity, 0.5);
  context.fillStyle = colour;
  context.fillRect(0, 0, side, side);
  return stampOf(context, 0);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Column} x
 * @param {Column} y
 * @param {Column} style
 * @param {Sprite[]} symbols
 * @param {number} ratio
 */
function drawSymbols(context, x, y, style, symbols, ratio) {
  if (!x.length) return;
  if (x.length <= FEW) {
    for (let i = 0; i < x.length; i += 1) symbols[style[i]].stampAt(context, x[i], y[i], ratio);
    return;
  }
  stampPixels(context, x, y, style, symbols.map(symbol => stampOf(contextOf(symbol.pixels(ratio)), OPAQUE)));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Record<string, Column>} columns
 * @param {Sprite[]} symbols
 * @param {number} ratio
 * @param {string} colour
 */
function drawRings(context, { chosen_x: x, chosen_y: y, chosen_style: style }, symbols, ratio, colour) {
  context.fillStyle = colour;
  for (let i = 0; i < x.length; i += 1) {
    context.beginPath();
    context.arc(x[i], y[i], (symbols[style[i]].width / 2 + 3) * ratio, 0, 2 * Math.PI);
    context.fill();
  }
}

/** @typedef {{ width: number, height: number, places: Int32Array, rows: Int32Array, colours: Uint32Array }} Stamp */

/**
 * The pixels of a small picture that cover at least so much, of 255.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} least
 * @returns {Stamp}
 */
function stampOf(context, least) {
  const { width, height } = context.canvas, { data } = context.getImageData(0, 0, width, height);
  const all = new Uint32Array(data.buffer), covered = [...all.keys()].filter(i => data[4 * i + 3] > least);
  const colours = Uint32Array.from(covered, i => least ? (all[i] | 0xff000000) >>> 0 : all[i]);
  return { width, height, places: Int32Array.from(covered, i => i % width), rows: Int32Array.from(covered, i => Math.floor(i / width)), colours };
}

/**
 * Put small pictures on very many places, the later ones over those before.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Column} x of the middle of each
 * @param {Column} y
 * @param {Column} style
 * @param {Stamp[]} stamps
 */
function stampPixels(context, x, y, style, stamps) {
  const { canvas } = context, margin = Math.max(...stamps.map(each => Math.max(each.width, each.height)));
  const width = canvas.width + 2 * margin, height = canvas.height + 2 * margin;
  const image = new ImageData(width, height), pixels = new Uint32Array(image.data.buffer);
  const offsets = stamps.map(({ places, rows }) => places.map((place, i) => rows[i] * width + place));
  for (let i = 0; i < x.length; i += 1) {
    const stamp = stamps[style[i]], left = x[i] - (stamp.width >> 1) + margin, top = y[i] - (stamp.height >> 1) + margin;
    if (left < 0 || top < 0 || left + stamp.width > width || top + stamp.height > height) continue;
    const begin = top * width + left, { colours } = stamp, each = offsets[style[i]];
    for (let at = 0; at < each.length; at += 1) pixels[begin + each[at]] = colours[at];
  }
  const sheet = scratch(width, height);
  sheet.putImageData(image, 0, 0);
  context.drawImage(sheet.canvas, -margin, -margin);
}
