// The name of what is under the cursor, beside the cursor. It is told what to show.

import { familiesOf } from "./labels.js";

const GAP_PX = 14;

export class Hint {
  /** @param {L.Map} map */
  constructor(map) {
    this._map = map;
    this._at = L.point(0, 0);
    this._box = L.DomUtil.create("div", "hint", map.getContainer());
    this._box.hidden = true;
    map.on("mousemove", ({ containerPoint }) => this._move(containerPoint));
    map.on("mouseout movestart", () => this.show(""));
  }

  /** @param {string} text */
  show(text) {
    this._box.textContent = text;
    this._box.style.fontFamily = familiesOf(text);
    this._box.hidden = text === "";
    this._map.getContainer().classList.toggle("pointing", text !== "");
    this._move(this._at);
  }

  /**
   * Beside the cursor, on the side that has room.
   *
   * @param {L.Point} at
   */
  _move(at) {
    this._at = at;
    if (this._box.hidden) return;
    const room = this._map.getSize(), { offsetWidth: width, offsetHeight: height } = this._box;
    const left = at.x + GAP_PX + width > room.x ? at.x - GAP_PX - width : at.x + GAP_PX;
    const top = at.y + GAP_PX + height > room.y ? at.y - GAP_PX - height : at.y + GAP_PX;
    L.DomUtil.setPosition(this._box, L.point(Math.max(left, 0), Math.max(top, 0)));
  }
}
