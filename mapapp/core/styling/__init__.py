"""Styles that are chosen, read and written."""
