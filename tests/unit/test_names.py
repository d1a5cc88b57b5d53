"""A public name means one thing: no two modules of mapapp define it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import mapapp

PACKAGE = Path(mapapp.__file__).parent


def public_types(file: Path) -> Iterator[str]:
    """The public classes and the type aliases that a module defines."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case _:
                names = []
        yield from (name for name in names if name[0].isupper() and not name.isupper())


def test_no_two_modules_define_a_type_of_one_name() -> None:
    homes = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in public_types(file):
            homes[name].append(file.relative_to(PACKAGE).as_posix())
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_no_module_of_the_painter_is_called_like_one_of_render() -> None:
    render, paint = (
        {file.stem for file in (PACKAGE / package).rglob("*.py")} - {"__init__"}
        for package in ("render", "paint")
    )
    assert not render & paint
