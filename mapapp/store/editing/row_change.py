"""What a change of one row is, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapapp.core.record import record

RowValues = Mapping[str, Any]
"""Values of a row as SQLite has them, by column; a geometry is its blob."""


@record
class RowChange:
    """What a row was and what it is to be.

    Attributes:
        before: the values that it must still have; None for a row that is new.
        after: the values that it is given; None for a row that goes.
        key: of the row; None where a new one is to get one.
    """

    before: RowValues | None
    after: RowValues | None
    key: int | None = None

    def turned(self) -> RowChange:
        """What takes this change back."""
        return RowChange(self.after, self.before, self.key)
