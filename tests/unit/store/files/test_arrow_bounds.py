"""Tables of Parquet and Arrow take no more memory than a file may, whatever they say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import feather, parquet

from mapapp.core.errors import DataError
from mapapp.store.files.inspecting import inspect_file
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.reading import raw_layers

ROWS = 20_000
LONG = pa.DictionaryArray.from_arrays(np.zeros(ROWS, np.int32), pa.array(["x" * 10_000]))
"""200 MB of texts, which are one."""

LISTS = pa.ListArray.from_arrays(pa.array([0, ROWS], pa.int32()), LONG)
ZEROS = pa.array(np.zeros(8_000_000, np.int64))


def as_parquet(values: pa.Array, *, typed: bool) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        table = pa.table({"a": values})
        parquet.write_table(table, folder / "a.parquet", compression="zstd", store_schema=typed)
        return folder / "a.parquet"

    return write


def as_arrow(values: pa.Array) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        feather.write_feather(pa.table({"a": values}), folder / "a.arrow", compression="zstd")
        return folder / "a.arrow"

    return write


BOMBS: Mapping[str, Callable[[Path], Path]] = {
    "nulls": as_parquet(pa.nulls(len(ZEROS), pa.int64()), typed=False),
    "zeros": as_parquet(ZEROS, typed=False),
    "texts": as_parquet(LONG, typed=False),
    "dictionaries": as_parquet(LONG, typed=True),
    "texts in lists": as_parquet(LISTS, typed=False),
    "zeros of Arrow": as_arrow(ZEROS),
    "dictionaries of Arrow": as_arrow(LONG),
    "nothing of Arrow": as_arrow(pa.nulls(8_000_000)),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_fills_the_memory_is_refused_before(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    before = pa.total_allocated_bytes()
    with pytest.raises(
        DataError, match=r"would unpack to (50|64|200) MB, more than mapapp unpacks"
    ):
        inspect_file(path)
    assert pa.total_allocated_bytes() - before < 10_000_000
    assert path.stat().st_size < 64_000


def test_texts_stand_in_their_rows_however_they_are_kept(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["a", "b", None],
            "category": pa.array(["a", "a", None]).dictionary_encode(),
            "list": [["a"], None, ["a", "b"]],
            "record": [[{"of": "a", "n": 1}], None, []],
            "map": pa.array([[("k", "v")], [], None], pa.map_(pa.string(), pa.string())),
            "large": pa.array(["a", None, "b"], pa.large_string()),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    feather.write_feather(table, tmp_path / "a.arrow")
    for path in sorted(tmp_path.iterdir()):
        (raw,) = raw_layers(path, ReadOptions())
        assert raw.table.to_pydict() == table.to_pydict()
        assert raw.table.schema.field("category").type == pa.string()


@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream])
def test_a_table_of_arrow_without_rows_is_read(
    tmp_path: Path, make: Callable[[str, pa.Schema], pa.ipc.RecordBatchStreamWriter]
) -> None:
    path = tmp_path / "a.arrow"
    with make(str(path), pa.schema([("name", pa.string())])):
        pass
    (found,) = inspect_file(path)
    assert (found.features, [field.name for field in found.fields]) == (0, ["name"])


def test_runs_stand_in_their_rows(tmp_path: Path) -> None:
    runs = pc.run_end_encode(pa.array([7, 7, 8]))
    texts = pc.run_end_encode(pa.array(["a", "a", "b"]))
    table = pa.table({"n": runs, "t": texts, "lon": [123.0, 122.0, 121.0], "lat": [41.0] * 3})
    feather.write_feather(table, tmp_path / "a.arrow")
    (found,) = raw_layers(tmp_path / "a.arrow", ReadOptions())
    assert found.table.select(["n", "t"]).to_pydict() == {"n": [7, 7, 8], "t": ["a", "a", "b"]}
    assert found.table.schema.field("n").type == pa.int64()
