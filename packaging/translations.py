"""Keep ``resources/i18n`` in step with the texts of the code.

``translations.py update`` takes new texts into each file and drops those that are gone; a person
then translates what is marked as unfinished. ``translations.py check`` says what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "mapapp"
FILES = (ROOT / "resources" / "i18n" / "mapapp_zh_CN.ts",)


def update(file: Path) -> None:
    """Bring a file up to the texts of the code."""
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    lupdate = shutil.which("pyside6-lupdate", path=beside)
    if lupdate is None:
        raise SystemExit("pyside6-lupdate is not installed; run `make setup`.")
    language = file.stem.partition("_")[2]
    options = ["-no-obsolete", "-locations", "none", "-target-language", language, "-silent"]
    code = map(str, sorted(CODE.rglob("*.py")))
    subprocess.run([lupdate, *code, *options, "-ts", str(file)], check=True)


def complaints(file: Path) -> Iterator[str]:
    """A line for each text that a file lacks, has unfinished, or has no longer to have."""
    with tempfile.TemporaryDirectory(prefix="mapapp-") as scratch:
        fresh = Path(shutil.copy(file, scratch))
        update(fresh)
        there, wanted = texts(file), texts(fresh)
    for context, source in wanted:
        translation = there.get((context, source))
        if translation is None:
            yield f"{file.name}: {context}: {source!r} is not in the file"
        elif not translation:
            yield f"{file.name}: {context}: {source!r} is not translated"
    for context, source in there.keys() - wanted.keys():
        yield f"{file.name}: {context}: {source!r} is not in the code any more"


def texts(file: Path) -> dict[tuple[str, str], str]:
    """The finished translations of a file by context and source; empty where unfinished."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            target = message.find("translation")
            finished = target is not None and target.get("type") is None
            translation = (target.text or "") if target is not None and finished else ""
            key = context.findtext("name", ""), message.findtext("source", "")
            found[key] = translation.strip()
    return found


def main(arguments: list[str]) -> int:
    """Update or check; 1 if something is missing."""
    match arguments:
        case ["update"]:
            for file in FILES:
                update(file)
            return 0
        case ["check"]:
            found = [line for file in FILES for line in complaints(file)]
            if found:
                print(*found, "Run `.venv/bin/python packaging/translations.py update`, then",
                      "translate what is unfinished.", sep="\n", file=sys.stderr)  # fmt: skip
            return int(bool(found))
        case _:
            print("usage: translations.py update | check", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
