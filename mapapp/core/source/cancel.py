"""Giving up a read that nobody waits for any more."""

from __future__ import annotations

from typing import Protocol

from mapapp.core.errors import ReadCancelledError


class Cancel(Protocol):
    """Says whether a read is to end; a ``threading.Event`` does, set by another thread."""

    def is_set(self) -> bool:
        """Whether it was cancelled."""
        ...


def refuse_cancelled(cancel: Cancel | None, where: object) -> None:
    """Raise a ``ReadCancelledError`` if a read of ``where`` was cancelled."""
    if cancel is not None and cancel.is_set():
        raise ReadCancelledError("Reading {where} was cancelled; ask again.", where=where)
