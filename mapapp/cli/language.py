"""Which language the command line speaks: that of ``--lang``, or else of the locale."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from mapapp.core.message import Language, Message, Spoken, messages_folder, speak, spoken

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that says something counts (POSIX, 8.2)."""

_CHINESE = 0x04
_PRIMARY = 0x3FF


def speak_as_asked(arguments: Sequence[str]) -> None:
    """Speak the language of ``--lang`` among the arguments, or else that of the system."""
    speak(_asked(arguments) or system_language(os.environ))
    _have_argparse_speak(Spoken.language)


def localized(template: str, /, **values: object) -> str:
    """A message in the language of the command line."""
    return spoken(Message(template, **values))


def system_language(environ: Mapping[str, str]) -> Language:
    """Chinese where the locale is Chinese, or else English."""
    said = next(filter(None, map(environ.get, _LOCALE)), "")
    if not said and sys.platform == "win32":
        import ctypes

        return (
            "zh"
            if ctypes.windll.kernel32.GetUserDefaultUILanguage() & _PRIMARY == _CHINESE
            else "en"
        )
    return "zh" if said.startswith("zh") else "en"


def _asked(arguments: Sequence[str]) -> Language | None:
    """What ``--lang`` says; it must be known before the arguments are read, which may be wrong."""
    asked: Language | None = None
    for option, value in pairwise([*arguments, ""]):
        name, _, joined = option.partition("=")
        if name == "--lang":
            told = joined or value
            asked = "zh" if told == "zh" else "en" if told == "en" else asked
    return asked


def _have_argparse_speak(language: Language) -> None:
    """``argparse`` asks ``gettext``, which looks at ``LANGUAGE`` first (GNU gettext, 2.3.3)."""
    import gettext

    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else "en"
    gettext.bindtextdomain("argparse", messages_folder())
    gettext.textdomain("argparse")
