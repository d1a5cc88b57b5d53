// The copies of the world that a map shows, as whole numbers; 0 is the one from -180° to 180°.

const MARGIN = 0.05;   // of the view: what reaches into it from outside counts as shown

/** @param {L.Map} map */
export function copiesInSight(map) {
  const bounds = map.getBounds().pad(MARGIN);
  const first = Math.floor((bounds.getWest() + 180) / 360), last = Math.floor((bounds.getEast() + 180) / 360);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
