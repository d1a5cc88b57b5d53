"""Ideas without I/O and without Qt: extents, projections, layer specs, facts, state, search."""
