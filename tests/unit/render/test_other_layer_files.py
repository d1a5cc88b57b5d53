"""Layers handed on in formats, reference systems and encodings of other programs."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pyogrio
import pytest
from pyproj import Transformer

from mapapp.core.errors import DataError, MapappError, ReadCancelledError, UsageError
from mapapp.core.geo.gcj02 import wgs84_to_gcj02
from mapapp.core.text import Language
from mapapp.render.card.layer_file import LayerFile, LayerPart, write_layers
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.files.shapefile_limits import NAME_BYTES, TEXT_BYTES, short_names
from mapapp.store.files.targets import TARGETS


@pytest.fixture
def layers(atlas: Atlas) -> LayerCatalogue:
    return LayerCatalogue(atlas)


def _file(
    layers: LayerCatalogue, target: Path, language: Language = "en", **said: str
) -> LayerFile:
    return LayerFile(target, (LayerPart(layers.spec("port")),), language, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", TARGETS)
def test_a_layer_is_written_in_every_format_alone_in_its_folder(
    layers: LayerCatalogue, tmp_path: Path, suffix: str
) -> None:
    write_layers(_file(layers, tmp_path / f"ports{suffix}"), layers)
    assert (tmp_path / f"ports{suffix}").stat().st_size > 0
    assert {each.stem for each in tmp_path.iterdir()} == {"ports"}


@pytest.mark.parametrize(("suffix", "field"), [(".kml", "Name"), (".gpx", "name")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_phones_find_the_name_in_the_language_of_the_window(
    layers: LayerCatalogue, tmp_path: Path, suffix: str, field: str, language: Language
) -> None:
    target = tmp_path / f"ports{suffix}"
    write_layers(_file(layers, target, language), layers)
    names = pyogrio.read_dataframe(target, layer=0)[field].tolist()
    ports = layers.features(layers.spec("port"))
    assert sorted(names) == sorted(port.name.get(language) for port in ports)


def test_a_layer_is_moved_to_another_reference_system(
    layers: LayerCatalogue, tmp_path: Path
) -> None:
    target = tmp_path / "ports.gpkg"
    write_layers(_file(layers, target, crs="EPSG:4550"), layers)
    found = pyogrio.read_dataframe(target).set_index("id")
    assert found.crs.to_epsg() == 4550
    move = Transformer.from_crs(4326, 4550, always_xy=True).transform
    for port in layers.features(layers.spec("port")):
        point = found.geometry[port.id]
        expected = move(port.geometry.x, port.geometry.y)
        assert (point.x, point.y) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("suffix", [".csv", ".kml", ".geojson"])
def test_a_layer_is_shifted_to_another_datum(
    layers: LayerCatalogue, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"ports{suffix}"
    write_layers(_file(layers, target, datum="gcj02"), layers)
    ports = layers.features(layers.spec("port"))
    lon, lat = wgs84_to_gcj02(
        np.array([port.geometry.x for port in ports]), np.array([port.geometry.y for port in ports])
    )
    if suffix == ".csv":
        frame = pyogrio.read_dataframe(target)
        found = frame[["lon", "lat"]].astype(float).to_numpy()
    else:
        geometry = pyogrio.read_dataframe(target).geometry
        found = np.column_stack([geometry.x, geometry.y])
    assert (
        np.abs(np.sort(found, axis=0) - np.sort(np.column_stack([lon, lat]), axis=0)).max() < 1e-6
    )


@pytest.mark.parametrize(("encoding", "said"), [("utf-8-sig", "UTF-8"), ("gb18030", "GBK")])
def test_a_shapefile_keeps_chinese_in_its_encoding_and_says_what_it_cut(
    layers: LayerCatalogue, tmp_path: Path, encoding: str, said: str
) -> None:
    target = tmp_path / "ports.shp"
    notes = [str(note) for note in write_layers(_file(layers, target, encoding=encoding), layers)]
    frame = pyogrio.read_dataframe(target)
    ports = {port.name.zh for port in layers.features(layers.spec("port"))}
    assert set(frame["name_zh"]) == ports
    assert (tmp_path / "ports.cpg").read_text().strip() in {said, "CP936", "936"}
    assert any("status_as_of → status_as_" in note for note in notes), notes
    assert all(len(name) <= NAME_BYTES for name in frame.columns if name != "geometry")


def test_short_names_differ_and_have_no_half_characters() -> None:
    names = ["人口密度二零二零", "人口密度二零二一", "population_2020", "POPULATION_2021", "id"]
    for encoding in ("UTF-8", "GBK"):
        found = short_names(names, encoding)
        assert len({name.casefold() for name in found}) == len(names)
        assert all(0 < len(name.encode(encoding)) <= NAME_BYTES for name in found)
        assert found[-1] == "id"
    assert TEXT_BYTES == 254


@pytest.mark.parametrize("suffix", [".shp", ".kml", ".parquet", ".dxf"])
def test_a_cancelled_file_leaves_what_was_there(
    layers: LayerCatalogue, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"ports{suffix}"
    target.write_text("before")
    cancel = Event()
    cancel_late = lambda share: cancel.set()  # noqa: E731
    with pytest.raises(ReadCancelledError):
        write_layers(_file(layers, target), layers, cancel_late, cancel)
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "before"


@pytest.mark.parametrize(
    ("name", "said", "error"),
    [
        ("ports.doc", {}, UsageError),
        ("ports.gpkg", {"crs": "EPSG:999999"}, DataError),
        ("ports.kml", {"crs": "EPSG:3857"}, UsageError),
        ("ports.gpkg", {"crs": "EPSG:3857", "datum": "gcj02"}, UsageError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    layers: LayerCatalogue,
    tmp_path: Path,
    name: str,
    said: dict[str, str],
    error: type[MapappError],
) -> None:
    with pytest.raises(error):
        write_layers(_file(layers, tmp_path / name, **said), layers)
    assert not list(tmp_path.iterdir())
