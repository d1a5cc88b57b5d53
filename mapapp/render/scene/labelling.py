"""The names of a picture: where they stand on a scene, and the key to those that are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mapapp.core.layer.feature import FeatureSet
from mapapp.core.record import record
from mapapp.core.text import Language
from mapapp.render.labels.country_places import COUNTRIES_UP_TO_ZOOM, Seen, countries_in_sight
from mapapp.render.labels.label import Candidate
from mapapp.render.labels.names import PLACE_COLUMNS, markers_of, symbol_boxes
from mapapp.render.labels.paper import in_the_open, numbered, paper_candidates
from mapapp.render.labels.placing import NO_POINTS, Surroundings, place_labels
from mapapp.render.labels.room import LINE_STEP_PX, BoxPx
from mapapp.render.labels.text import measurer
from mapapp.render.labels.words import Wording, main_language
from mapapp.render.scene.scene import Scene
from mapapp.render.view.view import AnyView
from mapapp.store.basemap import Basemap

NAME_MARGIN_PX = 14.0
"""How far names stay from the frame, at which degrees are written."""


@record
class Further:
    """What a map has beside its features: more ``names``, and ``frames`` that no name meets.

    Places in a frame have no names.
    """

    names: Sequence[Candidate] = ()
    frames: Sequence[BoxPx] = ()


NOTHING_FURTHER = Further()


def label_scene(
    scene: Scene,
    basemap: Basemap,
    language: Wording,
    *,
    keep_free: Sequence[BoxPx] = (),
    most_numbers: int = 0,
    margin_px: float = NAME_MARGIN_PX,
    further: Further = NOTHING_FURTHER,
) -> Scene:
    """The scene with the names of its features and of places, as paper has them.

    With both languages the other one stands below where there is room. No label is put into the
    boxes of ``keep_free``, and what they hide has none. ``most_numbers`` names may be numbers, if
    the picture has room for so long a key.
    """
    view, named = scene.view, in_the_open(scene.named, keep_free)
    frame = (margin_px, margin_px, view.width_px - margin_px, view.height_px - margin_px)
    places = _places(basemap, view, Seen(frame, keep_free), main_language(language))
    candidates = [*further.names, *paper_candidates(
        named, places, view, main_language(language), measurer(),
        bilingual=language == "both", cards=[*keep_free, *further.frames],
    )]  # fmt: skip
    around = Surroundings(
        [*symbol_boxes(scene.named), *keep_free, *further.frames],
        np.concatenate([NO_POINTS, *(each.outlines.every(LINE_STEP_PX) for each in scene.strokes)]),
        markers_of(scene.named),
        most_numbers,
    )
    placed = place_labels(candidates, around, frame, measurer())
    keys = {label.key for label in placed}
    dots = tuple((each.x, each.y) for each in candidates if each.is_dotted and each.key in keys)
    return with_numbers(replace(scene, labels=tuple(placed), dots=dots), most_numbers)


def _places(basemap: Basemap, view: AnyView, seen: Seen, language: Language) -> FeatureSet:
    """The places of a view, countries where they are in sight."""
    if view.zoom < COUNTRIES_UP_TO_ZOOM and (areas := basemap.countries(view.extent)):
        places = basemap.read("place", columns=PLACE_COLUMNS)
        return countries_in_sight(places, areas, view, seen, language)
    return basemap.read("place", extent=view.extent, columns=PLACE_COLUMNS)


def with_numbers(scene: Scene, most: int, after: int = 0) -> Scene:
    """A labelled scene with so many of its numbers at most, the first that were placed.

    They go on ``after`` those of another map of the sheet.
    """
    numbers = [label for label in scene.labels if label.is_number][most:]
    kept = [label for label in scene.labels if label not in numbers]
    labels, key = numbered(kept, scene.named, [layer.id for layer in reversed(scene.layers)], after)
    return replace(scene, labels=labels, key=key)
