// How far a turn of the wheel goes: one level a notch. What a trackpad says in many small steps stays
// as fine as it comes.

const NOTCH = 120;   // what the engine reports for one, whatever its pixels are
const TRACKPAD_PX = 100;   // for a level

// A level is so many times `wheelPxPerZoomLevel`: Leaflet bends short ways,
// 4 log2(2 / (1 + exp(-pixels / (4 wheelPxPerZoomLevel)))) levels.
const WAY = -4 * Math.log(2 / 2 ** 0.25 - 1);

/** @param {L.Map} map */
export function takeWheel(map) {
  map.getContainer().addEventListener("wheel", event => {
    map.options.wheelPxPerZoomLevel = isNotched(event) ? Math.abs(event.deltaY / notchesOf(event)) / WAY : TRACKPAD_PX;
  }, { capture: true, passive: true });
}

/** @param {WheelEvent} event */
const notchesOf = event => Reflect.get(event, "wheelDeltaY") / NOTCH;   // beside the standard, but the only word of it

/** @param {WheelEvent} event */
function isNotched(event) {
  const notches = notchesOf(event);
  return event.deltaY !== 0 && notches !== 0 && Number.isInteger(notches);
}
