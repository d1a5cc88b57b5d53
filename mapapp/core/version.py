"""The version of mapapp; kept apart, so that asking for it loads nothing."""

from __future__ import annotations

__version__ = "0.1.0"
