"""Places of rows that have names and no coordinates, found offline.

``written.py`` reads what somebody wrote, ``place_names.py`` knows what places are called,
``scoring.py`` says how good a match is, ``geocoder.py`` brings them together, and
``geocoded_table.py`` does it for the rows of a table. ``place_choices.py`` keeps what was found of
names while somebody looks through it.
"""
