// The panel beside the map: title, search box, and a legend whose lines switch the layers.

import { el, picture } from "./dom.js";
import { search } from "./search.js";

/** @import { Findable, Layer, Theme, MapJson } from "./map_json.js" */

const NARROW_PX = 560;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Panel {
  /**
   * `found` is told what was chosen in the search box, `switched` which layer was switched.
   *
   * @param {MapJson} data
   * @param {Findable[]} entries
   * @param {(entry: Findable) => void} found
   * @param {(layer: Layer, visible: boolean) => void} switched
   */
  constructor(data, entries, found, switched) {
    this._data = data;
    this._entries = entries;
    this._found = found;
    this._switched = switched;
    /** @type {Map<string, HTMLInputElement>} */
    this._boxes = new Map();
    this._folder = el("button", "fold");
    this._box = el("input", "search");
    this._legend = el("div", "legend");
    this._results = el("ul", "results");
    this._results.id = "results";
    this._body = el("div", "body", this._searchBox(), this._results, this._legend);
    this.root = el("aside", "panel", this._head(), this._body);
    this._fold(window.innerWidth < NARROW_PX);
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.on(this.root, "click", L.DomEvent.stopPropagation);   // of buttons that are gone by then, too
    L.DomEvent.disableScrollPropagation(this.root);
  }

  /** @param {Theme} theme */
  setTheme(theme) {
    const { certainty, notes, words } = this._data, layers = this._data.parts.includes("legend") ? this._data.layers : [];
    const lines = [...layers].reverse().map(layer => this._layerLine(layer, theme));
    const keys = certainty[theme].map(entry => el("li", "", el("span", "key", picture(entry)), entry.title));
    this._legend.replaceChildren(...(lines.length ? [el("h2", "", words.legend), el("ul", "", ...lines)] : []));
    if (lines.length && keys.length) this._legend.append(el("h2", "", words.certainty), el("ul", "certainty", ...keys));
    this._legend.append(...notes.map(text => el("p", "told", text)));
  }

  /**
   * Show a layer as switched on, as if its box had been ticked.
   *
   * @param {Layer} layer
   */
  switchOn(layer) {
    const box = this._boxes.get(layer.id);
    if (box) box.checked = true;
    this._switched(layer, true);
  }

  // The legend without what can be switched: the layers that are shown.
  legendOfShown() {
    const legend = /** @type {HTMLElement} */ (this._legend.cloneNode(true));
    legend.hidden = false;
    for (const box of legend.querySelectorAll("input")) (box.checked ? box : box.closest("li") ?? box).remove();
    return legend;
  }

  _head() {
    this._folder.type = "button";
    this._folder.title = this._data.words.fold;
    this._folder.addEventListener("click", () => this._fold(!this._body.hidden));
    const { title, subtitle, parts } = this._data;
    const told = parts.includes("title") && el("hgroup", "", el("h1", "", title), subtitle && el("p", "", subtitle));
    return el("header", "", told, this._folder);
  }

  /** @param {boolean} folded */
  _fold(folded) {
    this._body.hidden = folded;
    this._folder.setAttribute("aria-expanded", String(!folded));
  }

  /**
   * @param {Layer} layer
   * @param {Theme} theme
   */
  _layerLine(layer, theme) {
    const box = el("input", ""), line = el("label", "", box, el("span", "key", picture(layer.swatch[theme])), el("span", "", layer.heading));
    box.type = "checkbox";
    box.checked = this._boxes.get(layer.id)?.checked ?? true;
    box.addEventListener("change", () => this._switched(layer, box.checked));
    this._boxes.set(layer.id, box);
    const classes = layer.classes[theme].map(entry => el("li", "", el("span", "key", picture(entry)), entry.title));
    return el("li", "", line, classes.length ? el("ul", "classes", ...classes) : "", layer.note && el("p", "note", layer.note));
  }

  _searchBox() {
    const box = this._box, text = this._data.words.search;
    Object.assign(box, { type: "search", placeholder: text, autocomplete: "off", spellcheck: false });
    box.setAttribute("aria-label", text);
    box.setAttribute("aria-controls", "results");
    box.addEventListener("input", () => this._list(box.value));
    box.addEventListener("keydown", event => this._pressed(event));
    this._results.addEventListener("keydown", event => this._pressed(event));
    return box;
  }

  _clear() {
    this._box.value = "";
    this._list("");
    this._box.focus({ preventScroll: true });
  }

  /** @param {string} query */
  _list(query) {
    const found = search(this._entries, query, this._data.simplified);
    const lines = found.map(entry => el("li", "", this._result(entry)));
    const nothing = query.trim() && !found.length ? [el("li", "nothing", this._data.words.nothing)] : [];
    this._results.replaceChildren(...lines, ...nothing);
    this._legend.hidden = lines.length > 0;
  }

  /** @param {Findable} entry */
  _result(entry) {
    const other = entry.names.find(name => !entry.name.includes(name));
    const button = el("button", "", el("strong", "", entry.name), el("small", "", [other, entry.kind].filter(Boolean).join(" · ")));
    button.type = "button";
    button.addEventListener("click", () => {
      this._clear();
      this._found(entry);
    });
    return button;
  }

  /**
   * Arrows walk through the results, Enter takes the first, Escape empties the box.
   *
   * @param {KeyboardEvent} event
   */
  _pressed(event) {
    const stops = [this._box, ...this._results.querySelectorAll("button")];
    const at = stops.findIndex(stop => stop === document.activeElement), step = STEPS[event.key];
    if (step) stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    else if (event.key === "Enter" && at === 0) stops[1]?.click();
    else if (event.key === "Escape") this._clear();
    else return;
    event.preventDefault();
  }
}
