// A mark on the place the user went to by its coordinates.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

/** @import { Frame } from "./canvas.js" */

const RADIUS_PX = 9, ARM_PX = 15;

export class Mark {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {[number, number][]} */
    this._places = [];
    /** @type {Record<string, string>} */
    this._colours = {};
    this.layer = new CanvasLayer("tooltipPane", (context, frame) => this._draw(context, frame));
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
      for (const copy of frame.copies()) this._drawCross(context, frame.x(worldX(lon) + copy), frame.y(worldY(lat)));
    }
  }

  /**
   * A ring with four arms that leaves the place itself open to view.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   */
  _drawCross(context, x, y) {
    const path = new Path2D();
    path.arc(x, y, RADIUS_PX, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      path.moveTo(x + dx * RADIUS_PX / 2, y + dy * RADIUS_PX / 2);
      path.lineTo(x + dx * ARM_PX, y + dy * ARM_PX);
    }
    for (const [colour, width] of /** @type {[string, number][]} */ ([[this._colours.halo, 5], [this._colours.glow, 2]])) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke(path);
    }
  }
}
