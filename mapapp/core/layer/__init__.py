"""What a layer says of its source."""
