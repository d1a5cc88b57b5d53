// A layer of very many features: it is fetched view by view, and what comes is all that the view can
// show (mapapp/render/page/dense.py). Until it is there, the last picture goes with the map.

import { unpack } from "./blocks.js";
import { CanvasLayer, TILE_PX, contextOf } from "./canvas.js";
import { shownAt } from "./layer.js";

/**
 * @import { Column } from "./blocks.js"
 * @import { Frame } from "./canvas.js"
 * @import { FeatureLayer } from "./layer.js"
 * @import { LineStyle, Sprite } from "./layer_data.js"
 */

/** @typedef {{ style: number, closed: boolean, shapes: number, selected: boolean }} ViewGroup */
/** @typedef {{ header: { groups: ViewGroup[] }, columns: Record<string, Column> }} View */
/** @typedef {(url: string, signal: AbortSignal) => Promise<ArrayBuffer>} Fetch */
/** @typedef {(promise: Promise<unknown>) => void} Work */

const MARGIN = 0.125;   // of the view, on each side
const STEPS_PER_PX = 4;   // as in mapapp/render/page/dense.py
const SHAPES_AT_ONCE = 400;   // to fill many as one path takes longer for each
const FINE = 20000;   // so many vertices have round corners
const DOT_PX = 2, LONE_PX = 3;   // of CSS: how much is seen of one of very many, and where most stand alone
const THIN = 32;   // pixels to a spot, from which on they do

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
      const answer = await fetch(`${geometry.view}${asked.join("/")}.bin`, { signal });
      if (!answer.ok) throw new Error(`${geometry.view}: ${answer.status}`);
      const view = unpack(await answer.arrayBuffer());
      if (!signal.aborted && geometry === this._layer.geometry) this._canvas.take(frame, context => this._draw(context, frame, view));
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
    const seen = styles.map(style => ({ ...style, opacity: style.opacity * shownAt(style, frame.zoom) }));
    tint(context, spotsOf(columns, "dot_"), seen.map(({ colour, opacity }) => opacity ? colour : ""), ratio);
    const shapes = new Shapes(columns);
    for (const group of header.groups) drawShapes(context, frame, shapes.next(group), seen[group.style], colours.glow, ground.glow.line_px);
    drawSymbols(context, spotsOf(columns, ""), symbols, ratio);
    if (!columns.chosen_x) return;
    const chosen = spotsOf(columns, "chosen_");
    drawRings(context, chosen, symbols, ratio, colours.glow);
    drawSymbols(context, chosen, symbols, ratio);
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
    /** @type {Frame | undefined} */
    this._asked = undefined;
    this._isChanged = false;
  }

  /** @param {number} opacity */
  setOpacity(opacity) { this._canvas.style.opacity = String(opacity); }

  getEvents() { return { ...super.getEvents(), viewreset: this._see, moveend: this._see, zoom: this._see, resize: this._see, move: this._follow }; }

  // Something else is to be seen of the same view; of several changes in one turn all are asked for once.
  redraw() {
    if (this._isChanged) return;
    this._isChanged = true;
    queueMicrotask(() => {
      this._isChanged = false;
      if (this._map) this._askFor(this._now());
    });
  }

  // Another view: ask for it at once, before this thread is busy with what else is drawn anew.
  _see() {
    this._place();
    const frame = this._now(), { origin, worldPx, width, height, ratio } = this._asked ?? {};
    const isSame = origin?.equals(frame.origin) && worldPx === frame.worldPx && width === frame.width && height === frame.height && ratio === frame.ratio;
    if (!isSame) this._askFor(frame);
  }

  _follow() {
    if (this._covered?.contains(this._map.getPixelBounds())) this._place();
    else this._see();
  }

  _now() { return this._frameOf(window.devicePixelRatio, MARGIN); }

  /** @param {Frame} frame */
  _askFor(frame) {
    this._asked = frame;
    this._ask(frame);
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
    const scale = TILE_PX * 2 ** this._map.getZoom() / this._shown.worldPx;
    L.DomUtil.setTransform(this._canvas, this._layerPointOf(this._shown.origin.multiplyBy(scale)), scale);
  }
}

// The lines and areas of a view, group by group, as paths of some at once.
class Shapes {
  /** @param {Record<string, Column>} columns */
  constructor({ shape_lines: lines, line_lengths: lengths, line_x: x, line_y: y }) {
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
    return { ...group, paths, isFine: this._vertex - first < FINE };
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

// One empty canvas for all, used within a call: a new one each time is some megabytes until they are swept.
const aside = document.createElement("canvas");

/** @type {(width: number, height: number) => CanvasRenderingContext2D} */
function scratch(width, height) {
  const context = contextOf(aside);
  if (aside.width !== width || aside.height !== height) Object.assign(aside, { width, height });
  else context.clearRect(0, 0, width, height);
  return context;
}

/** @typedef {{ x: Column, y: Column, style: Column, weight: Column | undefined }} Spots */

/** @type {(columns: Record<string, Column>, prefix: string) => Spots} */
const spotsOf = (columns, prefix) => ({ x: columns[`${prefix}x`], y: columns[`${prefix}y`], style: columns[`${prefix}style`], weight: columns[`${prefix}weight`] });

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Spots} spots
 * @param {Sprite[]} symbols
 * @param {number} ratio
 */
function drawSymbols(context, spots, symbols, ratio) {
  if (spots.weight) tint(context, spots, symbols.map(({ colour }) => colour), ratio);
  else for (let i = 0; i < spots.x.length; i += 1) symbols[spots.style[i]].stampAt(context, spots.x[i], spots.y[i], ratio);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Spots} spots
 * @param {Sprite[]} symbols
 * @param {number} ratio
 * @param {string} colour
 */
function drawRings(context, { x, y, style }, symbols, ratio, colour) {
  context.fillStyle = colour;
  for (let i = 0; i < x.length; i += 1) {
    context.beginPath();
    context.arc(x[i], y[i], (symbols[style[i]].width / 2 + 2) * ratio, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * Give pixels their colours, and those next to them, so that each is seen: where several reach, the
 * one that covers most counts.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Spots} spots
 * @param {string[]} colours `#rrggbb`, by number of the style; empty for one that is not seen
 * @param {number} ratio
 */
function tint(context, { x, y, style, weight }, colours, ratio) {
  if (!x.length || !weight) return;
  const { width, height } = context.canvas, image = new ImageData(width, height), pixels = new Uint32Array(image.data.buffer);
  const isThin = x.length * THIN < width * height, side = Math.max(1, Math.round((isThin ? LONE_PX : DOT_PX) * ratio));
  const rgb = Uint32Array.from(colours, littleEndian);
  for (let i = 0; i < x.length; i += 1) if (colours[style[i]]) cover(pixels, width, height, x[i], y[i], side, (rgb[style[i]] | weight[i] << 24) >>> 0);
  const sheet = scratch(width, height);
  sheet.putImageData(image, 0, 0);
  context.drawImage(sheet.canvas, 0, 0);
}

/**
 * @param {Uint32Array} pixels of a picture
 * @param {number} width
 * @param {number} height
 * @param {number} left
 * @param {number} top
 * @param {number} side
 * @param {number} colour which covers more than what is there
 */
function cover(pixels, width, height, left, top, side, colour) {
  const right = Math.min(left + side, width), bottom = Math.min(top + side, height), first = Math.max(left, 0);
  for (let row = Math.max(top, 0); row < bottom; row += 1) {
    for (let at = row * width + first, end = row * width + right; at < end; at += 1) if (pixels[at] >>> 24 < colour >>> 24) pixels[at] = colour;
  }
}

/** @type {(colour: string) => number} its red, green and blue as they lie in the memory of a picture */
function littleEndian(colour) {
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
  return red | green << 8 | blue << 16;
}
