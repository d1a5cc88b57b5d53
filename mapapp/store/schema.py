"""What tables the atlas has.

The same columns are what ``mapapp build`` writes and what every reader expects.
Every table has a ``fid`` as primary key, as GeoPackage wants. Absent values are NULL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mapapp.core.layer.source_ref import SourceRef
from mapapp.core.layer.spec import ATLAS, LayerSpec
from mapapp.core.record import record
from mapapp.core.text import NO_TEXT, Text
from mapapp.store.blob import family_kinds
from mapapp.store.cells import CellKind, Rule
from mapapp.store.tables import ColumnLabel, FileSchema

_ZH = "_zh"

APPLICATION_ID = 0x47504B47
"""``GPKG``, in the header of every GeoPackage since 1.2."""


@record
class Column:
    """A column of a table.

    Attributes:
        name, type: in SQL.
        title: what people read in QGIS and elsewhere, which have one language.
        required, unique: whether each row has a value, of its own.
        is_date: whether its texts are dates, as exact as their source.
        label: what people read in mapapp; None for its name.
    """

    name: str
    type: str
    title: str
    required: bool = False
    unique: bool = False
    is_date: bool = False
    label: ColumnLabel | None = None

    @property
    def rule(self) -> Rule:
        """What its cells may hold."""
        kinds: dict[str, CellKind] = {"TEXT": "text", "REAL": "real", "INTEGER": "whole"}
        return Rule("date" if self.is_date else kinds[self.type], self.required)


def _label(en: str, zh: str, unit: Text = NO_TEXT) -> ColumnLabel:
    return ColumnLabel(Text(en, zh), unit)


def _text(name: str, title: str, label: ColumnLabel | None = None) -> Column:
    return Column(name, "TEXT", title, label=label)


def _date(name: str, title: str, label: ColumnLabel | None = None) -> Column:
    return Column(name, "TEXT", title, is_date=True, label=label)


def _prose(name: str, en: str, zh: str) -> tuple[Column, Column]:
    """A text for readers: English, and its Chinese in a column of its own."""
    english = _text(name, en, _label(en, f"{zh}（英文）"))
    chinese = _text(name + _ZH, f"{en} (Chinese) {zh}", _label(f"{en} (Chinese)", zh))
    return english, chinese


def _key(title: str) -> Column:
    return Column(
        "id", "TEXT", title, required=True, unique=True, label=_label("Identifier", "标识")
    )


def _reference(name: str, title: str, label: ColumnLabel | None = None) -> Column:
    return Column(name, "TEXT", title, required=True, label=label)


_NAMES = (
    _reference("name_en", "Name (English)", _label("Name (English)", "英文名称")),
    _text("name_zh", "Name (Chinese) 名称", _label("Name (Chinese)", "中文名称")),
)

PLACE_COLUMNS = (
    _key("Identifier"),
    *_NAMES,
    _text("aliases", "Other names, separated by ;", _label("Other names", "别名")),
    _text("pinyin", "Pinyin of the Chinese names, separated by ;"),
    _text("initials", "Initials of the pinyin, separated by ;"),
    _text("status", "Status", _label("Status", "状态")),
    _date("status_as_of", "Status as of", _label("Status as of", "状态日期")),
    _text("precision", "How well the place is known", _label("Precision", "位置精度")),
    *_prose("coord_source", "Source of the coordinate", "坐标来源"),
    *_prose("coord_datum", "Datum of that source", "该来源的坐标系"),
    *_prose("district", "District or city", "所在区或市"),
    *_prose("note", "Note", "备注"),
)

_UNLISTED = frozenset({"coord_datum", "coord_datum_zh"})

EXTENT_COLUMNS = (
    _key("Identifier"),
    _reference("entity_id", "Feature it belongs to"),
    _reference("kind", "Surveyed or schematic"),
    Column("area_km2", "REAL", "Stated area (km²)", required=True),
    _reference("source_id", "Source of the area"),
    *_prose("note", "Note", "备注"),
)

LINK_COLUMNS = (
    _key("Identifier"),
    *_NAMES,
    _reference("from_id", "From", _label("From", "起点")),
    _reference("to_id", "To", _label("To", "终点")),
    Column(
        "length_km",
        "REAL",
        "Length of the geodesic (km)",
        required=True,
        label=_label("Length", "长度", Text("km", "公里")),
    ),
)

FACT_COLUMNS = (
    _key("Identifier"),
    _reference("entity_id", "Feature"),
    _reference("attribute_id", "Attribute"),
    Column("value_num", "REAL", "Value"),
    *_prose("value_text", "Value in words", "文字内容"),
    _text("qualifier", "Qualifier"),
    _text("unit", "Unit"),
    _date("period_start", "Period from"),
    _date("period_end", "Period to"),
    _date("as_of", "As of"),
    _reference("source_id", "Source"),
    Column("paragraph", "INTEGER", "Paragraph of the source"),
    _reference("status", "Status"),
    *_prose("verdict", "Verdict where sources disagree", "来源不一致时的判断"),
    *_prose("note", "Note", "备注"),
)

SOURCE_COLUMNS = (
    _key("Identifier"),
    *_prose("publisher", "Publisher", "发布者"),
    Column("title", "TEXT", "Title", required=True),
    _text("title_zh", "Title (Chinese) 标题"),
    _date("published", "Published"),
    _reference("kind", "Kind"),
    _text("reliability", "Reliability"),
    _text("url", "Address"),
    *_prose("note", "Note", "备注"),
)

ATTRIBUTE_COLUMNS = (
    _key("Identifier"),
    Column("label_en", "TEXT", "Label (English)", required=True),
    Column("label_zh", "TEXT", "Label (Chinese) 名称", required=True),
    _text("unit", "Unit"),
    _text("format", "Format"),
    _text("temporal", "What its time means"),
    _text("kind", "Kind of value"),
)

UNIT_COLUMNS = (
    _key("Identifier"),
    Column("label_en", "TEXT", "Label (English)", required=True),
    Column("label_zh", "TEXT", "Label (Chinese) 名称", required=True),
    *_prose("symbol", "Symbol", "符号"),
)

RELATION_COLUMNS = (
    _key("Identifier"),
    _reference("subject_id", "Subject"),
    _reference("predicate", "Predicate"),
    _reference("object_id", "Object"),
    _reference("source_id", "Source"),
    Column("paragraph", "INTEGER", "Paragraph of the source"),
)

EXTENT_TABLE = "extent"
LINK_TABLE = "friendship_link"

ATTRIBUTE_TABLES = {
    "attribute": ATTRIBUTE_COLUMNS,
    "fact": FACT_COLUMNS,
    "relation": RELATION_COLUMNS,
    "source": SOURCE_COLUMNS,
    "unit": UNIT_COLUMNS,
}
"""Tables without geometry, by name."""


def feature_columns(table: str) -> tuple[Column, ...]:
    """The columns of a feature table beside ``fid`` and ``geom``."""
    generated = {EXTENT_TABLE: EXTENT_COLUMNS, LINK_TABLE: LINK_COLUMNS}
    return generated.get(table, PLACE_COLUMNS)


def unlisted_columns(source: SourceRef) -> frozenset[str]:
    """The columns of a source that tables of the window leave out: for other programs only."""
    return _UNLISTED if source.kind == ATLAS else frozenset()


def chinese_columns(source: SourceRef) -> Mapping[str, str]:
    """The columns of a source that say in Chinese what another says in English, and which."""
    names = {column.name for column in PLACE_COLUMNS} if source.kind == ATLAS else set()
    return {name + _ZH: name for name in names if name + _ZH in names}


def mapping_table(table: str) -> str:
    """The Related Tables table that ties a layer's features to their facts."""
    return f"{table}_fact"


def atlas_schema(specs: Sequence[LayerSpec]) -> FileSchema:
    """What is expected of an atlas that is seen through some layers."""
    layers = {spec.table: spec.geometry for spec in specs}
    tables = dict(ATTRIBUTE_TABLES)
    tables |= {table: feature_columns(table) for table in (EXTENT_TABLE, LINK_TABLE, *layers)}
    tables["gpkg_metadata"] = (_text("metadata", "Metadata"),)
    return FileSchema(
        rules={
            table: {column.name: column.rule for column in columns}
            for table, columns in tables.items()
        },
        kinds={table: family_kinds(geometry) for table, geometry in layers.items()},
        labels={
            table: {column.name: column.label for column in columns if column.label}
            for table, columns in tables.items()
        },
    )
