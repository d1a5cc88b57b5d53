// What stands around symbols: the ring of a selected one, the line from one that was moved aside to
// its place, and the number of those that one stands for.

/**
 * @import { GlowStyle, MovedSymbol, StackStyle } from "./protocol.js"
 */

/** @typedef {MovedSymbol & { left: number, top: number, half: number }} Standing where its middle is, and half of its side */
/** @typedef {Record<string, string>} Colours */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} half of the symbol's side
 * @param {Colours} colours
 * @param {GlowStyle} style
 */
export function drawRing(context, left, top, half, colours, { ring_px, ring_halo_px, ring_line_px }) {
  context.beginPath();
  context.arc(left, top, half + ring_px / 2, 0, 2 * Math.PI);
  for (const [colour, line] of /** @type {[string, number][]} */ ([[colours.halo, ring_halo_px], [colours.glow, ring_line_px]])) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.stroke();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Standing[]} symbols
 * @param {Colours} colours
 * @param {StackStyle} style
 */
export function drawLeaders(context, symbols, colours, { leader_px, dot_px }) {
  context.strokeStyle = context.fillStyle = colours.label_secondary;
  context.lineWidth = leader_px;
  context.lineCap = "butt";
  context.setLineDash([]);
  for (const { left, top, right_px, down_px, half } of symbols) {
    if (Math.hypot(right_px, down_px) <= half) continue;
    context.beginPath();
    context.moveTo(left, top);
    context.lineTo(left - right_px, top - down_px);
    context.stroke();
    context.beginPath();
    context.arc(left - right_px, top - down_px, dot_px, 0, 2 * Math.PI);
    context.fill();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Standing[]} symbols
 * @param {Colours} colours
 * @param {StackStyle} style
 */
export function drawBadges(context, symbols, colours, { badge_px, digit_px, text_px, badge_at, badge_away_px }) {
  context.font = `700 ${text_px}px "Mapapp Sans", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const { left, top, half, count } of symbols) {
    if (count < 2) continue;
    const text = String(count), width = badge_px + (text.length - 1) * digit_px;
    const away = badge_at * half + badge_away_px, x = left + away, y = top - away;
    context.beginPath();
    context.roundRect(x - width / 2, y - badge_px / 2, width, badge_px, badge_px / 2);
    context.fillStyle = colours.label;
    context.strokeStyle = colours.halo;
    context.lineWidth = 1;
    context.fill();
    context.stroke();
    context.fillStyle = colours.halo;
    context.fillText(text, x, y + 0.36 * text_px);
  }
  context.textAlign = "start";
}
