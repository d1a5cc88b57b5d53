// Fetches what the window says of its layers. What has been fetched from an address is kept: with
// another theme or another filter a layer's geometry does not come again.

import { decodeGeometry, prepareSymbology } from "./layer_data.js";

/**
 * @import { Features } from "./features.js"
 * @import { Geometry, Symbology } from "./layer_data.js"
 * @import { LayerSource } from "./protocol.js"
 */

export class Loading {
  /** @param {Features} features */
  constructor(features) {
    this._features = features;
    /** @type {Map<string, LayerSource>} */
    this._sources = new Map();
    /** @type {Map<string, Promise<Geometry>>} */
    this._geometries = new Map();
    /** @type {Map<string, Promise<Symbology>>} */
    this._symbology = new Map();
    /** @type {Map<string, number>} */
    this._filters = new Map();   // the number of the filter that was asked for last, by layer
    this._asked = 0;
  }

  /**
   * Show these layers as soon as all of them are there; hidden ones are not fetched yet. Of two
   * calls the later one counts, whichever is ready first. One that cannot be had keeps what it
   * draws and does not hold up the others.
   *
   * @param {LayerSource[]} sources
   */
  async show(sources) {
    this._sources = new Map(sources.map(source => [source.id, source]));
    this._forgetAllBut(sources);
    this._features.arrange(sources);
    const loaded = await Promise.allSettled(sources.filter(({ visible }) => visible).map(source => this._load(source)));
    for (const { source, drawn } of loaded.flatMap(each => each.status === "fulfilled" ? [each.value] : [])) {
      if (this._isCurrent(source)) this._features.fill(source.id, drawn);
    }
    for (const source of sources) if (!source.visible && this._isCurrent(source)) this._features.fill(source.id, null);
    for (const each of loaded) if (each.status === "rejected") throw each.reason;
  }

  /**
   * @param {string} id
   * @param {boolean} visible
   */
  async setVisible(id, visible) {
    this._features.setVisible(id, visible);
    const source = this._sources.get(id);
    if (!source) return;
    source.visible = visible;
    if (!visible) return;
    const { drawn } = await this._load(source);
    if (this._isCurrent(source)) this._features.fill(id, drawn);
  }

  /** @param {LayerSource} source */
  async _load(source) {
    const { geometry_url, symbology_url } = source;
    if (!this._geometries.has(geometry_url)) this._geometries.set(geometry_url, bytesOf(geometry_url).then(decodeGeometry));
    if (!this._symbology.has(symbology_url)) this._symbology.set(symbology_url, fetched(symbology_url).then(answer => answer.json()).then(prepareSymbology));
    try {
      const [geometry, symbology] = await Promise.all([this._geometries.get(geometry_url), this._symbology.get(symbology_url)]);
      return { source, drawn: geometry && symbology ? { geometry, symbology } : null };
    } catch (error) {
      this._geometries.delete(geometry_url);   // another time it may be there
      this._symbology.delete(symbology_url);
      throw error;
    }
  }

  /** @param {LayerSource} source */
  _isCurrent(source) { return this._sources.get(source.id) === source; }

  /** @param {LayerSource[]} sources */
  _forgetAllBut(sources) {
    const urls = new Set(sources.flatMap(({ geometry_url, symbology_url }) => [geometry_url, symbology_url]));
    for (const kept of [this._geometries, this._symbology]) for (const url of kept.keys()) if (!urls.has(url)) kept.delete(url);
    for (const id of this._filters.keys()) if (!this._sources.has(id)) this._filters.delete(id);
  }

  /**
   * Show only some features of a layer, a bit for each; all of them for null. An answer that comes
   * when another was asked for since, or the layer has gone, is dropped.
   *
   * @param {string} id
   * @param {string | null} url
   */
  async filter(id, url) {
    const asked = this._asked += 1;
    this._filters.set(id, asked);
    const bits = url === null ? null : new Uint8Array(await bytesOf(url));
    if (asked === this._filters.get(id)) this._features.setVisibleFeatures(id, bits);
  }
}

/** @param {string} url */
async function bytesOf(url) { return (await fetched(url)).arrayBuffer(); }

/** @param {string} url */
async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}
