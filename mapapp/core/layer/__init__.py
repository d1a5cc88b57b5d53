"""What a layer is: its spec, group and order, and the features it holds."""
