"""Files before they are layers: looked into, brought, and followed."""
