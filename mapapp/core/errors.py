"""The error tree: by cause, each message one sentence a user can act on."""

from __future__ import annotations

from mapapp.core.message import Language, Message


class ToldError(Exception):
    """An exception that says something to people, in their language.

    Args:
        template: the English text or a ready message; see :class:`mapapp.core.message.Message`.
        values: what stands in it.

    Attributes:
        message: what it says.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        self.message = Message(template, **values)
        super().__init__(self.message)

    def text(self, language: Language) -> str:
        """What it says in a language."""
        return self.message.text(language)


class MapappError(ToldError):
    """Base of everything mapapp reports to a user.

    The message says what is wrong, where, and what to do. ``exit_code`` is what the
    command line returns: 2 for wrong usage, 1 for data or environment.
    """

    exit_code = 1


class UsageError(MapappError):
    """The caller asked for something that cannot be: an unknown layer, an inverted extent."""

    exit_code = 2


class EnvironmentProblemError(MapappError):
    """The machine lacks something: a display, a library, room on the disk."""


class AssetError(MapappError):
    """A file that belongs to the installation was not found."""


class LayerSpecError(MapappError):
    """A file of ``layers/`` does not say what a layer needs."""


class StyleError(MapappError):
    """A file does not hold a style that a layer can have."""


class DataError(MapappError):
    """A file of features cannot be read, or does not hold what it should."""


class DataBusyError(DataError):
    """A file of features is locked by another program; it can be read again later."""


class ReadCancelledError(MapappError):
    """A read of features was given up because somebody cancelled it."""


class WorkspaceError(MapappError):
    """A file does not hold a workspace that can be opened."""


class BridgeError(MapappError):
    """The page sent a message that is not of the protocol."""


class ExportError(MapappError):
    """A picture cannot be made or written."""
