// Elements out of texts. Strings become text nodes, never markup.

export function el(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== "" && child != null));
  return made;
}

// A picture out of an SVG document of our own.
export function picture({ svg, width_px: width, height_px: height }) {
  const image = el("img", "");
  Object.assign(image, { src: svgUrl(svg), width, height, alt: "" });
  return image;
}

export function svgUrl(svg) { return `data:image/svg+xml,${encodeURIComponent(svg)}`; }
