"""The reference systems that a GeoPackage defines: OGC 12-128r18, clause 1.1.2."""

from __future__ import annotations

from mapapp.core.errors import DataError
from mapapp.core.source.reprojection import Reprojection, reprojection_from
from mapapp.store.readonly import Database
from mapapp.store.tables import Catalogue

_TABLE = "gpkg_spatial_ref_sys"


def reprojection_of(
    db: Database, catalogue: Catalogue, table: str, srs_id: int
) -> Reprojection | None:
    """How to read the geometries of a table; None for longitude and latitude.

    Raises:
        DataError: if the file does not define the system, or it is not known.
    """
    if not catalogue.has(_TABLE):
        raise _undefined(db, table, srs_id)
    catalogue.plain(_TABLE)
    rows = db.rows(
        f"SELECT organization, organization_coordsys_id, definition FROM {_TABLE} WHERE srs_id = ?",
        [srs_id],
    )
    if not rows or srs_id <= 0:
        raise _undefined(db, table, srs_id)
    organization, number, definition = rows[0]
    is_epsg = str(organization).upper() == "EPSG"
    return reprojection_from(f"EPSG:{number}" if is_epsg else str(definition))


def _undefined(db: Database, table: str, srs_id: int) -> DataError:
    return DataError(
        "{path}: the table {table!r} is in the reference system {srs_id}, which the file "
        "does not define; convert it to longitude and latitude (EPSG:4326).",
        path=db.path,
        table=table,
        srs_id=srs_id,
    )
