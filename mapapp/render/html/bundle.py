"""Our page modules as one classic script, and a style sheet with its pictures inside.

A standalone file cannot import: each module becomes a function that returns what it exports.
Only the few forms that our own modules use are understood; anything else is an error here.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from mapapp.core.disk.assets import asset
from mapapp.core.errors import AssetError

_IMPORT = re.compile(
    r'^import \{ (?P<names>[\w, ]+) \} from "\./(?P<module>\w+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (?P<name>\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*|</script|<!--", re.MULTILINE | re.IGNORECASE)
_PICTURE = re.compile(r"url\((?P<path>images/[\w.-]+\.png)\)")
_FOLDERS = ("html", "web")


def bundled_script(entry: str) -> str:
    """The module ``entry`` and all that it imports, as one script.

    Raises:
        AssetError: if a module is missing or is written in a form that cannot be bundled.
    """
    modules: dict[str, str] = {}
    _add(entry, modules)
    return '"use strict";\n(() => {\n' + "\n".join(modules.values()) + "\n})();\n"


def style_sheet(path: Path) -> str:
    """A style sheet with its pictures written out as ``data:`` URLs."""
    text = path.read_text(encoding="utf-8")
    return _PICTURE.sub(lambda found: f"url({_data_url(path.parent / found['path'])})", text)


def _add(name: str, modules: dict[str, str]) -> None:
    """Add a module after those that it imports, each once."""
    if name in modules:
        return
    source = _find(name).read_text(encoding="utf-8")
    for found in _IMPORT.finditer(source):
        _add(found["module"], modules)
    exports = ", ".join(found["name"] for found in _EXPORT.finditer(source))
    body = _EXPORT.sub("", _IMPORT.sub(r"const { \g<names> } = of_\g<module>;", source))
    if left := _LEFT.search(body):
        raise AssetError(
            "{name}.js cannot be bundled because of {left!r}; rewrite that line.",
            name=name,
            left=left[0],
        )
    modules[name] = f"const of_{name} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _find(name: str) -> Path:
    """A module of the standalone map, or one that it shares with the window's page."""
    for folder in _FOLDERS[:-1]:
        path = asset(folder) / f"{name}.js"
        if path.is_file():
            return path
    return asset(_FOLDERS[-1], f"{name}.js")


def _data_url(path: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"
