"""Layers of a PDF that can be shown and hidden (optional content, ISO 32000-2, 8.11)."""

from __future__ import annotations

from collections.abc import Mapping

from mapapp.paint.devices.pdf_file import PdfFile, pdf_text, references
from mapapp.paint.devices.pdf_pieces import FURNITURE
from mapapp.render.labels import words
from mapapp.render.labels.words import Wording, in_language


def add_layers(file: PdfFile, titles: Mapping[str, str], language: Wording) -> dict[str, int]:
    """Add the layers of a map, the lowest first, and those around them; their objects by id."""
    all_titles = {
        "ground": in_language(words.GROUND, language),
        **titles,
        "names": in_language(words.NAMES, language),
        FURNITURE: in_language(words.FURNITURE, language),
    }
    numbers = {
        id_: file.add(f"<< /Type /OCG /Name {pdf_text(title)} >>")
        for id_, title in all_titles.items()
    }
    listed, highest_first = references(numbers.values()), references(reversed(numbers.values()))
    name = pdf_text(in_language(words.LAYERS, language))
    config = f"<< /Name {name} /BaseState /ON /Order [ {highest_first} ] >>"
    file.extend(file.catalog, {"/OCProperties": f"<< /OCGs [ {listed} ] /D {config} >>"})
    return numbers
