"""Editing the rows of layers that are copies of mapapp's own."""
