// Elements out of texts. Strings become text nodes, never markup.

/** @typedef {{ svg: string, width_px: number, height_px: number }} Picture */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {(Node | string | false | null | undefined)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const child of children) if (child !== "" && child != null && child !== false) made.append(child);
  return made;
}

/**
 * A picture out of an SVG document of our own.
 *
 * @param {Picture} data
 */
export function picture({ svg, width_px: width, height_px: height }) {
  const image = el("img", "");
  Object.assign(image, { src: svgUrl(svg), width, height, alt: "" });
  return image;
}

/** @param {string} svg */
export function svgUrl(svg) { return `data:image/svg+xml,${encodeURIComponent(svg)}`; }
