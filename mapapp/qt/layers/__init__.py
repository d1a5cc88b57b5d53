"""The layer tree and what can be asked of a layer; the time slider."""
