"""Pictures that a table names by paths of files beside its own.

A table comes from anybody, and so does the path of it in a shared workspace. A path is only
followed below the folder of the data, and what names another computer is not even asked for:
Windows tells it who the user is (CAPEC-644).
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff"})
_MOST_CHARACTERS = 1000


def may_name_picture(text: str) -> bool:
    """Whether a text looks like the relative path of a picture; no disk is asked."""
    path = PureWindowsPath(text)  # takes both kinds of slashes, and knows drives and servers
    return (
        len(text) <= _MOST_CHARACTERS
        and text.isprintable()
        and path.suffix.lower() in _SUFFIXES
        and not path.anchor
        and ".." not in path.parts
        and ":" not in text
    )


def picture_near(data: Path, text: str) -> Path | None:
    """The file that a text of a table names, below the folder of the table's own file.

    Args:
        data: the file of the table.
        text: what stands in it, such as ``photos/well 7.jpg``.

    Returns:
        The file with all links followed; None where the text names none, or one elsewhere.
    """
    if not may_name_picture(text):
        return None
    try:
        folder = data.resolve(strict=True).parent
        found = folder.joinpath(*PureWindowsPath(text).parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # missing, a loop of links, no name of a file
        return None
    return found if found.is_relative_to(folder) and found.is_file() else None
