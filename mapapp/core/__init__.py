"""Ideas without I/O: what a layer, a fact, a place and a view are."""
