"""What mapapp remembers of its user, in one small file that may be edited by hand.

A key that is not known or a value that cannot be is said once in the log and passed over:
a mistake in the file never keeps mapapp from starting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from mapapp.core.crs import Style, System
from mapapp.core.errors import MapappError
from mapapp.core.events import Event
from mapapp.core.layerspec import Language, Theme
from mapapp.core.log import logger
from mapapp.core.parsing import json_table
from mapapp.core.replacing import set_aside, write_text
from mapapp.core.strict import StrictTable

ThemeChoice = Theme | Literal["system"]

VERSION = 1
_MOST_RECENT = 10
_log = logger("app")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered from one start to the next.

    Attributes:
        language: of names and widgets; empty for that of the system.
        theme: the look that was chosen.
        recent: paths of workspaces, the last used first.
        workspace: path of the workspace the session belongs to; empty for none.
        system, style: how the position of the cursor is written (``core/crs.py``).
        export: the last choices for a picture, by name.
        geometry, docks: size of the window and places of its panels, as Qt gives them, in base64.
        collapsed: ids of the groups that are closed in the layer tree.
        tour_seen: whether the first steps were shown.
    """

    language: Language | Literal[""] = ""
    theme: ThemeChoice = "system"
    recent: tuple[str, ...] = ()
    workspace: str = ""
    system: System = System.WGS84
    style: Style = "dd"
    export: Mapping[str, str] | None = None
    geometry: str = ""
    docks: str = ""
    collapsed: tuple[str, ...] = ()
    tour_seen: bool = False

    def with_recent(self, path: str) -> Settings:
        """The settings with a workspace as the one used last."""
        others = (other for other in self.recent if other != path)
        return replace(self, recent=(path, *others)[:_MOST_RECENT])


class SettingsFile:
    """The settings of a file; each change is on disk before it is told.

    Several windows may share the file: only what is changed here is changed in it.

    Events:
        changed: the settings as they are now.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settings, complaints = load_settings(path)
        for complaint in complaints:
            _log.warning("%s", complaint)
        self.changed: Event[Settings] = Event()

    @property
    def now(self) -> Settings:
        """The settings."""
        return self._settings

    def update(self, **changes: Any) -> None:  # noqa: ANN401 - values of any field
        """Change some settings by name.

        Raises:
            ExportError: if the file cannot be written.
        """
        self.change(lambda settings: replace(settings, **changes))

    def change(self, make: Callable[[Settings], Settings]) -> None:
        """Change the settings into what ``make`` makes of those in the file.

        Raises:
            ExportError: if the file cannot be written.
        """
        kept, _ = load_settings(self._path)
        changed = make(kept)
        if changed != kept:
            write_text(self._path, format_settings(changed))
        if changed != self._settings:
            self._settings = changed
            self.changed.emit(changed)


def load_settings(path: Path) -> tuple[Settings, list[str]]:
    """The settings of a file, and a sentence for each thing in it that cannot be.

    A file that is no JSON is set aside, so that nobody's work on it is lost.
    """
    try:
        return parse_settings(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{path} cannot be read ({error.strerror}); it is passed over."]
    except ValueError:
        aside = set_aside(path)
        return Settings(), [f"{path} holds no settings; it was moved to {aside.name}."]


def format_settings(settings: Settings) -> str:
    """The settings as JSON text; what is as at first is left out.

    It is ASCII: the path of a workspace need not be text that UTF-8 can hold.
    """
    default = asdict(Settings())
    chosen = {key: value for key, value in asdict(settings).items() if value != default[key]}
    return json.dumps({"version": VERSION, **chosen}, indent=1) + "\n"


def parse_settings(text: str, where: str) -> tuple[Settings, list[str]]:
    """The settings that can be read of a JSON text, and a sentence for each thing that cannot.

    Raises:
        ValueError: if the text is no JSON table.
    """
    table = StrictTable(json_table(text), where, MapappError)
    complaints = list(_complaints(table.whole, "version", 1, VERSION, VERSION))
    values: dict[str, Any] = {}
    for field in fields(Settings):
        try:
            values[field.name] = _READERS[field.name](table, field.name)
        except MapappError as error:
            complaints.append(str(error))
    complaints += _complaints(table.finish)
    return Settings(**values), complaints


def _complaints(check: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        check(*arguments)
    except MapappError as error:
        yield str(error)


def _choice(*choices: str) -> Callable[[StrictTable, str], str]:
    return lambda table, key: table.choose(key, choices, choices[0])


def _text(table: StrictTable, key: str) -> str:
    return table.take(key, str, "")


def _flag(table: StrictTable, key: str) -> bool:
    return table.take(key, bool, default=False)


def _texts(table: StrictTable, key: str) -> Mapping[str, str] | None:
    texts = table.take(key, dict, {})
    if not all(isinstance(value, str) for value in texts.values()):
        raise table.wrong(key, texts, "each value must be a text")
    return texts or None


_READERS: Mapping[str, Callable[[StrictTable, str], object]] = {
    "language": _choice("", *get_args(Language)),
    "theme": _choice("system", *get_args(Theme)),
    "recent": StrictTable.paths,
    "workspace": lambda table, key: table.path(key, ""),
    "system": lambda table, key: System(_choice(*System)(table, key)),
    "style": _choice(*get_args(Style)),
    "export": _texts,
    "geometry": _text,
    "docks": _text,
    "collapsed": StrictTable.strings,
    "tour_seen": _flag,
}
