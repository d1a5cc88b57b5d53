from __future__ import annotations

from mapapp.core.layer.order import moved_above, moved_below, moved_to_bottom

ORDER = tuple("abcdef")


def test_a_layer_moves_directly_above_another() -> None:
    assert moved_above(ORDER, ["a"], "d") == tuple("bcdaef")
    assert moved_above(ORDER, ["f"], "a") == tuple("afbcde")


def test_a_layer_moves_directly_below_another() -> None:
    assert moved_below(ORDER, ["f"], "a") == tuple("fabcde")
    assert moved_below(ORDER, ["a"], "f") == tuple("bcdeaf")


def test_several_layers_keep_their_order_among_themselves() -> None:
    assert moved_above(ORDER, ["e", "a"], "c") == tuple("bcaedf")
    assert moved_to_bottom(ORDER, ["d", "b"]) == tuple("bdacef")
