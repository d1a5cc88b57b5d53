// A small chart of an attribute over the years, in SVG.

/** @import { Chart } from "./map_json.js" */

const WIDTH = 260, HEIGHT = 74, SIDE = 24, LABEL = 70, TOP = 16, BOTTOM = 16;
const SVG = "http://www.w3.org/2000/svg";

/**
 * Dots at the values over a line at zero, joined by a line; the first and the last with its value
 * and year, all of them in the words for who cannot see it. Years keep their distances.
 *
 * @param {Chart} chart
 */
export function makeChart({ years, values, labels }) {
  const low = Math.min(0, ...values), high = Math.max(0, ...values);
  const across = (WIDTH - 2 * SIDE) / (years[years.length - 1] - years[0]), up = (HEIGHT - TOP - BOTTOM) / (high - low || 1);
  const zero = HEIGHT - BOTTOM + low * up;
  const points = years.map((year, i) => [SIDE + (year - years[0]) * across, zero - values[i] * up]);
  const told = years.map((year, i) => `${year}: ${labels[i]}`).join("; ");
  const root = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": told });
  root.append(
    part("line", { x1: 0, y1: zero, x2: WIDTH, y2: zero, class: "base" }),
    text("0", 0, zero - 3, "start", "year"),
    part("polyline", { points: points.map(point => point.join(",")).join(" "), class: "course" }));
  points.forEach(([x, y], i) => {
    root.append(part("line", { x1: x, y1: zero, x2: x, y2: zero + 3, class: "base" }), part("circle", { cx: x, cy: y, r: 2.5 }));
    if (i > 0 && i < points.length - 1) return;
    const clear = Math.min(...points.filter(([other]) => Math.abs(other - x) < LABEL).map(([, height]) => height)) - 6;
    root.append(
      i === 0 ? text(labels[i], 0, clear, "start", "number") : text(labels[i], WIDTH, clear, "end", "number"),
      text(String(years[i]), x, HEIGHT - 3, "middle", "year"));
  });
  root.append(Object.assign(document.createElementNS(SVG, "title"), { textContent: told }));
  return root;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {"start" | "middle" | "end"} anchor
 * @param {string} className
 */
function text(words, x, y, anchor, className) {
  return Object.assign(part("text", { x, y, "text-anchor": anchor, class: className }), { textContent: words });
}
