"""Cards of what is selected, and the list of what is in view."""
