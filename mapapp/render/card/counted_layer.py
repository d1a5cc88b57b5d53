"""A layer of areas with how many points of another layer lie in each, in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mapapp.core.errors import DataError, UsageError
from mapapp.core.layer.own import own_layer
from mapapp.core.layer.roles import Roles
from mapapp.core.layer.source_ref import SourceRef, file_ref
from mapapp.core.layer.spec import LayerSpec
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.source.cancel import Cancel, refuse_cancelled
from mapapp.core.style.column_values import ColumnValues, column_values
from mapapp.core.style.symbology import Tone
from mapapp.core.styling.classing import ClassChoice, completed, make_classes
from mapapp.core.text import SEMICOLON, Language, Text
from mapapp.render.card.layer_file import LayerPart, written_layers
from mapapp.store.catalogue import LayerCatalogue
from mapapp.store.feature_file import FeatureRows, write_geopackage
from mapapp.store.files.counting import CountedAreas, Figures, count_points
from mapapp.store.files.writing import WrittenLayer


@record(eq=False)
class LayerCount:
    """What is to be counted by what.

    Attributes:
        points: the points that count.
        areas: the areas that are counted by.
        figures: what is told of the points beside how many they are.
        target: the GeoPackage that is made; its folder need not be there.
        language: of the titles by which messages name layers.
        year: figures are those known at its end; None for now.
    """

    points: LayerPart
    areas: LayerPart
    figures: Figures
    target: Path
    language: Language
    year: int | None = None

    @property
    def title(self) -> Text:
        """What the layer is called that is made."""
        return counted_title(self.points.spec.title, self.areas.spec.title)


@record(eq=False)
class CountedLayer:
    """A file of areas with counts, and what its layer is like.

    Attributes:
        title: what it is called.
        source: where it is.
        roles: which of its columns are names.
        field: the column of the counts.
        counts: their values.
        credit: whose points and areas these are.
        inside: how many points lie in an area.
        summary: what became of them, one sentence.
    """

    title: Text
    source: SourceRef
    roles: Roles
    field: str
    counts: ColumnValues
    credit: Text | None
    inside: int
    summary: Message

    def layer(self, id_: str, tone: Tone) -> LayerSpec:
        """A layer in steps by its counts; in one tone where they are all the same.

        It writes no names: those of the layer that was counted by are on the map.
        """
        spec = own_layer(id_, self.title, self.source, "polygon", tone, self.roles)
        note = Text(self.summary.text("en"), self.summary.text("zh"))
        choice = ClassChoice("graduated", self.field, Text("Number of points", "点数"))
        classes = None
        with suppress(UsageError):
            choice = completed(choice, "polygon")
            classes = make_classes(choice, self.counts, spec.symbol, "polygon")
        return replace(spec, classes=classes, label=None, note=note, credit=self.credit)


def counted_title(points: Text, areas: Text) -> Text:
    """What a layer of points that were counted by areas is called."""
    return Text(f"{points.en} by {areas.en}", f"{points.zh}（按{areas.zh}统计）")


def count_layers(
    wanted: LayerCount,
    catalogue: LayerCatalogue,
    progress: Callable[[float], object] = lambda _: None,
    cancel: Cancel | None = None,
) -> CountedLayer:
    """Count the points of a layer by the areas of another one, and write these to a file.

    Raises:
        UsageError: if a column has no numbers.
        DataError: if a layer cannot be read, or has none of the features that are meant.
        ExportError: if the file cannot be written.
        ReadCancelledError: if ``cancel`` was set before the file was written.
    """
    parts = wanted.points, wanted.areas
    points, areas = written_layers(parts, catalogue, wanted.language, wanted.year, progress, cancel)
    for layer in (points, areas):
        _refuse_empty(layer)
    counted = count_points(points, areas, wanted.figures)
    refuse_cancelled(cancel, wanted.target)
    with suppress(OSError):  # the writer says what is wrong with the folder
        wanted.target.parent.mkdir(parents=True, exist_ok=True)
    write_geopackage(wanted.target, [_rows(counted.layer, wanted.title.get(wanted.language))])
    return _counted_layer(wanted, counted, areas.table.num_columns)


def _refuse_empty(layer: WrittenLayer) -> None:
    if not len(layer.shapes):
        raise DataError(
            "{name} has no such features; choose all of them, or another layer.", name=layer.name
        )


def _rows(layer: WrittenLayer, title: str) -> FeatureRows:
    columns = [column.to_pylist() for column in layer.table.columns]
    rows = zip(layer.shapes, zip(*columns, strict=True), strict=True)
    return FeatureRows(title, "polygon", layer.table.column_names, rows)


def _counted_layer(wanted: LayerCount, counted: CountedAreas, place: int) -> CountedLayer:
    """What was counted; the counts stand at a place among the columns."""
    table = counted.layer.table
    return CountedLayer(
        wanted.title,
        file_ref(str(wanted.target)),
        _names(wanted.areas.spec.roles, table.column_names),
        table.column_names[place],
        column_values(table.column(place).to_pylist()),
        _joined_credit(wanted.points.spec, wanted.areas.spec),
        counted.inside,
        counted.summary,
    )


def _names(roles: Roles, columns: Collection[str]) -> Roles:
    """The columns of names, as far as they are there; what else areas are is not said of counts."""

    def kept(column: str | None) -> str | None:
        return column if column in columns else None

    return Roles(
        name_en=kept(roles.name_en),
        name_zh=kept(roles.name_zh),
        short_en=kept(roles.short_en),
        short_zh=kept(roles.short_zh),
    )


def _joined_credit(*specs: LayerSpec) -> Text | None:
    """Whose data some layers are; None where nobody need be named."""
    said = dict.fromkeys(spec.credit for spec in specs if spec.credit is not None)
    if not said:
        return None
    en, zh = (SEMICOLON.get(each).join(c.get(each) for c in said) for each in ("en", "zh"))
    return Text(en, zh)
