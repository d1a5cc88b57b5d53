// The messages between Qt and the map page. Written by `packaging/javascript.py protocol` from
// mapapp/bridge/messages.py, which describes each field; do not edit.

/** One layer for the page: where its parts are fetched, whether it is shown, how opaque (0…1). */
export interface LayerSource {
  id: string;
  geometry_url: string;
  symbology_url: string;
  visible: boolean;
  opacity: number;
}

/** Draw these layers, the last on top. */
export interface ShowLayers {
  type: "show_layers";
  serial: number;
  layers: LayerSource[];
}

/** Show or hide one layer. */
export interface SetVisibility {
  type: "set_visibility";
  serial: number;
  layer: string;
  visible: boolean;
}

/** Let one layer cover more or less of what is below it, from 0 to 1. */
export interface SetOpacity {
  type: "set_opacity";
  serial: number;
  layer: string;
  opacity: number;
}

/** Draw the layers in this order, the last on top. */
export interface SetOrder {
  type: "set_order";
  serial: number;
  layers: string[];
}

/** Move the map: a centre in degrees and a zoom, which may be fractional. */
export interface SetView {
  type: "set_view";
  serial: number;
  lon: number;
  lat: number;
  zoom: number;
}

/** Move the map so that a rectangle in degrees fills it. */
export interface FitExtent {
  type: "fit_extent";
  serial: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Make these features (layer id and fid) glow, and no others. */
export interface Select {
  type: "select";
  serial: number;
  features: [string, number][];
}

/** Draw only some features of a layer, a bit for each at an address; all of them for None. */
export interface SetVisibleFeatures {
  type: "set_visible_features";
  serial: number;
  layer: string;
  url: string | null;
}

/** A line of the ground: its colour by name, and its width near and far out. */
export interface GroundLine {
  colour: string;
  width_px: number;
  far_width_px: number;
  dash_px: number[];
  from_zoom: number;
}

/** A kind of shape of the ground: the colour of its inside by name, and its line. */
export interface GroundPartStyle {
  fill: string;
  line: GroundLine | null;
}

/** Meridians and parallels: the smallest of ``steps_deg`` that keeps them so far apart. */
export interface GraticuleStyle {
  steps_deg: number[];
  least_spacing_px: number;
  width_px: number;
}

/** What surrounds a selected feature. */
export interface GlowStyle {
  ring_px: number;
  ring_halo_px: number;
  ring_line_px: number;
  line_px: number;
}

/** How symbols are drawn that were moved apart or gathered (``render/scene/fanout.py``). */
export interface StackStyle {
  leader_px: number;
  dot_px: number;
  badge_px: number;
  digit_px: number;
  text_px: number;
  badge_at: number;
  badge_away_px: number;
}

/** How a class of names is written; the colour by name. Most stand on a halo. */
export interface Lettering {
  colour: string;
  bold: boolean;
  italic: boolean;
  halo: boolean;
}

/** All that the three engines draw alike beside the layers. */
export interface GroundStyle {
  min_zoom: number;
  max_zoom: number;
  region_from_zoom: number;
  parts: Record<"box" | "land" | "lake" | "river" | "province" | "border" | "demarcation" | "coast", GroundPartStyle>;
  graticule: GraticuleStyle;
  glow: GlowStyle;
  stack: StackStyle;
  texts: Record<"feature" | "bare" | "selected" | "place" | "capital" | "water" | "province" | "country", Lettering>;
  text_halo_px: number;
  dot_px: number;
  dot_halo_px: number;
}

/** Colours of the ground and of the map furniture, by name, and how the ground is drawn. */
export interface SetTheme {
  type: "set_theme";
  serial: number;
  colours: Record<string, string>;
  style: GroundStyle;
}

/** A line of text: its left end on the baseline, from a point in degrees, and its class. */
export interface PlacedLabel {
  text: string;
  lon: number;
  lat: number;
  dx_px: number;
  dy_px: number;
  size_px: number;
  style: "feature" | "bare" | "selected" | "place" | "capital" | "water" | "province" | "country";
  leader_px: [number, number, number, number] | null;
}

/** The labels of the present view, placed without collisions, and dots for named places. */
export interface SetLabels {
  type: "set_labels";
  serial: number;
  labels: PlacedLabel[];
  dots: [number, number][];
}

/** Where the symbol of a feature stands. */
export interface MovedSymbol {
  layer: string;
  fid: number;
  right_px: number;
  down_px: number;
  count: number;
  x: number;
  y: number;
}

/** Draw the symbols of these features, and of no others, away from their points. */
export interface FanOut {
  type: "fan_out";
  serial: number;
  moved: MovedSymbol[];
}

/** The name of what is under the cursor, or nothing. */
export interface SetHint {
  type: "set_hint";
  serial: number;
  text: string;
}

/** A remark about what is in view, or nothing. */
export interface SetNotice {
  type: "set_notice";
  serial: number;
  text: string;
}

/** The language of the window, ``en`` or ``zh``, and what the buttons of the page are called. */
export interface SetWords {
  type: "set_words";
  serial: number;
  language: string;
  zoom_in: string;
  zoom_out: string;
}

/** Take clicks as points of a measurement (``MeasureClicked``) from now on, or no longer. */
export interface SetMeasuring {
  type: "set_measuring";
  serial: number;
  active: boolean;
}

/** Draw a measurement, or none if ``line`` is empty. */
export interface ShowMeasure {
  type: "show_measure";
  serial: number;
  line: [number, number][];
  vertices: [number, number][];
  fill: boolean;
  text: string;
  text_at: [number, number];
}

/** Mark these places (lon, lat in degrees) and no others. */
export interface ShowMarks {
  type: "show_marks";
  serial: number;
  places: [number, number][];
}

/** Nothing to do but to answer with ``idle`` once all is painted. */
export interface Ping {
  type: "ping";
  serial: number;
}

/** The page has loaded and listens. */
export interface Ready {
  type: "ready";
}

/** Everything up to ``serial`` has been fetched, drawn and painted. */
export interface Idle {
  type: "idle";
  serial: number;
}

/** The map came to rest on a new view. */
export interface ViewChanged {
  type: "view_changed";
  lon: number;
  lat: number;
  zoom: number;
  west: number;
  south: number;
  east: number;
  north: number;
  width_px: number;
  height_px: number;
}

/** A click at a point in degrees, at a zoom; ``extend`` when Ctrl or Shift was held. */
export interface Clicked {
  type: "clicked";
  lon: number;
  lat: number;
  zoom: number;
  extend: boolean;
}

/** The cursor rests or moves over a point in degrees. */
export interface Hovered {
  type: "hovered";
  lon: number;
  lat: number;
}

/** The cursor left the map. */
export interface HoverEnded {
  type: "hover_ended";
}

/** The secondary button at a point in degrees and in pixels of the view. */
export interface ContextMenu {
  type: "context_menu";
  lon: number;
  lat: number;
  x_px: number;
  y_px: number;
}

/** A click at a point in degrees while measuring; it is no ``Clicked`` as well. */
export interface MeasureClicked {
  type: "measure_clicked";
  lon: number;
  lat: number;
}

/** A double click while measuring; its first click was a ``MeasureClicked``. */
export interface MeasureEnded {
  type: "measure_ended";
}

/** The page could not fetch or draw something. */
export interface PageFailed {
  type: "failed";
  text: string;
}

export type ToPage = ShowLayers | SetVisibility | SetOpacity | SetOrder | SetView | FitExtent | Select | SetVisibleFeatures | SetTheme | SetLabels | FanOut | SetHint | SetNotice | SetWords | SetMeasuring | ShowMeasure | ShowMarks | Ping;

export type FromPage = Ready | Idle | ViewChanged | Clicked | Hovered | HoverEnded | ContextMenu | MeasureClicked | MeasureEnded | PageFailed;
