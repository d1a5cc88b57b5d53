"""The tables of the layers of a catalogue, each made once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.atlas import Atlas

if TYPE_CHECKING:
    from mapapp.store.layer_table import LayerTable

FieldValues = Mapping[str, tuple[str, ...]]
"""The texts that fields are known to have, by the field's id."""

ValuesBeside = Callable[[LayerSpec], None]
"""Begins to read the values of a large layer; :meth:`LayerTables.take_values` gets them."""

_Columns = tuple[SourceRef, Roles]
"""What the table of a layer depends on: layers of one source share it."""


class LayerTables:
    """Makes tables and keeps them as long as their source is shown.

    To find the few values of a column takes long where features are many. So another thread may
    find those of large layers: until it has, their fields have none, which only completion minds.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._tables: dict[_Columns, LayerTable] = {}
        self.read_beside: ValuesBeside | None = None

    def table(
        self,
        spec: LayerSpec,
        source: FeatureSource,
        knowledge: Knowledge,
        is_large: Callable[[LayerSpec], bool],
    ) -> LayerTable:
        """The table of a layer; it is asked whether that is large only where it matters."""
        key = spec.source, spec.roles
        if key not in self._tables:
            beside = self.read_beside if self.read_beside and is_large(spec) else None
            self._tables[key] = self._make(source, spec.roles, knowledge, with_values=not beside)
            if beside:
                beside(spec)
        return self._tables[key]

    def take_values(self, spec: LayerSpec, values: FieldValues) -> None:
        """Know what the fields of a layer have, if it still has its table."""
        key = spec.source, spec.roles
        if table := self._tables.get(key):
            own = tuple(replace(field, values=values.get(field.id, ())) for field in table.own)
            self._tables[key] = replace(table, own=own)

    def keep(self, sources: Collection[SourceRef]) -> None:
        """Forget the tables of other sources."""
        self._tables = {key: table for key, table in self._tables.items() if key[0] in sources}

    def _make(
        self, source: FeatureSource, roles: Roles, knowledge: Knowledge, *, with_values: bool
    ) -> LayerTable:
        from mapapp.store.layer_table import make_layer_table

        attributes, units = self._atlas.attributes(), self._atlas.units()
        return make_layer_table(
            source, roles, knowledge, attributes, units, with_values=with_values
        )
