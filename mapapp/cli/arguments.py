"""What several commands take: layers, coordinates, sizes; and errors in one line."""

from __future__ import annotations

import argparse
import math
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from mapapp.cli.columns import WideHelp
from mapapp.cli.language import localized
from mapapp.core.disk.assets import asset
from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.core.layer.lookup import pick_layers
from mapapp.core.layer.spec import LayerSpec, load_layer_specs
from mapapp.core.message import Message, Spoken
from mapapp.core.style.ground import MAX_STATED_ZOOM
from mapapp.core.texts.parsing import shown

if TYPE_CHECKING:
    from mapapp.store.atlas import Atlas

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no public name
"""What ``add_subparsers`` gives, as an annotation."""

Options: TypeAlias = "argparse._ActionsContainer"  # noqa: SLF001 - nor has this
"""A parser, or a group of its options."""

_NEGATIVE = re.compile(r"-(\d++(?:\.\d*+)?+|\.\d++)(e[+-]?\d{1,2})?", re.IGNORECASE)
_NO_LAYERS = "none"
_NO_VALUES = ("-", "--")


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours: one sentence, exit code 2.

    What follows an option that takes a value is its value, such as ``-Draft-`` or ``-130,20,…``,
    if it is no option itself; ``argparse`` takes all that begins with a dash for one.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(**{"allow_abbrev": False, "formatter_class": WideHelp, **options})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong."""
        raise UsageError(
            "{message}; type `{prog} --help` for help.", message=message, prog=self.prog
        )

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the words of a command; those of the commands below are for them to read."""
        words = list(args) if self._subparsers else self._joined(args)
        return super().parse_known_args(words, namespace)

    def _joined(self, words: Sequence[str]) -> list[str]:
        """Words with values joined to their options, and numbers in the form argparse knows."""
        options = self._option_string_actions
        joined: list[str] = []
        for word in words:
            before = options.get(joined[-1]) if joined else None
            if before and before.nargs is None and self._is_dashed_value(word):
                joined[-1] += f"={word}"
            else:
                joined.append(_plain_negative(word) if _NEGATIVE.fullmatch(word) else word)
        return joined

    def _is_dashed_value(self, word: str) -> bool:
        if not word.startswith("-") or word in _NO_VALUES:
            return False
        return word.partition("=")[0] not in self._option_string_actions


def _plain_negative(text: str) -> str:
    """A number such as ``-1e1`` or ``-87.`` in the one form of negative numbers of argparse."""
    from decimal import Decimal

    return format(Decimal(text), "f")


def as_typed(text: str) -> str:
    """A text in the way it was typed, as UTF-8, where the locale made Python read it otherwise."""
    return os.fsencode(text).decode("utf-8", errors="replace")


def add_json(parser: Parser) -> None:
    """The option ``--json``."""
    parser.add_argument("--json", action="store_true", help=localized("print JSON for programs"))


def add_language(parser: Parser) -> None:
    """The option ``--lang``."""
    parser.add_argument(
        "--lang",
        choices=("en", "zh"),
        default=Spoken.language,
        help=localized("language of texts"),
    )


def add_layers(parser: Parser, default: Message) -> None:
    """The option ``--layers``; ``default`` says what is taken without it."""
    parser.add_argument(
        "--layers",
        metavar="A,B",
        help=localized("ids of layers, or none (default: {default})", default=default),
    )


def add_filters(parser: Options) -> None:
    """Declare ``--filter``, ``--find`` and ``--year``."""
    parser.add_argument(
        "--filter", action="append", default=[], metavar="LAYER:EXPRESSION",
        help=localized("show only some features: 'port: status = \"operating\"'"),
    )  # fmt: skip
    parser.add_argument(
        "--find", action="append", default=[], metavar="LAYER:TEXT",
        help=localized("show only features with a text: 'port: dalian'"),
    )  # fmt: skip
    parser.add_argument(
        "--year", metavar="N", help=localized("look at what was known and there by then")
    )


def chosen_filters(
    chosen: argparse.Namespace, specs: tuple[LayerSpec, ...]
) -> dict[str, LayerFilter]:
    """What ``--filter`` and ``--find`` ask of each layer."""
    expressions = dict(_of_layer(text, "--filter", specs) for text in chosen.filter)
    texts = dict(_of_layer(text, "--find", specs) for text in chosen.find)
    return {
        layer: LayerFilter(expressions.get(layer, ""), texts.get(layer, ""))
        for layer in {**expressions, **texts}
    }


def _of_layer(text: str, name: str, specs: tuple[LayerSpec, ...]) -> tuple[str, str]:
    layer, colon, asked = as_typed(text).partition(":")
    if not colon:
        raise UsageError(
            "{name} {text} names no layer; write it as in 'port: dalian'.",
            name=name,
            text=shown(text),
        )
    (spec,) = pick_layers(specs, [layer.strip()])
    return spec.id, asked.strip()


def read_specs() -> tuple[LayerSpec, ...]:
    """All declared layers, in drawing order."""
    return load_layer_specs(asset("layers"))


def chosen_layers(text: str | None, specs: tuple[LayerSpec, ...]) -> tuple[LayerSpec, ...] | None:
    """The layers named in ``a,b``, no layer for ``none``; None without the option.

    Raises:
        UsageError: if an id is not known or the list is empty.
    """
    if text is None:
        return None
    ids = [part.strip() for part in text.split(",") if part.strip()]
    if ids == [_NO_LAYERS]:
        return ()
    if not ids:
        raise UsageError("--layers names none; choose from {names}.", names=[s.id for s in specs])
    return pick_layers(specs, ids)


def open_atlas() -> Atlas:
    """The atlas that belongs to the program, to be closed by the caller."""
    from mapapp.store.atlas import Atlas

    return Atlas(asset("data", "atlas.gpkg"), read_specs())


def number(text: str, name: str, least: float, most: float) -> float:
    """A number within bounds.

    Raises:
        UsageError: if it is none, not finite, or out of bounds.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise UsageError(
            "{name} {text} must be a number from {least:g} to {most:g}.",
            name=name,
            text=shown(text),
            least=least,
            most=most,
        )
    return value


def lon_lat(lon: str, lat: str) -> tuple[float, float]:
    """Longitude and latitude in degrees, checked."""
    return number(lon, "LON", -180, 180), number(lat, "LAT", -90, 90)


def zoom(text: str) -> float:
    """A zoom of the map, checked."""
    return number(text, "--zoom", 0, MAX_STATED_ZOOM)


def size_px(text: str) -> tuple[int, int]:
    """Width and height out of ``1280x800``; how large they may be is the picture's business.

    Raises:
        UsageError: if the text is not of that form.
    """
    match = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", text.strip(), re.ASCII)
    if not match:
        raise UsageError(
            "--size {text} is not WIDTHxHEIGHT; write pixels such as 1280x800.", text=shown(text)
        )
    return int(match[1]), int(match[2])


def whole_number(text: str, name: str) -> int:
    """A whole number.

    Raises:
        UsageError: if it is none.
    """
    if not re.fullmatch(r"-?\d{1,9}", text.strip(), re.ASCII):
        raise UsageError("{name} {text} must be a whole number.", name=name, text=shown(text))
    return int(text)
