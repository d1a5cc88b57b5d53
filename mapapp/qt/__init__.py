"""The window: widgets one a file, and the thin Qt shell around the map page."""
