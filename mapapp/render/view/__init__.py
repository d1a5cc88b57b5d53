"""A rectangle of pixels that shows a part of the world, and lines in it."""
