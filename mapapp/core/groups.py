"""The groups of the layer tree, in order. A layer names its group in its TOML file."""

from __future__ import annotations

from mapapp.core.layerspec import LayerSpec, Text

_TITLES = {
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
    """Layers by group, groups in their order (others last), the uppermost layer first."""
    present = {spec.group for spec in specs}
    order = [group for group in _TITLES if group in present]
    order += sorted(present - set(order))
    return {
        group: tuple(spec for spec in reversed(specs) if spec.group == group) for group in order
    }
