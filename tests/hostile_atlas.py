"""A real atlas whose texts are what somebody could make of them to do harm."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mapapp.core.disk.assets import asset

BAD_URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert%281%29",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "smb://host/share",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "http://bank.example@evil.example/",
    "http://example.org/" + "a" * 4000,
    "http://example.org/) >> /S /JavaScript /JS (app.alert(1)",
)
GOOD_URLS = ("https://example.org/a_b?c=d&e=(f)", "mailto:office@example.org")
CONTROLS = "a\x1b[31mb\x9b31mc\x00\x08\x7f\ufffe\u202ed"
FORMULA = "=cmd|' /C calc'!A0"


@contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    """A GeoPackage to change texts in; its triggers ask for functions of geometry."""
    with closing(sqlite3.connect(path)) as db:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            db.create_function(name, 1, lambda _: 0)
        yield db
        db.commit()


def hostile_atlas(folder: Path) -> Path:
    """Make such an atlas: bad addresses with good ones among them, controls, formulas."""
    path = Path(shutil.copy(asset("data", "atlas.gpkg"), folder / "hostile.gpkg"))
    urls = [url for bad in BAD_URLS for url in (GOOD_URLS[0], bad)] + [GOOD_URLS[1]]
    with edited(path) as db:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM source ORDER BY fid")]
        for number, id_ in enumerate(ids):
            db.execute("UPDATE source SET url = ? WHERE id = ?", (urls[number % len(urls)], id_))
        db.execute("UPDATE source SET title = title || ?, note = ?", (CONTROLS, FORMULA))
        db.execute("UPDATE fact SET note = ?", (FORMULA + CONTROLS,))
        for table in ("port", "industrial_park", "context"):
            db.execute(
                f"UPDATE {table} SET name_en = name_en || ?, name_zh = name_zh || ?, note = ?",
                (CONTROLS, CONTROLS, FORMULA),
            )
    return path
