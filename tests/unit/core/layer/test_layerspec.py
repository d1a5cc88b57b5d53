from pathlib import Path

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import LayerSpecError, UsageError
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec, load_layer_specs, parse_layer_spec

GOOD = """
id = "port"
group = "transport"
geometry = "point"
order = 3
[title]
en = "Sea ports"
zh = "海港"
[symbol]
shape = "anchor"
light = "#3A4EC8"
dark = "#4E74AB"
[label]
priority = 5
"""


def parse(text: str) -> LayerSpec:
    return parse_layer_spec(text, "port.toml")


def test_a_layer_is_read_with_its_defaults() -> None:
    spec = parse(GOOD)
    assert (spec.id, spec.table, spec.title.get("zh")) == ("port", "port", "海港")
    assert spec.symbol.colour.get("dark") == "#4E74AB"
    assert spec.visible
    assert spec.label is not None
    assert spec.label.priority == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("order = 3", "", "'order' is missing"),
        ("order = 3", "ordre = 3\norder = 3", "did you mean 'order'"),
        ("order = 3", "order = true", "must be a whole number"),
        ('shape = "anchor"', 'shape = "ancor"', "choose one of"),
        ("#3A4EC8", "blue", "must match"),
        ('"point"', '"dots"', "choose one of"),
        ("[title]", "[titel]", "[title] is missing"),
        ("[label]", "dash_px = [-1]\n[label]", "positive numbers"),
        ("[label]", "fade_zooms = [11, 8]\n[label]", "the lower one first"),
        ("[label]", "fade_zooms = [8]\n[label]", "give two zooms"),
        ("[label]", "[label", "not TOML"),
        ('id = "port"', 'id = "Port 1"', "must match"),
    ],
)
def test_a_mistake_is_named_with_its_file(old: str, new: str, said: str) -> None:
    with pytest.raises(LayerSpecError, match=r"port\.toml") as caught:
        parse(GOOD.replace(old, new))
    assert said in str(caught.value)


def test_two_layers_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LayerSpecError, match="is taken"):
        load_layer_specs(tmp_path)


def test_a_folder_without_layers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayerSpecError, match="holds no layer"):
        load_layer_specs(tmp_path)


def test_our_layers_are_read_in_drawing_order() -> None:
    specs = load_layer_specs(asset("layers"))
    assert {"industrial_park", "port", "ftz_area", "high_tech_zone", "rail_hub",
            "friendship_city", "friendship_link"} <= {spec.id for spec in specs}  # fmt: skip
    assert [spec.order for spec in specs] == sorted(spec.order for spec in specs)


def test_an_unknown_layer_is_refused_with_the_nearest() -> None:
    specs = load_layer_specs(asset("layers"))
    with pytest.raises(UsageError, match="did you mean 'port'"):
        pick_layers(specs, ["prot"])
    assert [spec.id for spec in pick_layers(specs, ["port", "friendship_link"])] == [
        "friendship_link",
        "port",
    ]
