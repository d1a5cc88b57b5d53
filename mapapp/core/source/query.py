"""What is asked of a source."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.core.expression.tree import Exactly, Field, Node, field_of_column, fields_of
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.roles import Roles
from mapapp.core.record import record


@record
class Sort:
    """An order of rows: by a field, missing values last both ways, equal ones by key.

    Texts are compared by code point without regard to the case of ASCII letters, as SQLite's
    ``NOCASE`` does.
    """

    field: str
    descending: bool = False


@record
class Query:
    """Some features of a source; each part that is given leaves fewer.

    Attributes:
        columns: ids of the fields to read.
        extent: only features whose box meets it (EPSG:4326). One that crosses ±180 meets
            features on both sides, each where the source has it.
        where: only features for which this expression holds (``core/expression/parser.py``).
        sort: the order; None for that of the keys.
        limit: no more than so many, counted in that order.
        keys: only features of these keys; those that there are not are left out.
        placed: only features with a geometry that is not empty; an extent implies it.
    """

    columns: tuple[str, ...] = ()
    extent: Extent | None = None
    where: Node | None = None
    sort: Sort | None = None
    limit: int | None = None
    keys: tuple[int, ...] | None = None
    placed: bool = False

    def names(self) -> Iterator[str]:
        """The ids of all fields that the query is about, some perhaps twice."""
        yield from self.columns
        if self.sort is not None:
            yield self.sort.field
        yield from (field.id for field in self.fields_tested())

    def fields_tested(self) -> Iterator[Field]:
        """The fields that the condition tests."""
        return iter(()) if self.where is None else fields_of(self.where)


EVERYTHING = Query()
"""All features, without any column."""


def query_for_id(id_: str, roles: Roles) -> Query | None:
    """The query for the feature with an id; None for what no id can be."""
    if roles.id is not None:
        return Query(where=Exactly(field_of_column(roles.id), (id_,)))
    is_key = id_.isascii() and id_.isdecimal() and len(id_) < 19
    return Query(keys=(int(id_),)) if is_key else None
