// The layers of the atlas: symbols as small pictures, lines and areas, drawn in every copy of the
// world in sight, as mapapp/render/scene/layer.py orders them. The window's page and the standalone
// map share this. Nothing here is asked about a click.

import { CanvasLayer, worldX, worldY } from "./canvas.js";

/**
 * @import { Frame } from "./canvas.js"
 * @import { GlowStyle, GroundStyle } from "./protocol.js"
 */

/** @typedef {{ svg: string, width_px: number, height_px: number }} SymbolTold */
/** @typedef {{ colour: string, width_px: number, dash_px: number[], fill: string, fill_opacity: number, opacity: number }} LineStyle */
/** @typedef {[number, number][]} Positions */
/** @typedef {[fid: number, symbol: number, lon: number, lat: number]} PointTold */
/** @typedef {{ style: number, closed: boolean, features: [fid: number, lines: Positions[]][] }} ShapesTold */
/** @typedef {{ symbols: SymbolTold[], styles: LineStyle[], points: PointTold[], shapes: ShapesTold[] }} LayerTold */
/** @typedef {{ id: string, visible: boolean, opacity: number, url?: string, told?: LayerTold }} Source */

/** @typedef {{ visible: boolean, opacity: number }} Look */
/** @typedef {{ picture: HTMLImageElement, width: number, height: number }} Sprite */
/** @typedef {{ fid: number, symbol: Sprite, x: number, y: number }} Point */
/** @typedef {{ style: LineStyle, closed: boolean, features: { fid: number, path: Path2D }[] }} Group */
/** @typedef {Point & { offset: number[], selected: boolean }} DrawnPoint */
/** @typedef {{ style: LineStyle, closed: boolean, paths: Path2D[], whole: Path2D, selected: boolean }} DrawnGroup */

export class Features {
  /** @param {L.Map} map */
  constructor(map) {
    /** @type {Map<string, Look>} */
    this._looks = new Map();    // in drawing order, what is told about each layer
    /** @type {Map<string, { groups: Group[], points: Point[] }>} */
    this._layers = new Map();   // what was fetched of it
    /** @type {Map<string, Set<number>>} */
    this._passing = new Map();
    /** @type {Map<string, Set<number>>} */
    this._selected = new Map();
    /** @type {Map<string, [number, number]>} */
    this._offsets = new Map();
    /** @type {Map<string, { groups: DrawnGroup[], points: DrawnPoint[] }>} */
    this._parts = new Map();    // what is to be drawn of a layer, kept until that changes
    /** @type {Record<string, string>} */
    this._colours = {};
    /** @type {GlowStyle} */
    this._glow = { ring_px: 0, ring_halo_px: 0, ring_line_px: 0, line_px: 0 };
    this._asked = 0;
    this.layer = new CanvasLayer("overlayPane", (context, frame) => this._draw(context, frame));
    this.layer.addTo(map);
  }

  /**
   * @param {Record<string, string>} colours
   * @param {GroundStyle} style
   */
  setTheme(colours, { glow }) {
    this._colours = colours;
    this._glow = glow;
    this.layer.redraw();
  }

  /**
   * Replace all layers; resolves when their data and pictures are there. A layer comes from its
   * `url`, or is `told`. Of two calls the later one counts, whichever is ready first.
   *
   * @param {Source[]} sources
   */
  async show(sources) {
    const asked = this._asked += 1;
    this._looks = new Map(sources.map(({ id, visible, opacity }) => [id, { visible, opacity }]));
    const loaded = await Promise.all(sources.map(async ({ url, told }) => prepare(told ?? await fetched(url ?? ""))));
    if (asked !== this._asked) return;
    this._layers = new Map(sources.map(({ id }, i) => [id, loaded[i]]));
    this._change();
  }

  /**
   * @param {string} id
   * @param {boolean} visible
   */
  setVisible(id, visible) {
    this._look(id).visible = visible;
    this.layer.redraw();
  }

  /**
   * @param {string} id
   * @param {number} opacity
   */
  setOpacity(id, opacity) {
    this._look(id).opacity = opacity;
    this.layer.redraw();
  }

  /**
   * Draw the layers in this order, the last on top.
   *
   * @param {string[]} ids
   */
  setOrder(ids) {
    this._looks = new Map(ids.map(id => [id, this._look(id)]));
    this.layer.redraw();
  }

  /**
   * Draw only some features of a layer, or all of them again (null).
   *
   * @param {string} id
   * @param {number[] | null} fids
   */
  setPassing(id, fids) {
    if (fids === null) this._passing.delete(id);
    else this._passing.set(id, new Set(fids));
    this._change();
  }

  /** @param {[id: string, fid: number][]} pairs */
  select(pairs) {
    this._selected = new Map(pairs.map(([id]) => [id, new Set()]));
    for (const [id, fid] of pairs) this._selected.get(id)?.add(fid);
    this._change();
  }

  /**
   * Symbols that share a point are drawn around it: [layer id, fid, pixels right, pixels down].
   *
   * @param {[string, number, number, number][]} offsets
   */
  fanOut(offsets) {
    this._offsets = new Map(offsets.map(([id, fid, dx, dy]) => [`${id}:${fid}`, [dx, dy]]));
    this._change();
  }

  /**
   * @param {string} id
   * @returns {Look}
   */
  _look(id) {
    const look = this._looks.get(id);
    if (!look) throw new Error(`there is no layer ${id}`);
    return look;
  }

  _change() {
    this._parts.clear();
    this.layer.redraw();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   */
  _draw(context, frame) {
    for (const [id, { visible, opacity }] of this._looks) {
      const layer = this._layers.get(id);
      if (!visible || !layer) continue;
      const { groups, points } = this._partsOf(id, layer);
      for (const copy of frame.copies()) {
        for (const group of groups) this._drawGroup(context, frame, group, copy, opacity);
        context.globalAlpha = opacity;
        for (const point of points) this._drawPoint(context, frame, point, copy);
        context.globalAlpha = 1;
      }
    }
  }

  /**
   * What of a layer passes; of its shapes and of its symbols the selected ones last.
   *
   * @param {string} id
   * @param {{ groups: Group[], points: Point[] }} layer
   */
  _partsOf(id, { groups, points }) {
    const kept = this._parts.get(id);
    if (kept) return kept;
    const passing = this._passing.get(id), selected = this._selected.get(id);
    /** @type {<T extends { fid: number }>(items: T[], wanted: boolean) => T[]} */
    const chosen = (items, wanted) => items.filter(({ fid }) => (!passing || passing.has(fid)) && Boolean(selected?.has(fid)) === wanted);
    /** @type {{ groups: DrawnGroup[], points: DrawnPoint[] }} */
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
    return parts;
  }

  /**
   * Areas that are drawn alike are filled as one; then come their edges, or lines.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {DrawnGroup} group
   * @param {number} copy
   * @param {number} opacity
   */
  _drawGroup(context, frame, { style, closed, paths, whole, selected }, copy, opacity) {
    /** @type {(colour: string, width: number, alpha: number) => void} */
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

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Frame} frame
   * @param {DrawnPoint} point
   * @param {number} copy
   */
  _drawPoint(context, frame, { x, y, symbol: { picture, width, height }, offset: [dx, dy], selected }, copy) {
    const left = frame.x(x + copy) + dx, top = frame.y(y) + dy;
    if (left < -width || left > frame.width + width || top < -height || top > frame.height + height) return;
    if (selected) {
      const { ring_px, ring_halo_px, ring_line_px } = this._glow;
      context.beginPath();
      context.arc(left, top, Math.max(width, height) / 2 + ring_px / 2, 0, 2 * Math.PI);
      for (const [colour, line] of /** @type {[string, number][]} */ ([[this._colours.halo, ring_halo_px], [this._colours.glow, ring_line_px]])) {
        context.strokeStyle = colour;
        context.lineWidth = line;
        context.stroke();
      }
    }
    context.drawImage(picture, left - width / 2, top - height / 2, width, height);
  }
}

/**
 * @param {string} url
 * @returns {Promise<LayerTold>}
 */
async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/**
 * The layout is described in mapapp/render/page/layers.py, which writes it.
 *
 * @param {LayerTold} told
 */
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

/**
 * @param {Positions[]} lines
 * @param {boolean} closed
 */
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

/** @param {Path2D[]} paths */
function joined(paths) {
  if (paths.length === 1) return paths[0];
  const whole = new Path2D();
  for (const path of paths) whole.addPath(path);
  return whole;
}
