// What folium's markers and popups need of a page, which it would load from the network.

/**
 * The elements that a text of HTML makes: all that popups ask of jQuery.
 *
 * @param {string} html
 */
function elementsOf(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.children;
}

// The picture of a marker out of Leaflet's style sheet, where it is written out.
function markerUrl() {
  const sample = document.createElement("i");
  sample.className = "leaflet-default-icon-path";
  document.documentElement.append(sample);
  const url = getComputedStyle(sample).backgroundImage.slice('url("'.length, -'")'.length);
  sample.remove();
  return url;
}

Object.assign(window, { $: elementsOf });
L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({ iconUrl: markerUrl(), iconRetinaUrl: markerUrl(), shadowUrl: "" });
