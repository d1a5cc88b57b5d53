"""A folder of our own in which GDAL finds the files of somebody else.

Drivers write beside what they read: ``.gfs`` for GML, ``.shx`` for a shapefile without one,
``.aux.xml``. In this folder are links to the files, so what is written stays here and goes with
it; and names that GDAL would take for an address of the network or for a driver cannot reach it.
Archives are unpacked here, within bounds.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from mapapp.core.disk.files import reading
from mapapp.core.disk.replacing import scratch_folder
from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.reasons import why
from mapapp.store.files.formats import (
    ARCHIVE,
    FILE_GDB,
    FORMATS,
    GEOPACKAGE_FILE,
    SHAPEFILE,
    FileFormat,
    format_of,
)
from mapapp.store.readonly import bring_to_rest, copy_at_rest, must_be_copied

_MOST_UNPACKED_BYTES = 4_000_000_000
_MOST_MEMBERS = 10_000
_MOST_RATIO, _SMALL_BYTES = 200, 50_000_000
"""Text packs to a twentieth, spreadsheets to a hundredth; a bomb to a thousandth and less."""

_MOST_MEMORY_BYTES = 4_000_000_000
"""What is read whole into memory is not larger."""

_COPIED = 1 << 20
_SUFFIXES = {".gpkg-wal", ".gpkg-journal"} | {
    suffix for each in FORMATS for suffix in (*each.suffixes, *each.parts)
}


@record
class Staged:
    """A file that can be read where it stands.

    Attributes:
        path: where GDAL, or another reader, finds it.
        name: what people call it: the stem of its own name.
        format: what it is.
        origin: the file that somebody named; of one in an archive that, and its path in it.
        inside: its path in the archive, empty without one.
    """

    path: Path
    name: str
    format: FileFormat
    origin: Path
    inside: str = ""


@contextmanager
def staged(path: Path, known: FileFormat) -> Iterator[list[Staged]]:
    """What there is to read of a file of a known format: itself, or what an archive holds.

    Raises:
        DataError: if the file is too large for its format, or an archive is damaged, packs more
            than it may, is locked with a password, or holds nothing that can be read.
    """
    _refuse_large(path, known)
    with scratch_folder() as folder:
        if known is ARCHIVE:
            yield _unpacked(path, folder)
            return
        if known is not FILE_GDB and _is_zip(path):
            _ask_archive(path)
        yield [_linked(path, known, folder)]


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with reading(path, DataError) as file:
        return zipfile.is_zipfile(file)


def is_nothing(path: Path) -> bool:
    """Whether a file begins with nothing but zeros, as one does that was never written."""
    with path.open("rb") as file:
        return not file.read(4096).strip(b"\0")


def _refuse_large(path: Path, known: FileFormat) -> None:
    if known.in_memory and path.is_file() and path.stat().st_size > _MOST_MEMORY_BYTES:
        raise DataError(
            "{path} is larger than {most} GB, and a {title} is read whole into memory; convert it "
            "to GeoPackage, which is read in parts.",
            path=path,
            most=_MOST_MEMORY_BYTES // 10**9,
            title=known.title,
        )


def _linked(path: Path, known: FileFormat, folder: Path) -> Staged:
    """A file, and what belongs to it, under a plain name."""
    target = folder / f"data{path.suffix.lower()}"
    if known is GEOPACKAGE_FILE and must_be_copied(path):
        copy_at_rest(path, target)
        return Staged(target, path.stem, known, path)
    _link(path, target)
    if known.parts:
        for beside in _siblings(path):
            suffix = beside.suffix.lower()
            if suffix in known.parts and beside != path:
                _link(beside, target.with_suffix(suffix))
    return Staged(target, path.stem, known, path)


def _siblings(path: Path) -> list[Path]:
    """The ordinary files of the same name with other suffixes, in any case of letters."""
    stem = path.stem.casefold()
    try:
        entries = list(os.scandir(path.parent))
    except OSError:  # a folder that can be entered, but not listed
        return []
    found = [Path(entry.path) for entry in entries if Path(entry.name).stem.casefold() == stem]
    return [each for each in found if each.is_file()]


def _link(path: Path, target: Path) -> None:
    try:
        target.symlink_to(path.resolve(), target_is_directory=path.is_dir())
    except (OSError, NotImplementedError):  # Windows lets few make links
        _copy(path, target)


def _copy(path: Path, target: Path) -> None:
    try:
        if path.is_dir():
            shutil.copytree(path, target)
            return
        with reading(path, DataError) as file, target.open("wb") as copy:
            shutil.copyfileobj(file, copy)
    except OSError as error:
        raise DataError(
            "{path} cannot be copied for reading ({reason}); free some space.",
            path=path,
            reason=why(error),
        ) from error


def _ask_archive(path: Path) -> list[zipfile.ZipInfo]:
    """The members of an archive, if it may be unpacked.

    Raises:
        DataError: if it may not.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DataError(
            "{path} cannot be unpacked ({reason}); it is damaged: get it anew.",
            path=path,
            reason=why(error) if isinstance(error, OSError) else error,
        ) from error
    unpacked = sum(each.file_size for each in members)
    packed = max(path.stat().st_size, 1)
    is_bomb = unpacked > _SMALL_BYTES and unpacked / packed > _MOST_RATIO
    if unpacked > _MOST_UNPACKED_BYTES or len(members) > _MOST_MEMBERS or is_bomb:
        raise DataError(
            "{path} would unpack to {unpacked} MB in {count} files, more than mapapp unpacks; "
            "unpack it yourself and choose the file that you want.",
            path=path,
            unpacked=unpacked // 10**6,
            count=len(members),
        )
    return members


def _unpacked(path: Path, folder: Path) -> list[Staged]:
    members = [each for each in _ask_archive(path) if not _is_foreign(each)]
    shapes = _shapefiles(map(_inner_path, members))
    numbers: dict[PurePosixPath, int] = {}
    named: dict[Path, PurePosixPath] = {}
    with zipfile.ZipFile(path) as archive:
        for each in members:
            said = _inner_path(each)
            is_part = said.parent.suffix.lower() == FILE_GDB.suffixes[0]
            whole = said.parent if is_part else said
            suffix = whole.suffix.lower()
            if suffix not in _SUFFIXES:
                continue
            stem = whole.with_suffix("")
            if suffix in SHAPEFILE.parts:
                stem = shapes.get(str(stem).casefold(), stem)
            number = numbers.setdefault(stem, len(numbers))
            target = folder / f"data{number}{suffix}"
            named[target] = whole
            _unpack(archive, each, target / said.name if is_part else target, path)
    found = list(_readable(named, path))
    if not found:
        raise DataError(
            "{path} holds no file that mapapp reads; it has {names}.",
            path=path,
            names=[plain_text(each.filename) for each in members[:5]] or Message("none"),
        )
    return found


def _shapefiles(names: Iterable[PurePosixPath]) -> dict[str, PurePosixPath]:
    """The shapefiles of an archive by their names, whose case their parts may have otherwise."""
    suffix = SHAPEFILE.suffixes[0]
    stems = [each.with_suffix("") for each in names if each.suffix.lower() == suffix]
    return {str(stem).casefold(): stem for stem in stems}


def _is_foreign(member: zipfile.ZipInfo) -> bool:
    """What programs for packing add: folders of macOS, hidden files."""
    parts = Path(member.filename).parts
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _inner_path(member: zipfile.ZipInfo) -> PurePosixPath:
    """Where a member is in its archive, in plain text; never above it."""
    name = member.filename
    if (
        not member.flag_bits & 0x800
    ):  # not marked as UTF-8: often GBK, which zipfile takes for cp437
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return PurePosixPath(*(plain_text(part) for part in parts or ["file"]))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, path: Path) -> None:
    """Unpack one member, and no more of it than it says that it has."""
    left = member.file_size
    try:
        target.parent.mkdir(exist_ok=True)
        with archive.open(member) as source, target.open("wb") as file:
            while left > 0 and (part := source.read(min(left, _COPIED))):
                file.write(part)
                left -= len(part)
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        EOFError,
    ) as error:
        raise DataError(
            "{path}: {name} cannot be unpacked ({reason}); unpack it yourself.",
            path=path,
            name=plain_text(member.filename),
            reason=error,
        ) from error
    except Exception as error:  # zlib.error and lzma.LZMAError have no common base
        raise DataError(
            "{path}: {name} cannot be unpacked ({reason}); unpack it yourself.",
            path=path,
            name=plain_text(member.filename),
            reason=error,
        ) from error


def _readable(named: Mapping[Path, PurePosixPath], archive: Path) -> Iterator[Staged]:
    """The unpacked files that are data of their own, not parts of others, by their names."""
    parts = {suffix for each in FORMATS for suffix in each.parts}
    with_shapes = {each.stem for each in named if each.suffix.lower() == SHAPEFILE.suffixes[0]}
    for entry, inside in sorted(named.items(), key=lambda item: item[1]):
        suffix = entry.suffix.lower()
        known = next((each for each in FORMATS if suffix in each.suffixes), None)
        is_part = suffix in parts and (suffix != ".dbf" or entry.stem in with_shapes)
        if known in (None, ARCHIVE) or is_part or suffix in (".txt", ".xml"):
            continue
        origin = archive / inside
        if known is GEOPACKAGE_FILE:
            bring_to_rest(entry, origin)
        yield Staged(entry, inside.stem, format_of(entry, origin), origin, str(inside))
