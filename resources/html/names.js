// Names on the map: the most important first, none over another, nor over a symbol, nor under the
// panel. The same rules as mapapp/render/labels/placing.py, measured with the font of this browser.

import { contextOf, latOf } from "./canvas.js";
import { copiesInSight } from "./copies.js";
import { fontOf } from "./labels.js";
import { LineCover } from "./lines.js";

/**
 * @import { Labels } from "./labels.js"
 * @import { Marks } from "./marks.js"
 * @import { PlacedLabel } from "./protocol.js"
 * @import { Feature, Layer, NameLine, MapJson } from "./map_json.js"
 */

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box pixels of the map */
/** @typedef {{ lon: number, lat: number, x: number, y: number, px: number, py: number }} Spot a position in degrees, and pixels of the name's and of its own place */
/** @typedef {Spot & { lines: NameLine[], half: number | null, far: number, priority: number, dotted?: boolean }} Name `far` is how much farther off it may stand */
/** @typedef {[x: number, y: number, radius: number]} Marker what a name may seem to belong to, in pixels of the map */
/** @typedef {{ box: Box, side: number, isFar: boolean }} Placing a free box, and the side of the symbol it is on */

const LEADING = 1.16, ASCENT = 0.88, GAP_PX = 2, CLEARER_PX = 1.5, WORD_PX = 4, EDGE_PX = 4, DOT_HALF_PX = 2.5;
/** @type {Partial<Record<NameLine["style"], number>>} */
const FAR_PX = { capital: 22, country: 6 };   // how far off names of places may stand where there is no room close by
const POSITIONS = [[1, 0], [1, -0.8], [1, 0.8], [-1, 0], [0, -1], [0, 1], [-1, -0.8], [-1, 0.8]];
const CENTRED = [[0, 0]];

export class Names {
  /**
   * `marks` knows which layers are visible; `covered` gives boxes where no name may stand.
   *
   * @param {L.Map} map
   * @param {Labels} labels
   * @param {Marks} marks
   * @param {MapJson} data
   * @param {() => Box[]} covered
   */
  constructor(map, labels, marks, { layers, places, style }, covered) {
    this._map = map;
    this._labels = labels;
    this._marks = marks;
    this._layers = layers;
    this._places = places;
    this._covered = covered;
    this._texts = style.texts;
    this._stack = style.stack;
    this._context = contextOf(document.createElement("canvas"));
    /** @type {Map<string, number>} */
    this._widths = new Map();
    map.on("moveend resize", () => this.place());
  }

  place() {
    const taken = this._covered(), visible = this._layers.filter(layer => this._marks.isVisible(layer));
    /** @type {Marker[]} */
    const markers = [];
    const wanted = [...this._features(visible, taken, markers), ...this._gazetteer(visible)];
    wanted.sort((one, other) => other.priority - one.priority);
    const crossed = this._linesOf(visible);
    /** @type {PlacedLabel[]} */
    const lines = [];
    /** @type {[number, number][]} */
    const dots = [];
    for (const name of wanted) {
      const placing = this._freeBox(name, taken, markers, crossed);
      if (!placing) continue;
      const [left, upper, right, lower] = placing.box;
      taken.push([left - WORD_PX, upper, right + WORD_PX, lower]);
      lines.push(...this._lines(name, placing));
      if (!name.dotted) continue;
      dots.push([name.lon, name.lat]);
      markers.push([name.x, name.y, DOT_HALF_PX]);
    }
    this._labels.show(lines, dots);
  }

  /**
   * The features in sight; their symbols are added to what is taken, and to the markers.
   *
   * @param {Layer[]} layers
   * @param {Box[]} taken
   * @param {Marker[]} markers
   * @returns {Generator<Name>}
   */
  *_features(layers, taken, markers) {
    const zoom = this._map.getZoom();
    for (const layer of layers) {
      const isNamed = layer.named_zooms !== null && zoom >= layer.named_zooms[0] && zoom <= layer.named_zooms[1];
      for (const name of layer.features.flatMap(feature => [...this._namesOf(layer, feature)])) {
        if (name.half !== null) {
          taken.push([name.x - name.half, name.y - name.half, name.x + name.half, name.y + name.half]);
          markers.push([name.x, name.y, name.half]);
        }
        if (isNamed && !name.isUnnamed) yield name;
      }
    }
  }

  /**
   * A feature's name at each of its symbols in sight, if it has one. What another symbol stands for
   * has none, and what stands for several is not called by its own, unless it is selected.
   *
   * @param {Layer} layer
   * @param {Feature} feature
   * @returns {Generator<Name & { isUnnamed: boolean }>}
   */
  *_namesOf(layer, feature) {
    const { label } = feature, standing = this._standingOf(layer, feature);
    if (!label || !standing) return;
    const { places, right_px, down_px, count, isUnnamed } = standing;
    const half = label.half_px === null ? null : label.half_px + (count > 1 ? this._stack.badge_px * 2 / 3 : 0);
    for (const [lon, lat] of places) {
      for (const at of this._inSight(lon, lat)) {
        yield { ...at, x: at.x + right_px, y: at.y + down_px, lines: label.lines, half, far: label.far_px, priority: label.priority, isUnnamed };
      }
    }
  }

  /**
   * Where all that bears the name of a feature stands, or null.
   *
   * @param {Layer} layer
   * @param {Feature} feature
   */
  _standingOf(layer, { fid, anchors }) {
    const moved = this._marks.movedSymbol(layer, fid), isSelected = layer.selected.includes(fid);
    if (!moved) return { places: anchors, right_px: 0, down_px: 0, count: 1, isUnnamed: false };
    if (!moved.count && !isSelected) return null;
    /** @type {[number, number][]} */
    const places = [[360 * (moved.x - 0.5), latOf(moved.y)]];
    return { ...moved, places, isUnnamed: moved.count > 1 && !isSelected };
  }

  /**
   * Places, but for those that a visible feature is called after.
   *
   * @param {Layer[]} layers
   * @returns {Generator<Name>}
   */
  *_gazetteer(layers) {
    const zoom = this._map.getZoom();
    const known = new Set(layers.flatMap(({ features }) => features.flatMap(({ names }) => names)));
    for (const { name, names, point, dotted, spans } of this._places) {
      const span = spans.find(each => each.from_zoom <= zoom && zoom < each.to_zoom);
      if (!span || !point || names.some(each => known.has(each))) continue;
      const { priority, ...style } = span.style, half = dotted ? DOT_HALF_PX : null;
      for (const at of this._inSight(...point)) yield { ...at, lines: [{ text: name, ...style }], half, far: FAR_PX[style.style] ?? 0, priority, dotted };
    }
  }

  /**
   * @param {number} lon
   * @param {number} lat
   * @returns {Generator<Spot>}
   */
  *_inSight(lon, lat) {
    const size = this._map.getSize();
    for (const copy of copiesInSight(this._map)) {
      const shifted = lon + 360 * copy, { x, y } = this._map.latLngToContainerPoint([lat, shifted]);
      if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) yield { lon: shifted, lat, x, y, px: x, py: y };
    }
  }

  /**
   * Where the lines of layers run.
   *
   * @param {Layer[]} layers
   */
  _linesOf(layers) {
    const cover = new LineCover(this._map.getSize()), copies = copiesInSight(this._map);
    for (const line of layers.flatMap(layer => this._marks.linesInSight(layer))) {
      for (const copy of copies) {
        const points = line.map(([lon, lat]) => this._map.latLngToContainerPoint([lat, lon + 360 * copy]));
        points.slice(1).forEach((point, i) => cover.add(points[i], point));
      }
    }
    return cover;
  }

  /**
   * @param {Name} name
   * @param {Box[]} taken
   * @param {Marker[]} markers
   * @param {LineCover} crossed
   */
  _freeBox(name, taken, markers, crossed) {
    const close = this._boxAt(name, taken, markers, crossed, 0);
    return close ?? (name.far ? this._boxAt(name, taken, [], crossed, name.far) : null);
  }

  /**
   * A name close by is clearly nearer to its own marker than to any of `markers`. It stands clear
   * of lines where it can.
   *
   * @param {Name} name
   * @param {Box[]} taken
   * @param {Marker[]} markers
   * @param {LineCover} crossed
   * @param {number} far
   * @returns {Placing | null}
   */
  _boxAt({ lines, x, y, half }, taken, markers, crossed, far) {
    /** @type {Placing | null} */
    let onLine = null;
    const width = Math.max(...lines.map(line => this._width(line))) / 2;
    const height = lines.reduce((sum, line) => sum + line.size_px, 0) * LEADING / 2;
    const reach = half === null ? far : half + GAP_PX + far, size = this._map.getSize();
    for (const [sideX, sideY] of half === null && !far ? CENTRED : POSITIONS) {
      const middleX = x + sideX * (reach + width), middleY = y + sideY * (reach + height);
      /** @type {Box} */
      const box = [middleX - width, middleY - height, middleX + width, middleY + height];
      const isFree = isInside(box, size) && !taken.some(other => meet(box, other));
      if (!isFree || !isNearest(box, x, y, half, markers)) continue;
      const placing = { box, side: sideX, isFar: far > 0 };
      if (!crossed.meets(box)) return placing;
      onLine ??= placing;
    }
    return onLine;
  }

  /**
   * The lines of a name in its box, flush with its symbol, as labels.js draws them.
   *
   * @param {Name} name
   * @param {Placing} placing
   * @returns {Generator<PlacedLabel>}
   */
  *_lines(name, placing) {
    const { lines, lon, lat, px, py } = name, { box: [left, upper, right], side } = placing;
    let top = upper, leader_px = leaderOf(name, placing);
    for (const line of lines) {
      const indent = (right - left - this._width(line)) * (1 - side) / 2, lead = line.size_px * LEADING;
      const baseline = top + (lead - line.size_px) / 2 + line.size_px * ASCENT;
      yield { ...line, lon, lat, dx_px: left + indent - px, dy_px: baseline - py, leader_px };
      top += lead;
      leader_px = null;
    }
  }

  /** @param {NameLine} line */
  _width(line) {
    const font = fontOf(line, this._texts), key = `${font}\n${line.text}`;
    const known = this._widths.get(key);
    if (known !== undefined) return known;
    this._context.font = font;
    const { width } = this._context.measureText(line.text);
    this._widths.set(key, width);
    return width;
  }
}

/** @type {(one: Box, other: Box) => boolean} */
const meet = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

/** @type {(box: Box, size: { x: number, y: number }) => boolean} whether a box keeps clear of the edges */
const isInside = (box, size) => box[0] >= EDGE_PX && box[1] >= EDGE_PX && box[2] <= size.x - EDGE_PX && box[3] <= size.y - EDGE_PX;

/**
 * Whether a name's box is clearly nearer to its own marker, if it has one, than to the others.
 *
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 * @param {number | null} half
 * @param {Marker[]} markers
 */
function isNearest(box, x, y, half, markers) {
  if (half === null) return true;
  const within = away(box, [x, y, half]) + CLEARER_PX;
  return !markers.some(other => (other[0] !== x || other[1] !== y) && away(box, other) < within);
}

/** @type {(box: Box, marker: Marker) => number} how far a box is from the edge of a marker */
const away = ([left, top, right, bottom], [x, y, radius]) => Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) - radius;

/**
 * From the edge of what is named to the nearest side of a name that stands far off.
 *
 * @param {Name} name
 * @param {Placing} placing
 * @returns {PlacedLabel["leader_px"]}
 */
function leaderOf({ x, y, px, py, half }, { box: [left, top, right, bottom], isFar }) {
  if (!isFar || half === null) return null;
  const toX = Math.min(Math.max(x, left), right), toY = Math.min(Math.max(y, top), bottom);
  const share = half / Math.max(Math.hypot(toX - x, toY - y), half);
  return [x + (toX - x) * share - px, y + (toY - y) * share - py, toX - px, toY - py];
}
