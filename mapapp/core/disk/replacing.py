"""Writing a file so that it is there whole or not at all, and folders to work in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mapapp.core.disk.leftovers import left_behind
from mapapp.core.disk.sweeping import sweep, temporary_prefix
from mapapp.core.errors import ExportError
from mapapp.core.texts.plain import plain_text
from mapapp.core.texts.reasons import why

_ANY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_RIGHTS = stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO
_SAME = -1
"""What ``chown`` leaves as it is."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside ``target``, with its suffix, that takes its place if the block succeeds.

    Until then the old file stays; after a failure nothing is left. What was left beside it by
    processes that were killed is swept.

    Raises:
        ExportError: as :func:`writable_target`, or if the target cannot be written.
    """
    final = writable_target(target)
    sweep(final.parent)
    temporary = final.with_name(f".{temporary_prefix()}{os.urandom(8).hex()}{final.suffix}")
    with left_behind(temporary):
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            put_in_place(temporary, final)
        except OSError as error:
            raise ExportError(
                "{target} cannot be written ({reason}); choose another place.",
                target=target,
                reason=why(error),
            ) from error
        finally:
            temporary.unlink(missing_ok=True)


def put_in_place(made: Path, final: Path) -> None:
    """Move a finished file to where it belongs, with the rights of the file that it replaces.

    Raises:
        OSError: if it cannot be moved there.
    """
    with suppress(FileNotFoundError):
        _take_rights(made, final.stat())
    made.replace(final)


def writable_target(target: Path) -> Path:
    """The file that a name leads to, if a file can be written there.

    Raises:
        ExportError: if none can, or there is one that is protected against writing.
    """
    try:
        final = target.resolve()
        _refuse_special(target, final)
    except RuntimeError as error:  # how Python 3.11 and 3.12 tell it
        raise ExportError(
            "{target} is a loop of links; choose another place.", target=target
        ) from error
    except OSError as error:
        raise ExportError(
            "{target} cannot be written ({reason}); choose another name.",
            target=target,
            reason=why(error),
        ) from error
    except ValueError as error:  # a null, or half a character
        name = plain_text(str(target))
        raise ExportError(
            "{name} holds what no name can; choose another name.", name=name
        ) from error
    return final


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder that is there during the block: in ``parent``, hidden, or where the system has such.

    What was left there by processes that were killed is swept.
    """
    import tempfile

    where = Path(tempfile.gettempdir()) if parent is None else parent
    sweep(where)
    hidden = "" if parent is None else "."
    with tempfile.TemporaryDirectory(prefix=f"{hidden}{temporary_prefix()}", dir=where) as name:
        folder = Path(name)
        with left_behind(folder):
            yield folder


def write_text(target: Path, text: str) -> None:
    """Write a small text file (UTF-8), whole or not at all, and its folder where it is missing.

    Half a character, which UTF-8 cannot hold, becomes a question mark.

    Raises:
        ExportError: if the target cannot be written.
    """
    with suppress(OSError):  # `replacing` says what is wrong with the folder
        target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as temporary:
        temporary.write_text(text, encoding="utf-8", errors="replace")


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way, beside its place; the answer is its new name."""
    aside = path.with_name(f"damaged-{path.name}")
    path.replace(aside)
    return aside


def _refuse_special(target: Path, final: Path) -> None:
    if final.is_symlink():  # what it leads to was to be resolved
        raise ExportError("{target} is a loop of links; choose another place.", target=target)
    if final.is_dir():
        raise ExportError("{target} is a folder; name a file in it.", target=target)
    if final.exists() and not final.is_file():
        raise ExportError("{target} is no ordinary file; choose another place.", target=target)
    if not final.parent.is_dir():
        raise ExportError(
            "There is no folder {parent}; make it or choose another place.", parent=target.parent
        )
    if final.exists() and _is_protected(final):
        raise ExportError(
            "{target} is protected against writing; choose another name, or allow writing to it.",
            target=target,
        )


def _is_protected(file: Path) -> bool:
    """Whether a file may only be read: by its mode, too, for root may write all the same.

    To rename another file over it asks for no right but one of the folder, so it has to be
    looked at.
    """
    return not file.stat().st_mode & _ANY_MAY_WRITE or not os.access(file, os.W_OK)


def _take_rights(made: Path, old: os.stat_result) -> None:
    """Give a file mode, group and owner of another one, as far as its user may.

    What a group may that cannot be kept, another must not: it may then do what all may.
    """
    mode = stat.S_IMODE(old.st_mode) & _RIGHTS
    if not _gave(made, old.st_uid, old.st_gid) and not _gave(made, _SAME, old.st_gid):
        mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    with suppress(OSError):  # a disk that knows no modes
        made.chmod(mode)


def _gave(made: Path, user: int, group: int) -> bool:
    if not hasattr(os, "chown"):  # Windows, where rights are those of the folder
        return True
    try:
        os.chown(made, user, group)
    except OSError:
        return False
    return True


def free_path(wanted: Path) -> Path:
    """A path at which nothing stands: the wanted one or, with a number behind it, one beside it."""
    tried, number = wanted, 1
    while tried.exists():
        number += 1
        tried = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return tried
