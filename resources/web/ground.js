// The quiet ground: sea, land, lakes, rivers, borders and graticule, drawn from two sets of
// shapes: the whole world, and the region around Liaoning in more detail. Inside its box the
// region replaces the world.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

// From which zoom the detailed region and its finer parts are drawn.
const REGION_ZOOM = 4.5, RIVER_ZOOM = 6, PROVINCE_ZOOM = 4.5;
const MAX_LAT = 85.0511287798066;

const STROKES = {
  coast: { width: 0.8 },
  province: { width: 0.8, dash: [4, 3], zoom: PROVINCE_ZOOM },
  border: { width: 1.2, colour: "country" },
  river: { width: 0.8, zoom: RIVER_ZOOM },
};
const FILLS = { land: "land", lake: "sea", box: "sea" };

export class Ground {
  constructor(map) {
    this._colours = {};
    this._sets = [];
    this.layer = new CanvasLayer("tilePane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  setColours(colours) {
    this._colours = colours;
    this.layer.redraw();
  }

  // Fetch one set of shapes; `detailed` sets wait for the zoom that needs them.
  async load(url, detailed) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    this.add(decode(await answer.arrayBuffer()), detailed);
  }

  // Draw a set of shapes: parts with a kind and a path in world units from an origin.
  add(shapes, detailed) {
    this._sets.push({ ...shapes, detailed });
    this._sets.sort((a, b) => a.detailed - b.detailed);
    this.layer.redraw();
  }

  _draw(context, frame) {
    context.fillStyle = this._colours.sea;
    context.fillRect(0, 0, frame.width, frame.height);
    for (const set of this._sets) {
      if (set.detailed && frame.zoom < REGION_ZOOM) continue;
      for (const copy of frame.copies()) this._drawSet(context, frame, set, copy);
    }
    this._drawGraticule(context, frame);
  }

  _drawSet(context, frame, set, copy) {
    context.save();
    frame.toWorld(context, set.origin, copy);
    for (const part of set.parts) {
      if (part.kind === "box") context.clip(part.path);
      if (part.kind in FILLS) {
        context.fillStyle = this._colours[FILLS[part.kind]];
        context.fill(part.path, "evenodd");
      } else {
        this._stroke(context, frame, part);
      }
    }
    context.restore();
    frame.toPixels(context);
  }

  _stroke(context, frame, { kind, path }) {
    const { width, dash = [], zoom = 0, colour = kind } = STROKES[kind];
    if (frame.zoom < zoom) return;
    context.strokeStyle = this._colours[colour];
    context.lineWidth = width / frame.worldPx;
    context.lineJoin = "round";
    context.setLineDash(dash.map(px => px / frame.worldPx));
    context.stroke(path);
  }

  _drawGraticule(context, frame) {
    const step = graticuleStep(frame.zoom);
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
    context.lineWidth = 0.5;
    context.stroke();
  }
}

// A line about every 200 to 500 pixels, on round degrees.
function graticuleStep(zoom) {
  const degrees = 360 / 2 ** zoom;
  return [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find(step => step <= degrees * 1.5) ?? 0.01;
}

// The layout is described in mapapp/render/page_ground.py, which writes it.
function decode(buffer) {
  const length = new Uint32Array(buffer, 0, 1)[0];
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const xy = new Float32Array(buffer, 4 + length);
  let at = 0;
  const parts = header.parts.map(({ kind, closed, lengths }) => {
    const path = new Path2D();
    for (const count of lengths) {
      path.moveTo(xy[at], xy[at + 1]);
      for (let i = at + 2; i < at + 2 * count; i += 2) path.lineTo(xy[i], xy[i + 1]);
      if (closed) path.closePath();
      at += 2 * count;
    }
    return { kind, path };
  });
  return { origin: header.origin, parts };
}
