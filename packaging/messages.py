"""Keep ``resources/i18n/messages_zh_CN.po`` in step with the messages of the code.

``messages.py update`` takes new templates into the file and drops those that are gone; a person
then translates what is empty. ``messages.py check`` says what is missing, and which messages are
made of what is no template: an f-string reads the same in every language.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "mapapp"
FILE = ROOT / "resources" / "i18n" / "messages_zh_CN.po"

_MAKERS = {"Message", "localized", "fail", "_error", "kind"}
"""What makes a message of a template, beside the exceptions of ours."""

_EXCEPTION = re.compile(r"[A-Z]\w*(?:Error|Fault)")
_NOT_TOLD = {"BridgeError", "FrozenInstanceError"}
"""What only the log hears of."""


def makers() -> set[str]:
    """The names of everything whose first argument is a template."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CODE.rglob("*.py")))
    named = {name for name in _EXCEPTION.findall(text) if not hasattr(builtins, name)}
    return (named | _MAKERS) - _NOT_TOLD


def fresh() -> Catalog:
    """The templates of the code, without translations."""
    keywords = dict.fromkeys(sorted(makers()), None) | {"GeometryFault": (2,)}
    catalog = Catalog(locale="zh_CN", project="mapapp", fuzzy=False)
    for _, _, template, _, _ in extract_from_dir(CODE, [("**.py", "python")], keywords=keywords):
        if template:
            catalog.add(template)
    return catalog


def known() -> Catalog:
    """The translations that there are."""
    with FILE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def update() -> None:
    """Bring the file up to the templates of the code."""
    catalog = fresh()
    for message in known() if FILE.exists() else ():
        if message.id and message.id in catalog:
            catalog[message.id].string = message.string
    with FILE.open("wb") as file:
        write_po(file, catalog, width=96, sort_output=True, omit_header=True)


def complaints() -> Iterator[str]:
    """A line for each template without its translation, and for each that is none."""
    there, wanted = known(), fresh()
    for message in wanted:
        if message.id and message.id not in there:
            yield f"{message.id!r} is not in {FILE.name}"
    for message in there:
        if not message.id:
            continue
        if message.id not in wanted:
            yield f"{message.id!r} is not in the code any more"
        elif not message.string:
            yield f"{message.id!r} is not translated"
        elif values_of(str(message.id)) != values_of(str(message.string)):
            yield f"{message.string!r} has other values than {message.id!r}"
    yield from made_otherwise()


def values_of(template: str) -> set[str]:
    """The names of the values in a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def made_otherwise() -> Iterator[str]:
    """Where a message is made of an f-string, or of several texts."""
    named = makers()
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or _called(node) not in named:
                continue
            if any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in node.args):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: write a template and its values"


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def main(arguments: list[str]) -> int:
    """Update or check; 1 if something is missing."""
    match arguments:
        case ["update"]:
            update()
            return 0
        case ["check"]:
            found = list(complaints())
            if found:
                print(*found, "Run `.venv/bin/python packaging/messages.py update`, then translate",
                      "what is empty.", sep="\n", file=sys.stderr)  # fmt: skip
            return int(bool(found))
        case _:
            print("usage: messages.py update | check", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
