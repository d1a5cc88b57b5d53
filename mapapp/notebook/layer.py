"""A layer as a notebook asks for it: features, and how they are to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from mapapp.core.errors import UsageError
from mapapp.core.message import Message
from mapapp.core.text import MAX_TEXT
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.parsing import shown
from mapapp.notebook import misuse

if TYPE_CHECKING:
    import geopandas

    LayerLike: TypeAlias = (
        "str | geopandas.GeoDataFrame | geopandas.GeoSeries | Layer | Mapping[str, Any]"
    )

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_OPTIONS = ("data", "title", "colour", "name", "where", "opacity")


class Layer:
    """A layer for :func:`mapapp.snapshot` and :func:`mapapp.folium_map`.

    Args:
        data: the id of a layer of the atlas, or a GeoDataFrame (or GeoSeries) in any reference
            system, with geometries of any kind, which are read when the map is made.
        title: what the legend calls it; empty for the layer's own or one such as ``Layer 1``.
        colour: ``#rrggbb``; empty for its own, or one unlike all others on the map.
        name: the column of a GeoDataFrame that names its features; empty for unnamed ones.
        where: a filter expression about its columns; empty for all features.
        opacity: how much it covers, from 0 to 1.

    Raises:
        UsageError: if an argument cannot be.
    """

    __slots__ = ("colour", "data", "name", "opacity", "title", "where")

    @misuse.checked
    def __init__(
        self, data: object, *, title: str = "", colour: str = "", name: str = "",
        where: str = "", opacity: float = 1.0,
    ) -> None:  # fmt: skip
        self.data = _known_data(data)
        self.title = _short(misuse.text("title", title))
        self.colour = _checked_colour(colour)
        self.name = self._checked_name(name)
        self.where = misuse.text("where", where)
        self.opacity = misuse.share("opacity", opacity)

    @property
    def id(self) -> str | None:
        """The layer of the atlas that it is; None for features of the caller's."""
        return self.data if isinstance(self.data, str) else None

    @property
    def frame(self) -> geopandas.GeoDataFrame:
        """The features of the caller's."""
        return self.data.to_frame("geometry") if _is(self.data, "GeoSeries") else self.data

    def _checked_name(self, name: object) -> str:
        column = misuse.text("name", name)
        if not column:
            return ""
        if self.id is not None:
            raise UsageError(
                "The layer {layer} has names of its own; leave name={name} out.",
                layer=shown(self.id),
                name=shown(name),
            )
        columns = [str(each) for each in self.frame.columns]
        if column not in columns:
            hint = nearest_hint(column, columns)
            raise UsageError(
                "The frame has no column {column} for names; {hint}",
                column=shown(column),
                hint=hint,
            )
        return column


def layer_list(layers: object) -> tuple[Layer, ...] | None:
    """The layers of an argument ``layers``, checked; None where it is None.

    Raises:
        UsageError: if it is no list, or one of it is no layer.
    """
    if layers is None:
        return None
    if _is_single(layers) or not isinstance(layers, Sequence):
        kind = type(layers).__name__
        raise UsageError("layers is a {kind}; give a list such as ['port', frame].", kind=kind)
    return tuple(_layer(each, f"layers[{place}]") for place, each in enumerate(layers))


def _is_single(value: object) -> bool:
    return isinstance(value, str | bytes | Mapping | Layer) or _is_frame(value)


def _layer(given: object, where: str) -> Layer:
    if isinstance(given, Layer):
        return given
    try:
        if not isinstance(given, Mapping):
            return Layer(given)
        misuse.refuse_unknown("Layer", given, _OPTIONS)
        return Layer(**cast("dict[str, Any]", dict(given)))
    except UsageError as error:
        raise UsageError("{where}: {reason}", where=where, reason=error) from error


def _known_data(data: object) -> Any:  # noqa: ANN401 - geopandas has no types
    if isinstance(data, str) or _is_frame(data):
        return data
    raise UsageError(
        "A {kind} is no layer; give the id of one, or a GeoDataFrame "
        "(geopandas.GeoDataFrame makes one of a table).",
        kind=type(data).__name__,
    )


def _is_frame(value: object) -> bool:
    """Whether it is of geopandas, which need not be imported to know."""
    return _is(value, "GeoDataFrame") or _is(value, "GeoSeries")


def _is(value: object, name: str) -> bool:
    return any(
        each.__name__ == name and each.__module__.partition(".")[0] == "geopandas"
        for each in type(value).__mro__
    )


def _short(title: str) -> str:
    if len(title) > MAX_TEXT:
        raise misuse.wrong(
            "title", title, Message("shorten it to {max_text:,} characters", max_text=MAX_TEXT)
        )
    return title


def _checked_colour(colour: object) -> str:
    said = misuse.text("colour", colour)
    if said and not _COLOUR.fullmatch(said):
        raise misuse.wrong("colour", said, Message("write such as '#3A4EC8'"))
    return said
