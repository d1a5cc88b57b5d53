// A layer of very many features: it is fetched view by view, and what comes is all that the view can
// show (mapapp/render/page/dense.py). Until it is there, the last picture goes with the map.

import { unpack } from "./blocks.js";
import { CanvasLayer, TILE_PX } from "./canvas.js";
import { Shapes, drawShapes } from "./dense_shapes.js";
import { shownAt } from "./layer.js";
import { Pixels, littleEndian } from "./pixels.js";

/**
 * @import { Column } from "./blocks.js"
 * @import { Frame } from "./canvas.js"
 * @import { FeatureLayer } from "./layer.js"
 * @import { ViewGroup } from "./dense_shapes.js"
 * @import { Sprite } from "./layer_data.js"
 */

/** @typedef {{ header: { groups: ViewGroup[], plane?: [left: number, top: number, width: number] }, columns: Record<string, Column> }} View */
/** @typedef {(url: string, signal: AbortSignal) => Promise<ArrayBuffer>} Fetch */
/** @typedef {(promise: Promise<unknown>) => void} Work */

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
    const asked = [...[origin.x, origin.y, worldPx, width, height].map(px => px * ratio), ratio];
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
    const isLone = isThinlySpread(context, columns.line_x.length);   // beside many lines, dots would be louder than these
    tint(context, spotsOf(columns, "dot_"), seen.map(({ colour, opacity }) => opacity ? colour : ""), ratio, { isBlank: true, isLone });
    const shapes = new Shapes(columns);
    for (const group of header.groups) drawShapes(context, ratio, shapes.next(group), seen[group.style], colours.glow, ground.glow.line_px);
    const isBlank = !header.groups.length && !columns.dot_x.length;
    if (header.plane) tintAll(context, header.plane, columns, symbols.map(({ colour }) => colour), isBlank);
    else drawSymbols(context, spotsOf(columns, ""), symbols, ratio, isBlank);
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

  _now() { return this._frameOf(); }

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

/** @typedef {{ x: Column, y: Column, style: Column, weight: Column | undefined }} Spots */

/** @type {(columns: Record<string, Column>, prefix: string) => Spots} */
function spotsOf(columns, prefix) {
  const [x, y, style, weight, row, across] = ["x", "y", "style", "weight", "row", "row_spots"].map(name => columns[prefix + name]);
  return { x, y: y ?? repeated(row, across, x.length), style: style ?? new Uint8Array(x.length), weight };
}

/** @type {(values: Column, times: Column, length: number) => Column} */
function repeated(values, times, length) {
  const all = new Int16Array(length);
  let at = 0;
  for (let i = 0; i < values.length; i += 1) all.fill(values[i], at, at += times[i]);
  return all;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Spots} spots
 * @param {Sprite[]} symbols
 * @param {number} ratio
 * @param {boolean} [isBlank]
 */
function drawSymbols(context, spots, symbols, ratio, isBlank = false) {
  if (spots.weight) tint(context, spots, symbols.map(({ colour }) => colour), ratio, { isBlank });
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
 * @param {{ isBlank: boolean, isLone?: boolean }} how whether nothing is drawn yet, and whether they may be larger where they are few
 */
function tint(context, { x, y, style, weight }, colours, ratio, { isBlank, isLone = true }) {
  if (!x.length || !weight) return;
  const { width, height } = context.canvas, pixels = new Pixels(width, height);
  const side = isLone && isThinlySpread(context, x.length) ? Math.max(1, Math.round(LONE_PX * ratio)) : dotSide(ratio);
  const rgb = Uint32Array.from(colours, littleEndian);
  for (let i = 0; i < x.length; i += 1) if (colours[style[i]]) pixels.dot(x[i], y[i], side, rgb[style[i]], weight[i]);
  pixels.drawOn(context, isBlank);
}

/**
 * The same where so many pixels are covered that all of them are told.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[left: number, top: number, width: number]} plane
 * @param {Record<string, Column>} columns
 * @param {string[]} colours
 * @param {boolean} isBlank
 */
function tintAll(context, [left, top, columns], { plane_weight: weights, plane_style: styles }, colours, isBlank) {
  const { width, height } = context.canvas, pixels = new Pixels(width, height);
  pixels.plane(left, top, columns, weights, styles, Uint32Array.from(colours, littleEndian));
  pixels.drawOn(context, isBlank);
}

/** @type {(ratio: number) => number} pixels of the device */
const dotSide = ratio => Math.max(1, Math.round(DOT_PX * ratio));

/** @type {(context: CanvasRenderingContext2D, count: number) => boolean} */
const isThinlySpread = ({ canvas: { width, height } }, count) => count * THIN < width * height;
