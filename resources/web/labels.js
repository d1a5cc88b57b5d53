// Names on the map. They come placed and free of collisions from mapapp/render/labels.py; this
// only draws them, on a halo in the colour of the land.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

const DOT_PX = 1.8;
const FONTS = {
  feature: "400", selected: "700", place: "400", capital: "700", water: "italic 400", province: "400", country: "700",
};
const COLOURS = { water: "label_water", province: "label_secondary", country: "label_secondary", place: "label_secondary" };

// The CSS font of a line of text.
export function fontOf({ style, size_px }) { return `${FONTS[style]} ${size_px}px "Mapapp Sans", sans-serif`; }

export class Labels {
  constructor(map) {
    this._labels = [];
    this._dots = [];
    this._colours = {};
    this.layer = new CanvasLayer("markerPane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  setColours(colours) {
    this._colours = colours;
    this.layer.redraw();
  }

  // Resolves when the weights that are needed are loaded, so that no fallback font shows.
  async show(labels, dots) {
    const weights = new Set(labels.map(({ style }) => FONTS[style].split(" ").at(-1)));
    await Promise.all([...weights].map(weight => document.fonts.load(`${weight} 12px "Mapapp Sans"`)));
    this._labels = labels;
    this._dots = dots;
    this.layer.redraw();
  }

  _draw(context, frame) {
    this._drawDots(context, frame);
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    for (const label of this._labels) {
      const x = frame.x(worldX(label.lon)) + label.dx_px, y = frame.y(worldY(label.lat)) + label.dy_px;
      context.font = fontOf(label);
      context.strokeStyle = this._colours.halo;
      context.lineWidth = 3;
      context.strokeText(label.text, x, y);
      context.fillStyle = this._colours[COLOURS[label.style] ?? "label"];
      context.fillText(label.text, x, y);
    }
  }

  _drawDots(context, frame) {
    context.fillStyle = this._colours.label_secondary;
    for (const [lon, lat] of this._dots) {
      context.beginPath();
      context.arc(frame.x(worldX(lon)), frame.y(worldY(lat)), DOT_PX, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
