// A line or an area that is being measured. Its points come from mapapp/core/geo/measure.py, densified
// and running on past ±180°, so that it is one path in every copy of the world.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

/**
 * @import { Frame } from "./canvas.js"
 * @import { ShowMeasure } from "./protocol.js"
 */

/** @typedef {[number, number]} Position world coordinates, or degrees of a message */
/** @typedef {{ line: Position[], vertices: Position[], fill: boolean, text: string, at: Position }} Shape */

const LINE_PX = 2.5, HALO_PX = 2, VERTEX_PX = 3.5;
const FONT = '700 12px "Mapapp Sans", sans-serif';

export class Measure {
  /** @param {L.Map} map */
  constructor(map) {
    this._map = map;
    /** @type {Shape | null} */
    this._shape = null;
    /** @type {Record<string, string>} */
    this._colours = {};
    this.active = false;
    this.layer = new CanvasLayer("tooltipPane", (context, frame) => this._draw(context, frame), () => !this._shape);
    this.layer.addTo(map);
  }

  /** @param {Record<string, string>} colours */
  setColours(colours) {
    this._colours = colours;
    this.layer.redraw();
  }

  /**
   * While active, clicks set points, and a double click ends instead of zooming.
   *
   * @param {boolean} active
   */
  setActive(active) {
    this.active = active;
    this._map.getContainer().classList.toggle("measuring", active);
    if (active) this._map.doubleClickZoom.disable();
    else this._map.doubleClickZoom.enable();
  }

  /** @param {Omit<ShowMeasure, "type" | "serial">} measured */
  async show({ line, vertices, fill, text, text_at }) {
    await document.fonts.load(FONT);
    this._shape = line.length ? { line: line.map(toWorld), vertices: vertices.map(toWorld), fill, text, at: toWorld(text_at) } : null;
    this.layer.redraw();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _draw(context, frame) {
    const shape = this._shape;
    if (!shape) return;
    const copies = copiesInSight(frame, shape.line);
    for (const copy of copies) this._drawLine(context, frame, shape, copy);
    for (const copy of copies) this._drawText(context, frame, shape, copy);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {Shape} shape
   * @param {number} copy
   */
  _drawLine(context, frame, { line, vertices, fill }, copy) {
    const { glow, halo } = this._colours;
    const path = new Path2D();
    for (const [x, y] of line) path.lineTo(frame.x(x + copy), frame.y(y));
    context.lineJoin = context.lineCap = "round";
    if (fill) {
      context.globalAlpha = 0.15;
      context.fillStyle = glow;
      context.fill(path);
      context.globalAlpha = 1;
    }
    for (const [colour, width] of /** @type {[string, number][]} */ ([[halo, LINE_PX + 2 * HALO_PX], [glow, LINE_PX]])) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke(path);
    }
    for (const [x, y] of vertices) {
      context.beginPath();
      context.arc(frame.x(x + copy), frame.y(y), VERTEX_PX, 0, 2 * Math.PI);
      context.fillStyle = halo;
      context.fill();
      context.strokeStyle = glow;
      context.lineWidth = 2;
      context.stroke();
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {Shape} shape
   * @param {number} copy
   */
  _drawText(context, frame, { text, at: [x, y] }, copy) {
    if (!text) return;
    context.font = FONT;
    const width = context.measureText(text).width + 16, height = 24;
    const left = frame.x(x + copy) + 12, top = frame.y(y) - height - 8;
    context.beginPath();
    context.roundRect(left, top, width, height, 5);
    context.fillStyle = this._colours.land;
    context.fill();
    context.strokeStyle = this._colours.glow;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = this._colours.label;
    context.textBaseline = "middle";
    context.fillText(text, left + 8, top + height / 2 + 1);
  }
}

/** @type {(position: Position) => Position} */
const toWorld = ([lon, lat]) => [worldX(lon), worldY(lat)];

/**
 * Whole numbers to add to a world x, so that some part of the line may be in the frame.
 *
 * @param {Frame} frame
 * @param {Position[]} line
 */
function copiesInSight(frame, line) {
  const xs = line.map(([x]) => x), left = frame.origin.x / frame.worldPx;
  const first = Math.floor(left - Math.max(...xs)), last = Math.ceil(left + frame.width / frame.worldPx - Math.min(...xs));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
