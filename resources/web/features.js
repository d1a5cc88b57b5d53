// The layers of the atlas: points as small pictures, lines and outlines as strokes, drawn in
// every copy of the world in sight. Nothing here is asked about a click: the store answers that.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

const GLOW_PX = 7, LINE_GLOW_PX = 3;

export class Features {
  constructor(map) {
    this._looks = new Map();    // in drawing order, what is told about each layer
    this._layers = new Map();   // what was fetched of it
    this._passing = new Map();
    this._selected = new Map();
    this._offsets = new Map();
    this._colours = {};
    this.layer = new CanvasLayer("overlayPane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  setColours(colours) {
    this._colours = colours;
    this.layer.redraw();
  }

  // Replace all layers; resolves when their data and pictures are there.
  async show(sources) {
    this._looks = new Map(sources.map(({ id, visible, opacity }) => [id, { visible, opacity }]));
    const loaded = await Promise.all(sources.map(async ({ id, url }) => {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return [id, await prepare(await answer.json())];
    }));
    this._layers = new Map(loaded);
    this.layer.redraw();
  }

  setVisible(id, visible) {
    this._looks.get(id).visible = visible;
    this.layer.redraw();
  }

  setOpacity(id, opacity) {
    this._looks.get(id).opacity = opacity;
    this.layer.redraw();
  }

  // Draw the layers in this order, the last on top.
  setOrder(ids) {
    this._looks = new Map(ids.map(id => [id, this._looks.get(id)]));
    this.layer.redraw();
  }

  // Draw only some features of a layer, or all of them again (null).
  setPassing(id, fids) {
    if (fids === null) this._passing.delete(id);
    else this._passing.set(id, new Set(fids));
    this.layer.redraw();
  }

  select(pairs) {
    this._selected = new Map();
    for (const [id, fid] of pairs) {
      if (!this._selected.has(id)) this._selected.set(id, new Set());
      this._selected.get(id).add(fid);
    }
    this.layer.redraw();
  }

  // Symbols that share a point are drawn around it: [layer id, fid, pixels right, pixels down].
  fanOut(offsets) {
    this._offsets = new Map(offsets.map(([id, fid, dx, dy]) => [`${id}:${fid}`, [dx, dy]]));
    this.layer.redraw();
  }

  _draw(context, frame) {
    for (const [id, { visible, opacity }] of this._looks) {
      const layer = this._layers.get(id);
      if (!visible || !layer) continue;
      context.globalAlpha = opacity;
      const selected = this._selected.get(id) ?? new Set();
      const passing = this._passing.get(id), passes = ({ fid }) => !passing || passing.has(fid);
      const lines = layer.lines.filter(passes), points = layer.points.filter(passes);
      for (const copy of frame.copies()) {
        for (const line of lines) this._drawLine(context, frame, line, copy, selected.has(line.fid));
        for (const point of points) {
          this._drawPoint(context, frame, point, copy, this._offsets.get(`${id}:${point.fid}`), selected.has(point.fid));
        }
      }
    }
    context.globalAlpha = 1;
  }

  _drawLine(context, frame, { path, style }, copy, selected) {
    context.save();
    frame.toWorld(context, [0, 0], copy);
    context.lineJoin = context.lineCap = "round";
    if (selected) {
      context.strokeStyle = this._colours.glow;
      context.lineWidth = (style.width_px + LINE_GLOW_PX) / frame.worldPx;
      context.stroke(path);
    }
    if (!selected) context.globalAlpha *= style.opacity;
    context.strokeStyle = style.colour;
    context.lineWidth = style.width_px / frame.worldPx;
    context.setLineDash(style.dash_px.map(px => px / frame.worldPx));
    context.stroke(path);
    context.restore();
    frame.toPixels(context);
  }

  _drawPoint(context, frame, { x, y, symbol }, copy, offset, selected) {
    const { picture, width, height } = symbol, [dx, dy] = offset ?? [0, 0];
    const left = frame.x(x + copy) + dx, top = frame.y(y) + dy;
    if (left < -width || left > frame.width + width || top < -height || top > frame.height + height) return;
    if (selected) {
      context.beginPath();
      context.arc(left, top, Math.max(width, height) / 2 + GLOW_PX / 2, 0, 2 * Math.PI);
      context.strokeStyle = this._colours.halo;
      context.lineWidth = 5;
      context.stroke();
      context.strokeStyle = this._colours.glow;
      context.lineWidth = 2.5;
      context.stroke();
    }
    context.drawImage(picture, left - width / 2, top - height / 2, width, height);
  }
}

// The layout is described in mapapp/render/page_layers.py, which writes it.
async function prepare({ symbols, lines, points }) {
  const pictures = await Promise.all(symbols.map(async ({ svg, width_px, height_px }) => {
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await picture.decode();
    return { picture, width: width_px, height: height_px };
  }));
  return {
    lines: lines.map(({ fid, style, parts }) => ({ fid, style, path: linePath(parts) })),
    points: points.map(([fid, symbol, lon, lat]) => ({ fid, symbol: pictures[symbol], x: worldX(lon), y: worldY(lat) })),
  };
}

function linePath(parts) {
  const path = new Path2D();
  for (const part of parts) part.forEach(([lon, lat], i) => {
    if (i === 0) path.moveTo(worldX(lon), worldY(lat));
    else path.lineTo(worldX(lon), worldY(lat));
  });
  return path;
}
