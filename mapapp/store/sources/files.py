"""A layer of a file as a source: read once into memory, and shared by all threads.

A table of a GeoPackage that says its reference system is read where it stands, so that millions
of rows need no memory; everything else becomes a :class:`MemorySource`.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np

from mapapp.core.disk.files import ask_ordinary
from mapapp.core.errors import DataError
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.source_ref import FILE_OPTIONS, SourceRef, file_ref
from mapapp.core.layer.spec import Geometry
from mapapp.core.source.cancel import Cancel
from mapapp.core.source.protocol import FeatureSource
from mapapp.core.source.schema import Schema
from mapapp.core.texts.near_names import either
from mapapp.store.files.formats import GEOPACKAGE_FILE, format_of
from mapapp.store.files.placing import LocatedLayer, placed
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.reading import raw_layers
from mapapp.store.files.shapes import families_in, only
from mapapp.store.geopackage import GeoPackage
from mapapp.store.sources.arrow_columns import field_of, plain_table
from mapapp.store.sources.geopackage import GeoPackageSource
from mapapp.store.sources.held import Held
from mapapp.store.sources.memory import MemorySource
from mapapp.store.tables import FileSchema

if TYPE_CHECKING:
    import pyarrow as pa

_Stamp = tuple[int, int]


class _Turn:
    """Lets one thread read a layer that several want."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class _Kept:
    """A file's layer in memory, as long as a source of it is open anywhere."""

    def __init__(self, source: MemorySource) -> None:
        self.source = source


class _FileSource(MemorySource):
    """A source in memory that keeps its file's layer for others who open it."""

    def __init__(self, kept: _Kept, source: MemorySource) -> None:
        super().__init__(source.ref, source.held, source.schema)
        self._kept: _Kept | None = kept

    def again(self) -> _FileSource:
        """See the protocol: over the same memory."""
        kept = self._kept
        if kept is None:
            raise DataError("{ref} is closed; open it again.", ref=self.ref)
        return _FileSource(kept, kept.source)

    def close(self) -> None:
        """See the protocol."""
        super().close()
        self._kept = None


_Key = tuple[SourceRef, _Stamp]
_OPEN: WeakValueDictionary[_Key, _Kept] = WeakValueDictionary()
_LOCKS: WeakValueDictionary[_Key, _Turn] = WeakValueDictionary()
"""Of the files that are being read: who wants another one does not wait."""
_LOOKING = threading.Lock()


def open_file(ref: SourceRef, cancel: Cancel | None = None) -> FeatureSource:
    """The source of a reference of the kind ``file``.

    Raises:
        ReadCancelledError: if ``cancel`` was set before it was read.
        DataError: if the file cannot be read, has no such layer or several and none is said, or
            it is not known where its features are.
    """
    path = Path(ref.uri)
    options = options_of(ref)
    if options == ReadOptions() and (source := in_place(path, ref)) is not None:
        return source
    key = (ref, _stamp(path))
    with _LOOKING:
        turn = _LOCKS.setdefault(key, _Turn())
    with turn.lock:
        kept = _OPEN.get(key)
        if kept is None:
            kept = _OPEN[key] = _Kept(_read(path, ref, options, cancel))
        return _FileSource(kept, kept.source)


def open_layers(path: Path, layer: str, options: ReadOptions) -> list[FeatureSource]:
    """All layers of a file that have places, or the one of a name, a source for each kind in it.

    The file is read once; who opens the references of these sources while they are open gets
    the same memory.

    Raises:
        DataError: if the file cannot be read, has no such layer, or no layer with a place.
    """
    said = dict(zip(FILE_OPTIONS, options.texts, strict=False))
    whole = file_ref(str(path), layer, said)
    if options == ReadOptions() and (source := in_place(path, whole)) is not None:
        return [source]
    layers = [placed(raw, options) for raw in raw_layers(path, options, layer)]
    found = [
        source
        for each in layers
        if each.has_places
        for source in sources_of(each, whole, is_only=len(layers) == 1)
    ]
    if not found:
        raise _nowhere(layers[0], whole) if layers else _empty(whole)
    return found


def sources_of(layer: LocatedLayer, whole: SourceRef, *, is_only: bool) -> list[FeatureSource]:
    """A source for each kind of geometry of a layer that was read, shared while they are open.

    Args:
        layer: the layer, which has places.
        whole: the reference of its file, or of it, with the options with which it was read.
        is_only: whether the file has no other layer, so that its name need not be said.

    Raises:
        DataError: if its file is gone, or a column cannot be read.
    """
    path = Path(whole.uri)
    return [_share(source_of(layer, ref), path) for ref in _refs(layer, whole, is_only=is_only)]


def _refs(layer: LocatedLayer, whole: SourceRef, *, is_only: bool) -> list[SourceRef]:
    """References to a layer, one for each kind of geometry that it has."""
    name = whole.table if is_only else layer.raw.name
    kinds = () if layer.shapes is None else families_in(layer.shapes)
    said = dict(whole.options)
    if len(kinds) < 2:
        return [file_ref(whole.uri, name, said)]
    return [file_ref(whole.uri, name, {**said, "geometry": kind}) for kind in kinds]


def _share(source: MemorySource, path: Path) -> FeatureSource:
    kept = _OPEN[source.ref, _stamp(path)] = _Kept(source)
    return _FileSource(kept, source)


def _empty(ref: SourceRef) -> DataError:
    return DataError("{ref} holds no layer; choose another file.", ref=ref)


def options_of(ref: SourceRef) -> ReadOptions:
    """How a reference wants its file to be read."""
    return ReadOptions(**{key: text for key, text in ref.options if key != "geometry"})


def source_of(layer: LocatedLayer, ref: SourceRef) -> MemorySource:
    """A layer of a file in memory; keys count its rows from 1.

    Raises:
        DataError: if it has no places, or a column cannot be read.
    """
    if not layer.has_places:
        raise _nowhere(layer, ref)
    xy, shapes = layer.xy, layer.shapes
    wanted = _wanted(ref)
    if shapes is not None and wanted is not None:
        shapes = only(shapes, wanted)
    table = plain_table(layer.raw.table, str(ref))
    schema = Schema(
        tuple(map(field_of, table.schema)),
        wanted if shapes is not None and wanted else layer.geometry,
        layer.crs,
    )
    count = len(xy) if xy is not None else len(shapes)  # type: ignore[arg-type]
    keys = np.arange(1, count + 1, dtype=np.int64)
    stored = None if shapes is None else _as_wkb(shapes)
    return MemorySource(ref, Held(str(ref), table, keys, stored, xy), schema)


def _wanted(ref: SourceRef) -> Geometry | None:
    kinds: dict[str, Geometry] = {"point": "point", "line": "line", "polygon": "polygon"}
    return kinds.get(dict(ref.options).get("geometry", ""))


def _as_wkb(shapes: GeometryArray) -> pa.Array:
    import pyarrow as pa
    import shapely

    return pa.array(shapely.to_wkb(shapes), pa.binary())


def _read(path: Path, ref: SourceRef, options: ReadOptions, cancel: Cancel | None) -> MemorySource:
    layers = raw_layers(path, options, ref.table, cancel)
    return source_of(placed(_only_one(layers, ref), options), ref)


def _only_one(layers: list[RawLayer], ref: SourceRef) -> RawLayer:
    if len(layers) != 1:
        raise DataError(
            "{path} has several layers; choose {names}.",
            path=ref.uri,
            names=either([each.name for each in layers]),
        )
    return layers[0]


def in_place(path: Path, ref: SourceRef) -> FeatureSource | None:
    """A table of a GeoPackage as it stands; None for what must be read into memory."""
    if format_of(path) is not GEOPACKAGE_FILE or _wanted(ref):
        return None
    with ExitStack() as closing:
        try:
            file = GeoPackage(path, FileSchema(in_any_crs=True))
            closing.callback(file.close)
            (table,) = [ref.table] if ref.table else file.tables()
            source = GeoPackageSource(file, table, ref, owns_file=True)
            if source.schema.geometry is not None:
                closing.pop_all()
                return source
        except (DataError, ValueError):
            pass  # several tables, views, curves: for the other reader
    return None


def _nowhere(layer: LocatedLayer, ref: SourceRef) -> DataError:
    if layer.guess is not None:
        return DataError("{ref}: {problem}", ref=ref, problem=layer.problems[-1])
    return DataError(
        "{ref} has no geometry, and no columns that look like coordinates; say which of {names} "
        "are longitude and latitude.",
        ref=ref,
        names=layer.raw.table.column_names[:20],
    )


def _stamp(path: Path) -> _Stamp:
    """What tells another state of a file."""
    known = path.stat() if path.is_dir() else ask_ordinary(path, DataError)
    return known.st_mtime_ns, known.st_size
