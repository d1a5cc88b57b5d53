from __future__ import annotations

from mapapp.core.layer.spec import LayerSpec
from mapapp.core.text import NO_TEXT, Text
from mapapp.render.labels.names import Named, feature_candidates
from mapapp.render.labels.text import measurer


def test_a_feature_without_a_name_has_none_on_the_map(specs: tuple[LayerSpec, ...]) -> None:
    port = next(spec for spec in specs if spec.id == "port")
    names = {"both": Text("Quay", "码头"), "other": Text("", "码头"), "none": NO_TEXT}
    named = [Named(key, port, name, 0.0, 0.0, 9.0) for key, name in names.items()]
    shown = feature_candidates(named, 12.0, "en", measurer(), bilingual=True)
    assert {each.key: each.lines[0].text for each in shown} == {"both": "Quay", "other": "码头"}
