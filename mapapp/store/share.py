"""A shared workspace: one file (``*.mapapp``, a ZIP) with the workspace and the atlas it shows.

Such a file may come from anybody. It must hold just the two members, what they declare to
unpack to is bounded (``zipfile`` never gives more), and their names never become paths. They
must be stored or deflated: of other methods ``zipfile`` unpacks all it has read at once.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from mapapp.core.disk.files import open_ordinary
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import DataError, WorkspaceError
from mapapp.core.map.workspace import MAX_BYTES, Workspace, format_workspace, parse_workspace
from mapapp.core.texts.reasons import why

MAX_ATLAS_BYTES = 2_000_000_000

_WORKSPACE, _ATLAS = "workspace.json", "atlas.gpkg"
_MOST_PACKED = 200  # GeoPackages pack to a third or so; a bomb to a thousandth
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK_BYTES = 1 << 20
_FAULTS = (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What ``zipfile`` raises for files that are cut short, damaged, encrypted or of odd methods."""


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal.

    Raises:
        DataError: if it cannot be read.
    """
    with open_ordinary(path, DataError) as file:
        try:
            return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise DataError(
                "{path} cannot be read ({reason}); check the path.", path=path, reason=why(error)
            ) from error


def received_atlas(folder: Path, digest: str) -> Path:
    """Where an atlas that came with a shared workspace is kept."""
    return folder / f"{digest}.gpkg"


def write_share(target: Path, workspace: Workspace, atlas: Path) -> None:
    """Write a workspace and its atlas into one file.

    Raises:
        ExportError: if the file cannot be written.
    """
    with (
        replacing(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_WORKSPACE, format_workspace(workspace, target.parent))
        archive.write(atlas, _ATLAS)


def open_share(path: Path, folder: Path) -> tuple[Workspace, Path]:
    """The workspace of a shared file, and its atlas unpacked into a folder under its digest.

    Raises:
        WorkspaceError: if the file is no shared workspace, damaged, or unpacks to too much.
        ExportError: if the folder cannot be written.
    """
    try:
        with open_ordinary(path, WorkspaceError) as file, zipfile.ZipFile(file) as archive:
            _check_members(archive, path)
            with archive.open(_WORKSPACE) as member:
                workspace = parse_workspace(
                    member.read(MAX_BYTES + 1), f"{path.name}/{_WORKSPACE}", path.parent
                )
            return workspace, _unpack_atlas(archive, workspace.atlas, path, folder)
    except _FAULTS as error:
        raise WorkspaceError(
            "{path} is no whole shared workspace ({reason}); ask for it again.",
            path=path,
            reason=error,
        ) from error


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    if sorted(member.filename for member in members) != [_ATLAS, _WORKSPACE]:
        raise WorkspaceError(
            "{path} does not hold just {workspace} and {atlas}; choose another file.",
            path=path,
            workspace=_WORKSPACE,
            atlas=_ATLAS,
        )
    for member in members:
        most = min(MAX_ATLAS_BYTES, _MOST_PACKED * max(member.compress_size, 1))
        if member.file_size > most or member.compress_type not in _METHODS:
            raise WorkspaceError("{path} unpacks to too much; choose another file.", path=path)


def _unpack_atlas(archive: zipfile.ZipFile, digest: str, path: Path, folder: Path) -> Path:
    target = received_atlas(folder, digest)
    if target.is_file() and digest_of(target) == digest:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(target) as temporary:
        counted = hashlib.sha256()
        with archive.open(_ATLAS) as member, temporary.open("wb") as file:
            while chunk := member.read(_CHUNK_BYTES):  # no more than it declares, by zipfile
                counted.update(chunk)
                file.write(chunk)
        if counted.hexdigest() != digest:
            raise WorkspaceError(
                "{path} is damaged: its atlas is another one; ask for it again.", path=path
            )
    return target
