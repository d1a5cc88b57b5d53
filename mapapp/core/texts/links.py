"""Which addresses may be followed.

Addresses come with the data, so from anybody: a reader that follows ``javascript:`` runs it, and
``smb:`` hands on who the user is. Every writer of links asks here; what is refused stays text.
"""

from __future__ import annotations

import re

_MOST_CHARACTERS = 2048
"""Longer ones are cut by mail programs and older browsers, or hide where they lead."""

_NEVER = re.compile(r"[\s<>\"'\\^`{|}]")
"""Space, and what ends a link in some language or is read in two ways (RFC 3986, 2.2 and C)."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def safe_link(url: str) -> str:
    """The address as it may stand in a link, or an empty text where it may not.

    Links are ``http``, ``https`` (with a host, and without a user's name, which only ever
    disguises the host) and ``mailto`` (an address alone: its fields could add other readers).
    """
    text = url.strip(" ")
    if len(text) > _MOST_CHARACTERS or not text.isprintable() or _NEVER.search(text):
        return ""
    scheme, _, rest = text.partition(":")
    match scheme.lower():
        case "http" | "https":
            return text if _has_plain_host(text) else ""
        case "mailto":
            return text if _MAIL.fullmatch(rest) else ""
        case _:
            return ""


def _has_plain_host(url: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # an impossible port or IPv6 address, or a host that only looks like one
        return False
