"""The pages of a PDF, each put together from the pieces that Qt painted on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapapp.core.errors import ExportError
from mapapp.paint.devices.pdf_file import PdfFile, references
from mapapp.paint.devices.pdf_pieces import ContentMark, PdfTag

_TOP = re.compile(rb"^\S+ 0 0 -\S+ 0 (\S+) cm$", re.MULTILINE)
_GROUP = re.compile(rb"^/(\w+) <<\n(.*?)^>>", re.DOTALL | re.MULTILINE)
FIGURE_TAGS: Mapping[PdfTag, str] = {"Map": "Figure", "Locator": "Figure"}
_CONTENTS = re.compile(rb"^/Contents \[ (.*) \]$", re.MULTILINE)
_COLOURS = b"ColorSpace"
_HEAD_BYTES = 256
_LONG_BYTES = 4096


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
    streams = [file.reference(body, "/Contents") for body in bodies]
    resources = [file.reference(body, "/Resources") for body in bodies]
    up = height_pt - _top(file.stream(streams[0], _HEAD_BYTES))
    contents = references(_contents(file, streams, _marked(marks, layers), up))
    shown = sorted({layers[mark.layer] for mark in marks if mark.layer in layers})
    merged = _merged(dict.fromkeys(file.body(number) for number in resources))
    named = " ".join(f"/{_property(number)} {number} 0 R" for number in shown)
    file.replace(resources[0], f"<<\n{merged}/Properties << {named} >>\n>>")
    file.drop([*pages[1:], *resources[1:]])
    file.drop(file.reference(body, "/Annots") for body in bodies)
    file.extend(pages[0], {"/Contents": f"[ {contents} ]", "/Annots": "[ ]"})
    return pages[0]


def add_content(file: PdfFile, page: int, content: bytes) -> None:
    """Add something to a page that was joined, over what is there."""
    painted = [int(number) for number in _CONTENTS.findall(file.body(page))[0].split()[::3]]
    streams = references([*painted, file.add_stream(content)])
    file.extend(page, {"/Contents": f"[ {streams} ]"})


def content_ids(marks: Sequence[ContentMark]) -> list[int | None]:
    """The number of each piece of a page among those that are more than decoration."""
    ids = iter(range(len(marks)))
    return [next(ids) if mark.tag else None for mark in marks]


def _marked(
    marks: Sequence[ContentMark], layers: Mapping[str, int]
) -> Iterator[tuple[bytes, bytes]]:
    """What stands before and after each piece (ISO 32000-2, 14.6)."""
    for mark, id_ in zip(marks, content_ids(marks), strict=True):
        layer = layers.get(mark.layer)
        tag = FIGURE_TAGS.get(mark.tag, mark.tag)
        shown = b"" if layer is None else f"/OC /{_property(layer)} BDC\n".encode()
        said = f"/{tag} << /MCID {id_} >> BDC\nq\n".encode() if tag else b"/Artifact BMC\nq\n"
        yield shown + said, b"Q\nEMC\n" if layer is None else b"Q\nEMC\nEMC\n"


def _contents(
    file: PdfFile, streams: Sequence[int], marked: Iterable[tuple[bytes, bytes]], up: float
) -> Iterator[int]:
    """The streams of a page one after another: long ones as they are, short ones joined.

    To pack a long one again would take as long as to paint it.
    """
    joined = [b"q\n1 0 0 1 0 %.4f cm\n" % up]
    for stream, (before, after) in zip(streams, marked, strict=True):
        if file.stored_bytes(stream) > _LONG_BYTES:
            yield file.add_stream(b"".join([*joined, before]))
            file.close_stream(stream)
            yield stream
            joined = [after]
        else:
            joined += [before, file.stream(stream), after]
            file.drop_stream(stream)
    yield file.add_stream(b"".join([*joined, b"Q\n"]))


def _top(content: bytes) -> float:
    """Where Qt has the upper edge of a page: at a whole number of points from below."""
    found = _TOP.search(content)
    if found is None:
        raise ExportError("The PDF engine wrote no page; try a smaller one.")
    return float(found[1])


def _merged(resources: Iterable[bytes]) -> str:
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
