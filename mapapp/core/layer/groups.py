"""The groups of the layer tree. A layer names its group in its TOML file."""

from __future__ import annotations

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import Text

_TITLES = {
    "own": Text("Your data", "我的数据"),
    "zones": Text("Zones", "园区与片区"),
    "transport": Text("Transport", "交通"),
    "friendship": Text("Friendship cities", "友好城市"),
    "people": Text("Companies and institutes", "企业与机构"),
    "places": Text("Context", "背景"),
}


def group_title(group: str) -> Text:
    """The title of a group; one that is not listed is shown by its id."""
    return _TITLES.get(group, Text(group.replace("_", " ").capitalize(), group))


def grouped(specs: tuple[LayerSpec, ...]) -> dict[str, tuple[LayerSpec, ...]]:
    """Layers (given in drawing order) by group, from above; a group stands where its top one is."""
    groups = dict.fromkeys(spec.group for spec in reversed(specs))
    return {
        group: tuple(spec for spec in reversed(specs) if spec.group == group) for group in groups
    }
