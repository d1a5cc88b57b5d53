"""Which column of a source is what: its name, its status, whose facts a feature has.

A layer says it in the table ``[roles]`` of its file; what it does not say there is not. So
general code asks for a role and never for a column by its name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, get_args

from mapapp.core.errors import DataError
from mapapp.core.record import record
from mapapp.core.text import Text
from mapapp.core.texts.near_names import nearest_hint
from mapapp.core.texts.strict import StrictTable

NAMES_SEPARATOR = ";"
"""What stands between several names in one column."""

Role = Literal[
    "id", "entity", "name_en", "name_zh", "short_en", "short_zh", "aliases", "pinyin", "initials",
    "status", "precision", "district", "since",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
"""All roles, in the order of messages."""


@record
class Roles:
    """The column that has each role, or None where a source has none such.

    Attributes:
        id: a slug that links and facts name a feature by.
        entity: whose facts a feature has: itself, what it shows, or for a link its far end.
        name_en: English name.
        name_zh: Chinese name.
        short_en, short_zh: shorter names, for where there is little room.
        aliases: other names, separated by ``;``.
        pinyin: how the Chinese names sound, separated by ``;``.
        initials: the initials of that, separated by ``;``.
        status: whether it is there, planned or closed (``render/scene/symbols.py``).
        precision: how well its place is known.
        district: where it lies, in words.
        since: the year or date from which it is there; facts are then not asked.
    """

    id: str | None = None
    entity: str | None = None
    name_en: str | None = None
    name_zh: str | None = None
    short_en: str | None = None
    short_zh: str | None = None
    aliases: str | None = None
    pinyin: str | None = None
    initials: str | None = None
    status: str | None = None
    precision: str | None = None
    district: str | None = None
    since: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that name a feature to people."""
        return _known(self.name_en, self.name_zh, self.aliases)

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns that a feature's title is made of."""
        return _known(self.id, self.name_en, self.name_zh)

    @property
    def shorts(self) -> tuple[str, ...]:
        """The columns of its short names."""
        return _known(self.short_en, self.short_zh)

    @property
    def has_own_names(self) -> bool:
        """Whether features can be found by names; those of links only join those of their ends."""
        return bool(self.names) and self.entity in (None, self.id)

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns in which a text is looked for."""
        return _known(
            *self.names, self.pinyin, self.initials, self.status, self.precision, self.district
        )

    @property
    def has_time(self) -> bool:
        """Whether it is known of features in which year they are there."""
        return self.entity is not None or self.since is not None

    @property
    def drawn_by(self) -> tuple[str, ...]:
        """The columns that a point symbol goes by, whatever its layer's classes."""
        return _known(self.status, self.precision)

    @property
    def said(self) -> Mapping[Role, str]:
        """The column of each role that a source has."""
        columns = {role: self.column(role) for role in ROLES}
        return {role: column for role, column in columns.items() if column is not None}

    def column(self, role: Role) -> str | None:
        """The column that has a role."""
        column: str | None = getattr(self, role)
        return column

    def text_of(self, role: Role, values: Mapping[str, Any]) -> str | None:
        """What a feature with these values has in a role; None where it has nothing."""
        return _text(values, self.column(role)) or None

    def check(self, columns: Collection[str], where: object) -> None:
        """Raise a ``DataError`` for a role whose column is not among those of a source.

        The message says whose by ``where``, and names the nearest column.
        """
        for role, column in self.said.items():
            check_column(role, column, columns, where)

    def name(self, values: Mapping[str, Any]) -> Text:
        """The names of a feature with these values; either may be empty."""
        return Text(_text(values, self.name_en), _text(values, self.name_zh))

    def identifier(self, key: int, values: Mapping[str, Any]) -> str:
        """The slug of a feature with these values, or else its key."""
        return _text(values, self.id) or str(key)


def check_column(role: str, column: str, columns: Collection[str], where: object) -> None:
    """Raise a ``DataError`` if the column of a role is not among those of a source."""
    if column not in columns:
        raise DataError(
            "{where} has no column {column!r} for {role}; {hint}",
            where=where,
            column=column,
            role=role,
            hint=nearest_hint(column, columns),
        )


NO_ROLES = Roles()


def read_roles(reader: StrictTable | None) -> Roles:
    """The roles of a table such as ``name_en = "title"``; none where there is no table.

    Raises:
        MapappError: of the reader's own kind, for a role that there is not, with the nearest.
    """
    if reader is None:
        return NO_ROLES
    said = {role: reader.take(role, str, "") or None for role in ROLES}
    reader.finish()
    return Roles(**said)


def _known(*columns: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for column in columns if column is not None))


def _text(values: Mapping[str, Any], column: str | None) -> str:
    value = None if column is None else values.get(column)
    return "" if value is None else str(value)
