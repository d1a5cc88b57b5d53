"""Features of a layer with what their symbols go by, which may be a figure of theirs.

A class of a layer goes by a column of its table or by an attribute of facts. Of an attribute
the newest current value counts, as ``core/fact/knowledge.py`` has it, now or at the end of a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mapapp.core.expression.tree import Scalar
from mapapp.core.fact.knowledge import Knowledge
from mapapp.core.geo.extent import Extent
from mapapp.core.layer.feature import FeatureSet
from mapapp.core.layer.spec import LayerSpec
from mapapp.store.fact_rows import read_attributes, read_facts
from mapapp.store.geopackage import GeoPackage


def goes_by_facts(file: GeoPackage, spec: LayerSpec) -> bool:
    """Whether the symbols of a layer may look different in another year."""
    return spec.classes is not None and spec.classes.field not in file.columns(spec.table)


def read_styled(
    file: GeoPackage,
    spec: LayerSpec,
    columns: Sequence[str] = (),
    extent: Extent | None = None,
    year: int | None = None,
) -> FeatureSet:
    """The features of a layer, with some columns and all that its symbols go by.

    Raises:
        DataError: if the file has no such table or column, or no attribute for the classes.
    """
    style = spec.roles.drawn_by if spec.geometry == "point" else ()
    own = spec.classes is not None and not goes_by_facts(file, spec)
    field = (spec.classes.field,) if spec.classes and own else ()
    read = file.read(spec.table, extent, tuple(dict.fromkeys((*columns, *style, *field))))
    if spec.classes is None or own:
        return read
    values = fact_values(file, spec, year)
    known = [values.get(fid) for fid in read.fids.tolist()]
    return replace(read, columns={**read.columns, spec.classes.field: known})


def fact_values(file: GeoPackage, spec: LayerSpec, year: int | None = None) -> Mapping[int, Scalar]:
    """The value of each feature, by key, by which its class goes; empty unless it is a fact's."""
    entity_column = spec.roles.entity
    if spec.classes is None or entity_column is None or not goes_by_facts(file, spec):
        return {}
    field = spec.classes.field
    knowledge = Knowledge(read_facts(file, attribute=field), read_attributes(file), year)
    rows = file.rows(spec.table, [entity_column])
    told = {fid: knowledge.values(entity, field) for fid, entity in rows}
    return {fid: values[0] for fid, values in told.items() if values}
