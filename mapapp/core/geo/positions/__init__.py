"""Positions as people paste them: degrees, metres of a zone, grid references, links."""
