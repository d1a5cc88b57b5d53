"""Points of a layer counted by the areas of another one, as a file that is a layer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import shapely

from mapapp.core.errors import DataError, ReadCancelledError
from mapapp.core.expression.filters import Criteria
from mapapp.core.layer.own import own_layer
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import file_ref
from mapapp.core.layer.spec import Geometry, LayerSpec
from mapapp.core.style.symbology import Tone
from mapapp.core.text import Text
from mapapp.render.card.counted_layer import CountedLayer, LayerCount, count_layers
from mapapp.render.card.layer_file import LayerPart
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.files.counting import Figures
from mapapp.store.scopes import Scope

TONE = Tone("#112233", "#445566")
EAST, WEST = shapely.box(123, 38, 126, 43), shapely.box(119, 38, 123, 43)
NOWHERE = shapely.box(0, 0, 1, 1)

Counter = Callable[..., CountedLayer]


def written(path: Path, shapes: Mapping[str, shapely.Geometry], **columns: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, **columns},
            "geometry": shapely.geometry.mapping(shape),
        }
        for name, shape in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def layer(path: Path, title: Text, geometry: Geometry) -> LayerSpec:
    roles = Roles(name_en="name")
    return own_layer("own_1", title, file_ref(str(path)), geometry, TONE, roles)


def halves(folder: Path, **columns: object) -> LayerSpec:
    shapes = {"East": EAST, "West": WEST, "Nowhere": NOWHERE}
    path = written(folder / "halves.geojson", shapes, **columns)
    return layer(path, Text("Halves", "两半"), "polygon")


@pytest.fixture
def layers(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


@pytest.fixture
def count(layers: LayerCatalogue, tmp_path: Path) -> Counter:
    def ask(areas: LayerSpec, points: LayerPart | None = None, **said: object) -> CountedLayer:
        part = points or LayerPart(layers.spec("port"), columns=())
        target = tmp_path / "new" / "counted.gpkg"
        figures = said.pop("figures", Figures())
        wanted = LayerCount(part, LayerPart(areas), figures, target, "en")  # type: ignore[arg-type]
        return count_layers(wanted, layers, **said)  # type: ignore[arg-type]

    return ask


def rows(layers: LayerCatalogue, made: CountedLayer) -> list[dict[str, object]]:
    features = layers.features(made.layer("own_2", TONE))
    return [{"name": each.name.en, **each.properties} for each in features]


def test_areas_become_a_layer_in_steps_by_their_counts(
    layers: LayerCatalogue, count: Counter, tmp_path: Path
) -> None:
    made = count(halves(tmp_path))
    spec = made.layer("own_2", TONE)
    layers.check(spec)
    found = {row["name"]: row["count"] for row in rows(layers, made)}
    lons = [layers.feature("port", key).geometry.x for key in layers.table("port").fids().tolist()]
    east = sum(lon > 123 for lon in lons)
    assert found == {"East": east, "West": len(lons) - east, "Nowhere": 0}
    assert spec.title == Text(
        f"{layers.spec('port').title.en} by Halves",
        f"{layers.spec('port').title.zh}（按两半统计）",
    )
    assert spec.classes is not None
    assert (spec.classes.kind, spec.classes.field) == ("graduated", "count")
    assert len({spec.style({"count": n}).colour for n in found.values()}) == 3
    assert spec.roles == Roles(name_en="name")
    assert spec.label is None  # those of the areas are on the map
    assert spec.note is not None
    assert f"{len(lons)} of {len(lons)}" in spec.note.en
    assert spec.note.zh.startswith("落在面内的点")


def test_an_area_that_has_a_count_keeps_it(
    layers: LayerCatalogue, count: Counter, tmp_path: Path
) -> None:
    made = count(halves(tmp_path, count=7, fid="a"))
    assert made.field == "count_2"
    assert {row["count"] for row in rows(layers, made)} == {7}
    assert made.layer("own_2", TONE).style({"count_2": 0}) is not None


def test_figures_of_the_points_are_told_beside(
    layers: LayerCatalogue, count: Counter, tmp_path: Path
) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("name,lon,lat,depth\na,124,41,2\nb,124,41,5\nc,120,41,\n")
    points = LayerPart(layer(path, Text("Wells", "井"), "point"), columns=("depth",))
    made = count(halves(tmp_path), points, figures=Figures("depth", "depth"))
    found = {row["name"]: (row["sum_depth"], row["mean_depth"]) for row in rows(layers, made)}
    assert found == {"East": (7, 3.5), "West": (None, None), "Nowhere": (None, None)}


def test_counts_that_are_all_the_same_have_one_tone(count: Counter, tmp_path: Path) -> None:
    path = written(tmp_path / "far.geojson", {"a": NOWHERE, "b": NOWHERE})
    made = count(layer(path, Text("Far", "远"), "polygon"))
    spec = made.layer("own_2", TONE)
    assert (made.inside, spec.classes, spec.symbol.colour) == (0, None, TONE)


def test_no_such_features_is_a_sentence_with_the_title(
    layers: LayerCatalogue, count: Counter, tmp_path: Path
) -> None:
    part = LayerPart(layers.spec("port"), scope=Scope(Criteria(text="no such port")), columns=())
    with pytest.raises(DataError, match="Sea ports has no such features; choose all of them"):
        count(halves(tmp_path), part)
    assert not (tmp_path / "new").exists()


def test_a_message_names_the_layer_by_its_title_and_the_row_by_its_key(
    count: Counter, tmp_path: Path
) -> None:
    shapes = {"a": shapely.Point(124, 41), "b": shapely.MultiPoint([(124, 41), (120, 41)])}
    points = layer(written(tmp_path / "p.geojson", shapes), Text("Wells", "井"), "point")
    where = Scope(Criteria(expression='name = "b"'))
    with pytest.raises(DataError, match="Row 2 of Wells is no single point"):
        count(halves(tmp_path), LayerPart(points, scope=where, columns=()))


def test_whose_points_and_areas_these_are_is_said_of_the_counts(
    layers: LayerCatalogue, count: Counter, tmp_path: Path
) -> None:
    areas = replace(halves(tmp_path), credit=Text("© Surveyors", "© 测绘者"))
    assert count(areas).layer("own_2", TONE).credit == areas.credit
    ports = replace(layers.spec("port"), credit=Text("© Harbours", "© 港务"))
    both = count(areas, LayerPart(ports, columns=())).layer("own_2", TONE)
    assert both.credit == Text("© Harbours; © Surveyors", "© 港务；© 测绘者")


def test_an_unreadable_file_is_a_sentence(count: Counter, tmp_path: Path) -> None:
    areas = halves(tmp_path)
    Path(areas.source.uri).write_text("{")
    with pytest.raises(DataError, match=r"halves\.geojson"):
        count(areas)
    assert not (tmp_path / "new").exists()


def test_who_cancels_has_no_file(count: Counter, tmp_path: Path) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(ReadCancelledError):
        count(halves(tmp_path), cancel=cancel)
    assert not (tmp_path / "new").exists()
