// The map page. It shows what it is told and says what the user does; it decides nothing.
//
// Protocol (mapapp/bridge/messages.py has every field): Qt calls `receive(text)`, and the page
// answers on its console, each message a line that begins with `mapapp:`; each text is one JSON
// object with a `type`. Every message to the page has a `serial`. When all that has arrived is
// fetched, drawn and painted, the page says `idle` with the last serial: tests wait for that.

import { DenseSheet } from "./dense.js";
import { Features } from "./features.js";
import { Ground } from "./ground.js";
import { Hint } from "./hint.js";
import { Labels } from "./labels.js";
import { Loading } from "./loading.js";
import { Mark } from "./mark.js";
import { Measure } from "./measure.js";
import { Notice } from "./notice.js";
import { takeWheel } from "./wheel.js";
import { World } from "./world.js";

/** @import { FromPage, ToPage } from "./protocol.js" */
/** @typedef {{ [T in ToPage["type"]]: (message: Extract<ToPage, { type: T }>) => void }} Handlers */

// No animation: each picture is final, and a test needs no patience.
const map = L.map("map", {
  zoomSnap: 0, zoomDelta: 0.5, wheelDebounceTime: 20,
  zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
  maxBounds: [[-90, -3600], [90, 3600]], maxBoundsViscosity: 1,
  attributionControl: false, worldCopyJump: false,
});
const ground = new Ground(map), features = new Features(map, layer => new DenseSheet(map, layer, work)), labels = new Labels(map), hint = new Hint(map);
const world = new World(map), notice = new Notice(map), mark = new Mark(map), measure = new Measure(map), loading = new Loading(features);

let serial = 0;
let pending = 0;

/**
 * @template {FromPage["type"]} T
 * @param {T} type
 * @param {Omit<Extract<FromPage, { type: T }>, "type">} fields
 */
function say(type, fields) { console.info("mapapp:" + JSON.stringify({ type, ...fields })); }

// Two frames: the canvases draw in the first, the second comes when they have been painted.
/** @param {() => void} then */
function whenPainted(then) { requestAnimationFrame(() => requestAnimationFrame(then)); }

function settle() {
  const seen = serial;
  whenPainted(() => { if (pending === 0 && seen === serial) say("idle", { serial }); });
}

/** @param {Promise<unknown>} promise */
async function work(promise) {
  pending += 1;
  try { await promise; } catch (error) { say("failed", { text: String(error) }); }
  pending -= 1;
  settle();
}

// Leaflet would pan to a place near by, in whole pixels: a view is to be the one that was asked for.
const EXACTLY = { animate: false, reset: true };

/** @type {Handlers} */
const HANDLERS = {
  show_layers: ({ layers }) => work(loading.show(layers)),
  set_visibility: ({ layer, visible }) => work(loading.setVisible(layer, visible)),
  set_opacity: ({ layer, opacity }) => features.setOpacity(layer, opacity),
  set_order: ({ layers }) => features.setOrder(layers),
  set_visible_features: ({ layer, url }) => work(loading.filter(layer, url)),
  set_view: ({ lon, lat, zoom }) => map.setView([lat, lon], zoom, EXACTLY),
  fit_extent: ({ west, south, east, north }) => map.fitBounds([[south, west], [north, east]], { animate: false }),
  select: ({ features: pairs }) => features.select(pairs),
  set_theme: ({ colours, style }) => {
    loadGround();
    for (const part of [world, ground, features, labels]) part.setTheme(colours, style);
    for (const part of [mark, measure]) part.setColours(colours);
    const root = document.documentElement.style;
    root.setProperty("--land", colours.land);
    root.setProperty("--sea", colours.sea);
    root.setProperty("--label", colours.label);
    root.setProperty("--label-secondary", colours.label_secondary);
    root.setProperty("--line", colours.coast);
  },
  set_measuring: ({ active }) => measure.setActive(active),
  show_measure: shape => work(measure.show(shape)),
  show_marks: ({ places }) => mark.show(places),
  ping: () => {},
  set_labels: ({ labels: placed, dots }) => work(labels.show(placed, dots)),
  fan_out: ({ moved }) => features.fanOut(moved),
  set_notice: ({ text }) => notice.show(text),
  set_hint: ({ text }) => hint.show(text),
  set_words: ({ language, zoom_in, zoom_out }) => {
    document.documentElement.lang = language;
    name(".leaflet-control-zoom-in", zoom_in);
    name(".leaflet-control-zoom-out", zoom_out);
  },
};

// What a button of Leaflet's is called, by its tip and to screen readers.
/** @type {(selector: string, title: string) => void} */
function name(selector, title) {
  const button = map.getContainer().querySelector(selector);
  button?.setAttribute("title", title);
  button?.setAttribute("aria-label", title);
}

// The map opens inside the region: the rest of the world can come after the first picture.
let groundAsked = false;
function loadGround() {
  if (groundAsked) return;
  groundAsked = true;
  work(ground.load("ground/region.bin", true)).then(() => whenPainted(() => work(ground.load("ground/world.bin", false))));
}

// What cannot be understood or done is told, and keeps nothing after it from being done.
window.receive = text => {
  /** @type {ToPage} */
  const message = JSON.parse(text);
  serial = message.serial;
  try {
    if (!Object.hasOwn(HANDLERS, message.type)) throw new Error(`there is no message ${message.type}`);
    /** @type {(message: ToPage) => void} */ (HANDLERS[message.type])(message);
  } catch (error) { say("failed", { text: String(error) }); }
  settle();
};

function sayView() {
  const { lat, lng } = map.getCenter(), bounds = map.getBounds(), size = map.getSize();
  say("view_changed", {
    lon: lng, lat, zoom: map.getZoom(),
    west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth(),
    width_px: size.x, height_px: size.y,
  });
  settle();
}

function listen() {
  map.on("moveend resize", sayView);
  map.on("click", ({ latlng, originalEvent: { ctrlKey, shiftKey, detail } }) => {
    // The second click of a double click sets no further point.
    if (measure.active) { if (detail < 2) say("measure_clicked", { lon: latlng.lng, lat: latlng.lat }); }
    else say("clicked", { lon: latlng.lng, lat: latlng.lat, zoom: map.getZoom(), extend: ctrlKey || shiftKey });
  });
  map.on("dblclick", () => { if (measure.active) say("measure_ended", {}); });
  map.on("contextmenu", ({ latlng, containerPoint: { x, y } }) => {
    say("context_menu", { lon: latlng.lng, lat: latlng.lat, x_px: Math.round(x), y_px: Math.round(y) });
  });
  map.on("mousemove", ({ latlng }) => say("hovered", { lon: latlng.lng, lat: latlng.lat }));
  map.on("mouseout", () => say("hover_ended", {}));
  // Arrows, plus and minus belong to the map as soon as the keyboard comes to the page.
  window.addEventListener("focus", () => map.getContainer().focus({ preventScroll: true }));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

map.setView([41, 122], 7);
takeWheel(map);
L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
L.control.attribution({ prefix: false }).addAttribution("Natural Earth · GSHHG/WDBII · GeoNames").addTo(map);
listen();
say("ready", {});
