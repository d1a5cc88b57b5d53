"""What mapapp remembers of its user, in one small file that may be edited by hand.

A key that is not known or a value that cannot be is said once in the log and passed over, and
stays in the file: a mistake in it never keeps mapapp from starting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from mapapp.core.disk.kept import FileContent, find_kept
from mapapp.core.disk.locking import locked
from mapapp.core.disk.replacing import write_text
from mapapp.core.errors import ExportError, MapappError
from mapapp.core.events import Event
from mapapp.core.geo.crs import DegreeStyle, System
from mapapp.core.log import logger
from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.style.symbology import Theme
from mapapp.core.text import Language
from mapapp.core.texts.parsing import json_table
from mapapp.core.texts.strict import StrictTable

ThemeChoice = Theme | Literal["system"]

VERSION = 1
_MOST_RECENT = 10
_log = logger("app")


@record
class Settings:
    """What is remembered from one start to the next.

    Attributes:
        language: of names and widgets; empty for that of the system.
        theme: the look that was chosen.
        recent: paths of workspaces, the last used first.
        workspace: path of the workspace the session belongs to; empty for none.
        system, style: how the position of the cursor is written (``core/geo/crs.py``).
        export: the last choices for a picture, by name.
        data_folder: the folder of the data that was added last; empty for none.
        geometry, docks: size of the window and places of its panels, as Qt gives them, in base64.
        collapsed: ids of the groups that are closed in the layer tree.
        tour_seen: whether the first steps were shown.
        all_cards: whether all that was found at a place has a card below the other.
    """

    language: Language | Literal[""] = ""
    theme: ThemeChoice = "system"
    recent: tuple[str, ...] = ()
    workspace: str = ""
    system: System = System.WGS84
    style: DegreeStyle = "dd"
    export: Mapping[str, str] | None = None
    data_folder: str = ""
    geometry: str = ""
    docks: str = ""
    collapsed: tuple[str, ...] = ()
    tour_seen: bool = False
    all_cards: bool = False

    def with_recent(self, path: str) -> Settings:
        """The settings with a workspace as the one used last."""
        others = (other for other in self.recent if other != path)
        return replace(self, recent=(path, *others)[:_MOST_RECENT])


class SettingsFile:
    """The settings of a file; each change is on disk before it is told.

    Several windows may share the file: only the keys that are changed here are changed in it,
    by one process at a time. Where it cannot be written, changes hold until the end.

    Attributes:
        warning: why the file was of no use at the start, or empty.

    Events:
        changed: the settings as they are now.
        failed: why they cannot be kept, once for each reason.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        found = _find(path)
        self._settings = found.content.settings
        self.warning = found.warning
        self._said = {found.warning}
        for complaint in filter(None, (found.warning, *found.content.complaints)):
            _log.warning("%s", complaint)
        self.changed: Event[Settings] = Event()
        self.failed: Event[str] = Event()

    @property
    def now(self) -> Settings:
        """The settings."""
        return self._settings

    def update(self, **changes: Any) -> None:  # noqa: ANN401 - values of any field
        """Change some settings by name."""
        self.change(lambda settings: replace(settings, **changes))

    def change(self, make: Callable[[Settings], Settings]) -> None:
        """Change the settings into what ``make`` makes of those in the file."""
        try:
            with locked(self._path):
                changed = self._write(make)
        except ExportError as error:
            self._fail(error.message)
            changed = make(self._settings)
        if changed != self._settings:
            self._settings = changed
            self.changed.emit(changed)

    def _write(self, make: Callable[[Settings], Settings]) -> Settings:
        found = _find(self._path)
        if not found.is_free:
            raise ExportError(found.warning)
        kept = found.content
        changed = make(kept.settings)
        if changed != kept.settings:
            write_text(self._path, _merged(kept, changed))
        return changed

    def _fail(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            _log.warning("The settings could not be saved: %s", sentence)
            self.failed.emit(sentence)


@record
class _Kept:
    """What a file of settings holds, and all that stands in it."""

    settings: Settings = Settings()
    complaints: tuple[str, ...] = ()
    document: Mapping[str, object] = field(default_factory=dict)


def _find(path: Path) -> FileContent[_Kept]:
    return find_kept(path, lambda text: _parse(text, path.name), _Kept())


def _merged(kept: _Kept, changed: Settings) -> str:
    """The document of a file with the keys that were changed; all else in it stays."""
    before, after, first = asdict(kept.settings), asdict(changed), asdict(Settings())
    new = {key: value for key, value in after.items() if value != before[key]}
    document = {"version": VERSION, **kept.document, **new}
    return _written({key: value for key, value in document.items()
                     if key not in new or value != first[key]})  # fmt: skip


def format_settings(settings: Settings) -> str:
    """The settings as JSON text; what is as at first is left out.

    It is ASCII: the path of a workspace need not be text that UTF-8 can hold.
    """
    default = asdict(Settings())
    chosen = {key: value for key, value in asdict(settings).items() if value != default[key]}
    return _written({"version": VERSION, **chosen})


def _written(document: Mapping[str, object]) -> str:
    return json.dumps(document, indent=1) + "\n"


def parse_settings(text: str, where: str) -> tuple[Settings, list[str]]:
    """The settings that can be read of a JSON text, and a sentence for each thing that cannot.

    Raises:
        ValueError: if the text is no JSON table.
    """
    kept = _parse(text, where)
    return kept.settings, list(kept.complaints)


def _parse(text: str, where: str) -> _Kept:
    document = json_table(text)
    table = StrictTable(document, where, MapappError)
    complaints = list(_complaints(table.whole, "version", 1, VERSION, VERSION))
    values: dict[str, Any] = {}
    for each in fields(Settings):
        try:
            values[each.name] = _READERS[each.name](table, each.name)
        except MapappError as error:
            complaints.append(error.message)
    complaints += _complaints(table.finish)
    return _Kept(Settings(**values), tuple(complaints), document)


def _complaints(check: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        check(*arguments)
    except MapappError as error:
        yield error.message


def _choice(*choices: str) -> Callable[[StrictTable, str], str]:
    return lambda table, key: table.choose(key, choices, choices[0])


def _text(table: StrictTable, key: str) -> str:
    return table.take(key, str, "")


def _flag(table: StrictTable, key: str) -> bool:
    return table.take(key, bool, default=False)


def _texts(table: StrictTable, key: str) -> Mapping[str, str] | None:
    texts = table.take(key, dict, {})
    if not all(isinstance(value, str) for value in texts.values()):
        raise table.wrong(key, texts, Message("each value must be a text"))
    return texts or None


_READERS: Mapping[str, Callable[[StrictTable, str], object]] = {
    "language": _choice("", *get_args(Language)),
    "theme": _choice("system", *get_args(Theme)),
    "recent": StrictTable.paths,
    "workspace": lambda table, key: table.path(key, ""),
    "system": lambda table, key: System(_choice(*System)(table, key)),
    "style": _choice(*get_args(DegreeStyle)),
    "export": _texts,
    "data_folder": lambda table, key: table.path(key, ""),
    "geometry": _text,
    "docks": _text,
    "collapsed": StrictTable.strings,
    "tour_seen": _flag,
    "all_cards": _flag,
}
