// The standalone map. folium made the Leaflet map and its frame; this shows what
// mapapp/render/html/content.py tells, which stands in the page as JSON.

import { makeCard, makeList, makePages } from "./card.js";
import { el } from "./dom.js";
import { Ground } from "./ground.js";
import { Labels } from "./labels.js";
import { Marks } from "./marks.js";
import { Names } from "./names.js";
import { Panel } from "./panel.js";
import { preparePrinting } from "./print.js";
import { decodeShapes } from "./shapes.js";
import { World } from "./world.js";

/** @import { Feature, Findable, Layer, Place, MapJson, Theme } from "./map_json.js" */
/** @typedef {{ feature: Feature, layer: Layer }} Found */

const GAP_PX = 8;
const CONTROLS = ".leaflet-control";

function start() {
  /** @type {MapJson} */
  const data = JSON.parse(document.getElementById("mapapp-map")?.textContent ?? "");
  const map = /** @type {L.Map} */ (Reflect.get(window, data.map));
  document.documentElement.lang = data.language;
  prepare(map, data);
  const ground = groundOf(map, data);
  const features = foundById(data);
  const marks = new Marks(map, data, contentsOf(data, features, show));
  const labels = new Labels(map), world = new World(map);
  const panel = new Panel(data, entriesOf(data), entry => show(entry), (layer, visible) => {
    marks.setVisible(layer, visible);
    names.place();
  });
  map.getContainer().append(panel.root);
  const names = new Names(map, labels, marks, data, () => [panel.root, ...map.getContainer().querySelectorAll(CONTROLS)].filter(isThere).map(each => boxOf(each, map)));

  /** @param {Found | Findable} found */
  function show(found) {
    if (found.layer && !marks.isVisible(found.layer)) panel.switchOn(found.layer);
    if (found.feature) goToFeature(map, marks, found.feature);
    else goToPlace(map, found);
  }

  /** @param {Theme} theme */
  function applyTheme(theme) {
    const colours = data.colours[theme];
    for (const [name, colour] of Object.entries(colours)) document.documentElement.style.setProperty(`--${name.replaceAll("_", "-")}`, colour);
    for (const part of [world, ground, labels]) part.setTheme(colours, data.style);
    marks.setTheme(theme, colours, data.style);
    panel.setTheme(theme);
    names.place();
  }
  preparePrinting(map, data, () => panel.legendOfShown(), followWishes(applyTheme));
  void marks.prepare("light");   // for paper
}

/**
 * Apply the theme that the reader wishes, now and whenever the wish changes.
 *
 * @param {(theme: Theme) => void} apply
 * @returns {(onPaper: boolean) => void} applies that for paper, which is never dark, or the wished one again
 */
function followWishes(apply) {
  const dark = matchMedia("(prefers-color-scheme: dark)"), strong = matchMedia("(prefers-contrast: more)");
  /** @returns {Theme} */
  const wished = () => strong.matches ? "contrast" : dark.matches ? "dark" : "light";
  for (const wish of [dark, strong]) wish.addEventListener("change", () => apply(wished()));
  apply(wished());
  return onPaper => apply(onPaper && !strong.matches ? "light" : wished());
}

/**
 * @param {MapJson} data
 * @returns {Map<string, Found>}
 */
function foundById({ layers }) {
  return new Map(layers.flatMap(layer => layer.features.map(feature => [feature.id, { feature, layer }])));
}

/**
 * What popups show; `show` is told which feature was chosen in one.
 *
 * @param {MapJson} data
 * @param {Map<string, Found>} features
 * @param {(found: Found) => void} show
 * @returns {import("./marks.js").Contents}
 */
function contentsOf(data, features, show) {
  /** @param {string} id */
  const follow = id => {
    const found = features.get(id);
    if (found) show(found);
  };
  /** @param {Feature} feature */
  const card = feature => makeCard(feature, data, id => features.has(id), follow);
  return {
    card,
    list: stack => makeList(stack, ({ id }) => follow(id)),
    pages: (found, turned) => makePages(found, data.words, card, turned),
  };
}

/**
 * @param {L.Map} map
 * @param {MapJson} data
 */
function groundOf(map, { ground: { world, region } }) {
  const ground = new Ground(map);
  ground.add(decodeShapes(world), false);
  ground.add(decodeShapes(region), true);
  return ground;
}

/**
 * Limits, zoom buttons, scale bar and attribution.
 *
 * @param {L.Map} map
 * @param {MapJson} data
 */
function prepare(map, { words, attribution, parts }) {
  map.options.maxBoundsViscosity = 1;
  map.setMaxBounds([[-90, -3600], [90, 3600]]);
  map.getContainer().setAttribute("role", "application");
  map.getContainer().setAttribute("aria-label", words.map);
  L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  const credit = new L.Control({ position: "bottomright" });
  credit.onAdd = () => el("p", "credit", attribution.join(" · "));
  credit.addTo(map);
  if (parts.includes("scale_bar")) L.control.scale({ position: "bottomright", imperial: false, maxWidth: 140 }).addTo(map);
  map.on("popupopen", ({ popup }) => popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close));
}

/**
 * What can be searched: the features of all layers, and places of the gazetteer.
 *
 * @param {MapJson} data
 * @returns {Findable[]}
 */
function entriesOf({ layers, places, words }) {
  const features = layers.flatMap(layer => layer.features.map(feature => (
    { feature, layer, keys: feature.keys, name: feature.name, names: feature.names, kind: layer.title })));
  return [...features, ...places.map(place => ({ ...place, kind: words.place }))];
}

/**
 * @param {L.Map} map
 * @param {Marks} marks
 * @param {Feature} feature
 */
function goToFeature(map, marks, feature) {
  marks.open(feature, centred(map, feature.anchors[0], feature.zoom));
}

/**
 * @param {L.Map} map
 * @param {Place} place
 */
function goToPlace(map, { name, names, point, zoom }) {
  const others = names.filter(each => !name.includes(each)).join(" · ");
  map.openPopup(el("article", "card", el("h2", "", name), el("p", "other", others)), centred(map, point, zoom));
}

/**
 * The map moved to a point; without one it stays, and its middle counts.
 *
 * @param {L.Map} map
 * @param {number[] | null | undefined} point
 * @param {number} zoom
 * @returns {L.LatLngExpression}
 */
function centred(map, point, zoom) {
  if (!point) return map.getCenter();
  const [lon, lat] = point;
  map.setView([lat, lon], Math.max(zoom, map.getZoom()), { animate: false });
  return [lat, lon];
}

/** @param {Element} element */
function isThere(element) { return element.getClientRects().length > 0; }

/**
 * @param {Element} element
 * @param {L.Map} map
 * @returns {import("./names.js").Box}
 */
function boxOf(element, map) {
  const box = element.getBoundingClientRect(), frame = map.getContainer().getBoundingClientRect();
  return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top + GAP_PX];
}

document.addEventListener("DOMContentLoaded", start);
