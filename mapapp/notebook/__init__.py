"""The atlas for notebooks and scripts: tables by pandas, maps of GeoDataFrames. See docs/notebook.md."""
