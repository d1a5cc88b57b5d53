"""What a picture tells of itself, and what of its maker it does not."""

from __future__ import annotations

from pathlib import Path

from mapapp.core.geo.extent import LIAONING
from mapapp.render.request.metadata import describe
from mapapp.render.request.prepress import Prepress
from mapapp.render.request.request import ExportRequest, usual_shape


def test_no_folder_of_its_maker_is_told() -> None:
    home = Path("/home/somebody")
    page, _ = usual_shape("pdf")
    request = ExportRequest(
        home / "map.pdf",
        "pdf",
        page=page,
        ground=home / "standard.gpkg",
        prepress=Prepress(standard="x-4", output_profile=home / "shop.icc"),
    )
    text = describe(request, LIAONING, home / "atlas.gpkg", "0" * 64)
    assert '"file": "map.pdf"' in text
    assert "somebody" not in text
