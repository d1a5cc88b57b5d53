// What is known of a feature, as the content of a popup: what is believed first, its rivals folded.

import { makeChart } from "./chart.js";
import { el } from "./dom.js";

/**
 * @import { CardEntry, CardField, CardGroup, Dispute, Feature, Figure, Source, Tie, MapJson } from "./map_json.js"
 */

/** @typedef {(id: string) => boolean} Has whether the map has a feature */
/** @typedef {(id: string) => void} Go opens another feature by its id */

/**
 * @param {Feature} feature
 * @param {MapJson} data
 * @param {Has} has
 * @param {Go} go
 */
export function makeCard({ card }, { sources, words }, has, go) {
  const root = el("article", "card",
    el("h2", "", card.called),
    card.also_called && el("p", "other", card.also_called),
    el("p", "facets", card.facets.join(" · ")),
    card.note && el("p", "note", card.note));
  if (card.fields.length) root.append(el("dl", "", ...card.fields.flatMap(fieldParts)));
  if (card.key.length) root.append(el("dl", "key", ...card.key.flatMap(keyParts)));
  root.append(...card.groups.flatMap(groupParts));
  for (const tie of card.ties) root.append(tieLine(tie, has, go));
  if (card.sources.length) {
    root.append(el("h3", "", words.sources), el("ol", "", ...card.sources.map(index => sourceLine(sources[index]))));
  }
  return root;
}

/**
 * Features to choose from, by name.
 *
 * @param {Feature[]} features
 * @param {(feature: Feature) => void} open
 */
export function makeList(features, open) {
  return el("article", "card", el("ul", "", ...features.map(feature => el("li", "", link(feature.name, () => open(feature))))));
}

/**
 * The cards of several features that were hit, one at a time: “1 / 3 ‹ ›”.
 *
 * @param {Feature[]} features the one that was aimed at first
 * @param {Record<string, string>} words
 * @param {(feature: Feature) => HTMLElement} card
 * @param {() => void} turned another card is shown
 */
export function makePages(features, words, card, turned) {
  const counted = el("span", "", ""), shown = el("div", "");
  let at = 0;
  /** @param {number} by */
  const turn = by => {
    at = (at + by + features.length) % features.length;
    counted.textContent = `${at + 1} / ${features.length}`;
    shown.replaceChildren(card(features[at]));
  };
  /** @type {(sign: string, title: string, by: number) => HTMLElement} */
  const step = (sign, title, by) => {
    const button = link(sign, () => { turn(by); turned(); });
    button.title = title;
    button.setAttribute("aria-label", title);
    return button;
  };
  turn(0);
  return el("div", "", el("p", "pages", step("‹", words.previous, -1), counted, step("›", words.next, 1)), shown);
}

/** @param {CardField} field */
function fieldParts({ label, value, link: url }) {
  return [el("dt", "", label), el("dd", "", url ? anchorTo(url, value) : el("span", "value", value))];
}

/** @param {CardEntry} entry */
function keyParts({ label, figures, dispute }) {
  return figures.flatMap(({ value, sources, period, mark, remark }) => [
    el("dt", "", [label, period, mark].filter(Boolean).join(" · ")),
    el("dd", "", el("span", "value", value), citing(sources), !dispute && remark && el("p", "remark", remark), fold(dispute)),
  ]);
}

/** @param {CardGroup} group */
function groupParts({ title, entries }) {
  return [title && el("h3", "", title), el("dl", "", ...entries.flatMap(entryParts))].filter(part => part !== "");
}

/** @param {CardEntry} entry */
function entryParts({ label, figures, chart, dispute }) {
  return [el("dt", "", label), ...figures.map(figure => figureLine(figure, "")),
    ...(chart ? [el("dd", "", makeChart(chart))] : []), ...(dispute ? [el("dd", "", fold(dispute))] : [])];
}

/**
 * @param {Figure} figure
 * @param {string} className
 */
function figureLine({ value, period, sources, mark, remark, doubtful }, className) {
  const line = el("dd", doubtful ? "doubtful" : className,
    el("span", "value", value), citing(sources),
    period && el("span", "period", period), mark && el("span", "mark", mark));
  if (remark) line.append(el("p", "remark", remark));
  return line;
}

/** @param {number[]} sources */
function citing(sources) { return el("sup", "", sources.join(" ")); }

/**
 * What sources disagree about: the verdict is read at once, the values when it is opened.
 *
 * @param {Dispute | null} dispute
 */
function fold(dispute) {
  if (!dispute) return null;
  const lines = dispute.figures.map((figure, i) => figureLine(figure, dispute.settled && i === 0 ? "" : "refused"));
  return el("details", "dispute",
    el("summary", "", el("span", "title", dispute.title), dispute.verdict && el("span", "verdict", dispute.verdict)),
    el("dl", "", ...lines));
}

/**
 * @param {Tie} tie
 * @param {Has} has
 * @param {Go} go
 */
function tieLine({ label, others }, has, go) {
  const names = others.flatMap(({ id, name }, i) => [i > 0 ? "; " : "", has(id) ? link(name, () => go(id)) : name]);
  return el("p", "tie", el("span", "label", label), ...names);
}

/**
 * @param {string} name
 * @param {() => void} follow
 */
function link(name, follow) {
  const button = el("button", "link", name);
  button.type = "button";
  button.addEventListener("click", event => {
    event.stopPropagation();   // this card closes; for Leaflet it would be a click on the map
    follow();
  });
  return button;
}

/** @param {Source} source */
function sourceLine({ text, url }) {
  return el("li", "", url ? anchorTo(url, text) : text);
}

/**
 * @param {string} url
 * @param {string} text
 */
function anchorTo(url, text) {
  return Object.assign(el("a", "", text), { href: url, target: "_blank", rel: "noopener noreferrer" });
}
