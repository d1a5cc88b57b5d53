"""``docs/workspace.md`` says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from mapapp.core.map.workspace import parse_workspace

TEXT = (Path(__file__).resolve().parents[4] / "docs" / "workspace.md").read_text(encoding="utf-8")


def test_the_example_can_be_opened() -> None:
    [example] = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    workspace = parse_workspace(example.encode(), "docs/workspace.md")
    assert [entry["id"] for entry in workspace.layers.entries] == [
        "venue", "industrial_park", "port",
    ]  # fmt: skip
    assert workspace.layers.as_of_year == 2020
