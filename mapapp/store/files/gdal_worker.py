"""Reads one file with GDAL, in a process that has nothing to lose.

``python -m mapapp.store.files.gdal_worker`` takes a request as JSON from its input (see
``gdal.py``) and answers with JSON; tables go into files of Arrow. Whatever a file does to GDAL
ends here: a crash, a loop, too much memory. Only the drivers of the format are left to GDAL, and
nothing of the network.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

MOST_MEMORY_BYTES = 8_000_000_000
MOST_CPU_S = 600

_SPARED = ("geopandas", "pandas", "pyproj", "shapely")
"""What pyogrio imports where it is installed; without them a file is read in half the time."""

_GEOMETRY = "wkb_geometry"
_CURVES = frozenset(range(8, 15))
"""Types of well-known binary (ISO 13249-3) that are no straight lines: CircularString and so on."""


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    _bound()
    os.environ.update(request["environment"])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found: dict[str, Any] = {"layers": _layers(request)}
        except Exception as error:  # whatever it is, the other process tells it
            found = {"error": str(error) or type(error).__name__}
    found["warnings"] = [str(each.message) for each in told]
    json.dump(found, answer)
    answer.close()
    os._exit(0)  # libraries take their time to be taken apart


def _bound() -> None:
    """Take no more memory and time than a file may need."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _import_pyogrio() -> None:
    """Import it as where none of what it only likes to have is installed."""
    spared: dict[str, Any] = dict.fromkeys(_SPARED)
    sys.modules.update(spared)
    import_module("pyogrio")
    for name in spared:
        del sys.modules[name]  # pyarrow asks for pandas where it needs it


def _layers(request: dict[str, Any]) -> list[dict[str, Any]]:
    _import_pyogrio()
    import pyogrio

    path = request["path"]
    names: list[str | None] = [str(name) for name, _ in pyogrio.list_layers(path)]
    return [
        {"name": name, **_read(request, name, f"{request['folder']}/{number}.arrow")}
        for number, name in enumerate(names or [None])
    ]


def _read(request: dict[str, Any], layer: str | None, target: str) -> dict[str, Any]:
    import pyarrow as pa

    options = dict(request["options"])
    meta, table = _table(request["path"], layer, request["encoding"], options)
    table, geometry = _apart(table, meta.get("geometry_name") or _GEOMETRY)
    has_curves = False
    if meta.get("geometry_type") is None or geometry not in table.column_names:
        geometry = ""
    elif has_curves := _has_curves(table.column(geometry)):
        table = _straightened(table, geometry, request["path"], layer, options)
    with pa.OSFile(target, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return {
        "file": target,
        "geometry": geometry,
        "crs": meta.get("crs") or "",
        "encoding": meta.get("encoding") or "UTF-8",
        "has_curves": has_curves,
    }


def _apart(table: pa.Table, geometry: str) -> tuple[pa.Table, str]:
    """A table whose geometries, which come last, are called like no field, and their name."""
    names = list(table.column_names)
    if names.count(geometry) < 2:
        return table, geometry
    at = len(names) - 1 - names[::-1].index(geometry)
    while names.count(geometry) > 0:
        geometry += "_"
    names[at] = geometry
    return table.rename_columns(names), geometry


def _table(
    path: str, layer: str | None, encoding: str, options: dict[str, Any]
) -> tuple[dict[str, Any], pa.Table]:
    """The table of a layer; texts that are not UTF-8 only few drivers turn into it themselves."""
    from pyogrio import raw

    try:
        meta, table = raw.read_arrow(path, layer=layer, encoding=encoding or None, **options)
        return meta, table
    except UnicodeDecodeError:
        return _table_of_columns(path, layer, "gb18030", options)
    except ValueError:
        if not encoding:
            raise
        return _table_of_columns(path, layer, encoding, options)


def _table_of_columns(
    path: str, layer: str | None, encoding: str, options: dict[str, Any]
) -> tuple[dict[str, Any], pa.Table]:
    import pyarrow as pa
    from pyogrio import raw

    meta, _, geometries, columns = raw.read(path, layer=layer, encoding=encoding, **options)
    arrays = [pa.array(column, from_pandas=True) for column in columns]
    names = [str(name) for name in meta["fields"]]
    if geometries is not None:
        arrays, names = [*arrays, pa.array(list(geometries), pa.binary())], [*names, _GEOMETRY]
    return meta, pa.Table.from_arrays(arrays, names=names)


def _has_curves(column: pa.ChunkedArray) -> bool:
    import pyarrow.compute as pc

    kinds = pc.unique(pc.binary_slice(column.cast("binary"), 1, 5)).drop_null().to_pylist()
    numbers = {int.from_bytes(kind, "little") & 0x1FFFFFFF for kind in kinds}
    return any(number % 1000 in _CURVES for number in numbers)


def _straightened(
    table: pa.Table, geometry: str, path: str, layer: str | None, options: dict[str, Any]
) -> pa.Table:
    """The table with curves as lines: so GDAL hands geometries out one by one."""
    import pyarrow as pa
    from pyogrio import raw

    *_, geometries, _ = raw.read(path, layer=layer, columns=[], **options)
    column = pa.array(list(geometries), pa.binary())
    at = table.column_names.index(geometry)
    return table.set_column(at, geometry, column)


if __name__ == "__main__":
    main()
