"""The pages of a PDF, each put together from the pieces that Qt painted on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mapapp.core.errors import ExportError
from mapapp.paint.devices.pdf_file import PdfFile
from mapapp.paint.devices.pdf_pieces import ContentMark, PdfTag

_TOP = re.compile(rb"^\S+ 0 0 -\S+ 0 (\S+) cm$", re.MULTILINE)
_GROUP = re.compile(rb"^/(\w+) <<\n(.*?)^>>", re.DOTALL | re.MULTILINE)
FIGURE_TAGS: Mapping[PdfTag, str] = {"Map": "Figure", "Locator": "Figure"}
_COLOURS = b"ColorSpace"


def join_pages(
    file: PdfFile,
    pages: Sequence[int],
    marks: Sequence[ContentMark],
    layers: Mapping[str, int],
    height_pt: float,
) -> int:
    """Make the pages on which pieces were painted one; the answer is its number.

    Args:
        file: the PDF.
        pages: the pages, one a piece.
        marks: what is said of the pieces.
        layers: the objects of the layers by their ids.
        height_pt: of the page.
    """
    bodies = [file.body(page) for page in pages]
    contents = [file.take_stream(file.reference(body, "/Contents")) for body in bodies]
    resources = [file.reference(body, "/Resources") for body in bodies]
    up = height_pt - _top(contents[0])
    marked = b"".join(_marked(contents, marks, layers))
    stream = file.add_stream(b"q\n1 0 0 1 0 %.4f cm\n%sQ\n" % (up, marked))
    shown = sorted({layers[mark.layer] for mark in marks if mark.layer in layers})
    merged = _merged([file.body(number) for number in resources])
    named = " ".join(f"/{_property(number)} {number} 0 R" for number in shown)
    file.replace(resources[0], f"<<\n{merged}/Properties << {named} >>\n>>")
    file.drop([*pages[1:], *resources[1:]])
    file.drop(file.reference(body, "/Annots") for body in bodies)
    file.extend(pages[0], {"/Contents": f"{stream} 0 R", "/Annots": "[ ]"})
    return pages[0]


def content_ids(marks: Sequence[ContentMark]) -> list[int | None]:
    """The number of each piece of a page among those that are more than decoration."""
    ids = iter(range(len(marks)))
    return [next(ids) if mark.tag else None for mark in marks]


def _marked(
    contents: Sequence[bytes], marks: Sequence[ContentMark], layers: Mapping[str, int]
) -> Iterator[bytes]:
    """The pieces, each between its marks (ISO 32000-2, 14.6)."""
    for content, mark, id_ in zip(contents, marks, content_ids(marks), strict=True):
        layer = layers.get(mark.layer)
        if layer is not None:
            yield f"/OC /{_property(layer)} BDC\n".encode()
        tag = FIGURE_TAGS.get(mark.tag, mark.tag)
        yield f"/{tag} << /MCID {id_} >> BDC\nq\n".encode() if tag else b"/Artifact BMC\nq\n"
        yield content
        yield b"Q\nEMC\n" if layer is None else b"Q\nEMC\nEMC\n"


def _top(content: bytes) -> float:
    """Where Qt has the upper edge of a page: at a whole number of points from below."""
    found = _TOP.search(content)
    if found is None:
        raise ExportError("The PDF engine wrote no page; try a smaller one.")
    return float(found[1])


def _merged(resources: Sequence[bytes]) -> str:
    """What pages refer to, as one dictionary: Qt names nothing in two ways."""
    groups: dict[bytes, dict[bytes, None]] = {}
    for text in resources:
        for group, lines in _GROUP.findall(text):
            kept = groups.setdefault(group, {})
            if group != _COLOURS or not kept:
                kept.update(dict.fromkeys(lines.splitlines()))
    texts = (b"/%s <<\n%s\n>>\n" % (group, b"\n".join(lines)) for group, lines in groups.items())
    return b"".join(texts).decode("latin-1")


def _property(layer: int) -> str:
    """How content calls a layer."""
    return f"L{layer}"
