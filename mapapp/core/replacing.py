"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mapapp.core.errors import ExportError
from mapapp.core.leftovers import left_behind


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside ``target``, with its suffix, that takes its place if the block succeeds.

    Until then the old file stays; after a failure nothing is left.

    Raises:
        ExportError: if the target cannot be written.
    """
    final = target.resolve()
    _refuse_special(target, final)
    temporary = final.with_name(f".mapapp-{os.urandom(8).hex()}{final.suffix}")
    with left_behind(temporary):
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(final)
        except OSError as error:
            reason = error.strerror or error
            raise ExportError(
                f"{target} cannot be written ({reason}); choose another place."
            ) from error
        finally:
            temporary.unlink(missing_ok=True)


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
    if final.is_dir():
        raise ExportError(f"{target} is a folder; name a file in it.")
    if final.exists() and not final.is_file():
        raise ExportError(f"{target} is no ordinary file; choose another place.")
    if not final.parent.is_dir():
        raise ExportError(f"There is no folder {target.parent}; make it or choose another place.")
