"""Columns of numbers for the page: a small header in JSON, then each column as it lies in memory.

Layout, little-endian: a uint32 with the length of the header; the header, JSON padded with spaces
so that what follows begins at a multiple of eight bytes; then the columns, each at a multiple of
eight from there. The header's ``blocks`` says of each its type (``u1``, ``u2``, ``u4``, ``i2``,
``f4`` or ``f8``), where it begins and how many numbers it has; ``resources/web/blocks.js`` reads
it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

_ALIGNED = 8


def pack(header: Mapping[str, Any], columns: Mapping[str, NDArray[Any]]) -> bytes:
    """A header and columns (n,) of integers or floats as bytes."""
    bodies, blocks, at = [], {}, 0
    for name, column in columns.items():
        little = column.astype(column.dtype.newbyteorder("<"), copy=False)
        body = little.tobytes()
        blocks[name] = [little.dtype.str[1:], at, len(column)]
        bodies += [body, bytes(-len(body) % _ALIGNED)]
        at += len(body) + len(bodies[-1])
    text = json.dumps({**header, "blocks": blocks}, separators=(",", ":")).encode()
    text += b" " * (-(4 + len(text)) % _ALIGNED)
    return b"".join([struct.pack("<I", len(text)), text, *bodies])
