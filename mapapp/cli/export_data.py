"""``mapapp export-data``: the facts handed on, each with its entity and its source."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import complain, flat, full_fact_record, source_record
from mapapp.core.disk.kinds import named_path
from mapapp.core.disk.replacing import replacing
from mapapp.core.disk.suffixes import LAYER_FILES
from mapapp.core.errors import DataError, UsageError
from mapapp.core.message import Message, spoken
from mapapp.store.table_file import (
    ENCODINGS,
    Encoding,
    SheetTable,
    needing,
    write_table,
    write_workbook,
)

if TYPE_CHECKING:
    from mapapp.core.fact.figures import Fact
    from mapapp.core.layer.feature import Feature
    from mapapp.core.layer.spec import LayerSpec
    from mapapp.store.atlas import Atlas

_FRACTION = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})")


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export-data",
        help=localized("hand on the facts, or layers, as a table or for other maps"),
    )
    parser.add_argument(
        "-o", dest="path", type=named_path, required=True, metavar="FILE",
        help=localized(
            "the facts: {facts}; layers: {layers}",
            facts=[f"atlas{suffix}" for suffix in _WRITERS],
            layers=list(LAYER_FILES),
        ),
    )  # fmt: skip
    arguments.add_layers(parser, Message("the facts, no layers"))
    arguments.add_language(parser)
    parser.add_argument(
        "--encoding", choices=ENCODINGS,
        help=localized(
            "of a .csv: {encoding}, which spreadsheets know, if not said", encoding=ENCODINGS[0]
        ),
    )  # fmt: skip
    parser.set_defaults(run=_export_data)


def _export_data(chosen: argparse.Namespace) -> int:
    if chosen.encoding and chosen.path.suffix.lower() != ".csv":
        raise UsageError("--encoding is for .csv; leave it out or choose such a file.")
    encoding: Encoding = chosen.encoding or ENCODINGS[0]
    with arguments.open_atlas() as atlas:
        specs = arguments.chosen_layers(chosen.layers, atlas.specs)
        if specs is None:
            _write_facts(chosen.path, atlas, encoding)
        else:
            _write_layers(chosen, specs, atlas, encoding)
    return 0


def _write_facts(path: Path, atlas: Atlas, encoding: Encoding) -> None:
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        raise UsageError(
            "{path!r} is no table mapapp can write; choose {known}.",
            path=path.name,
            known=list(_WRITERS),
        )
    if suffix == ".csv":
        _write_csv(path, atlas, encoding)
    else:
        _WRITERS[suffix](path, atlas)


def _write_layers(
    chosen: argparse.Namespace, specs: Sequence[LayerSpec], atlas: Atlas, encoding: Encoding
) -> None:
    from mapapp.render.card.layer_file import LayerFile, LayerPart, write_layers
    from mapapp.store.catalogue import LayerCatalogue

    if not specs:
        raise UsageError("--layers names no layer to hand on; name one or leave it out.")
    parts = tuple(map(LayerPart, specs))
    with LayerCatalogue(atlas) as catalogue:
        wanted = LayerFile(chosen.path, parts, chosen.lang, encoding=encoding)
        _tell(write_layers(wanted, catalogue))


def _write_csv(path: Path, atlas: Atlas, encoding: Encoding = ENCODINGS[0]) -> None:
    table = _fact_table(atlas)
    _tell(write_table(path, table.titles, table.rows, encoding))


def _write_xlsx(path: Path, atlas: Atlas) -> None:
    _tell(write_workbook(path, [_fact_table(atlas)]))


def _write_parquet(path: Path, atlas: Atlas) -> None:
    with needing("pyarrow"), replacing(path) as temporary:
        from pandas import DataFrame

        DataFrame(_fact_rows(atlas)).to_parquet(temporary, index=False)


def _tell(notes: Sequence[Message]) -> None:
    for note in notes:
        complain(spoken(note))


def _fact_table(atlas: Atlas) -> SheetTable:
    rows = _fact_rows(atlas)
    return SheetTable(list(rows[0] if rows else ()), [list(row.values()) for row in rows], "facts")


def _fact_rows(atlas: Atlas) -> list[dict[str, Any]]:
    """One row a fact, with the columns of its entity before and of its source behind it."""
    features = {feature.id: feature for feature in _entities(atlas)}
    return [
        {
            **_place_columns(_entity(fact, features)),
            **_fact_columns(fact, atlas),
            **{f"source_{name}": value for name, value in _source(fact, atlas).items()},
        }
        for fact in atlas.all_facts()
    ]


def _entities(atlas: Atlas) -> list[Feature]:
    return [feature for spec in atlas.specs for feature in atlas.features(spec.id)]


def _entity(fact: Fact, features: Mapping[str, Feature]) -> Feature:
    if fact.entity not in features:
        raise DataError(
            "The fact {fact!r} is about {entity!r}, which no layer has; `mapapp check` "
            "says what is wrong with the atlas.",
            fact=fact.id,
            entity=fact.entity,
        )
    return features[fact.entity]


def _place_columns(feature: Feature) -> dict[str, Any]:
    placed = feature.geometry is not None and not feature.geometry.is_empty
    point = feature.geometry.representative_point() if placed else None
    return {
        "entity_id": feature.id,
        "layer": feature.layer,
        "name_en": feature.name.en,
        "name_zh": feature.name.zh,
        "lon": point.x if point else None,
        "lat": point.y if point else None,
        "precision": feature.precision,
    }


def _fact_columns(fact: Fact, atlas: Atlas) -> dict[str, Any]:
    columns = flat(asdict(fact))
    del columns["entity"], columns["source"]
    if fact.number is None and (parts := _FRACTION.fullmatch(fact.text)):
        # Beside the text, of which spreadsheets make a date.
        columns["number"] = int(parts[1]) / int(parts[2])
    label = atlas.attributes()[fact.attribute].label
    return {
        "fact_id": columns.pop("id"),
        "attribute": columns.pop("attribute"),
        "label_en": label.en,
        "label_zh": label.zh,
        **columns,
    }


def _source(fact: Fact, atlas: Atlas) -> Mapping[str, Any]:
    return source_record(atlas.sources()[fact.source])


def _write_geojson(path: Path, atlas: Atlas) -> None:
    document = {
        "type": "FeatureCollection",
        "features": [_geojson(feature, atlas) for feature in _entities(atlas)],
        "sources": [source_record(source) for source in atlas.sources().values()],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _geojson(feature: Feature, atlas: Atlas) -> dict[str, Any]:
    import shapely

    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": shapely.geometry.mapping(feature.geometry) if feature.geometry else None,
        "properties": {
            "layer": feature.layer,
            "name_en": feature.name.en,
            "name_zh": feature.name.zh,
            **feature.properties,
            "facts": [full_fact_record(fact) for fact in atlas.facts(feature.id)],
        },
    }


_WRITERS: Mapping[str, Callable[[Path, Atlas], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
}
