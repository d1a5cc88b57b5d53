// Names on the map: the most important first, none over another, nor over a symbol, nor under the
// panel. The same rules as mapapp/render/labels/placing.py, measured with the font of this browser.

import { copiesInSight } from "./copies.js";
import { fontOf } from "./labels.js";

const LEADING = 1.16, ASCENT = 0.88, GAP_PX = 2, EDGE_PX = 4, DOT_HALF_PX = 2.5;
const FAR_PX = 22;   // how much farther off a capital's name may stand where there is no room close by
const POSITIONS = [[1, 0], [1, -0.8], [1, 0.8], [-1, 0], [0, -1], [0, 1], [-1, -0.8], [-1, 0.8]];
const CENTRED = [[0, 0]];

export class Names {
  // `marks` knows which layers are visible; `covered` gives boxes where no name may stand.
  constructor(map, labels, marks, { layers, places, style }, covered) {
    Object.assign(this, { _map: map, _labels: labels, _marks: marks, _layers: layers, _places: places, _covered: covered });
    this._texts = style.texts;
    this._context = document.createElement("canvas").getContext("2d");
    this._widths = new Map();
    map.on("moveend resize", () => this.place());
  }

  place() {
    const taken = this._covered(), visible = this._layers.filter(layer => this._marks.isVisible(layer));
    const wanted = [...this._features(visible, taken), ...this._gazetteer(visible)];
    wanted.sort((one, other) => other.priority - one.priority);
    const lines = [], dots = [];
    for (const name of wanted) {
      const box = this._freeBox(name, taken);
      if (!box) continue;
      taken.push(box);
      lines.push(...this._lines(name, box));
      if (name.dotted) dots.push([name.lon, name.lat]);
    }
    this._labels.show(lines, dots);
  }

  // The features in sight; their symbols are added to what is taken.
  *_features(layers, taken) {
    const zoom = this._map.getZoom();
    for (const layer of layers) for (const { anchors, label } of layer.features) for (const [lon, lat, dx, dy] of anchors) {
      if (!label) continue;
      for (const at of this._inSight(lon, lat)) {
        const x = at.x + dx, y = at.y + dy, half = label.half_px;
        if (half !== null) taken.push([x - half, y - half, x + half, y + half]);
        if (zoom >= layer.min_zoom) yield { ...at, x, y, lines: label.lines, half, priority: label.priority };
      }
    }
  }

  // Places, but for those that a visible feature is called after.
  *_gazetteer(layers) {
    const zoom = this._map.getZoom();
    const told = new Set(layers.flatMap(({ features }) => features.flatMap(({ names }) => names)));
    for (const { name, names, point, dotted, spans } of this._places) {
      const span = spans.find(each => each.from_zoom <= zoom && zoom < each.to_zoom);
      if (!span || names.some(each => told.has(each))) continue;
      const { priority, ...style } = span.style, half = dotted ? DOT_HALF_PX : null;
      for (const at of this._inSight(...point)) yield { ...at, lines: [{ text: name, ...style }], half, priority, dotted };
    }
  }

  *_inSight(lon, lat) {
    const size = this._map.getSize();
    for (const copy of copiesInSight(this._map)) {
      const shifted = lon + 360 * copy, { x, y } = this._map.latLngToContainerPoint([lat, shifted]);
      if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) yield { lon: shifted, lat, x, y, px: x, py: y };
    }
  }

  _freeBox(name, taken) {
    const close = this._boxAt(name, taken, 0);
    return close ?? (name.lines[0].style === "capital" ? this._boxAt(name, taken, FAR_PX) : null);
  }

  _boxAt({ lines, x, y, half }, taken, far) {
    const width = Math.max(...lines.map(line => this._width(line))) / 2;
    const height = lines.reduce((sum, line) => sum + line.size_px, 0) * LEADING / 2;
    const reach = half === null ? 0 : half + GAP_PX + far, size = this._map.getSize();
    for (const [sideX, sideY] of half === null ? CENTRED : POSITIONS) {
      const middleX = x + sideX * (reach + width), middleY = y + sideY * (reach + height);
      const box = [middleX - width, middleY - height, middleX + width, middleY + height, sideX];
      const inside = box[0] >= EDGE_PX && box[1] >= EDGE_PX && box[2] <= size.x - EDGE_PX && box[3] <= size.y - EDGE_PX;
      if (inside && !taken.some(other => meet(box, other))) return box;
    }
    return null;
  }

  // The lines of a name in its box, flush with its symbol, as labels.js draws them.
  *_lines({ lines, lon, lat, px, py }, [left, top, right, , side]) {
    for (const line of lines) {
      const indent = (right - left - this._width(line)) * (1 - side) / 2, lead = line.size_px * LEADING;
      const baseline = top + (lead - line.size_px) / 2 + line.size_px * ASCENT;
      yield { ...line, lon, lat, dx_px: left + indent - px, dy_px: baseline - py };
      top += lead;
    }
  }

  _width(line) {
    const font = fontOf(line, this._texts), key = `${font}\n${line.text}`;
    if (!this._widths.has(key)) {
      this._context.font = font;
      this._widths.set(key, this._context.measureText(line.text).width);
    }
    return this._widths.get(key);
  }
}

const meet = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
