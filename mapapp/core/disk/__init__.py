"""Files: where they lie, how they are opened, locked, replaced and swept."""
