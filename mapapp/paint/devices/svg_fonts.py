"""The font of an SVG, inside it: only what its texts need, so that it looks alike anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from mapapp.paint.devices.svg_text import SVG, family
from mapapp.paint.fonts import LATIN_FAMILY, OWN_FAMILY, font_file

_Face = tuple[str, bool]
"""A family of ours, and whether it is bold."""

_KERNING = int.from_bytes(b"kern")
"""The one feature of OpenType that our texts use, as HarfBuzz takes its tag."""


def embed_fonts(root: ET.Element) -> None:
    """Put the fonts of a drawing's texts into it, before all that is drawn."""
    rules = [_rule(face, characters) for face, characters in sorted(_needed(root).items())]
    if rules:
        style = ET.Element(f"{{{SVG}}}style")
        style.text = "".join(rules)
        root.insert(0, style)


def _needed(root: ET.Element) -> Mapping[_Face, set[str]]:
    """The characters of each face; what a Latin text has besides comes from the other family."""
    needed: dict[_Face, set[str]] = defaultdict(set)
    for text in root.iter(f"{{{SVG}}}text"):
        is_bold = int(text.get("font-weight", 400)) >= 600
        needed[OWN_FAMILY, is_bold] |= set(text.text or "")
        if family(text) == LATIN_FAMILY:
            needed[LATIN_FAMILY, is_bold] |= set(text.text or "")
    return needed


def _rule(face: _Face, characters: set[str]) -> str:
    name, is_bold = face
    data = b64encode(_subset(face, characters)).decode()
    return (
        f'@font-face {{ font-family: "{name}"; font-weight: {700 if is_bold else 400}; '
        f'src: url(data:font/ttf;base64,{data}) format("truetype"); }}\n'
    )


def _subset(face: _Face, characters: set[str]) -> bytes:
    """A font with some characters only."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.set({_KERNING})
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(*face))))
    return bytes(uharfbuzz.subset(whole, wanted).blob.data)
