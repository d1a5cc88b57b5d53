"""The sources of features that there are; each is a ``core.source.protocol.FeatureSource``."""
