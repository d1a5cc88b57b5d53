"""The atlas in notebooks and scripts: frames of pandas, maps of GeoDataFrames.

``mapapp/__init__.py`` offers it, and ``docs/notebook.md`` describes it.
"""
