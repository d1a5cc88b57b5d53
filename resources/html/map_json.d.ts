// What a standalone map knows: the JSON that mapapp/render/html/content.py and mapapp/render/html/file.py write.

import type { GroundStyle, PlacedLabel } from "./protocol.js";
import type { SymbologyJson, SymbolJson } from "./layer_data.js";

export type Theme = "light" | "dark" | "contrast";

/** A picture with its meaning, as in a legend. */
export interface Entry extends SymbolJson {
  title: string;
  level: number;
}

export interface Figure {
  value: string;
  period: string;
  /** Numbers on the card, from 1; the first is that of the figure, others say the same. */
  sources: number[];
  mark: string;
  remark: string;
  doubtful: boolean;
}

export interface CardEntry {
  label: string;
  figures: Figure[];
  chart: Chart | null;
  dispute: Dispute | null;
}

/** Values over the years, ascending; labels say them as the figures do. */
export interface Chart {
  years: number[];
  values: number[];
  labels: string[];
}

/** What sources disagree about, or what is doubted; where it is settled the first is preferred. */
export interface Dispute {
  title: string;
  verdict: string;
  figures: Figure[];
  settled: boolean;
}

export interface CardGroup {
  /** Empty where there is nothing else on the card. */
  title: string;
  entries: CardEntry[];
}

export interface Tie {
  label: string;
  others: { id: string; name: string }[];
}

export interface CardField {
  label: string;
  value: string;
  /** Where it leads, or empty. */
  link: string;
}

export interface Card {
  called: string;
  also_called: string;
  facets: string[];
  note: string;
  fields: CardField[];
  /** What answers at a glance, each with one figure. */
  key: CardEntry[];
  groups: CardGroup[];
  ties: Tie[];
  /** Indices of the map's sources. */
  sources: number[];
}

/** Search keys, normalized, each with the points it takes off. */
export type Keys = [key: string, off: number][];

/** Lines of a name: text, size in CSS pixels and class. */
export type NameLine = Pick<PlacedLabel, "text" | "size_px" | "style">;

export interface Feature {
  fid: number;
  id: string;
  name: string;
  names: string[];
  zoom: number;
  /** Longitude and latitude of all that bears its name. */
  anchors: [lon: number, lat: number][];
  label: { lines: NameLine[]; priority: number; half_px: number | null; far_px: number } | null;
  keys: Keys;
  card: Card;
}

/** Longitudes and latitudes. */
export type Positions = [lon: number, lat: number][];

/** Squares of a density; from each of the breaks on they have the next style. */
export interface Bins {
  side_px: number;
  gap_px: number;
  breaks: number[];
}

export interface Layer {
  id: string;
  title: string;
  heading: string;
  note: string;
  swatch: Record<Theme, Entry>;
  classes: Record<Theme, Entry[]>;
  points: [fid: number, symbol: number, lon: number, lat: number][];
  shapes: { style: number; closed: boolean; features: [fid: number, lines: Positions[]][] }[];
  /** Of a density, how its points are counted. */
  bins: Bins | null;
  symbology: Record<Theme, SymbologyJson>;
  opacity: number;
  selected: number[];
  named_zooms: [from: number, to: number] | null;
  features: Feature[];
}

export interface Place {
  name: string;
  names: string[];
  point: [lon: number, lat: number] | null;
  keys: Keys;
  dotted: boolean;
  zoom: number;
  spans: { from_zoom: number; to_zoom: number; style: { style: NameLine["style"]; size_px: number; priority: number } }[];
}

/** Steps in whole numbers from vertex to vertex; a degree has `scale` of them. */
export interface GroundJson {
  scale: number;
  parts: { kind: keyof GroundStyle["parts"]; closed: boolean; lines: number[][] }[];
}

export interface Source {
  text: string;
  url: string;
}

/** Where symbols stand from a zoom on that are not on their point, as `MovedSymbol`; layers by their number. */
export interface Level {
  from_zoom: number;
  moved: [layer: number, fid: number, right_px: number, down_px: number, count: number, x: number, y: number][];
}

export interface MapJson {
  map: string;
  title: string;
  subtitle: string;
  notes: string[];
  /** What stands around the map. */
  parts: ("title" | "legend" | "scale_bar" | "notes")[];
  language: string;
  words: Record<string, string>;
  attribution: string[];
  colours: Record<Theme, Record<string, string>>;
  style: GroundStyle;
  ground: { world: GroundJson; region: GroundJson };
  layers: Layer[];
  levels: Level[];
  certainty: Record<Theme, Entry[]>;
  places: Place[];
  /** Traditional characters that are in keys, each with its simplified form. */
  simplified: Record<string, string>;
  sources: Source[];
}

/** What the search box can find. */
export type Findable =
  | { feature: Feature; layer: Layer; keys: Keys; name: string; names: string[]; kind: string }
  | (Place & { kind: string; feature?: undefined; layer?: undefined });
