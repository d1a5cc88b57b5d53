from __future__ import annotations

import argparse

import pytest

from mapapp.cli.arguments import Parser, add_filters, chosen_filters
from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.spec import LayerSpec


def chosen(*words: str) -> argparse.Namespace:
    parser = Parser()
    add_filters(parser)
    return parser.parse_args(list(words))


def test_filters_are_told_by_layer(specs: tuple[LayerSpec, ...]) -> None:
    asked = chosen(
        "--filter", 'port: status = "a:b"', "--find", "port: dalian", "--find", "venue: 机床"
    )
    assert chosen_filters(asked, specs) == {
        "port": LayerFilter('status = "a:b"', "dalian"),
        "venue": LayerFilter(text="机床"),
    }


def test_a_filter_of_no_layer_is_refused(specs: tuple[LayerSpec, ...]) -> None:
    with pytest.raises(UsageError, match="names no layer"):
        chosen_filters(chosen("--filter", "status is empty"), specs)
    with pytest.raises(UsageError, match="did you mean 'port'"):
        chosen_filters(chosen("--find", "prt: dalian"), specs)
