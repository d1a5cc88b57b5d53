"""How the names of mapapp's own files end; kept apart so that looking at one loads nothing."""

from __future__ import annotations

WORKSPACE = ".mapapp.json"
SHARED = ".mapapp"
OPENED = (WORKSPACE, SHARED)
"""What the window can open."""

LAYER_FILES = (".xlsx", ".csv", ".geojson", ".gpkg")
"""Files that layers are handed on as."""

PICTURES = (".png", ".pdf", ".svg", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".html")
"""Pictures, whose map the window can show if mapapp made them."""

FOLDERS = (".gdb",)
"""Folders that are files to people."""
