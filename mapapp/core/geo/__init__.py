"""Places on the earth: extents, projections, geodesics and coordinates."""
