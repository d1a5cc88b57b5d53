// Names on the map. They come placed and free of collisions from mapapp/render/labels/placing.py; this
// only draws them, on a halo in the colour of the land.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

/**
 * @import { Frame } from "./canvas.js"
 * @import { GroundStyle, PlacedLabel } from "./protocol.js"
 */

const HAN = /[\u3400-\u9fff]/u, MARKS = /[·‘’“”•…]/u, WIDE_MARKS = '"Mapapp Marks"';

/**
 * The families of a text: marks in Chinese are as wide as hanzi, in other texts narrow.
 *
 * @param {string} text
 */
export function familiesOf(text) {
  const wide = MARKS.test(text) && HAN.test(text);
  return `${wide ? `${WIDE_MARKS}, ` : ""}"Mapapp Sans", sans-serif`;
}

/**
 * The CSS font of a line of text, given how its class is written.
 *
 * @param {{ style: PlacedLabel["style"], size_px: number, text: string }} line
 * @param {GroundStyle["texts"]} texts
 */
export function fontOf({ style, size_px, text }, texts) {
  const { bold, italic } = texts[style];
  return `${italic ? "italic " : ""}${bold ? 700 : 400} ${size_px}px ${familiesOf(text)}`;
}

export class Labels {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {PlacedLabel[]} */
    this._labels = [];
    /** @type {[number, number][]} */
    this._dots = [];
    /** @type {Record<string, string>} */
    this._colours = {};
    /** @type {GroundStyle | null} */
    this._style = null;
    this._asked = 0;
    /** @type {Set<string>} */
    this._fonts = new Set();   // that are loaded
    // Dots belong to the ground: layers are drawn over them.
    this.dots = new CanvasLayer("tilePane", (context, frame) => this._drawDots(context, frame), () => !this._dots.length);
    this.dots.addTo(map);
    this.layer = new CanvasLayer("markerPane", (context, frame) => this._drawNames(context, frame), () => !this._labels.length);
    this.layer.addTo(map);
  }

  /**
   * Colours, and how texts and dots are drawn (mapapp/core/style/ground.py).
   *
   * @param {Record<string, string>} colours
   * @param {GroundStyle} style
   */
  setTheme(colours, style) {
    this._colours = colours;
    this._style = style;
    this._redraw();
  }

  /**
   * Resolves when the weights that are needed are loaded, so that no fallback font shows; where they
   * are, the labels are there at once.
   *
   * @param {PlacedLabel[]} labels
   * @param {[number, number][]} dots
   */
  async show(labels, dots) {
    const asked = this._asked += 1;
    const weights = new Set(labels.map(({ style }) => this._style?.texts[style].bold ? 700 : 400));
    const marks = labels.some(({ text }) => familiesOf(text).startsWith(WIDE_MARKS)) ? "“" : "";
    const fonts = [...weights].flatMap(weight => [[`${weight} 12px "Mapapp Sans"`, " "], [`${weight} 12px ${WIDE_MARKS}`, marks]]);
    const missing = fonts.filter(([font, text]) => text && !this._fonts.has(font));
    if (missing.length) await Promise.all(missing.map(([font, text]) => document.fonts.load(font, text)));
    for (const [font] of missing) this._fonts.add(font);
    if (asked !== this._asked) return;
    this._labels = labels;
    this._dots = dots;
    this._redraw();
  }

  _redraw() {
    this.dots.redraw();
    this.layer.redraw();
  }

  /**
   * All halos first, so that none covers a neighbour's text.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _drawNames(context, frame) {
    if (!this._style) return;
    const { texts, text_halo_px, stack: { leader_px } } = this._style;
    context.strokeStyle = this._colours.label_secondary;
    context.lineWidth = leader_px;
    for (const label of this._labels) if (label.leader_px) drawLeader(context, label, label.leader_px, frame);
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    context.strokeStyle = this._colours.halo;
    for (const label of this._labels.filter(({ style }) => texts[style].halo)) {
      context.font = fontOf(label, texts);
      context.lineWidth = 2 * text_halo_px;
      context.strokeText(label.text, ...place(label, frame));
    }
    for (const label of this._labels) {
      context.font = fontOf(label, texts);
      context.fillStyle = this._colours[texts[label.style].colour];
      context.fillText(label.text, ...place(label, frame));
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _drawDots(context, frame) {
    if (!this._style) return;
    const { dot_px, dot_halo_px } = this._style;
    for (const [lon, lat] of this._dots) {
      context.beginPath();
      context.arc(frame.x(worldX(lon)), frame.y(worldY(lat)), dot_px, 0, 2 * Math.PI);
      context.fillStyle = this._colours.label_secondary;
      context.fill();
      context.strokeStyle = this._colours.halo;
      context.lineWidth = dot_halo_px;
      context.stroke();
    }
  }
}

/**
 * The line from a name that stands far off to what it names.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedLabel} label
 * @param {[number, number, number, number]} leader
 * @param {Frame} frame
 */
function drawLeader(context, { lon, lat }, [fromX, fromY, toX, toY], frame) {
  const x = frame.x(worldX(lon)), y = frame.y(worldY(lat));
  context.beginPath();
  context.moveTo(x + fromX, y + fromY);
  context.lineTo(x + toX, y + toY);
  context.stroke();
}

/**
 * @param {PlacedLabel} label
 * @param {Frame} frame
 * @returns {[number, number]}
 */
function place({ lon, lat, dx_px, dy_px }, frame) { return [frame.x(worldX(lon)) + dx_px, frame.y(worldY(lat)) + dy_px]; }
