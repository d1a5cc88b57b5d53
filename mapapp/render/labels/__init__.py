"""Names on the map: what is named, where it stands, how wide it is."""
