"""Help, the tour and the sheet of shortcuts."""
