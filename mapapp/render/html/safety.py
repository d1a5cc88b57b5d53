"""What keeps a standalone map inert: data that cannot end their block, and a strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html.parser import HTMLParser

_HEAD = "<head>"
_ESCAPES: Mapping[str, str] = {
    "<": "\\u003c",  # </script> and <!--
    ">": "\\u003e",
    "&": "\\u0026",
    "`": "\\u0060",
    "$": "\\u0024",  # ${…} in a template literal
    "\u2028": "\\u2028",  # ends a line of JavaScript
    "\u2029": "\\u2029",
}


def inert_json(value: object) -> str:
    """JSON (of dicts, lists, texts and finite numbers) that may stand in a ``<script>`` block.

    Nothing in it can end the block, open a comment, or be read as a template literal, yet it
    parses to the same value. Keys are sorted, so that equal values give equal text.
    """
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def with_policy(document: str) -> str:
    """The document with a Content-Security-Policy that allows its own scripts and styles only.

    They are named by their hashes (CSP level 2), so that no other can run, whoever put it there;
    nothing is loaded but pictures written out as ``data:`` URLs.
    """
    parts = _InlineParts()
    parts.feed(document)
    parts.close()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_sources(parts.scripts)}",
            f"style-src {_sources(parts.styles)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return document.replace(_HEAD, f"{_HEAD}\n{meta}", 1)


class _InlineParts(HTMLParser):
    """Collects the texts of ``<script>`` blocks that run, and of ``<style>`` blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, unless it holds data."""
        if tag == "script" and "type" not in dict(attrs):
            self._open = self.scripts
        elif tag == "style":
            self._open = self.styles
        if self._open is not None:
            self._open.append("")

    def handle_data(self, data: str) -> None:
        """Add to the block that is open."""
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End the block."""
        if tag in ("script", "style"):
            self._open = None


def _sources(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return " ".join(dict.fromkeys(hashes))
