"""The protocol between Qt and the map page, and what the page may ask for. Free of Qt."""
