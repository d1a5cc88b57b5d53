// The quiet ground: sea, land, lakes, rivers, borders and graticule, drawn from two sets of
// shapes: the whole world, and the region around Liaoning in more detail. Inside its box the
// region replaces the world.

import { CanvasLayer, pathOf, worldX, worldY } from "./canvas.js";
import { isInSight, piecesOf } from "./pieces.js";

/**
 * @import { Frame } from "./canvas.js"
 * @import { Piece } from "./pieces.js"
 * @import { GroundLine, GroundStyle } from "./protocol.js"
 */

/** @typedef {{ kind: keyof GroundStyle["parts"], path: Path2D, pieces?: Piece[] }} GroundShape */
/** @typedef {{ origin: number[], parts: GroundShape[] }} GroundShapes */
/** @typedef {GroundShapes & { detailed: boolean }} GroundSet */

const CUT_FROM = 9;   // from this zoom on most of a line is out of sight
const MAX_LAT = 85.0511287798066;   // where the square world of Web Mercator ends

export class Ground {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {Record<string, string>} */
    this._colours = {};
    /** @type {GroundStyle | null} */
    this._style = null;
    /** @type {GroundSet[]} */
    this._sets = [];
    this.layer = new CanvasLayer("tilePane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  /**
   * Colours, and how the parts are drawn (mapapp/core/style/ground.py).
   *
   * @param {Record<string, string>} colours
   * @param {GroundStyle} style
   */
  setTheme(colours, style) {
    this._colours = colours;
    this._style = style;
    this.layer.redraw();
  }

  /**
   * Fetch one set of shapes; `detailed` sets wait for the zoom that needs them.
   *
   * @param {string} url
   * @param {boolean} detailed
   */
  async load(url, detailed) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    this.add(decode(await answer.arrayBuffer()), detailed);
  }

  /**
   * Draw a set of shapes: parts with a kind and a path in world units from an origin.
   *
   * @param {GroundShapes} shapes
   * @param {boolean} detailed
   */
  add(shapes, detailed) {
    this._sets.push({ ...shapes, detailed });
    this._sets.sort((a, b) => Number(a.detailed) - Number(b.detailed));
    this.layer.redraw();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _draw(context, frame) {
    const style = this._style;
    if (!style) return;
    context.fillStyle = this._colours.sea;
    context.fillRect(0, 0, frame.width, frame.height);
    for (const set of this._sets) {
      if (set.detailed && frame.zoom < style.region_from_zoom) continue;
      for (const copy of frame.copies()) this._drawSet(context, frame, set, copy, style);
    }
    this._drawGraticule(context, frame, style);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {GroundSet} set
   * @param {number} copy
   * @param {GroundStyle} style
   */
  _drawSet(context, frame, set, copy, style) {
    context.save();
    frame.toWorld(context, set.origin, copy);
    for (const { kind, path, pieces } of set.parts) {
      const { fill, line } = style.parts[kind];
      if (kind === "box") context.clip(path);
      if (fill) {
        context.fillStyle = this._colours[fill];
        context.fill(path, "nonzero"); // land of a ground file lies over the basemap's
      }
      if (line && frame.zoom >= line.from_zoom) {
        const isFar = frame.zoom < style.region_from_zoom;
        const isNear = pieces && frame.zoom >= CUT_FROM;
        const drawn = isNear ? pieces.filter(piece => isInSight(piece, frame, set.origin, copy)) : [{ path, along: 0 }];
        this._stroke(context, frame, line, drawn, isFar ? line.far_width_px : line.width_px);
      }
    }
    context.restore();
    frame.toPixels(context);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {GroundLine} line
   * @param {{ path: Path2D, along: number }[]} pieces
   * @param {number} width
   */
  _stroke(context, frame, { colour, dash_px }, pieces, width) {
    context.strokeStyle = this._colours[colour];
    context.lineWidth = width / frame.worldPx;
    context.lineJoin = "round";
    context.lineCap = dash_px.length ? "butt" : "round";
    context.setLineDash(dash_px.map(px => px / frame.worldPx));
    for (const { path, along } of pieces) {
      context.lineDashOffset = along;
      context.stroke(path);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {GroundStyle} style
   */
  _drawGraticule(context, frame, style) {
    const { steps_deg, least_spacing_px, width_px } = style.graticule;
    const step = steps_deg.find(each => each * frame.worldPx / 360 >= least_spacing_px) ?? steps_deg[steps_deg.length - 1];
    const west = Math.floor((frame.origin.x / frame.worldPx - 0.5) * 360 / step) * step;
    const east = ((frame.origin.x + frame.width) / frame.worldPx - 0.5) * 360;
    context.beginPath();
    for (let lon = west; lon <= east; lon += step) {
      const x = Math.round(frame.x(worldX(lon))) + 0.5;
      context.moveTo(x, 0);
      context.lineTo(x, frame.height);
    }
    for (let lat = -Math.floor(MAX_LAT / step) * step; lat < MAX_LAT; lat += step) {
      const y = Math.round(frame.y(worldY(lat))) + 0.5;
      if (y < 0 || y > frame.height) continue;
      context.moveTo(0, y);
      context.lineTo(frame.width, y);
    }
    context.strokeStyle = this._colours.graticule;
    context.lineWidth = width_px;
    context.stroke();
  }
}

/**
 * The layout is described in mapapp/render/page/ground.py, which writes it.
 *
 * @param {ArrayBuffer} buffer
 * @returns {GroundShapes}
 */
function decode(buffer) {
  const length = new Uint32Array(buffer, 0, 1)[0];
  /** @type {{ origin: number[], parts: { kind: GroundShape["kind"], closed: boolean, lengths: number[] }[] }} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const xy = new Float32Array(buffer, 4 + length);
  let at = 0, vertex = 0;
  const parts = header.parts.map(({ kind, closed, lengths }) => {
    const path = pathOf(lengths.length, closed, (line, number) => {
      const end = at + 2 * lengths[number];
      line.moveTo(xy[at], xy[at + 1]);
      for (at += 2; at < end; at += 2) line.lineTo(xy[at], xy[at + 1]);
    });
    const pieces = piecesOf(xy, vertex, lengths, closed);
    vertex = at / 2;
    return { kind, path, pieces };
  });
  return { origin: header.origin, parts };
}
