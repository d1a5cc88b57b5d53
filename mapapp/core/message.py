"""What people are told: English as it stands in the code, Chinese out of one catalogue.

A message is a template and its values, so that the same one can be read in either language:
``Message("{path} has no table {table}.", path=path, table=table)``. The catalogue is
``resources/i18n/messages_zh_CN.po``; ``packaging/messages.py`` holds it to the templates of the
code (``docs/decisions/2026-11-29-messages-are-templates.md``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal, Self

from mapapp.core.installed import find_asset

if TYPE_CHECKING:
    from gettext import NullTranslations

Language = Literal["en", "zh"]

_LOCALES: Mapping[Language, str] = {"zh": "zh_CN"}
_BETWEEN: Mapping[Language, str] = {"en": ", ", "zh": "、"}


class Message(str):
    """A sentence or a part of one. As a string it is English, which logs and Python show.

    Args:
        template: the English text, a literal, with the values by their names in braces as
            ``str.format`` has them. Without values it is taken as it is.
        values: what stands in it. Messages and errors are told in the language of the whole;
            lists are told with commas.
    """

    __slots__ = ("_template", "_values")

    _template: str
    _values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill the template in; a ready message stays as it is."""
        if isinstance(template, cls):
            return template
        kept = {name: _lasting(value) for name, value in values.items()}
        message = super().__new__(cls, _filled(template, kept, "en"))
        message._template, message._values = template, kept
        return message

    def text(self, language: Language) -> str:
        """The message in a language; English where the catalogue lacks it."""
        if language not in _LOCALES or not self:
            return str(self)
        return _filled(_catalogue(language).gettext(self._template), self._values, language)

    def calling(self, names: Mapping[str, Message]) -> Message:
        """The same with some values, here or in its parts, called otherwise."""
        called = {name: _called(value, names) for name, value in self._values.items()}
        return Message(self._template, **called)


def in_language(text: str, language: Language) -> str:
    """A text as people read it: a message in their language, any other as it is."""
    return text.text(language) if isinstance(text, Message) else text


class Spoken:
    """The language of this process, which the command line and the window set."""

    language: Language = "en"


def speak(language: Language) -> None:
    """Tell in this language from now on."""
    Spoken.language = language


def spoken(text: str) -> str:
    """A text in the language of this process."""
    return in_language(text, Spoken.language)


def messages_folder() -> str | None:
    """Where ``gettext`` finds the catalogues; None where they are not built."""
    folder = find_asset("i18n", "messages")
    return None if folder is None else str(folder)


def _called(value: object, names: Mapping[str, Message]) -> object:
    if isinstance(value, Message):
        return value.calling(names)
    return names.get(str(value), value)


def _lasting(value: object) -> object:
    """A value that may be kept: of an exception, which would keep its frames, only what it says."""
    if isinstance(value, BaseException):
        return getattr(value, "message", None) or str(value)
    return value


def _filled(template: str, values: Mapping[str, object], language: Language) -> str:
    if not values:
        return template
    return template.format(**{name: _told(value, language) for name, value in values.items()})


def _told(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return value.text(language)
    if type(value) in (list, tuple):
        return _BETWEEN[language].join(str(_told(each, language)) for each in value)  # type: ignore[attr-defined]
    return value


@cache
def _catalogue(language: Language) -> NullTranslations:
    from gettext import translation

    return translation("messages", messages_folder(), [_LOCALES[language]], fallback=True)
