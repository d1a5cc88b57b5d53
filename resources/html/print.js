// The map on paper. Before it is printed, map and legend become a sheet, and afterwards a window again.
//
// The map gets one size that has room for the legend beside it on A4 or Letter lying, and above it
// on either upright (map.css), for no browser tells a page which paper was chosen. So the paper
// stays the reader's choice, and the map is drawn for what will be printed, not for the window.

import { el } from "./dom.js";

/**
 * @import { MapJson } from "./map_json.js"
 */

const DOTS = 4;   // of the paper to a CSS pixel: 384 dpi; Chromium prints a canvas at a scale of so many 64ths

/**
 * `legendOf` gives the legend of what is shown, `dress` chooses the colours for paper or the screen.
 *
 * @param {L.Map} map
 * @param {MapJson} data
 * @param {() => HTMLElement} legendOf
 * @param {(onPaper: boolean) => void} dress
 */
export function preparePrinting(map, data, legendOf, dress) {
  /** @type {(() => void) | undefined} */
  let takeDown;
  addEventListener("beforeprint", () => {
    if (takeDown) return;
    dress(true);
    takeDown = layOut(map, data, legendOf());
  });
  addEventListener("afterprint", () => {
    if (!takeDown) return;
    takeDown();
    takeDown = undefined;
    dress(false);
  });
}

/**
 * Make the sheet; what is answered makes the window again.
 *
 * @param {L.Map} map
 * @param {MapJson} data
 * @param {HTMLElement} legend
 */
function layOut(map, { title, subtitle, attribution, sources, words, parts }, legend) {
  const bounds = map.getBounds(), centre = map.getCenter(), zoom = map.getZoom();
  const told = parts.includes("title") ? [el("h1", "", title), subtitle && el("p", "", subtitle)] : [];
  const head = el("header", "sheet", ...told);
  const key = el("aside", "sheet key", legend);
  const foot = el("footer", "sheet", el("p", "", attribution.join(" · ")),
    sources.length > 0 && el("h2", "", words.sources), el("ol", "", ...sources.map(({ text }) => el("li", "", text))));
  map.getContainer().before(head);
  map.getContainer().after(key, foot);
  document.documentElement.classList.add("printing");
  map.invalidateSize({ animate: false });
  map.fitBounds(bounds, { animate: false });
  map.fire("print", { ratio: DOTS });
  return () => {
    for (const part of [head, key, foot]) part.remove();
    document.documentElement.classList.remove("printing");
    map.fire("print", { ratio: 0 });
    map.invalidateSize({ animate: false });
    map.setView(centre, zoom, { animate: false });
  };
}
