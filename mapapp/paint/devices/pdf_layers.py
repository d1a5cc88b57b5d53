"""Layers of a PDF that can be shown and hidden (optional content, ISO 32000-2, 8.11)."""

from __future__ import annotations

from collections.abc import Container, Mapping

from mapapp.paint.devices.pdf_file import PdfFile, pdf_text, references
from mapapp.render.labels import words
from mapapp.render.labels.words import Wording, in_language
from mapapp.render.sheet.reading import part_titles


def add_layers(
    file: PdfFile, titles: Mapping[str, str], painted: Container[str], language: Wording
) -> dict[str, int]:
    """Add layers on which something is painted, the lowest first; their objects by id."""
    numbers = {
        id_: file.add(f"<< /Type /OCG /Name {pdf_text(title)} >>")
        for id_, title in part_titles(titles, language).items()
        if id_ in painted
    }
    listed, highest_first = references(numbers.values()), references(reversed(numbers.values()))
    name = pdf_text(in_language(words.LAYERS, language))
    config = f"<< /Name {name} /BaseState /ON /Order [ {highest_first} ] >>"
    file.extend(file.catalog, {"/OCProperties": f"<< /OCGs [ {listed} ] /D {config} >>"})
    return numbers
