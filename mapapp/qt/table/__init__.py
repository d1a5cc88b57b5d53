"""The attribute table."""
