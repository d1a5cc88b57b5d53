// What is drawn of a layer, where and how, ready to be drawn each frame: columns of numbers, paths
// and pictures. mapapp/render/page/layers.py describes and writes what comes from outside.

import { contextOf, pathOf } from "./canvas.js";
import { unpack } from "./blocks.js";

/** @import { Column } from "./blocks.js" */

/** @typedef {{ svg: string, width_px: number, height_px: number, colour: string }} SymbolJson */
/** @typedef {{ colour: string, width_px: number, dash_px: number[], fill: string, fill_opacity: number, opacity: number, fade_zooms: number[] }} LineStyle */
/** @typedef {{ symbols: SymbolJson[], styles: LineStyle[] }} SymbologyJson */

/** @typedef {{ index: number, path: Path2D }} Shape of a feature, by its number */
/** @typedef {{ style: number, closed: boolean, features: Shape[] }} Group */

/**
 * Where everything is. Features are numbered by their keys; points and paths are in world
 * coordinates, `origin + scale * number`, and those of paths count from the origin.
 *
 * @typedef {object} Geometry
 * @property {string | null} view below which address its views are, where it is seen view by view
 * @property {number} features how many there are
 * @property {number} firstFid the first key, where all run on from there
 * @property {Column | null} fids all keys, ascending, where they do not
 * @property {number[]} origin
 * @property {number[]} scale
 * @property {Column} x of points
 * @property {Column} y of points
 * @property {Column | null} pointStyles which symbol each point has; null where all have the first
 * @property {Column | null} pointFeatures the number of the feature each point belongs to; null where it is its own
 * @property {Group[]} groups shapes that are drawn alike
 */

/** @typedef {{ symbols: Sprite[], styles: LineStyle[], largest: number }} Symbology */

/**
 * @param {ArrayBuffer} buffer
 * @returns {Geometry}
 */
export function decodeGeometry(buffer) {
  const { header, columns } = unpack(buffer);
  return {
    view: header.view ?? null,
    features: header.features,
    firstFid: header.first_fid ?? 0,
    fids: columns.fids ?? null,
    origin: header.origin,
    scale: header.scale,
    x: columns.x,
    y: columns.y,
    pointStyles: columns.point_styles ?? null,
    pointFeatures: columns.point_features ?? null,
    groups: decodeGroups(header, columns),
  };
}

/**
 * @param {{ scale: number[], groups: { style: number, closed: boolean, features: number }[] }} header
 * @param {Record<string, Column>} columns
 */
function decodeGroups({ scale: [scaleX, scaleY], groups }, { shape_features: owners, shape_lines: counts, line_lengths: lengths, line_x: x, line_y: y }) {
  let shape = 0, line = 0, vertex = 0;
  /** @type {(path: Path2D) => void} */
  const trace = path => {
    const end = vertex + lengths[line];
    path.moveTo(x[vertex] * scaleX, y[vertex] * scaleY);
    for (vertex += 1; vertex < end; vertex += 1) path.lineTo(x[vertex] * scaleX, y[vertex] * scaleY);
    line += 1;
  };
  return groups.map(({ style, closed, features }) => {
    /** @type {Shape[]} */
    const shapes = [];
    for (const last = shape + features; shape < last; shape += 1) shapes.push({ index: owners[shape], path: pathOf(counts[shape], closed, trace) });
    return { style, closed, features: shapes };
  });
}

/**
 * The number of a feature by its key, or -1.
 *
 * @param {Geometry} geometry
 * @param {number} fid
 */
export function numberOf({ features, firstFid, fids }, fid) {
  if (!fids) return fid >= firstFid && fid < firstFid + features ? fid - firstFid : -1;
  let low = 0, high = fids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fids[middle] < fid) low = middle + 1;
    else high = middle;
  }
  return fids[low] === fid ? low : -1;
}

/**
 * Symbology with its pictures loaded.
 *
 * @param {SymbologyJson} data
 * @returns {Promise<Symbology>}
 */
export async function prepareSymbology({ symbols, styles }) {
  const sprites = await Promise.all(symbols.map(loadedSprite));
  return { symbols: sprites, styles, largest: Math.max(0, ...sprites.map(({ width, height }) => Math.max(width, height))) };
}

/** @param {SymbolJson} data */
async function loadedSprite({ svg, width_px, height_px, colour }) {
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await picture.decode();
  return new Sprite(picture, width_px, height_px, colour);
}

// A symbol: drawn from its vectors, or, where there are very many, from pixels made once.
export class Sprite {
  /**
   * @param {HTMLImageElement} picture
   * @param {number} width
   * @param {number} height
   * @param {string} colour of what stands for it where very many are
   */
  constructor(picture, width, height, colour) {
    this._picture = picture;
    this.colour = colour;
    this.width = width;
    this.height = height;
    this._ratio = 0;
    this._pixels = document.createElement("canvas");
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} left of its middle
   * @param {number} top of its middle
   */
  draw(context, left, top) {
    context.drawImage(this._picture, left - this.width / 2, top - this.height / 2, this.width, this.height);
  }

  /**
   * Draw it on whole pixels of the device.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} left of its middle
   * @param {number} top of its middle
   * @param {number} ratio pixels of the device in one of CSS
   */
  stamp(context, left, top, ratio) {
    const pixels = this.pixels(ratio);
    const x = this.pixelX(left, ratio) / ratio, y = this.pixelY(top, ratio) / ratio;
    context.drawImage(pixels, x, y, pixels.width / ratio, pixels.height / ratio);
  }

  /**
   * The same where the context counts pixels of the device.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} x of its middle
   * @param {number} y of its middle
   * @param {number} ratio
   */
  stampAt(context, x, y, ratio) {
    context.drawImage(this.pixels(ratio), this.pixelX(x / ratio, ratio), this.pixelY(y / ratio, ratio));
  }

  /**
   * Its pixels.
   *
   * @param {number} ratio pixels of the device in one of CSS
   */
  pixels(ratio) {
    if (this._ratio !== ratio) this._rasterize(ratio);
    return this._pixels;
  }

  /**
   * The pixel of the device where it begins when it is stamped.
   *
   * @param {number} left
   * @param {number} ratio
   */
  pixelX(left, ratio) { return Math.round((left - this.width / 2) * ratio); }

  /**
   * @param {number} top
   * @param {number} ratio
   */
  pixelY(top, ratio) { return Math.round((top - this.height / 2) * ratio); }

  /** @param {number} ratio */
  _rasterize(ratio) {
    this._ratio = ratio;
    this._pixels.width = Math.ceil(this.width * ratio);
    this._pixels.height = Math.ceil(this.height * ratio);
    contextOf(this._pixels).drawImage(this._picture, 0, 0, this.width * ratio, this.height * ratio);
  }
}
