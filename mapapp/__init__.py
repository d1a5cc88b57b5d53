"""mapapp: a desktop map explorer for Shenyang and Liaoning."""

from __future__ import annotations

__version__ = "0.1.0"
