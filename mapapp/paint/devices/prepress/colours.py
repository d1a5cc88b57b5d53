"""What the colours of a page mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapapp.paint.devices.pdf_file import PdfFile

_SPACES = re.compile(r"^/ColorSpace <<\n(.*?)^>>", re.DOTALL | re.MULTILINE)
_UNUSED = ("/CSpcmyk", "/PCSpcmyk", "/CSpg", "/PCSpg")
"""Names that Qt gives to colours that are never painted with; standards ask what they mean."""


def name_colours(file: PdfFile, page: int, meanings: Mapping[str, str]) -> None:
    """Give names of colour spaces a meaning in a page's content, in place of what they meant."""
    resources = file.reference(file.body(page), "/Resources")
    text = file.body(resources).decode("latin-1")
    found = _SPACES.search(text)
    lines = found[1].splitlines() if found else []
    replaced = (*_UNUSED, *(f"/{name}" for name in meanings))
    kept = [line for line in lines if line.split(" ")[0] not in replaced]
    named = [f"/{name} {meaning}" for name, meaning in meanings.items()]
    group = "\n".join(["/ColorSpace <<", *kept, *named, ">>"])
    file.replace(resources, _SPACES.sub(lambda _: group, text, count=1))
