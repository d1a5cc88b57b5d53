"""Sources of features: what they are, what can be asked of them and what they answer.

The protocol is :class:`mapapp.core.source.protocol.FeatureSource`; what implements it is in
``mapapp/store/sources``.
"""
