"""Where features are written to: the formats, and what each of them can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

from mapapp.core.errors import UsageError
from mapapp.core.record import record
from mapapp.core.texts.parsing import shown
from mapapp.store.table_file import ENCODINGS, Encoding

Writer = Literal["gdal", "sheet", "table", "parquet", "arrow"]


@record
class TargetFormat:
    """A format that can be written.

    Attributes:
        suffix: what its files end in.
        writer: who writes it.
        driver: of GDAL, which writes it.
        options: of that driver, for the file and its layer.
        in_degrees: whether it has no reference system but degrees of WGS84.
        one_kind: whether all geometries of a file must be points, lines or areas.
        many_layers: whether a file holds several layers.
        has_fields: whether features keep their values.
        placed_only: whether each feature must have a place.
        name_field: the field that programs show as the name of a feature; empty where none is.
    """

    suffix: str
    writer: Writer = "gdal"
    driver: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    in_degrees: bool = False
    one_kind: bool = False
    many_layers: bool = False
    has_fields: bool = True
    placed_only: bool = False
    name_field: str = ""


GEOPACKAGE, KML, SHAPEFILE = "GPKG", "LIBKML", "ESRI Shapefile"
_ENCODING = "ENCODING"
_TEXTS: Mapping[str, str] = {_ENCODING: "UTF-8"}
_GDAL_NAMES: Mapping[str, str] = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GBK"}
"""What is written of GB 18030 is its older part GBK, the only one that such files can name."""
_RFC_7946: Mapping[str, str] = {"RFC7946": "YES"}
_GPX: Mapping[str, str] = {"GPX_USE_EXTENSIONS": "YES", "FORCE_GPX_TRACK": "YES"}
_KML = TargetFormat(".kml", driver=KML, in_degrees=True, many_layers=True, name_field="Name")
_TARGETS = (
    TargetFormat(".gpkg", driver=GEOPACKAGE, many_layers=True),
    TargetFormat(".geojson", driver="GeoJSON", options=_RFC_7946, in_degrees=True),
    TargetFormat(".json", driver="GeoJSON", options=_RFC_7946, in_degrees=True),
    TargetFormat(".geojsonl", driver="GeoJSONSeq", in_degrees=True),
    TargetFormat(".shp", driver=SHAPEFILE, options=_TEXTS, one_kind=True),
    _KML,
    replace(_KML, suffix=".kmz"),
    TargetFormat(
        ".gpx", driver="GPX", options=_GPX, in_degrees=True,
        one_kind=True, placed_only=True, name_field="name",
    ),
    TargetFormat(".fgb", driver="FlatGeobuf", placed_only=True),
    TargetFormat(".tab", driver="MapInfo File", options=_TEXTS),
    TargetFormat(".mif", driver="MapInfo File", options=_TEXTS),
    TargetFormat(".gml", driver="GML", many_layers=True),
    TargetFormat(".dxf", driver="DXF", has_fields=False, placed_only=True),
    TargetFormat(".ods", "sheet", "ODS"),
    TargetFormat(".csv", "table"),
    TargetFormat(".xlsx", "table"),
    TargetFormat(".parquet", "parquet"),
    TargetFormat(".arrow", "arrow"),
    TargetFormat(".feather", "arrow"),
)  # fmt: skip
TARGETS: Mapping[str, TargetFormat] = {each.suffix: each for each in _TARGETS}


@record
class Target:
    """A file to write.

    Attributes:
        path: its name; what that ends in says its format.
        crs: the reference system to write, empty for EPSG:4326.
        datum: that of degrees, empty for WGS84.
        encoding: of texts where the format leaves the choice, empty for UTF-8.
    """

    path: Path
    crs: str = ""
    datum: str = ""
    encoding: str = ""

    @property
    def table_encoding(self) -> Encoding:
        """The encoding of a table of text."""
        return next((each for each in ENCODINGS if each == self.encoding), ENCODINGS[0])

    @property
    def format(self) -> TargetFormat:
        """What is to be written.

        Raises:
            UsageError: if it is no format that can be, or cannot hold what is asked for.
        """
        found = TARGETS.get(self.path.suffix.lower())
        if found is None:
            raise UsageError(
                "{path} is no file that mapapp can write features to; choose one of {known}.",
                path=shown(self.path.name),
                known=list(TARGETS),
            )
        is_shifted = self.datum not in ("", "wgs84")
        if found.in_degrees and self.crs not in ("", "EPSG:4326", "EPSG:4490"):
            raise UsageError(
                "A {suffix} file has degrees of WGS84; leave --to-crs out or choose .gpkg.",
                suffix=found.suffix,
            )
        if is_shifted and self.crs not in ("", "EPSG:4326"):
            raise UsageError(
                "{datum} is a datum of degrees; leave --to-crs or --to-datum out.",
                datum=self.datum,
            )
        if self.encoding and _ENCODING in found.options:
            return replace(found, options={**found.options, _ENCODING: _GDAL_NAMES[self.encoding]})
        return found
