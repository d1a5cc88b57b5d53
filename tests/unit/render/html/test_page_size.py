"""A web page holds so many features and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.core.errors import UsageError
from mapapp.core.expression.filters import LayerFilter
from mapapp.render.html import answer
from mapapp.render.request.request import ExportRequest
from mapapp.store.atlas import Atlas
from mapapp.store.catalogue import LayerCatalogue


def test_more_features_than_a_page_holds_are_refused_in_one_sentence(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    layers = LayerCatalogue(atlas)
    ports = layers.count("port")
    wanted = ExportRequest(tmp_path / "a.html", "html", size_px=(400, 300), layers=("port",))
    monkeypatch.setattr(answer, "MOST_FEATURES", ports)
    assert answer.web_map(wanted, layers, "").layers == ("port",)
    monkeypatch.setattr(answer, "MOST_FEATURES", ports - 1)
    with pytest.raises(UsageError, match=rf"Sea ports has {ports} features .* holds {ports - 1};"):
        answer.web_map(wanted, layers, "")
    filtered = replace(wanted, filters={"port": LayerFilter(text="Dalian")})
    answer.web_map(filtered, layers, "")
