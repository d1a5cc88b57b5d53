"""The ground and the layers as the map page reads them."""
