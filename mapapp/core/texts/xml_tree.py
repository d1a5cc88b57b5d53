"""The one place where XML that others wrote is read: without entities, and of bounded size."""

from __future__ import annotations

from typing import Any, NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

from mapapp.core.texts.parsing import ParseError

MAX_XML = 8_000_000
"""Bytes of a document; a style of QGIS with a hundred classes has 400,000."""

MAX_XML_DEPTH = 200


def parse_xml(data: bytes) -> ET.Element:
    """The root of a document.

    A document type may be named, but nothing may be declared in it, and no other file is read:
    entities could write themselves out without end, or take in what is on the disk.

    Raises:
        ParseError: if it is no XML, declares entities, or is too large or too deep.
    """
    if len(data) > MAX_XML:
        raise ParseError("it has more than {most:,} bytes", most=MAX_XML)
    reader = _Reader()
    try:
        reader.expat.Parse(data, True)
        return reader.tree.close()
    except expat.ExpatError as error:
        raise ParseError(
            "line {line}: {problem}", line=error.lineno, problem=expat.ErrorString(error.code)
        ) from error
    except (LookupError, ValueError, AssertionError) as error:  # an unknown encoding
        if isinstance(error, ParseError):
            raise
        raise ParseError("it is no XML") from error


class _Reader:
    """Builds a tree, and refuses what a document must not have."""

    def __init__(self) -> None:
        self.tree: ET.TreeBuilder = ET.TreeBuilder()
        self.expat = expat.ParserCreate()
        self._depth = 0
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self.tree.data
        self.expat.EntityDeclHandler = _refuse_entity
        self.expat.ExternalEntityRefHandler = _refuse_entity

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_XML_DEPTH:
            raise ParseError("it is nested too deeply")
        self.tree.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self.tree.end(tag)


def _refuse_entity(*_: Any) -> NoReturn:  # noqa: ANN401 - what expat hands over
    raise ParseError("it declares entities, which may be a trap")
