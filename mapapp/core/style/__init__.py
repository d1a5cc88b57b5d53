"""How things are drawn: symbology, themes and the ground."""
