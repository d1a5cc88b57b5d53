"""The map as one HTML file that needs nothing else."""
