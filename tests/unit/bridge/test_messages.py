import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.bridge import messages as m
from mapapp.bridge.decoding import decode
from mapapp.core.errors import BridgeError

VIEW = {"type": "view_changed", "lon": 122, "lat": 41, "zoom": 7.5, "west": 118, "south": 38,
        "east": 126, "north": 44, "width_px": 800, "height_px": 600}  # fmt: skip


def test_a_message_to_the_page_has_its_type_and_serial() -> None:
    source = m.LayerSource("port", "/geometry/port.bin", "/symbology/port.json", True, 0.5)
    text = m.encode(m.ShowLayers((source,)), 7)
    assert json.loads(text) == {
        "type": "show_layers",
        "serial": 7,
        "layers": [
            {
                "id": "port",
                "geometry_url": "/geometry/port.bin",
                "symbology_url": "/symbology/port.json",
                "visible": True,
                "opacity": 0.5,
            }
        ],
    }


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        m.encode(m.SetView(math.nan, 41, 7), 1)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"type": "ready"}, m.Ready()),
        ({"type": "idle", "serial": 3}, m.Idle(3)),
        (VIEW, m.ViewChanged(m.View(122, 41, 7.5, 118, 38, 126, 44, 800, 600))),
        ({"type": "clicked", "lon": -238, "lat": 41, "zoom": 7, "extend": False},
         m.Clicked(-238, 41, 7, False)),
        ({"type": "hovered", "lon": 1, "lat": 2}, m.Hovered(1, 2)),
        ({"type": "hover_ended"}, m.HoverEnded()),
        ({"type": "context_menu", "lon": 1, "lat": 2, "x_px": 3, "y_px": 4},
         m.ContextMenu(1, 2, 3, 4)),
        ({"type": "measure_clicked", "lon": -238, "lat": 2}, m.MeasureClicked(-238, 2)),
        ({"type": "measure_ended"}, m.MeasureEnded()),
        ({"type": "failed", "text": "x"}, m.PageFailed("x")),
    ],
)  # fmt: skip
def test_a_message_of_the_page_is_read(body: dict[str, object], message: m.FromPage) -> None:
    assert decode(json.dumps(body)) == message


@pytest.mark.parametrize(
    "change",
    [{"lon": "122"}, {"lon": None}, {"lat": 91}, {"lat": True}, {"zoom": -1}, {"zoom": 99},
     {"width_px": 1.5}, {"height_px": -3}, {"west": 1e9}, {"type": "run"}, {"type": 3}],
)  # fmt: skip
def test_a_wrong_field_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BridgeError):
        decode(json.dumps({**VIEW, **change}))


@given(st.text(max_size=80))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with pytest.raises(BridgeError):
        decode(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(
        [
            "idle",
            "view_changed",
            "clicked",
            "hovered",
            "context_menu",
            "failed",
            "measure_clicked",
            "measure_ended",
        ]
    ),
    st.dictionaries(st.sampled_from([*VIEW, "serial", "text", "extend"]), json_values),
)
def test_a_hostile_page_gets_a_bridge_error_or_a_sound_message(
    kind: str, fields: dict[str, object]
) -> None:
    try:
        message = decode(json.dumps({**fields, "type": kind}))
    except BridgeError:
        return
    assert getattr(message, "lat", 0) <= 90
