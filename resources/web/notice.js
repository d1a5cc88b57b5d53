// A remark about what is in view, at the lower edge of the map. It is told what to say.

export class Notice {
  /** @param {L.Map} map */
  constructor(map) {
    this._box = L.DomUtil.create("div", "notice", map.getContainer());
    this._box.setAttribute("role", "status");
    this._box.hidden = true;
  }

  /** @param {string} text */
  show(text) {
    this._box.textContent = text;
    this._box.hidden = text === "";
  }
}
