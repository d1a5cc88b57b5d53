"""What the page's type checker knows of the protocol, and with what it is checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import packaging_script

ROOT = Path(__file__).resolve().parents[3]
PINS = [ROOT / "packaging" / "javascript", ROOT / "resources" / "web"]


def test_the_page_knows_the_messages_as_they_are() -> None:
    written = (ROOT / "resources" / "web" / "protocol.d.ts").read_text(encoding="utf-8")
    told = "run `.venv/bin/python packaging/javascript.py protocol`"
    assert written == packaging_script("protocol_types").protocol_types(), told


def test_no_two_messages_share_a_type() -> None:
    script = packaging_script("protocol_types")
    for union in (script.messages.ToPage, script.messages.FromPage):
        types = [message.type for message in script._messages(union)]
        assert len(types) == len(set(types)) > 5


def test_a_type_that_typescript_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="no counterpart in TypeScript"):
        packaging_script("protocol_types")._type(complex, {})


@pytest.mark.parametrize("folder", PINS, ids=lambda folder: folder.name)
def test_what_comes_from_npm_is_pinned_and_names_no_registry(folder: Path) -> None:
    wanted = json.loads((folder / "package.json").read_text())
    lock = json.loads((folder / "package-lock.json").read_text())["packages"]
    pins = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in pins} == pins
    installed = [package for path, package in lock.items() if path]
    assert all(package["integrity"] for package in installed)
    assert not any("resolved" in package for package in installed)
