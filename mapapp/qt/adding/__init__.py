"""Data of one's own: looked into, and added as layers."""
