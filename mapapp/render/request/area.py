"""What part of the world a picture is to show."""

from __future__ import annotations

from mapapp.core.errors import UsageError
from mapapp.core.geo.extent import MAX_LAT_DEG, Extent
from mapapp.core.record import record
from mapapp.core.texts.parsing import shown

LEAST_SCALE, MOST_SCALE = 500.0, 500_000_000.0


@record
class FeatureId:
    """A feature by its layer's id and its own, which both outlive a new build of the atlas."""

    layer: str
    id: str

    @classmethod
    def parse(cls, text: str) -> FeatureId:
        """Read ``port:port-dalian``.

        Raises:
            UsageError: if a half of it is missing.
        """
        layer, _, id_ = (part.strip() for part in text.partition(":"))
        if not layer or not id_:
            raise UsageError(
                "{text} is no feature; write LAYER:ID such as port:port-dalian.", text=shown(text)
            )
        return cls(layer, id_)

    def __str__(self) -> str:
        return f"{self.layer}:{self.id}"


@record
class AtScale:
    """A middle in degrees, and the n of 1:n on the paper there.

    Raises:
        UsageError: if the middle is not on the map or the scale is absurd.
    """

    lon: float
    lat: float
    denominator: float

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and abs(self.lat) <= MAX_LAT_DEG):
            raise UsageError(
                "The centre {lon:g},{lat:g} is not on the map; write longitude and "
                "latitude such as 123.43,41.8.",
                lon=self.lon,
                lat=self.lat,
            )
        if not LEAST_SCALE <= self.denominator <= MOST_SCALE:
            raise UsageError(
                "The scale 1:{denominator:g} cannot be; choose from 1:{least_scale:.0f} "
                "to 1:{most_scale:.0f}.",
                denominator=self.denominator,
                least_scale=LEAST_SCALE,
                most_scale=MOST_SCALE,
            )


@record
class AroundLayer:
    """All features of a layer."""

    layer: str


@record
class AroundFeatures:
    """Some features, wherever they are."""

    features: tuple[FeatureId, ...]

    def __post_init__(self) -> None:
        if not self.features:
            raise UsageError("There is no feature to show; select one or give an extent.")


Area = Extent | AtScale | AroundLayer | AroundFeatures
"""What a picture must show; its frame shows more where the shape differs."""
