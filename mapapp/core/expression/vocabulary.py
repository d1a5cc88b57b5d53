"""What the values of a status and of a precision are called (``docs/terms.csv`` has the terms)."""

from __future__ import annotations

from collections.abc import Mapping

from mapapp.core.expression.tree import Word
from mapapp.core.layer.roles import Role, Roles
from mapapp.core.text import Text

_WORDS: Mapping[Role, tuple[Word, ...]] = {
    "status": (
        Word("operating", Text("operating", "运营中"), ("运营", "在用")),
        Word("planned", Text("planned", "规划中"), ("规划",)),
        Word("under_construction", Text("under construction", "在建")),
        Word("closed", Text("closed", "已关闭"), ("关闭",)),
        Word("candidate", Text("candidate", "候选")),
    ),
    "precision": (
        Word("exact", Text("exact", "精确")),
        Word("campus", Text("site", "场址")),
        Word("district", Text("district", "区县")),
        Word("city", Text("city", "城市")),
    ),
}


def words_of(column: str, roles: Roles) -> tuple[Word, ...]:
    """The words for the values of a column, by the role it has; none for most."""
    found = (words for role, words in _WORDS.items() if roles.column(role) == column)
    return next(found, ())
