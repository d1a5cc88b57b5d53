"""The window itself: its panels, bars, appearance, start and end."""
