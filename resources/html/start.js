// The standalone map. folium made the Leaflet map and its frame; this shows what
// mapapp/render/html/content.py tells, which stands in the page as JSON.

import { makeCard } from "./card.js";
import { el } from "./dom.js";
import { Ground } from "./ground.js";
import { Labels } from "./labels.js";
import { Marks } from "./marks.js";
import { Names } from "./names.js";
import { Panel } from "./panel.js";
import { decodeShapes } from "./shapes.js";

const GAP_PX = 8;

function start() {
  const told = JSON.parse(document.getElementById("mapapp-map").textContent);
  const map = window[told.map];
  const dark = matchMedia("(prefers-color-scheme: dark)"), strong = matchMedia("(prefers-contrast: more)");
  document.documentElement.lang = told.language;
  prepare(map, told);
  const features = new Map(told.layers.flatMap(layer => layer.features.map(feature => [feature.id, { feature, layer }])));
  const ground = new Ground(map);
  ground.add(decodeShapes(told.ground.world), false);
  ground.add(decodeShapes(told.ground.region), true);
  const marks = new Marks(map, told.layers, feature => makeCard(feature, told, id => features.has(id), id => show(features.get(id))));
  const labels = new Labels(map);
  const panel = new Panel(told, entriesOf(told), entry => show(entry), (layer, visible) => {
    marks.setVisible(layer, visible);
    names.place();
  });
  map.getContainer().append(panel.root);
  const names = new Names(map, labels, marks, told, () => [boxOf(panel.root, map)]);

  function show({ feature, layer, ...place }) {
    if (layer && !marks.isVisible(layer)) panel.switchOn(layer);
    goTo(map, marks, feature ?? place);
  }

  function applyTheme() {
    const theme = strong.matches ? "contrast" : dark.matches ? "dark" : "light", colours = told.colours[theme];
    for (const [name, colour] of Object.entries(colours)) document.documentElement.style.setProperty(`--${name.replaceAll("_", "-")}`, colour);
    for (const part of [ground, labels]) part.setTheme(colours, told.style);
    marks.setTheme(theme, colours, told.style);
    panel.setTheme(theme);
    names.place();
  }
  for (const wish of [dark, strong]) wish.addEventListener("change", applyTheme);
  applyTheme();
}

// Limits, zoom buttons, scale bar and attribution.
function prepare(map, { words, attribution, style }) {
  map.setMinZoom(style.min_zoom).setMaxZoom(style.max_zoom);
  map.options.maxBoundsViscosity = 1;
  map.setMaxBounds([[-90, -3600], [90, 3600]]);
  map.getContainer().setAttribute("role", "application");
  map.getContainer().setAttribute("aria-label", words.map);
  L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  const credit = L.control({ position: "bottomright" });
  credit.onAdd = () => el("p", "credit", attribution.join(" · "));
  credit.addTo(map);
  L.control.scale({ position: "bottomright", imperial: false, maxWidth: 140 }).addTo(map);
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close));
}

// What can be searched: the features of all layers, and places of the gazetteer.
function entriesOf({ layers, places, words }) {
  const features = layers.flatMap(layer => layer.features.map(feature => (
    { feature, layer, keys: feature.keys, name: feature.name, names: feature.names, kind: layer.title })));
  return [...features, ...places.map(place => ({ ...place, kind: words.place }))];
}

function goTo(map, marks, target) {
  const point = target.card ? target.anchors[0] : target.point;
  if (point) map.setView([point[1], point[0]], Math.max(target.zoom, map.getZoom()), { animate: false });
  const at = point ? [point[1], point[0]] : map.getCenter();
  if (target.card) marks.open(target, at);
  else map.openPopup(el("article", "card", el("h2", "", target.name), el("p", "other", target.names.filter(name => name !== target.name).join(" · "))), at);
}

function boxOf(element, map) {
  const box = element.getBoundingClientRect(), frame = map.getContainer().getBoundingClientRect();
  return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top + GAP_PX];
}

document.addEventListener("DOMContentLoaded", start);
