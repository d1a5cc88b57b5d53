"""A layer of a file that may be added to a map, and what it becomes; see ``candidates.py``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.core.geo.extent import CHINA
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import Geometry
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.boxes import Bounds
from mapapp.core.source.protocol import FeatureSource
from mapapp.store.files.raw import ReadOptions
from mapapp.store.files.report import LayerReport
from mapapp.store.files.sketch import Sketch

if TYPE_CHECKING:
    from mapapp.store.files.placing import LocatedLayer

_DEGREES = ("EPSG:4326", "EPSG:4490")


@record(eq=False)
class LayerCandidate:
    """A layer of a file that may be added.

    Attributes:
        path: the file.
        options: how it is read.
        report: what is known of it.
        sketch: where its features are, as far as a small map can show.
        found: what was read; None where it stays in its file.
        is_only: whether the file has no other layer.
        roles: which of its columns are what.
    """

    path: Path
    options: ReadOptions
    report: LayerReport
    sketch: Sketch
    found: LocatedLayer | None
    is_only: bool
    roles: Roles

    @property
    def can_be_added(self) -> bool:
        """Whether it is known where its features are."""
        return self.found is None or (self.found.has_places and self.report.extent is not None)

    @property
    def may_name_places(self) -> bool:
        """Whether it is a table without places that has texts, which may be names of some."""
        found = self.found
        is_table = found is not None and found.raw.geometry is None
        has_texts = any(field.type == "text" for field in self.report.fields)
        return is_table and has_texts and self.report.features > 0 and not self.can_be_added

    @property
    def may_be_shifted(self) -> bool:
        """Whether its datum matters and is not said: degrees of a table that are in China."""
        extent = self.report.extent
        return (
            extent is not None
            and bool(self.report.coordinate_columns)
            and self.report.crs in _DEGREES
            and not self.options.crs
            and _meet(extent, CHINA.bounds)
        )

    def with_roles(self, roles: Roles) -> LayerCandidate:
        """The same with other columns as names or years; those that it does not have stay."""
        columns = {field.name for field in self.report.fields}
        has_them = columns.issuperset(roles.said.values())
        return replace(self, roles=roles) if has_them else self

    def with_problems(self, problems: tuple[Message, ...]) -> LayerCandidate:
        """The same with more that is odd about it."""
        report = self.report
        return replace(self, report=replace(report, problems=(*report.problems, *problems)))


@record(eq=False)
class BroughtLayer:
    """A source that is to become a layer.

    Attributes:
        ref: what opens it again.
        geometry: the kind of all its features.
        roles: which of its columns are what.
        held: keeps what was read until the map has opened it; whoever gets it closes it.
        is_one_of_several: whether its layer has other kinds of geometry, too.
    """

    ref: SourceRef
    geometry: Geometry
    roles: Roles
    held: FeatureSource | None
    is_one_of_several: bool = False


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
