// One layer: areas, lines over them, symbols on top; of each kind the selected ones last, as
// mapapp/render/scene/layer.py orders them. Its sheet is drawn anew only when something of it
// changes, or the view does.

import { drawBadges, drawLeaders, drawRing } from "./stacks.js";

/**
 * @import { Frame } from "./canvas.js"
 * @import { Geometry, Group, LineStyle, Symbology, Sprite } from "./layer_data.js"
 * @import { GroundStyle, MovedSymbol } from "./protocol.js"
 * @import { DenseSheet } from "./dense.js"
 * @import { Sheet } from "./sheet.js"
 * @import { Standing } from "./stacks.js"
 */

/** @typedef {{ colours: Record<string, string>, style: GroundStyle | null }} Theme */
/** @typedef {{ style: LineStyle, closed: boolean, paths: Path2D[], whole: Path2D, selected: boolean }} DrawnGroup */

const LARGE = 2000;   // so many symbols are drawn from pixels, not from vectors, on a sheet of their own

export class FeatureLayer {
  /**
   * @param {string} id
   * @param {Theme} theme shared by all layers
   */
  constructor(id, theme) {
    this.id = id;
    this.visible = true;
    this.opacity = 1;
    /** @type {Sheet | DenseSheet | null} */
    this.sheet = null;   // where it is drawn while it is visible
    this._theme = theme;
    /** @type {Geometry | null} */
    this._geometry = null;
    /** @type {Symbology | null} */
    this._symbology = null;
    /** @type {Uint8Array | null} */
    this._visible = null;
    /** @type {Set<number>} */
    this._selected = new Set();
    /** @type {Map<number, MovedSymbol>} */
    this._moved = new Map();
    /** @type {DrawnGroup[] | null} */
    this._groups = null;   // what is to be drawn of its shapes, kept until that changes
    /** @type {{ plain: Uint32Array | null, selected: Uint32Array } | null} */
    this._points = null;   // the same of its points; null for all of them
    /** @type {Standing[]} */
    this._badged = [];     // what was drawn last away from its place, or for others
  }

  /** Where everything is. */
  get geometry() { return this._geometry; }

  /** How it is drawn. */
  get symbology() { return this._symbology; }

  get theme() { return this._theme; }

  /** Whether it is fetched and drawn view by view. */
  get isViewed() { return Boolean(this._geometry?.view); }

  /** Whether drawing it takes long. */
  get isLarge() {
    if (this.isViewed) return true;
    const { x, groups } = this._geometry ?? { x: [], groups: [] };
    return x.length + groups.reduce((sum, { features }) => sum + features.length, 0) > LARGE;
  }

  redraw() { this.sheet?.redraw(); }

  /**
   * @param {Geometry | null} geometry nothing is drawn without
   * @param {Symbology | null} symbology
   */
  show(geometry, symbology) {
    this._geometry = geometry;
    this._symbology = symbology;
    this._change();
  }

  /**
   * Draw only features whose bit is set, by their number; all for null.
   *
   * @param {Uint8Array | null} bits
   */
  setVisible(bits) {
    this._visible = bits;
    this._change();
  }

  /** @param {Set<number>} selected numbers of features */
  select(selected) {
    if (!selected.size && !this._selected.size) return;
    this._selected = selected;
    this._change();
  }

  /** @param {Map<number, MovedSymbol>} moved by number of the feature */
  fanOut(moved) {
    if (!moved.size && !this._moved.size) return;
    this._moved = moved;
    this._change();
  }

  _change() {
    this._groups = null;
    this._points = null;
    this.redraw();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  draw(context, frame) {
    const geometry = this._geometry, symbology = this._symbology, { style } = this._theme;
    this._badged = [];
    if (!geometry || !symbology || !style || !this.opacity) return;
    this._groups ??= this._drawnGroups(geometry, symbology);
    this._points ??= this._drawnPoints(geometry);
    const { plain, selected } = this._points;
    const isLarge = geometry.x.length > LARGE;
    for (const copy of frame.copies()) {
      for (const group of this._groups) this._drawGroup(context, frame, group, geometry.origin, copy, style);
      context.globalAlpha = this.opacity;
      const standing = this._standing(frame, geometry, symbology, copy);
      drawLeaders(context, standing, this._theme.colours, style.stack);
      if (isLarge) this._stampPoints(context, frame, geometry, symbology, copy, plain);
      else this._eachPoint(frame, geometry, symbology, copy, plain, false, (symbol, left, top) => symbol.draw(context, left, top));
      this._eachPoint(frame, geometry, symbology, copy, selected, false, (symbol, left, top) => {
        drawRing(context, left, top, symbol.width / 2, this._theme.colours, style.glow);
        symbol.draw(context, left, top);
      });
      this._badged.push(...standing);
      context.globalAlpha = 1;
    }
  }

  /**
   * Draw the counts of what was drawn last, over the symbols of the layers that share the sheet.
   *
   * @param {CanvasRenderingContext2D} context
   */
  drawBadges(context) {
    if (!this._theme.style) return;
    context.globalAlpha = this.opacity;
    drawBadges(context, this._badged, this._theme.colours, this._theme.style.stack);
    context.globalAlpha = 1;
  }

  /** @param {number} number of a feature */
  _isVisible(number) {
    return !this._visible || (this._visible[number >> 3] >> (number & 7) & 1) === 1;
  }

  /**
   * @param {Geometry} geometry
   * @param {Symbology} symbology
   */
  _drawnGroups({ groups }, { styles }) {
    /** @type {DrawnGroup[]} */
    const drawn = [];
    for (const selected of [false, true]) {
      for (const group of groups) {
        const paths = this._pathsOf(group, selected);
        if (paths.length) drawn.push({ style: styles[group.style], closed: group.closed, paths, whole: joined(paths), selected });
      }
    }
    return drawn;
  }

  /**
   * @param {Group} group
   * @param {boolean} selected
   */
  _pathsOf({ features }, selected) {
    const wanted = features.filter(({ index }) => this._isVisible(index) && this._selected.has(index) === selected);
    return wanted.map(({ path }) => path);
  }

  /**
   * Indices of the points to draw, and of those among them that are selected.
   *
   * @param {Geometry} geometry
   */
  _drawnPoints({ x, pointFeatures }) {
    if (!this._visible && !this._selected.size && !this._moved.size) return { plain: null, selected: new Uint32Array(0) };
    const plain = new Uint32Array(x.length), selected = [];
    let count = 0;
    for (let i = 0; i < x.length; i += 1) {
      const number = pointFeatures ? pointFeatures[i] : i;
      if (!this._isVisible(number)) continue;
      if (this._selected.has(number)) selected.push(i);
      else if (this._moved.get(number)?.count !== 0) plain[count++] = i;
    }
    return { plain: plain.slice(0, count), selected: Uint32Array.from(selected) };
  }

  /**
   * Areas that are drawn alike are filled as one; then come their edges, or lines.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {DrawnGroup} group
   * @param {number[]} origin
   * @param {number} copy
   * @param {GroundStyle} ground
   */
  _drawGroup(context, frame, { style, closed, paths, whole, selected }, origin, copy, { glow }) {
    /** @type {(colour: string, width: number, alpha: number) => void} */
    const stroke = (colour, width, alpha) => {
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.lineWidth = width / frame.worldPx;
      for (const path of alpha < 1 ? paths : [whole]) context.stroke(path);
    };
    context.save();
    frame.toWorld(context, origin, copy);
    context.lineJoin = context.lineCap = "round";
    const dash = style.dash_px.map(px => px / frame.worldPx), keepsDash = closed && dash.length > 0;
    if (selected) {
      if (keepsDash) stroke(this._theme.colours.halo, style.width_px + 2 * glow.line_px, this.opacity);
      if (keepsDash) setDash(context, dash);
      stroke(this._theme.colours.glow, style.width_px + glow.line_px, this.opacity);
      setDash(context, []);
    }
    if (closed && style.fill_opacity) {
      context.globalAlpha = this.opacity * style.fill_opacity;
      context.fillStyle = style.fill;
      context.fill(whole, "nonzero");
    }
    setDash(context, dash);
    const alpha = this.opacity * (selected ? 1 : style.opacity * shownAt(style, frame.zoom));
    if (alpha > 0) stroke(style.colour, style.width_px, alpha);
    context.restore();
    frame.toPixels(context);
  }

  /**
   * Draw some points, or all: those that stand on the very same pixels at once, where the last does.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {Geometry} geometry
   * @param {Symbology} symbology
   * @param {number} copy
   * @param {Uint32Array | null} points
   */
  _stampPoints(context, frame, geometry, symbology, copy, points) {
    const stamps = new Stamps(frame, symbology.largest, points?.length ?? geometry.x.length);
    this._eachPoint(frame, geometry, symbology, copy, points, true, (symbol, left, top, style, i) => stamps.add(symbol, left, top, style, i));
    let each = stamps.first;
    this._eachPoint(frame, geometry, symbology, copy, stamps.points.subarray(each), false, (symbol, left, top) => {
      context.globalAlpha = 1 - (1 - this.opacity) ** stamps.counts[each];
      each += 1;
      symbol.stamp(context, left, top, frame.ratio);
    });
    context.globalAlpha = this.opacity;
  }

  /**
   * Visit those of some points, or of all, that are in sight, from the first or from the last. This
   * runs over a million points for each frame: nothing is made in it for one of them.
   *
   * @param {Frame} frame
   * @param {Geometry} geometry
   * @param {Symbology} symbology
   * @param {number} copy
   * @param {Uint32Array | null} points
   * @param {boolean} isBackward
   * @param {(symbol: Sprite, left: number, top: number, style: number, i: number) => void} visit
   */
  _eachPoint(frame, { x, y, origin, scale, pointStyles, pointFeatures }, { symbols, largest }, copy, points, isBackward, visit) {
    const scaleX = scale[0] * frame.worldPx, scaleY = scale[1] * frame.worldPx;
    const startX = frame.x(origin[0] + copy), startY = frame.y(origin[1]);
    const count = points ? points.length : x.length, all = this._moved;
    for (let each = 0; each < count; each += 1) {
      const at = isBackward ? count - 1 - each : each, i = points ? points[at] : at;
      let left = startX + x[i] * scaleX, top = startY + y[i] * scaleY;
      const moved = all.size > 0 && all.get(pointFeatures ? pointFeatures[i] : i);
      if (moved) [left, top] = [frame.x(moved.x + copy) + moved.right_px, frame.y(moved.y) + moved.down_px];
      if (isOutside(frame, left, top, largest)) continue;
      const style = pointStyles ? pointStyles[i] : 0;
      visit(symbols[style], left, top, style, i);
    }
  }

  /**
   * The symbols in sight that were moved or gathered and are drawn.
   *
   * @param {Frame} frame
   * @param {Geometry} geometry
   * @param {Symbology} symbology
   * @param {number} copy
   * @returns {Standing[]}
   */
  _standing(frame, geometry, symbology, copy) {
    /** @type {Standing[]} */
    const found = [];
    if (!this._moved.size) return found;
    this._eachPoint(frame, geometry, symbology, copy, null, false, (symbol, left, top, _, i) => {
      const number = geometry.pointFeatures ? geometry.pointFeatures[i] : i, moved = this._moved.get(number);
      if (moved?.count && this._isVisible(number)) found.push({ ...moved, left, top, half: symbol.width / 2 });
    });
    return found;
  }
}

// Points whose symbols are drawn, of those that are added from the last to the first: of several of
// one kind on the very same pixels the last, and how many there are.
class Stamps {
  /**
   * @param {Frame} frame
   * @param {number} largest side of a symbol, by which it may stand outside
   * @param {number} count of points at most
   */
  constructor({ width, height, ratio }, largest, count) {
    this.points = new Uint32Array(count);   // filled from the end, from `first` on
    this.counts = new Uint32Array(count);
    this.first = count;
    this._styles = new Uint32Array(count);
    this._ratio = ratio;
    this._margin = Math.ceil(2 * largest * ratio);
    this._columns = Math.ceil(width * ratio) + 2 * this._margin;
    this._last = new Uint32Array(this._columns * (Math.ceil(height * ratio) + 2 * this._margin));   // which stands at each pixel, from 1 on
  }

  /**
   * @param {Sprite} symbol
   * @param {number} left
   * @param {number} top
   * @param {number} style
   * @param {number} i of the point
   */
  add(symbol, left, top, style, i) {
    const x = symbol.pixelX(left, this._ratio) + this._margin, y = symbol.pixelY(top, this._ratio) + this._margin;
    const at = y * this._columns + x, there = this._last[at] - 1;
    if (there >= 0 && this._styles[there] === style) {
      this.counts[there] += 1;
      return;
    }
    this.first -= 1;
    this.points[this.first] = i;
    this._styles[this.first] = style;
    this.counts[this.first] = 1;
    this._last[at] = this.first + 1;
  }
}

/** @type {(frame: Frame, left: number, top: number, by: number) => boolean} */
const isOutside = ({ width, height }, left, top, by) => left < -by || left > width + by || top < -by || top > height + by;

/** @type {(style: LineStyle, zoom: number) => number} how much is left of a line that fades */
export function shownAt({ fade_zooms: [first, last] }, zoom) {
  return first === undefined ? 1 : Math.min(Math.max((last - zoom) / (last - first), 0), 1);
}

/** @type {(context: CanvasRenderingContext2D, dash: number[]) => void} */
function setDash(context, dash) {
  context.lineCap = dash.length ? "butt" : "round";
  context.setLineDash(dash);
}

/** @param {Path2D[]} paths */
function joined(paths) {
  if (paths.length === 1) return paths[0];
  const whole = new Path2D();
  for (const path of paths) whole.addPath(path);
  return whole;
}
