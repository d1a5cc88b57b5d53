"""The search box and what is found."""
