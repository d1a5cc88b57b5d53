"""``mapapp export-data``: the facts handed on, each with its entity and its source."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.cli import arguments
from mapapp.cli.language import localized
from mapapp.cli.output import flat, full_fact_record, source_record
from mapapp.core.disk.replacing import replacing
from mapapp.core.errors import DataError, EnvironmentProblemError, UsageError
from mapapp.core.texts.cells import safe_row
from mapapp.store.table_file import write_xlsx

if TYPE_CHECKING:
    from mapapp.core.fact.figures import Fact
    from mapapp.core.layer.feature import Feature
    from mapapp.store.atlas import Atlas


def add_commands(commands: arguments.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export-data", help=localized("hand on the facts as a table or as GeoJSON")
    )
    parser.add_argument(
        "-o", dest="path", type=Path, required=True, metavar="FILE",
        help=localized("what to write: {names}", names=[f"atlas{suffix}" for suffix in _WRITERS]),
    )  # fmt: skip
    arguments.add_language(parser)
    parser.set_defaults(run=_export_data)


def _export_data(chosen: argparse.Namespace) -> int:
    write = _WRITERS.get(chosen.path.suffix.lower())
    if write is None:
        raise UsageError(
            "{path!r} is no table mapapp can write; choose {known}.",
            path=chosen.path.name,
            known=list(_WRITERS),
        )
    with arguments.open_atlas() as atlas, replacing(chosen.path) as path:
        write(path, atlas)
    return 0


def _write_csv(path: Path, atlas: Atlas) -> None:
    rows = _fact_rows(atlas)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0] if rows else ())
        writer.writerows(safe_row(row.values()) for row in rows)


def _write_xlsx(path: Path, atlas: Atlas) -> None:
    rows = _fact_rows(atlas)
    with _needing("xlsxwriter"):
        write_xlsx(
            path, list(rows[0] if rows else ()), [list(row.values()) for row in rows], "facts"
        )


def _write_parquet(path: Path, atlas: Atlas) -> None:
    with _needing("pyarrow"):
        from pandas import DataFrame

        DataFrame(_fact_rows(atlas)).to_parquet(path, index=False)


@contextmanager
def _needing(library: str) -> Iterator[None]:
    """Name the library that pandas misses for a kind of file."""
    try:
        yield
    except ImportError as error:
        raise EnvironmentProblemError(
            "This kind of file needs {library}; type `pip install {library}` or choose .csv.",
            library=library,
        ) from error


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
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


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
