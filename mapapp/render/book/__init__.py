"""Books: a sheet for each feature of a layer, which tells what is known of it."""
