"""What a source has: its fields, the kind of its geometry, and its reference system."""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.core.errors import DataError
from mapapp.core.expression.tree import Field
from mapapp.core.layer.spec import Geometry
from mapapp.core.record import record
from mapapp.core.texts.near_names import nearest_hint


@record
class Schema:
    """The fields of a source in their order.

    Attributes:
        fields: what can be read, tested and sorted by; keys and geometries are none.
        geometry: the kind of all geometries; None where it is not known or differs.
        crs: the reference system that the geometries are stored in, such as ``EPSG:4326``.
            For people: what is read is always EPSG:4326.
    """

    fields: tuple[Field, ...]
    geometry: Geometry | None = None
    crs: str = "EPSG:4326"

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the fields."""
        return tuple(field.id for field in self.fields)

    def need(self, name: str, where: object) -> Field:
        """The field of a name; ``where`` says in the message whose it is not.

        Raises:
            DataError: if there is none; the message names the nearest.
        """
        for field in self.fields:
            if field.id == name:
                return field
        raise DataError(
            "{where} has no column {name!r}; {hint}",
            where=where,
            name=name,
            hint=nearest_hint(name, self.names),
        )

    def need_all(self, names: Iterable[str], where: object) -> None:
        """Raise the error of :meth:`need` for the first name that is none of a field."""
        for name in names:
            self.need(name, where)
