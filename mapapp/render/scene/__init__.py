"""What is drawn of each layer, for every engine: symbols, shapes, order and pointing."""
