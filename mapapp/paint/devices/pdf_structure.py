"""The order in which a PDF is read aloud, and what its parts are (ISO 32000-2, 14.7 and 14.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mapapp.paint.devices.pdf_extras import PageExtras
from mapapp.paint.devices.pdf_file import PdfFile, pdf_address, pdf_text, references
from mapapp.paint.devices.pdf_pages import FIGURE_TAGS, content_ids
from mapapp.paint.devices.pdf_pieces import ContentMark, LinkTarget
from mapapp.render.labels.room import BoxPx
from mapapp.render.labels.words import LANGUAGE_TAGS, Wording


class PdfStructure:
    """The tree of a document: a section for each page, in it headings, paragraphs and figures.

    ``sheets`` are the pages of the sheets of a book, by their numbers.
    """

    def __init__(self, file: PdfFile, language: Wording, sheets: Mapping[int, int]) -> None:
        self._file = file
        self._sheets = sheets
        self._language = LANGUAGE_TAGS[language]
        self._root, self._document = file.add(""), file.add("")
        self._sections: list[int] = []
        self._parents: list[str] = []

    def add_page(self, page: int, extras: PageExtras, marks: Sequence[ContentMark]) -> None:
        """Add a page with its links; ``pdf_pages.py`` has marked what is on it."""
        key = self._new_parent()
        section = self._element("Sect", self._document, [])
        self._sections.append(section)
        children, links, owners = list[int](), list[int](), dict[int, int]()
        for mark, ids in _in_order(marks):
            element = self._described(section, page, extras, mark)
            children.append(element)
            owner, annotations = self._owner(element, page, extras, mark)
            objects = [f"<< /Type /OBJR /Obj {number} 0 R >>" for number in annotations]
            self._fill(owner, [*map(str, ids), *objects])
            links += annotations
            owners |= dict.fromkeys(ids, owner)
        self._fill(section, [f"{child} 0 R" for child in children])
        self._parents[key] = f"[ {references(owners[id_] for id_ in sorted(owners))} ]"
        entries = {"/StructParents": str(key), "/Tabs": "/S"}
        if links:
            entries["/Annots"] = f"[ {references(links)} ]"
        self._file.extend(page, entries)

    def finish(self) -> None:
        """Write what belongs to the whole document."""
        sections = " ".join(f"{section} 0 R" for section in self._sections)
        self._file.replace(
            self._document,
            f"<< /Type /StructElem /S /Document /P {self._root} 0 R /K [ {sections} ] >>",
        )
        numbered = " ".join(f"{key} {parent}" for key, parent in enumerate(self._parents))
        self._file.replace(
            self._root,
            f"<< /Type /StructTreeRoot /K {self._document} 0 R "
            f"/ParentTree << /Nums [ {numbered} ] >> /ParentTreeNextKey {len(self._parents)} >>",
        )
        self._file.extend(
            self._file.catalog,
            {"/MarkInfo": "<< /Marked true >>", "/StructTreeRoot": f"{self._root} 0 R"},
        )

    def _described(self, section: int, page: int, extras: PageExtras, mark: ContentMark) -> int:
        """An element for a heading, a paragraph or a figure."""
        entries = [f"/Pg {page} 0 R"]
        if figure := extras.figures.get(mark.tag):
            box = " ".join(f"{side:.3f}" for side in figure.box)
            entries.append(f"/Alt {pdf_text(figure.alt)}")
            entries.append(f"/A << /O /Layout /Placement /Block /BBox [ {box} ] >>")
        if mark.text:
            entries.append(f"/ActualText {pdf_text(mark.text)}")
        if mark.is_chinese and self._language != LANGUAGE_TAGS["zh"]:
            entries.append(f"/Lang ({LANGUAGE_TAGS['zh']})")
        return self._element(FIGURE_TAGS.get(mark.tag, mark.tag), section, entries)

    def _owner(
        self, element: int, page: int, extras: PageExtras, mark: ContentMark
    ) -> tuple[int, list[int]]:
        """The element that has the content itself, which for a link is one below; its links."""
        if not mark.links:
            return element, []
        link = self._element("Link", element, [f"/Pg {page} 0 R"])
        self._fill(element, [f"{link} 0 R"])
        return link, [self._annotation(link, extras, *place) for place in mark.links]

    def _annotation(self, link: int, extras: PageExtras, box: BoxPx, target: LinkTarget) -> int:
        rect = " ".join(f"{side:.2f}" for side in extras.place.box(box))
        key = self._new_parent(f"{link} 0 R")
        return self._file.add(
            f"<< /Type /Annot /Subtype /Link /Rect [ {rect} ] /Border [ 0 0 0 ] /F 4 "
            f"/StructParent {key} /Contents {pdf_text(str(target))} "
            f"{self._leading(target)} >>"
        )

    def _leading(self, target: LinkTarget) -> str:
        """What a link does (ISO 32000-2, 12.5.6.5); the page of a sheet is shown whole."""
        if isinstance(target, int):
            return f"/Dest [ {self._sheets[target]} 0 R /Fit ]"
        return f"/A << /S /URI /URI {pdf_address(target)} >>"

    def _element(self, tag: str, parent: int, entries: Iterable[str]) -> int:
        """An element without what is in it."""
        lines = "\n".join(["<<", f"/S /{tag}", f"/P {parent} 0 R", *entries])
        return self._file.add(f"{lines}\n>>")

    def _fill(self, element: int, kids: Iterable[str]) -> None:
        self._file.extend(element, {"/K": f"[ {' '.join(kids)} ]"})

    def _new_parent(self, parent: str = "") -> int:
        self._parents.append(parent)
        return len(self._parents) - 1


def _in_order(marks: Sequence[ContentMark]) -> list[tuple[ContentMark, list[int]]]:
    """What is read, with the numbers of its content; a figure has been painted in pieces."""
    found: dict[object, tuple[ContentMark, list[int]]] = {}
    for mark, id_ in zip(marks, content_ids(marks), strict=True):
        if id_ is not None:
            same = mark.tag if mark.tag in FIGURE_TAGS else id_
            found.setdefault(same, (mark, []))[1].append(id_)
    return sorted(found.values(), key=lambda each: each[0].rank)
