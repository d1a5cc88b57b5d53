"""What every room of the window is made of: commands, guards, style, workers."""
