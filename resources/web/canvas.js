// One canvas that follows the map: it covers the view and a margin, moves with the map while
// dragging, and is drawn anew when the view leaves it or comes to rest.

export const TILE_PX = 256;   // side of the world at zoom 0

const MARGIN = 0.125;   // of the view, on each side

/** @typedef {(context: CanvasRenderingContext2D, frame: Frame) => void} Draw */

export class CanvasLayer extends L.Layer {
  /**
   * @param {string} pane
   * @param {Draw} draw
   * @param {() => boolean} isEmpty whether nothing is to be drawn now: then there are no pixels either
   */
  constructor(pane, draw, isEmpty = () => false) {
    super();
    this._draw = draw;
    this._isEmpty = isEmpty;
    this._paneName = pane;
    this._stale = false;
    this._canvas = L.DomUtil.create("canvas", "drawn");
    this._paperRatio = 0;   // as long as it is drawn for paper
    /** @type {number | undefined} */
    this._frame = undefined;
    /** @type {L.Bounds | undefined} */
    this._covered = undefined;
  }

  /** @param {L.Map} map */
  onAdd(map) {
    map.getPane(this._paneName)?.append(this._canvas);
    this.redraw();
    return this;
  }

  onRemove() {
    if (this._frame !== undefined) cancelAnimationFrame(this._frame);
    this._frame = undefined;
    this._canvas.remove();
    this._free();
    return this;
  }

  getEvents() {
    return { viewreset: this.redraw, moveend: this.redraw, zoom: this.redraw, resize: this.redraw, move: this._follow, print: this._print };
  }

  /**
   * Where the canvas stands among the others of its pane.
   *
   * @param {number} zIndex
   */
  setZIndex(zIndex) { this._canvas.style.zIndex = String(zIndex); }

  // Draw in the next frame; asking again before it comes costs nothing.
  redraw() {
    this._stale = true;
    this._frame ??= requestAnimationFrame(() => {
      this._frame = undefined;
      if (this._map && this._stale) this._show();
    });
  }

  _follow() {
    if (!this._covered?.contains(this._map.getPixelBounds())) this.redraw();
  }

  /**
   * Draw at once: no frame comes before it is printed.
   *
   * @param {L.LeafletEvent & { ratio?: number }} event `ratio` is that of paper, or 0 for the screen again
   */
  _print({ ratio = 0 }) {
    this._paperRatio = ratio;
    this._show();
  }

  // Draw for the screen, or what is in view for paper.
  //
  // Chromium prints what was done to a canvas, and to have cleared it clears what lies below. So a
  // new canvas, to which one picture was brought, takes its place.
  _show() {
    if (!this._paperRatio || this._isEmpty()) {
      this._paint();
      return;
    }
    this._paint(this._paperRatio, 0);
    const drawn = this._canvas;
    this._canvas = /** @type {HTMLCanvasElement} */ (drawn.cloneNode());
    contextOf(this._canvas).drawImage(drawn, 0, 0);
    drawn.replaceWith(this._canvas);
  }

  /**
   * @param {number} [ratio]
   * @param {number} [around]
   */
  _paint(ratio, around) {
    this._stale = false;
    if (this._isEmpty()) {
      this._free();
      return;
    }
    const frame = this._frameOf(ratio, around);
    L.DomUtil.setPosition(this._canvas, this._layerPointOf(frame.origin));
    const context = this._begin(frame);
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    this._draw(context, frame);
  }

  // The pixels of a canvas are some megabytes, several times over, and put together in each frame.
  _free() { this._canvas.width = this._canvas.height = 0; }

  /**
   * The frame around the present view.
   *
   * @param {number} ratio pixels of the device in one of CSS
   * @param {number} around how much of the view lies beyond it, on each side
   */
  _frameOf(ratio = window.devicePixelRatio, around = MARGIN) {
    const size = this._map.getSize(), margin = size.multiplyBy(around).round();
    const origin = /** @type {L.Point} */ (this._map.getPixelBounds().min).subtract(margin);
    return new Frame(this._map.getZoom(), origin, size.x + 2 * margin.x, size.y + 2 * margin.y, ratio);
  }

  /**
   * Where a pixel of the world lies among the layers of the map.
   *
   * @param {L.Point} pixel
   */
  _layerPointOf(pixel) { return pixel.subtract(this._map.getPixelOrigin()); }

  /**
   * The empty canvas, as large as a frame, which it covers from now on.
   *
   * @param {Frame} frame
   */
  _begin({ origin, width, height, ratio }) {
    const canvas = this._canvas;
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this._covered = L.bounds(origin, origin.add([width, height]));
    const context = contextOf(canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    return context;
  }
}

// Where one drawing stands: world coordinates (0…1, as in mapapp/core/geo/mercator.py) to pixels.
export class Frame {
  /**
   * @param {number} zoom
   * @param {L.Point} origin
   * @param {number} width
   * @param {number} height
   * @param {number} ratio pixels of the device in one of CSS
   */
  constructor(zoom, origin, width, height, ratio) {
    this.zoom = zoom;
    this.worldPx = TILE_PX * 2 ** zoom;
    this.origin = origin;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
  }

  /** @param {number} x */
  x(x) { return x * this.worldPx - this.origin.x; }

  /** @param {number} y */
  y(y) { return y * this.worldPx - this.origin.y; }

  // The copies of the world that are in sight, as whole numbers to add to a world x.
  copies() {
    const first = Math.floor(this.origin.x / this.worldPx);
    const last = Math.floor((this.origin.x + this.width) / this.worldPx);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  /**
   * Let the context draw in world units from an origin in one copy of the world.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number[]} origin
   * @param {number} copy
   */
  toWorld(context, [originX, originY], copy) {
    const scale = this.worldPx * this.ratio;
    context.setTransform(scale, 0, 0, scale, this.x(originX + copy) * this.ratio, this.y(originY) * this.ratio);
  }

  /** @param {CanvasRenderingContext2D} context */
  toPixels(context) { context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }
}

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this canvas cannot be drawn on");
  return context;
}

/**
 * A path of so many lines, each drawn by `trace`.
 *
 * Chromium measures all of a path whenever a ring of it is closed, so that one with a thousand
 * rings would take it longest of all that a map is made of; each ring is closed by itself.
 *
 * @param {number} lines
 * @param {boolean} closed
 * @param {(path: Path2D, line: number) => void} trace
 */
export function pathOf(lines, closed, trace) {
  const whole = new Path2D();
  for (let i = 0; i < lines; i += 1) {
    const path = closed && lines > 1 ? new Path2D() : whole;
    trace(path, i);
    if (closed) path.closePath();
    if (path !== whole) whole.addPath(path);
  }
  return whole;
}

/** @param {number} lon */
export const worldX = lon => lon / 360 + 0.5;
/** @param {number} lat */
export const worldY = lat => 0.5 - Math.asinh(Math.tan(lat * Math.PI / 180)) / (2 * Math.PI);
/** @param {number} y of the world */
export const latOf = y => Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180 / Math.PI;
