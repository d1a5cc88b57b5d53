"""What picture is wanted: its extent, paper, presets, and the description it carries."""
