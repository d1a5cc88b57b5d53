// The layers of the atlas: symbols as small pictures, lines and areas, drawn in every copy of the
// world in sight, as mapapp/render/scene/layer.py orders them. The window's page and the standalone
// map share this. Nothing here is asked about a click.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

export class Features {
  constructor(map) {
    this._looks = new Map();    // in drawing order, what is told about each layer
    this._layers = new Map();   // what was fetched of it
    this._passing = new Map();
    this._selected = new Map();
    this._offsets = new Map();
    this._parts = new Map();    // what is to be drawn of a layer, kept until that changes
    this._colours = {};
    this._glow = {};
    this._asked = 0;
    this.layer = new CanvasLayer("overlayPane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  setTheme(colours, { glow }) {
    this._colours = colours;
    this._glow = glow;
    this.layer.redraw();
  }

  // Replace all layers; resolves when their data and pictures are there. A layer comes from its
  // `url`, or is `told`. Of two calls the later one counts, whichever is ready first.
  async show(sources) {
    const asked = this._asked += 1;
    this._looks = new Map(sources.map(({ id, visible, opacity }) => [id, { visible, opacity }]));
    for (const id of this._passing.keys()) if (!this._looks.has(id)) this._passing.delete(id);
    const loaded = await Promise.all(sources.map(async ({ id, url, told }) => [id, await prepare(told ?? await fetched(url))]));
    if (asked !== this._asked) return;
    this._layers = new Map(loaded);
    this._change();
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
    this._change();
  }

  select(pairs) {
    this._selected = new Map();
    for (const [id, fid] of pairs) {
      if (!this._selected.has(id)) this._selected.set(id, new Set());
      this._selected.get(id).add(fid);
    }
    this._change();
  }

  // Symbols that share a point are drawn around it: [layer id, fid, pixels right, pixels down].
  fanOut(offsets) {
    this._offsets = new Map(offsets.map(([id, fid, dx, dy]) => [`${id}:${fid}`, [dx, dy]]));
    this._change();
  }

  _change() {
    this._parts.clear();
    this.layer.redraw();
  }

  _draw(context, frame) {
    for (const [id, { visible, opacity }] of this._looks) {
      if (!visible || !this._layers.has(id)) continue;
      const { groups, points } = this._partsOf(id);
      for (const copy of frame.copies()) {
        for (const group of groups) this._drawGroup(context, frame, group, copy, opacity);
        context.globalAlpha = opacity;
        for (const point of points) this._drawPoint(context, frame, point, copy);
        context.globalAlpha = 1;
      }
    }
  }

  // What of a layer passes; of its shapes and of its symbols the selected ones last.
  _partsOf(id) {
    if (!this._parts.has(id)) {
      const { groups, points } = this._layers.get(id), passing = this._passing.get(id);
      const selected = this._selected.get(id) ?? new Set();
      const chosen = (items, wanted) => items.filter(({ fid }) => (!passing || passing.has(fid)) && selected.has(fid) === wanted);
      const parts = { groups: [], points: [] };
      for (const wanted of [false, true]) {
        for (const group of groups) {
          const paths = chosen(group.features, wanted).map(({ path }) => path);
          if (paths.length) parts.groups.push({ ...group, paths, whole: joined(paths), selected: wanted });
        }
        for (const point of chosen(points, wanted)) {
          parts.points.push({ ...point, offset: this._offsets.get(`${id}:${point.fid}`) ?? [0, 0], selected: wanted });
        }
      }
      this._parts.set(id, parts);
    }
    return this._parts.get(id);
  }

  // Areas that are drawn alike are filled as one; then come their edges, or lines.
  _drawGroup(context, frame, { style, closed, paths, whole, selected }, copy, opacity) {
    const stroke = (colour, width, alpha) => {
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.lineWidth = width / frame.worldPx;
      for (const path of alpha < 1 ? paths : [whole]) context.stroke(path);
    };
    context.save();
    frame.toWorld(context, [0, 0], copy);
    context.lineJoin = context.lineCap = "round";
    if (selected) stroke(this._colours.glow, style.width_px + this._glow.line_px, opacity);
    if (closed && style.fill_opacity) {
      context.globalAlpha = opacity * style.fill_opacity;
      context.fillStyle = style.fill;
      context.fill(whole, "nonzero");
    }
    if (style.dash_px.length) context.lineCap = "butt";
    context.setLineDash(style.dash_px.map(px => px / frame.worldPx));
    stroke(style.colour, style.width_px, opacity * (selected ? 1 : style.opacity));
    context.restore();
    frame.toPixels(context);
  }

  _drawPoint(context, frame, { x, y, symbol: { picture, width, height }, offset: [dx, dy], selected }, copy) {
    const left = frame.x(x + copy) + dx, top = frame.y(y) + dy;
    if (left < -width || left > frame.width + width || top < -height || top > frame.height + height) return;
    if (selected) {
      const { ring_px, ring_halo_px, ring_line_px } = this._glow;
      context.beginPath();
      context.arc(left, top, Math.max(width, height) / 2 + ring_px / 2, 0, 2 * Math.PI);
      for (const [colour, line] of [[this._colours.halo, ring_halo_px], [this._colours.glow, ring_line_px]]) {
        context.strokeStyle = colour;
        context.lineWidth = line;
        context.stroke();
      }
    }
    context.drawImage(picture, left - width / 2, top - height / 2, width, height);
  }
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// The layout is described in mapapp/render/page/layers.py, which writes it.
async function prepare({ symbols, styles, shapes, points }) {
  const pictures = await Promise.all(symbols.map(async ({ svg, width_px, height_px }) => {
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await picture.decode();
    return { picture, width: width_px, height: height_px };
  }));
  return {
    groups: shapes.map(({ style, closed, features }) => ({
      style: styles[style], closed, features: features.map(([fid, lines]) => ({ fid, path: pathOf(lines, closed) })),
    })),
    points: points.map(([fid, symbol, lon, lat]) => ({ fid, symbol: pictures[symbol], x: worldX(lon), y: worldY(lat) })),
  };
}

function pathOf(lines, closed) {
  const path = new Path2D();
  for (const line of lines) {
    line.forEach(([lon, lat], i) => {
      if (i === 0) path.moveTo(worldX(lon), worldY(lat));
      else path.lineTo(worldX(lon), worldY(lat));
    });
    if (closed) path.closePath();
  }
  return path;
}

function joined(paths) {
  if (paths.length === 1) return paths[0];
  const whole = new Path2D();
  for (const path of paths) whole.addPath(path);
  return whole;
}
