"""From a layer as a file has it to features in longitude and latitude of WGS84 (EPSG:4326)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mapapp.core.errors import DataError
from mapapp.core.geo import gcj02
from mapapp.core.geo.crs import System
from mapapp.core.geo.crs_guess import CrsGuess, guess_crs
from mapapp.core.layer.feature import GeometryArray
from mapapp.core.layer.spec import Geometry
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.reprojection import crs_name, reprojection_from
from mapapp.core.texts.parsing import shown
from mapapp.store.blob import are_on_earth
from mapapp.store.files.coordinate_columns import coordinate_columns, datum_in
from mapapp.store.files.coordinates import are_turned, shapes_of_texts, xy_of_columns
from mapapp.store.files.faults import Faults
from mapapp.store.files.raw import RawLayer, ReadOptions
from mapapp.store.files.shapes import family_of, made_fit, shapes_of_wkb, turned_back
from mapapp.store.wkb_columns import xy_of_column

_DEGREES = ("EPSG:4326", "EPSG:4490", "OGC:CRS84")
_LON_LAT = "EPSG:4326"


@record(eq=False)
class LocatedLayer:
    """A layer of a file whose places are known, as far as they can be.

    Attributes:
        raw: what the file has.
        xy: shape (n, 2), where each feature is one point or has no place (NaN).
        shapes: the geometries in all other cases.
        geometry: the one kind that all are of; None where there are several, or none.
        crs: the reference system of the file; empty where it is not known.
        guess: what it may be where it is not known.
        columns: those that the coordinates came from.
        problems: what is odd about the layer, a sentence each.
    """

    raw: RawLayer
    xy: NDArray[np.float64] | None
    shapes: GeometryArray | None
    geometry: Geometry | None
    crs: str
    guess: CrsGuess | None
    columns: tuple[str, ...]
    problems: tuple[Message, ...]

    @property
    def has_places(self) -> bool:
        """Whether it can be shown on a map."""
        return self.guess is None and (self.xy is not None or self.shapes is not None)


@record(eq=False)
class _Stored:
    """Coordinates as they are stored: of points, or of shapes."""

    xy: NDArray[np.float64] | None
    shapes: GeometryArray | None
    crs: str = ""
    columns: tuple[str, ...] = ()

    def coordinates(self) -> NDArray[np.float64]:
        import shapely

        xy = shapely.get_coordinates(self.shapes) if self.xy is None else self.xy
        return np.asarray(xy[np.isfinite(xy).all(axis=1)])


def placed(raw: RawLayer, options: ReadOptions) -> LocatedLayer:
    """Find where the features of a layer are.

    Raises:
        DataError: if options name a column, a reference system or a datum that there is not.
    """
    faults = Faults(raw.problems)
    stored = _stored(raw, options, faults)
    if stored is None:
        faults.say(Message("It has no geometry, and no columns of coordinates were found."))
        return LocatedLayer(raw, None, None, None, "", None, (), faults.told)
    crs, guess = _crs(raw, options, stored, faults)
    if guess is None or guess.is_sure:
        return _on_earth(raw, options, stored, crs, faults)
    faults.say(_question(guess))
    kind = "point" if stored.shapes is None else family_of(stored.shapes)
    return LocatedLayer(raw, stored.xy, stored.shapes, kind, "", guess, stored.columns, faults.told)


def _stored(raw: RawLayer, options: ReadOptions, faults: Faults) -> _Stored | None:
    if raw.geometry is not None and not (options.lon or options.lat):
        xy = xy_of_column(raw.geometry)
        if xy is not None:
            return _Stored(xy, None, raw.crs)
        return _of_shapes(shapes_of_wkb(raw.geometry, faults), raw.crs, faults)
    found = coordinate_columns(raw, options)
    if found is None:
        return None
    if found.way == "well-known text":
        shapes, crs = shapes_of_texts(raw.table.column(found.names[0]), faults)
        return _of_shapes(shapes, crs, faults, found.names)
    if found.is_guessed:
        faults.say(
            Message(
                "Its coordinates are taken from {names}, whose values look so.",
                names=list(map(shown, found.names)),
            )
        )
    return _Stored(xy_of_columns(raw.table, found, faults), None, "", found.names)


def _of_shapes(
    shapes: GeometryArray, crs: str, faults: Faults, columns: tuple[str, ...] = ()
) -> _Stored:
    """Shapes made fit; as coordinates where each is a point or missing."""
    import shapely

    fit = made_fit(shapes, faults)
    if not np.isin(shapely.get_type_id(fit), (-1, 0)).all():
        return _Stored(None, fit, crs, columns)
    xy = np.full((len(fit), 2), np.nan)
    xy[~(shapely.is_missing(fit) | shapely.is_empty(fit))] = shapely.get_coordinates(fit)
    return _Stored(xy, None, crs, columns)


def _crs(
    raw: RawLayer, options: ReadOptions, stored: _Stored, faults: Faults
) -> tuple[str, CrsGuess | None]:
    """The reference system, said by somebody or by the file, or a guess."""
    if options.crs:
        return options.crs, None
    said = stored.crs
    if options.datum and said in ("", *_DEGREES):
        return _LON_LAT, None
    xy = stored.coordinates()
    if said and not (said in _DEGREES and len(xy) and not _are_mostly_degrees(xy)):
        return said, None
    if not len(xy):
        return _LON_LAT, None
    ends = np.vstack((xy.min(axis=0), xy.max(axis=0)))
    words = " ".join((raw.name, *raw.table.column_names[:200]))
    (west, south), (east, north) = ends.tolist()
    guess = guess_crs((west, east), (south, north), words)
    if guess is None and _are_mostly_degrees(xy):
        guess = CrsGuess(_LON_LAT, Message("most are in the range of degrees"), is_sure=True)
    if guess is None:
        return "", CrsGuess("", Message("nothing that mapapp knows fits"))
    if guess.is_sure:
        faults.say(
            Message(
                "No reference system is stated; its coordinates were taken for longitude and "
                "latitude (EPSG:4326), as {reason}.",
                reason=guess.reason,
            )
        )
    return guess.crs, guess


def _are_mostly_degrees(xy: NDArray[np.float64]) -> bool:
    lon, lat = np.abs(xy).T
    return bool(((lon <= 360.0) & (lat <= 90.0)).mean() > 0.5)


def _question(guess: CrsGuess) -> Message:
    if not guess.crs:
        return Message(
            "No reference system is stated for its coordinates, and {reason}; say which it is, "
            "such as EPSG:4547.",
            reason=guess.reason,
        )
    if guess.is_swapped:
        return Message(
            "No reference system is stated; it may be {crs}, as {reason}; if so, say it, and "
            "name the columns the other way round, as the northing comes first.",
            crs=guess.crs,
            reason=guess.reason,
        )
    return Message(
        "No reference system is stated; it may be {crs}, as {reason}; if it is, say so.",
        crs=guess.crs,
        reason=guess.reason,
    )


def _on_earth(
    raw: RawLayer, options: ReadOptions, stored: _Stored, crs: str, faults: Faults
) -> LocatedLayer:
    reprojection = reprojection_from(crs)
    xy, shapes = stored.xy, stored.shapes
    if xy is not None:
        xy = _placed_points(xy if reprojection is None else reprojection.xy(xy), options, faults)
        kind: Geometry | None = "point"
    else:
        assert shapes is not None  # noqa: S101 - one of both is there
        if reprojection is not None:
            shapes = reprojection.geometries(shapes)
        shapes = _placed_shapes(shapes, options, faults)
        kind = family_of(shapes)
    if not options.datum and (shifted := datum_in(stored.columns)):
        faults.say(
            Message(
                "The names of its columns speak of {datum}; if that is the datum, say so.",
                datum=System(shifted).label,
            )
        )
    return LocatedLayer(raw, xy, shapes, kind, crs_name(crs), None, stored.columns, faults.told)


def _placed_points(
    xy: NDArray[np.float64], options: ReadOptions, faults: Faults
) -> NDArray[np.float64]:
    """Points as degrees; those that are not on Earth have no place any more."""
    nowhere = np.asarray(np.isnan(xy).any(axis=1))
    faults.say_of(faults.untold(nowhere), Message("it has no coordinates, so it has no place"))
    turned = (xy[:, 0] > 180.0) & (xy[:, 0] <= 360.0)
    if turned.any():
        xy = np.where(np.column_stack((turned, turned * False)), xy - [360.0, 0.0], xy)
    off = ~are_on_earth(xy) & ~nowhere
    _say_off(off, len(xy), xy, faults)
    lost = nowhere | off
    if lost.any():
        xy = xy.copy()
        xy[lost] = np.nan
    zero = np.asarray((xy == 0.0).all(axis=1))
    faults.say_of(
        zero, Message("it lies at 0, 0, where nothing is; its coordinates may be missing")
    )
    return _shifted(xy, options.datum)


def _placed_shapes(shapes: GeometryArray, options: ReadOptions, faults: Faults) -> GeometryArray:
    import shapely

    shapes = turned_back(shapes)
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    wrong = ~are_on_earth(xy)
    off = np.zeros(len(shapes), dtype=np.bool_)
    off[of[wrong]] = True
    if off.any():
        firsts = np.full((len(shapes), 2), np.nan)
        firsts[of[wrong]] = xy[wrong]
        _say_off(off, len(shapes), firsts, faults)
        shapes = shapes.copy()
        shapes[off] = None
    if options.datum in ("", "wgs84"):
        return shapes
    return np.asarray(
        shapely.transform(shapes, lambda each: _shifted(each, options.datum)), dtype=np.object_
    )


def _say_off(off: NDArray[np.bool_], count: int, xy: NDArray[np.float64], faults: Faults) -> None:
    if not off.any():
        return
    turned = off & are_turned(xy[:, 0], xy[:, 1])
    faults.say_of(
        turned,
        Message("its longitude and latitude seem to be the wrong way round, so it has no place"),
    )
    lon, lat = xy[int((off & ~turned).argmax())].tolist()
    faults.say_of(
        off & ~turned,
        Message(
            "its coordinate ({lon:g}, {lat:g}) is no longitude and latitude, so it has no place",
            lon=lon,
            lat=lat,
        ),
    )
    if off.sum() == count:
        lon, lat = xy[0].tolist()
        raise DataError(
            "No row lies on Earth: the first is at ({lon:g}, {lat:g}); say the reference system, "
            "such as EPSG:4547.",
            lon=lon,
            lat=lat,
        )


def _shifted(xy: NDArray[np.float64], datum: str) -> NDArray[np.float64]:
    """Degrees of a datum in WGS84."""
    if datum == System.GCJ02:
        return np.column_stack(gcj02.gcj02_to_wgs84(xy[:, 0], xy[:, 1]))
    if datum == System.BD09:
        return np.column_stack(gcj02.bd09_to_wgs84(xy[:, 0], xy[:, 1]))
    return xy
