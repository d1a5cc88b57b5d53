"""Layers of a workspace that cannot be opened now: kept as they are, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping

from mapapp.core.message import Message
from mapapp.core.record import record
from mapapp.core.text import MAX_TEXT, Text
from mapapp.core.texts.plain import plain_text, shortened

BEING_READ = Message("It is being read.")
"""The reason of a layer that will be shown as soon as its file has been read."""


@record
class UnopenedLayer:
    """A layer that a map cannot show, because of its source or of what is said of it.

    Attributes:
        entry: what its workspace says of it, which is written again as it is.
        reason: why it cannot be opened: a sentence.
        below: id of the next layer below it that could be opened, or None.
    """

    entry: Mapping[str, object]
    reason: str
    below: str | None = None

    @property
    def id(self) -> str:
        """The id that it has in its workspace, which may be none that a layer can have."""
        return str(self.entry["id"])

    @property
    def is_being_read(self) -> bool:
        """Whether it is only not there yet."""
        return self.reason == BEING_READ

    @property
    def title(self) -> Text:
        """What it is called, or its id where that is not said or damaged."""
        said = self.entry.get("title")
        named = said if isinstance(said, Mapping) else {}
        return Text(*(self._name(named.get(language)) for language in ("en", "zh")))

    def _name(self, said: object) -> str:
        text = said if isinstance(said, str) and said.strip() else self.id
        return plain_text(shortened(text, MAX_TEXT))
