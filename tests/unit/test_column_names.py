"""General code knows no column by its name: what a column means, a layer says in ``[roles]``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import mapapp
from mapapp.core.layer.roles import ROLES

PACKAGE = Path(mapapp.__file__).parent
COLUMNS = {role for role in ROLES if role not in ("id", "entity")}

DESCRIBE_THE_ATLAS = {"making", "store/schema.py", "store/atlas.py"}
"""Where the tables of the atlas and of the gazetteer are described, made and checked."""

MAY_WRITE = {
    "core/layer/roles.py": COLUMNS,  # the roles themselves
    "core/layer/own.py": {"name_en", "name_zh", "since"},  # what columns are called in files
    "core/layer/feature.py": {"status", "precision", "pinyin"},  # of a role
    "render/scene/symbols.py": {"status", "precision", "district"},  # roles, and a precision
    "render/card/text.py": {"status"},  # a heading of what is copied
    "render/card/card.py": {"district"},  # a precision
    "core/map/framing.py": {"district"},  # a precision
    "store/geopackage.py": {"name_en", "name_zh"},  # of the gazetteer
    "store/gazetteer.py": {"pinyin", "initials"},
    "core/expression/parser.py": {"status"},  # an example
    "core/expression/vocabulary.py": {"status", "precision", "district"},  # roles, a precision
    "render/labels/names.py": {"name_en", "name_zh"},  # of the gazetteer
    "render/sheet/locator.py": {"name_en", "name_zh"},  # of the gazetteer
    "render/sheet/inset.py": {"name_en", "name_zh"},  # of the gazetteer
    "render/labels/country_places.py": {"name_en", "name_zh"},  # of the gazetteer
    "store/geocoding/named_rows.py": {"district"},  # a kind of place
    "store/geocoding/written.py": {"district"},  # a kind of place
    "notebook/geocoding.py": {"name_en", "name_zh"},  # of the gazetteer
    "store/basemap.py": {"name_en"},  # of the gazetteer
    # Keys of JSON and heads of columns that the command line writes:
    "cli/data.py": {"name_en", "name_zh", "status", "precision"},
    "cli/export_data.py": {"name_en", "name_zh", "precision"},
    "cli/geocode.py": {"name_en", "name_zh"},
    "cli/output.py": {"status"},
    "cli/query.py": {"name_en", "name_zh"},
    "notebook/tables.py": {"status"},  # of a fact
}


def column_names(text: str) -> Iterator[str]:
    """The names of columns of the atlas that code has as texts."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and node.value in COLUMNS:
            yield node.value


def known_by_name() -> dict[str, set[str]]:
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE).as_posix()
        if not {path, path.partition("/")[0]} & DESCRIBE_THE_ATLAS:
            found[path] = set(column_names(file.read_text(encoding="utf-8")))
    return {path: names for path, names in found.items() if names}


def test_general_code_asks_for_roles_and_for_no_column_by_its_name() -> None:
    found = known_by_name()
    beyond = {path: names - MAY_WRITE.get(path, set()) for path, names in found.items()}
    assert {path: names for path, names in beyond.items() if names} == {}


def test_the_list_has_nothing_that_is_gone() -> None:
    found = known_by_name()
    gone = {path: names - found.get(path, set()) for path, names in MAY_WRITE.items()}
    assert {path: names for path, names in gone.items() if names} == {}
