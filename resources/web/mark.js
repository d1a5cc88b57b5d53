// The pin on the place the user went to.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

/** @import { Frame } from "./canvas.js" */

const HEAD_PX = 9, HEAD_ABOVE_PX = 20, HOLE_PX = 3.5;

export class Mark {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {[number, number][]} */
    this._places = [];
    /** @type {Record<string, string>} */
    this._colours = {};
    this.layer = new CanvasLayer("tooltipPane", (context, frame) => this._draw(context, frame), () => !this._places.length);
    this.layer.addTo(map);
  }

  /** @param {Record<string, string>} colours */
  setColours(colours) {
    this._colours = colours;
    this.layer.redraw();
  }

  /** @param {[number, number][]} places */
  show(places) {
    this._places = places;
    this.layer.redraw();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _draw(context, frame) {
    for (const [lon, lat] of this._places) {
      for (const copy of frame.copies()) this._drawPin(context, frame.x(worldX(lon) + copy), frame.y(worldY(lat)));
    }
  }

  /**
   * A drop whose point stands on the place, with a hole in its head.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   */
  _drawPin(context, x, y) {
    const head = y - HEAD_ABOVE_PX;
    // Where the lines from the point touch the head.
    const aside = Math.acos(HEAD_PX / HEAD_ABOVE_PX);
    const path = new Path2D();
    path.moveTo(x, y);
    path.arc(x, head, HEAD_PX, Math.PI / 2 + aside, Math.PI / 2 - aside);
    path.closePath();
    context.lineJoin = "round";
    context.strokeStyle = this._colours.halo ?? "";
    context.lineWidth = 4;
    context.stroke(path);
    context.fillStyle = this._colours.glow ?? "";
    context.fill(path);
    context.beginPath();
    context.arc(x, head, HOLE_PX, 0, 2 * Math.PI);
    context.fillStyle = this._colours.halo ?? "";
    context.fill();
  }
}
