"""Changes of rows in GeoPackages of our own, each one transaction that checks what it changes.

``typed.py`` makes values of what people type, ``row_change.py`` says what a change is,
``writing.py`` opens a file to be written, ``changing.py`` writes a change, and ``editable.py``
knows which layers can be edited.
"""
