"""Small files that mapapp keeps for its user: read at the start, whatever became of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from mapapp.core.disk.files import read_ordinary
from mapapp.core.disk.replacing import set_aside
from mapapp.core.errors import DataError
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.texts.reasons import why

_T = TypeVar("_T")
_MAX_BYTES = 4_000_000


@record
class FileContent(Generic[_T]):
    """What a file holds.

    Attributes:
        content: what was read, or what there is at first.
        warning: a sentence where the file was of no use, else empty.
        is_free: whether the file may be written. One that can be neither read nor moved away
            may be somebody's work; nothing is written over it.
    """

    content: _T
    warning: str = ""
    is_free: bool = True


def find_kept(path: Path, parse: Callable[[str], _T], first: _T) -> FileContent[_T]:
    """Read a file of the user's, and never fail.

    Args:
        path: the file; a missing one holds ``first``.
        parse: makes the content out of the text; raises ``ValueError`` if it is damaged.
        first: what there is without a file.
    """
    try:
        path.stat()
        text = read_ordinary(path, _MAX_BYTES, DataError).decode("utf-8-sig")
        return FileContent(parse(text))
    except FileNotFoundError:
        return FileContent(first)
    except OSError as error:
        warning = Message(
            "{path} cannot be read ({reason}); nothing is kept until it can be.",
            path=path,
            reason=why(error),
        )
        return FileContent(first, warning, is_free=False)
    except DataError as error:
        return FileContent(
            first,
            Message("{reason} Nothing is kept there until then.", reason=error),
            is_free=False,
        )
    except ValueError:
        return _moved(path, first)


def tell_moved(path: Path) -> tuple[Message, bool]:
    """Move a damaged file away; a sentence, and whether it could be moved."""
    try:
        return Message("It was moved to {name}.", name=set_aside(path).name), True
    except OSError as error:
        return Message("It cannot be moved away ({reason}); move it.", reason=why(error)), False


def _moved(path: Path, first: _T) -> FileContent[_T]:
    warning, is_free = tell_moved(path)
    return FileContent(
        first,
        Message(
            "{path} is damaged, so mapapp begins without it. {warning}", path=path, warning=warning
        ),
        is_free,
    )
