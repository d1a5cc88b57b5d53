"""Figures with their sources: conflicts, knowledge at a date, series."""
