"""What a picture is written to: one module a format."""
