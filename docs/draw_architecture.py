"""Draw the parts of mapapp and the way data goes into ``docs/architecture.md``.

``draw_architecture.py`` writes the drawing and the table; ``draw_architecture.py --check`` says
whether they are still true. What they say comes from the imports, from the contracts in
``pyproject.toml`` and from the first line of each package's docstring.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PROGRAM = "mapapp"
DRAWN = ("core", "store", "render", "bridge", "paint", "qt")

_FEWEST_ROOMS = 2  # a package of one room is drawn as one

# What imports cannot say: the files and the page that data comes from and goes to. What
# `making` imports of `store` is how its tables are laid out, no data.
OUTSIDE = """\
  making["<b>making</b><br/>Checks, and writes the atlas"]
  csv[/"data/sources/*.csv<br/>layers/*.toml"/] --> making
  making --> gpkg[("data/*.gpkg")] --> store
  qt <--> page[["resources/web: the page"]]
  paint --> files[/"PDF, SVG, PNG …"/]
  render --> html[/"HTML"/]"""

Arrows = set[tuple[str, str]]
"""From a module to one that imports it, as data goes."""


def arrows(graph: grimp.ImportGraph, modules: Iterable[str]) -> Arrows:
    """The arrows between packages that no other way round between them says already."""
    found = {
        (source, reader)
        for source, reader in permutations(modules, 2)
        if graph.direct_import_exists(importer=reader, imported=source, as_packages=True)
    }
    return {arrow for arrow in found if not _is_said(arrow, found - {arrow})}


def _is_said(arrow: tuple[str, str], others: Arrows) -> bool:
    reached, ahead = set(), [arrow[0]]
    while ahead:
        here = ahead.pop()
        new = {end for start, end in others if start == here} - reached
        reached |= new
        ahead += new
    return arrow[1] in reached


def rooms(graph: grimp.ImportGraph, package: str) -> list[str]:
    """The packages of a package."""
    return sorted(each for each in graph.find_children(package) if graph.find_children(each))


def job(package: str) -> str:
    """What a package is for: the first line of its docstring."""
    file = ROOT.joinpath(*package.split("."), "__init__.py")
    if not file.exists():
        file = ROOT.joinpath(*package.split(".")).with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].rstrip(".").replace("``", "`")


def drawing(graph: grimp.ImportGraph) -> Iterator[str]:
    """The lines of a Mermaid flowchart."""
    yield "```mermaid"
    yield "flowchart TB"
    packages = [f"{PROGRAM}.{name}" for name in DRAWN]
    for package in packages:
        yield from _box(graph, package)
    for source, reader in sorted(arrows(graph, packages)):
        yield f"  {_id(source)} --> {_id(reader)}"
    yield OUTSIDE
    yield "```"


def _box(graph: grimp.ImportGraph, package: str) -> Iterator[str]:
    inner = rooms(graph, package)
    if len(inner) < _FEWEST_ROOMS:
        yield f'  {_id(package)}["{_label(package)}"]'
        return
    yield f'  subgraph {_id(package)} ["{_short(package)}"]'
    yield "    direction LR"
    for room in inner:
        yield f'    {_id(room)}["{_label(room)}"]'
    for source, reader in sorted(arrows(graph, inner)):
        yield f"    {_id(source)} --> {_id(reader)}"
    yield "  end"


def _label(package: str) -> str:
    words = re.split(r"[:;.]", job(package))[0].replace("`", "")
    return f"<b>{_short(package)}</b><br/>{words}"


def _short(package: str) -> str:
    return package.rpartition(".")[2]


def _id(package: str) -> str:
    return package.removeprefix(f"{PROGRAM}.").replace(".", "_")


def table(contracts: list[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a table: each package, what it may import, and its rooms in order."""
    orders = {each["containers"][0]: each["layers"] for each in contracts if "containers" in each}
    yield "| package | one job | may import | its rooms; each may import those after it |"
    yield "| --- | --- | --- | --- |"
    for name in reversed(list(_flat(orders[PROGRAM]))):
        package = f"{PROGRAM}.{name}"
        inner = " › ".join(
            " \\| ".join(f"`{room}`" for room in _alone(layer)) for layer in orders.get(package, ())
        )
        allowed = ", ".join(_allowed(package, orders[PROGRAM], contracts)) or "—"
        if not name.startswith("__"):
            yield f"| `{name}` | {job(package)} | {allowed} | {inner} |"


def _alone(layer: str) -> list[str]:
    return [name.strip() for name in layer.split("|")]


def _flat(layers: Iterable[str]) -> Iterator[str]:
    for layer in layers:
        yield from _alone(layer)


def _allowed(package: str, layers: list[str], contracts: list[Mapping[str, Any]]) -> list[str]:
    """The packages of lower layers that no contract forbids."""
    level = next(at for at, layer in enumerate(layers) if _short(package) in _alone(layer))
    forbidden = {
        module
        for each in contracts
        if each["type"] == "forbidden" and package in each["source_modules"]
        for module in each["forbidden_modules"]
    }
    below = reversed(list(_flat(layers[level + 1 :])))
    return [name for name in below if f"{PROGRAM}.{name}" not in forbidden]


def written(page: str, part: str, lines: Iterable[str]) -> str:
    """The page with the lines between the marks of a part."""
    start, end = f"<!-- {part}: docs/draw_architecture.py -->", f"<!-- end of {part} -->"
    if start not in page or end not in page:
        raise SystemExit(f"{PAGE} has lost its marks {start} and {end}; put them back.")
    between = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    text = "\n".join((start, *lines, end))
    return between.sub(lambda _: text, page)


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    graph = grimp.build_graph(PROGRAM)
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    page = PAGE.read_text(encoding="utf-8")
    new = written(page, "drawing", drawing(graph))
    new = written(new, "table", table(contracts))
    if arguments == ["--check"]:
        if new != page:
            print("docs/architecture.md is not true any more; run docs/draw_architecture.py.")
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
