from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mapapp.core.disk.assets import asset
from mapapp.core.errors import WorkspaceError
from mapapp.core.map.workspace import Place, Workspace, format_workspace, write_workspace
from mapapp.core.map.workspace_layers import SavedLayers
from mapapp.store.document import Profile
from mapapp.store.share import digest_of, open_share, received_atlas, write_share

ATLAS = asset("data", "atlas.gpkg")


@pytest.fixture
def other_atlas(tmp_path: Path) -> Path:
    """An atlas that is not the installed one."""
    path = tmp_path / "other.gpkg"
    path.write_bytes(ATLAS.read_bytes() + b"\0" * 10)
    return path


def workspace_of(atlas: Path) -> Workspace:
    layers = SavedLayers(({"id": "port", "opacity": 0.5},))
    return Workspace(layers, Place(123, 41, 8), "zh", atlas=digest_of(atlas))


def test_a_shared_workspace_opens_elsewhere_with_its_atlas(
    tmp_path: Path, other_atlas: Path
) -> None:
    file, profile = tmp_path / "x.mapapp", Profile(tmp_path / "home", ATLAS)
    write_share(file, workspace_of(other_atlas), other_atlas)
    document = profile.open(file)
    assert document.workspace == workspace_of(other_atlas)
    assert document.is_shared
    assert document.atlas.parent == profile.received
    assert document.atlas.read_bytes() == other_atlas.read_bytes()


def test_the_installed_atlas_is_preferred_to_its_copy(tmp_path: Path) -> None:
    file = tmp_path / "x.mapapp"
    write_share(file, workspace_of(ATLAS), ATLAS)
    assert Profile(tmp_path, ATLAS).open(file).atlas == ATLAS


def test_a_workspace_finds_the_atlas_it_came_with(tmp_path: Path, other_atlas: Path) -> None:
    file, profile = tmp_path / "x.mapapp", Profile(tmp_path / "home", ATLAS)
    write_share(file, workspace_of(other_atlas), other_atlas)
    profile.open(file)
    plain = tmp_path / "x.mapapp.json"
    write_workspace(plain, workspace_of(other_atlas))
    assert profile.open(plain).atlas.parent == profile.received
    assert Profile(tmp_path / "nowhere", ATLAS).open(plain).atlas == ATLAS


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


GOOD = {
    "workspace.json": format_workspace(workspace_of(ATLAS)).encode(),
    "atlas.gpkg": ATLAS.read_bytes(),
}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "just workspace.json and atlas.gpkg"),
        (GOOD | {"../../evil": b""}, "just workspace.json"),
        ({"workspace.json": GOOD["workspace.json"], "../atlas.gpkg": b""}, "just workspace.json"),
        (GOOD | {"atlas.gpkg": b"\0" * 50_000_000}, "unpacks to too much"),
        (GOOD | {"workspace.json": b" " * 50_000_000}, "unpacks to too much"),
        (GOOD | {"workspace.json": b"{}"}, "x.mapapp/workspace.json is no workspace"),
        (GOOD | {"atlas.gpkg": b"another"}, "its atlas is another one"),
    ],
)  # fmt: skip
def test_a_suspicious_file_is_refused(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    file = archive(tmp_path / "x.mapapp", members)
    with pytest.raises(WorkspaceError, match=said):
        open_share(file, tmp_path / "received")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["x.mapapp"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_of_a_method_that_unpacks_without_bounds_is_refused(
    tmp_path: Path, method: int
) -> None:
    file = tmp_path / "x.mapapp"
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in GOOD.items():
            made.writestr(name, content)
    with pytest.raises(WorkspaceError, match="unpacks to too much"):
        open_share(file, tmp_path / "received")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def lie_about_size(content: bytes) -> bytes:
    """Say in both headers that the atlas is a tenth of its size."""
    size = len(GOOD["atlas.gpkg"])
    return content.replace(size.to_bytes(4, "little"), (size // 10).to_bytes(4, "little"))


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def encrypt(content: bytes) -> bytes:
    """Set the flag of encryption in the directory."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


@pytest.mark.parametrize("damage", [cut, lie_about_size, flip, encrypt])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file = archive(tmp_path / "x.mapapp", GOOD)
    damaged = damage(file.read_bytes())
    assert damaged != file.read_bytes()
    file.write_bytes(damaged)
    with pytest.raises(WorkspaceError, match=r"x\.mapapp"):
        open_share(file, tmp_path / "received")
    assert not received_atlas(tmp_path / "received", digest_of(ATLAS)).exists()


def test_a_damaged_session_is_set_aside(tmp_path: Path) -> None:
    profile = Profile(tmp_path, ATLAS)
    profile.session.write_text('{"mapapp_workspace": 1')
    document, told = profile.open_session()
    assert document is None
    assert "moved to damaged-session.mapapp.json" in told
    assert (tmp_path / "damaged-session.mapapp.json").exists()
    assert not profile.session.exists()


def test_no_session_is_nothing_to_tell(tmp_path: Path) -> None:
    assert Profile(tmp_path, ATLAS).open_session() == (None, "")
