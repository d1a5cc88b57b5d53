// Finding features and places by any of their names; mapapp/core/search.py without its guesses at
// typing mistakes. The keys come normalized; each has the points it takes off.

const LIMIT = 8;

/** @import { Keys } from "./map_json.js" */

/**
 * Letters and digits of a text without case and accents, in simplified characters.
 *
 * @param {string} text
 * @param {Record<string, string>} simplified
 */
export function normalize(text, simplified) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  return Array.from(plain.replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]/gu, ""), sign => simplified[sign] ?? sign).join("");
}

/**
 * The entries (anything with keys and a name) that a query finds, the best first.
 *
 * @template {{ keys: Keys, name: string }} T
 * @param {T[]} entries
 * @param {string} query
 * @param {Record<string, string>} simplified
 */
export function search(entries, query, simplified) {
  const wanted = normalize(query, simplified);
  const words = query.split(/\s+/).map(word => normalize(word, simplified)).filter(Boolean);
  if (!wanted) return [];
  const scored = entries.map(entry => ({ entry, points: bestScore(entry.keys, wanted, words) }));
  const found = scored.filter(({ points }) => points > 0);
  found.sort((one, other) => other.points - one.points || one.entry.name.localeCompare(other.entry.name));
  return found.slice(0, LIMIT).map(({ entry }) => entry);
}

/** @type {(keys: Keys, wanted: string, words: string[]) => number} */
const bestScore = (keys, wanted, words) => Math.max(0, ...keys.map(([key, off]) => score(key, wanted, words) - off));

/**
 * @param {string} key
 * @param {string} wanted
 * @param {string[]} words
 */
function score(key, wanted, words) {
  const share = Math.min(wanted.length / key.length, 1);
  if (key === wanted) return 100;
  if (key.startsWith(wanted)) return 75 + 20 * share;
  if (wanted.length === 1 && /[a-z0-9]/.test(wanted)) return 0;
  if (key.includes(wanted)) return 50 + 20 * share;
  return words.length > 1 && words.every(word => key.includes(word)) ? 45 + 20 * share : 0;
}
