from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.tools import output

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.e2e


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """Output of a command; what it said on stderr is told when it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", dist)
    return next(dist.glob("mapapp-*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command in an empty venv; its libraries are those of this environment."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    python = venv / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # A .pth file here would be read only for this folder: those inside it, such as the one
    # that leads an editable install to the checkout, stay unread.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return venv / "bin" / "mapapp"


def test_wheel_owns_one_name(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"mapapp"}


def test_wheel_carries_assets_but_no_sources(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert "mapapp/_assets/fonts/MapappSans-Regular.ttf" in names
    assert "mapapp/_assets/web/leaflet.js" in names
    assert "mapapp/_assets/data/atlas.gpkg" in names
    assert "mapapp/py.typed" in names
    assert not [name for name in names if "node_modules" in name or "data/sources" in name]


def test_wheel_has_the_same_bytes_from_the_source_distribution(wheel: Path, tmp_path: Path) -> None:
    """So it has them from the checkout twice."""
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir", tmp_path)
    archive = next(tmp_path.glob("mapapp-*.tar.gz"))
    run("tar", "--extract", "--file", archive, "--directory", tmp_path)
    source = next(path for path in tmp_path.iterdir() if path.is_dir())
    # The built assets are lent, or this test would fetch Leaflet and make the fonts again.
    (source / "build").mkdir()
    (source / "build" / "assets").symlink_to(ROOT / "build" / "assets")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", folder=source)
    built = source / "dist" / wheel.name
    assert ZipFile(built).namelist() == ZipFile(wheel).namelist()
    assert built.read_bytes() == wheel.read_bytes()


def test_installed_program_runs_from_its_own_files(program: Path, tmp_path: Path) -> None:
    where = "import mapapp; print(mapapp.__file__)"
    found = Path(run(program.parent / "python", "-c", where, folder=tmp_path).strip())
    assert found.is_relative_to(program.parents[1])


def test_installed_program_passes_its_own_check(program: Path, tmp_path: Path) -> None:
    run(program, "self-check", folder=tmp_path)


def test_installed_program_draws_a_picture(program: Path, tmp_path: Path) -> None:
    run(program, "snapshot", "-o", "x.pdf", "--lang", "both", folder=tmp_path)
    assert "大连" in output("pdftotext", tmp_path / "x.pdf", "-")
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]
