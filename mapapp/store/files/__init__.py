"""Files of any format as tables of features: what is in them, and what is odd about them.

Nothing here changes a file or its folder. What GDAL reads, it reads in a process of its own
(``gdal.py``); what a table of a file becomes on the map is said in ``placing.py``, and
``store/sources/files.py`` makes a source of that.
"""
