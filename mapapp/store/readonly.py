"""Opening a GeoPackage so that file and folder stay exactly as they were."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mapapp.core.errors import DataError
from mapapp.core.plain import plain_text
from mapapp.core.replacing import scratch_folder

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_WAL_MODE = b"\x02\x02"
_BUSY_TIMEOUT_S = 2.0


@contextmanager
def open_unchanged(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a GeoPackage.

    Never ``immutable``, which gave silently wrong sums while another program wrote. A file in
    WAL mode is read from a private copy: even a reader would leave ``-shm`` and ``-wal`` files
    beside it.

    Raises:
        DataError: if the file is missing, cut short, or no GeoPackage.
    """
    header = _checked_header(path)
    if header[18:20] != _WAL_MODE:
        with closing(_connect(path)) as db:
            yield db
        return
    with (
        scratch_folder() as folder,
        closing(_connect(_copy(path, folder))) as db,
    ):
        yield db


def _checked_header(path: Path) -> bytes:
    """The first 100 bytes, see https://www.sqlite.org/fileformat.html, section 1.3."""
    try:
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a GeoPackage (.gpkg) in it.")
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise DataError(f"{path} does not exist; check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path} cannot be read ({reason}); check the path.") from error
    if not header.startswith(_MAGIC):
        raise DataError(f"{path} is not an SQLite file; choose a GeoPackage (.gpkg).")
    if size < _declared_size(header):
        raise DataError(f"{path} is cut short; restore it from where it came.")
    return header


def _declared_size(header: bytes) -> int:
    """Bytes the file must have at least, by its own header."""
    if len(header) < _HEADER_BYTES:
        return _HEADER_BYTES
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    pages_are_valid = header[24:28] == header[92:96]
    return (65536 if page_size == 1 else page_size) * (pages if pages_are_valid else 1)


def _copy(path: Path, folder: Path) -> Path:
    """Copy a file in WAL mode with the changes that are still in its log."""
    try:
        for source in (path, path.with_name(f"{path.name}-wal")):
            if source.is_file():
                shutil.copyfile(source, folder / source.name)
    except OSError as error:
        raise DataError(
            f"{path} cannot be copied for reading ({error.strerror or error}); free some space."
        ) from error
    return folder / path.name


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        db = sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT_S)
        db.text_factory = _text
        return db
    except sqlite3.Error as error:
        raise DataError(f"{path} cannot be opened ({error}); check its permissions.") from error


def _text(stored: bytes) -> str:
    """A text of the file as everything made of it may hold it.

    All names, notes and figures come this way, so nothing behind has to strip them again.
    """
    try:
        return plain_text(stored.decode())
    except UnicodeDecodeError as error:
        raise sqlite3.OperationalError(f"a text is no UTF-8: {error.reason}") from error
