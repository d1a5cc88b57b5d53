"""Why the system refused a file, in words of our own: its own go by the locale, or are English."""

from __future__ import annotations

import errno

from mapapp.core.message import Message

_REASONS = {
    errno.EACCES: Message("it is not permitted"),
    errno.EBUSY: Message("it is in use"),
    errno.EEXIST: Message("it is there already"),
    errno.EFBIG: Message("it would be too large"),
    errno.EINVAL: Message("the system does not take such a name"),
    errno.EIO: Message("the disk did not answer"),
    errno.EISDIR: Message("it is a folder"),
    errno.ELOOP: Message("it is a loop of links"),
    errno.ENAMETOOLONG: Message("its name is too long"),
    errno.ENOENT: Message("it does not exist"),
    errno.ENOSPC: Message("the disk is full"),
    errno.ENOTDIR: Message("a part of its path is no folder"),
    errno.EPERM: Message("it is not permitted"),
    errno.EROFS: Message("it may only be read there"),
}  # fmt: skip


def why(error: Exception) -> str:
    """The reason of an ``OSError``; of any other, what it says."""
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or getattr(error, "strerror", None) or str(error)
