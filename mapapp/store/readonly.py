"""Opening an SQLite file so that file and folder stay exactly as they were.

The file may come from anybody, so SQLite is told to trust nothing in it, and each query ends:
see https://www.sqlite.org/security.html.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from mapapp.core.disk.files import ask_ordinary, read_beginning, reading
from mapapp.core.disk.replacing import scratch_folder
from mapapp.core.errors import DataBusyError, DataError
from mapapp.core.message import Message
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.reasons import why
from mapapp.store.sqlite_dialect import add_functions

Rows = list[tuple[Any, ...]]

QUERY_S = 20.0
"""No query takes longer; one of ours on a million rows takes a few seconds."""

MOST_ROWS = 5_000_000
"""No query gives more: more would not fit into memory."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_WAL_MODE = b"\x02\x02"
_BROKEN_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_JOURNAL = "-journal"
_PARTS = ("", "-wal", _JOURNAL)
_BUSY_TIMEOUT_S = 2.0
_STEPS = 100_000  # of SQLite's machine between two looks at the clock: some milliseconds
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 256_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 1000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0")
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_REFUSED_CODES = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG)
_NOT_UTF8 = "a text is not UTF-8"
_REASONS = {
    sqlite3.SQLITE_CANTOPEN: Message("it cannot be opened"),
    sqlite3.SQLITE_CORRUPT: Message("its pages do not fit together"),
    sqlite3.SQLITE_IOERR: Message("the disk did not answer"),
    sqlite3.SQLITE_NOTADB: Message("it is no database"),
    sqlite3.SQLITE_TOOBIG: Message("a value in it is too large"),
}
"""What SQLite says, in words of ours; what it says of a query it says itself."""


class NotUtf8Error(DataError):
    """A text of a file is not UTF-8."""


class RefusedError(DataError):
    """SQLite cannot do with the values of a table what a query asks, or its answer is too long."""


class Database:
    """A connection that only reads, with an end to each query. Belongs to one thread."""

    def __init__(self, db: sqlite3.Connection, path: Path, size_bytes: int) -> None:
        self.path = path
        self._size_bytes = size_bytes  # each row of a table has more than a byte of its own
        self._db = db
        self._until = 0.0
        self._cancel: Cancel | None = None
        for limit, most in _LIMITS.items():
            db.setlimit(limit, most)
        add_functions(db)
        for pragma in _PRAGMAS:
            self.rows(f"PRAGMA {pragma}")
        db.set_progress_handler(self._is_to_end, _STEPS)

    @contextmanager
    def cancelled_by(self, cancel: Cancel | None) -> Iterator[None]:
        """Give up queries in this block with a ``ReadCancelledError`` once ``cancel`` is set."""
        self._cancel = cancel
        try:
            refuse_cancelled(cancel, self.path)
            yield
        finally:
            self._cancel = None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """All rows of a query.

        Texts among the parameters are looked for as the file's own are read: plain.

        Raises:
            DataBusyError: if another program locks the file.
            DataError: if the file is damaged, or the query takes too long or gives too much.
        """
        self._until = time.monotonic() + QUERY_S
        asked = [plain_text(each) if isinstance(each, str) else each for each in parameters]
        try:
            rows = self._db.execute(sql, asked).fetchmany(min(MOST_ROWS, self._size_bytes) + 1)
        except sqlite3.Error as error:
            refuse_cancelled(self._cancel, self.path)
            raise self._explained(error) from error
        if len(rows) > self._size_bytes:
            raise DataError("{path} has more rows than it can hold; it is damaged.", path=self.path)
        if len(rows) > MOST_ROWS:
            raise DataError(
                "{path} has more than {most_rows:,} rows in a table; choose a smaller file.",
                path=self.path,
                most_rows=MOST_ROWS,
            )
        return rows

    def raw_rows(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """The same with texts as the bytes that they are in the file."""
        text: Callable[[bytes], Any] = self._db.text_factory
        self._db.text_factory = bytes
        try:
            return self.rows(sql, parameters)
        finally:
            self._db.text_factory = text

    def do_not_wait(self) -> None:
        """Raise ``DataBusyError`` at once from now on while another program locks the file."""
        self.rows("PRAGMA busy_timeout = 0")

    def _explained(self, error: sqlite3.Error) -> DataError:
        # The lowest byte is the plain code: https://www.sqlite.org/rescode.html
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY_CODES:
            return DataBusyError(
                "{path} is locked by another program; close it there.", path=self.path
            )
        if str(error) == _NOT_UTF8:
            return NotUtf8Error("{path} holds text that is not UTF-8; correct it.", path=self.path)
        if time.monotonic() >= self._until:
            return DataError(
                "{path} takes longer than {query_s:g} s to read; it is damaged, or made to.",
                path=self.path,
                query_s=QUERY_S,
            )
        kind = RefusedError if code in _REFUSED_CODES else DataError
        return kind(
            "{path} cannot be read ({reason}); it is damaged or in use.",
            path=self.path,
            reason=_REASONS.get(code, error),
        )

    def _is_to_end(self) -> bool:
        is_cancelled = self._cancel is not None and self._cancel.is_set()
        return is_cancelled or time.monotonic() >= self._until


@contextmanager
def open_unchanged(path: Path) -> Iterator[Database]:
    """A read-only connection to an SQLite file.

    Never ``immutable``, which gave silently wrong sums while another program wrote. A file in
    WAL mode is read from a private copy: even a reader would leave ``-shm`` and ``-wal`` files
    beside it. So is one whose last writer died: only who may write can take back the half of a
    change that is in it.

    Raises:
        DataError: if the file is missing, no ordinary file, cut short, or not SQLite.
    """
    with ExitStack() as closing_all:
        found = path
        if must_be_copied(path):
            found = Path(closing_all.enter_context(scratch_folder())) / path.name
            copy_at_rest(path, found)
        size = ask_ordinary(found, DataError).st_size
        if size < _declared_size(_header(found)) and _is_short_at_rest(found):
            raise _cut_short(path)
        with closing(_connect(found)) as db:
            yield Database(db, path, found.stat().st_size)


def must_be_copied(path: Path) -> bool:
    """Whether nobody can read an SQLite file where it lies without writing beside it, or into it.

    Raises:
        DataError: if it is missing, no ordinary file, or not SQLite; or its journal is no file.
    """
    ask_ordinary(path, DataError)
    header = _header(path)
    if not header.startswith(_MAGIC):
        raise DataError("{path} is not an SQLite file; choose a GeoPackage (.gpkg).", path=path)
    has_journal = _ask_about_journal(path)
    return header[18:20] == _WAL_MODE or (has_journal and _is_half_changed(path))


def copy_at_rest(path: Path, copy: Path) -> None:
    """Copy an SQLite file with all that is in its log and without what its journal takes back.

    Raises:
        DataError: if it cannot be copied, or is cut short.
    """
    try:
        for ending in _PARTS:
            source = _beside(path, ending)
            if source.is_file():
                target = copy.with_name(f"{copy.name}{ending}")
                with reading(source, DataError) as file, target.open("wb") as made:
                    shutil.copyfileobj(file, made)
    except OSError as error:
        raise DataError(
            "{path} cannot be copied for reading ({reason}); free some space.",
            path=path,
            reason=why(error),
        ) from error
    bring_to_rest(copy, path)


def bring_to_rest(copy: Path, path: Path) -> None:
    """Have all of an SQLite file of ours in it, with nothing beside it.

    Args:
        copy: the file.
        path: what it is a copy of, which errors name.

    Raises:
        DataError: if it is cut short or damaged.
    """
    try:
        with closing(sqlite3.connect(copy)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN_CODES:
            raise _cut_short(path) from error
        raise DataError(
            "{path} cannot be copied for reading ({reason}); free some space.",
            path=path,
            reason=error,
        ) from error


def _cut_short(path: Path) -> DataError:
    return DataError("{path} is cut short; restore it from where it came.", path=path)


def _beside(path: Path, ending: str) -> Path:
    """What SQLite puts beside a file: of a link, beside what it leads to."""
    home = path.resolve()
    return home.with_name(f"{home.name}{ending}")


def _header(path: Path) -> bytes:
    return read_beginning(path, _HEADER_BYTES, DataError)


def _is_short_at_rest(path: Path) -> bool:
    """Whether a file is shorter than it says also while nobody writes it.

    SQLite writes the page that says how long the file is before the pages that make it so long.
    """
    try:
        with closing(_connect(path)) as db:
            db.execute("BEGIN")
            db.execute("SELECT 1 FROM sqlite_master").fetchone()  # waits for who writes
            return path.stat().st_size < _declared_size(_header(path))
    except sqlite3.Error as error:
        return not _is_half_written(error)
    except (OSError, DataError):
        return True


def _ask_about_journal(path: Path) -> bool:
    """Whether there is a journal. SQLite would open it, and wait if that is a FIFO."""
    try:
        ask_ordinary(_beside(path, _JOURNAL), DataError)
    except DataError as error:
        if not isinstance(error.__cause__, FileNotFoundError):  # which comes and goes
            raise
        return False
    return True


def _is_half_changed(path: Path) -> bool:
    """Whether somebody died while he wrote, and left the journal to take that back with."""
    try:
        with closing(_connect(path)) as db:
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        return _is_half_written(error)
    return False


def _is_half_written(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK


def _declared_size(header: bytes) -> int:
    """Bytes the file must have at least, by its own header."""
    if len(header) < _HEADER_BYTES:
        return _HEADER_BYTES
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    pages_are_valid = header[24:28] == header[92:96]
    return (65536 if page_size == 1 else page_size) * (pages if pages_are_valid else 1)


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        db = sqlite3.connect(uri, uri=True, timeout=_BUSY_TIMEOUT_S)
        db.text_factory = _text
        return db
    except sqlite3.Error as error:
        raise DataError(
            "{path} cannot be opened ({reason}); check its permissions.", path=path, reason=error
        ) from error


def _text(stored: bytes) -> str:
    """A text of the file as everything made of it may hold it.

    All names, notes and figures come this way, so nothing behind has to strip them again.
    """
    try:
        return plain_text(stored.decode())
    except UnicodeDecodeError as error:
        raise sqlite3.OperationalError(_NOT_UTF8) from error
