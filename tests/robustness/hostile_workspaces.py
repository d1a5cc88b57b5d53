"""Workspaces, alone or with an atlas inside, that somebody might send to bring mapapp down."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.robustness.hostile_atlases import ATLASES
from tests.robustness.odd_files import Maker, copied, fifo, written


def _workspace(atlas: str) -> bytes:
    document = {
        "mapapp_workspace": 1,
        "language": "en",
        "view": {"lon": 123.4, "lat": 41.8, "zoom": 8},
        "layers": [{"id": "port", "visible": True}],
        "atlas": atlas,
    }
    return json.dumps(document).encode()


def _share(path: Path, members: Mapping[str, bytes], *, packed: bool = True) -> Path:
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def shared(maker: Maker) -> Maker:
    """A shared workspace with the atlas that a maker makes."""

    def make(folder: Path) -> Path:
        inside = folder / "inside"
        inside.mkdir()
        content = maker(inside).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        members = {"workspace.json": _workspace(digest), "atlas.gpkg": content}
        return _share(folder / "some.mapapp", members, packed=len(content) < 5_000_000)

    return make


def _members(**members: bytes) -> Maker:
    named = {name.replace("__", "/").replace("_json", ".json").replace("_gpkg", ".gpkg"): content
             for name, content in members.items()}  # fmt: skip
    return lambda folder: _share(folder / "some.mapapp", named)


def _slip(folder: Path) -> Path:
    members = {"workspace.json": _workspace("0" * 64), "../../atlas.gpkg": b"x", "atlas.gpkg": b"x"}
    return _share(folder / "some.mapapp", members)


def _bomb(folder: Path) -> Path:
    content = bytes(300_000_000)
    members = {
        "workspace.json": _workspace(hashlib.sha256(content).hexdigest()),
        "atlas.gpkg": content,
    }
    return _share(folder / "some.mapapp", members)


def _cut_share(folder: Path) -> Path:
    path = shared(copied)(folder)
    os.truncate(path, path.stat().st_size - 1000)
    return path


WORKSPACES: Mapping[str, Maker] = {
    "shared-nested-1000000": shared(ATLASES["nested-1000000"]),
    "shared-nested-10000": shared(ATLASES["nested-10000"]),
    "shared-wrong-types": shared(ATLASES["wrong-types"]),
    "shared-dates": shared(ATLASES["dates"]),
    "shared-polygon-as-port": shared(ATLASES["polygon-as-port"]),
    "shared-endless-contents": shared(ATLASES["endless-contents"]),
    "shared-endless-view": shared(ATLASES["endless-view"]),
    "shared-endless-tree": shared(ATLASES["endless-tree"]),
    "shared-unknown-source": shared(ATLASES["unknown-source"]),
    "shared-truncated": shared(ATLASES["truncated"]),
    "slip": _slip,
    "bomb": _bomb,
    "wrong-digest": _members(workspace_json=_workspace("0" * 64), atlas_gpkg=b"x" * 5000),
    "no-digest": _members(workspace_json=_workspace(""), atlas_gpkg=b"x" * 5000),
    "extra-member": _members(workspace_json=b"{}", atlas_gpkg=b"", more=b""),
    "cut-share": _cut_share,
    "deep-json-share": _members(workspace_json=b"[" * 3_000_000, atlas_gpkg=b"x"),
    "deep-json": written("some.mapapp.json", b'{"mapapp_workspace":' + b"[" * 1_000_000),
    "long-integer": written("some.mapapp.json", b'{"mapapp_workspace": ' + b"9" * 100_000 + b"}"),
    "not-utf8": written("some.mapapp.json", b'{"mapapp_workspace": "\xff"}'),
    "workspace-fifo": lambda folder: fifo(folder, "some.mapapp.json"),
    "shared-fifo": lambda folder: fifo(folder, "some.mapapp"),
}
"""Workspaces, alone or with an atlas, by name."""
