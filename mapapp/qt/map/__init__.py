"""The map page in its view: channel, scheme, navigation and measuring."""
