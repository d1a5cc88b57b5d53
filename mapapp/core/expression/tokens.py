"""The words of a filter expression, each with its place in the text."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Literal

from mapapp.core.errors import UsageError
from mapapp.core.expression.tree import KEYWORDS, Field, Scalar
from mapapp.core.message import Message
from mapapp.core.record import record

MAX_TEXT = 10_000
"""Characters of an expression; one that asks for twenty values has some hundred."""

Expected = Literal["field", "operator", "value", "joint", ""]
TokenKind = Literal["name", "keyword", "value", "sign", "end"]

_PATTERN = re.compile(
    r"""\s*(?:
    (?P<date>[0-9０-９]{4}[-－][0-9０-９]{2}(?:[-－][0-9０-９]{2})?(?![\w.．]))
    |(?P<number>[-－]?(?:[0-9０-９]++(?:[.．][0-9０-９]*+)?+|[.．][0-9０-９]++)
        (?:[eEｅＥ][+＋－-]?[0-9０-９]++)?+(?![\w.．]))
    |(?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*'|“[^”]*”|‘[^’]*’|「[^」]*」)
    |\[(?P<bracketed>(?:[^\]]|\]\])+)\]
    |(?P<sign><=|>=|!=|<>|==|[=<>(),≤≥≠＝＜＞（），])
    |(?P<word>[^\W\d]\w*)
    |(?P<end>\Z)
    |(?P<wrong>["'“‘「].*|\[.*|[\w.]+|.))""",
    re.VERBOSE | re.DOTALL,
)
_MOST_SHOWN = 40
_SIGNS = {
    "==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=",
    "＝": "=", "＜": "<", "＞": ">", "（": "(", "）": ")", "，": ",",
}  # fmt: skip
_WORDS = {
    "且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "不": "not",
    "属于": "in", "包含": "contains", "为": "is", "空": "empty", "为空": "is_empty",
}  # fmt: skip

_TOO_LARGE = Message("this number is too large; write a smaller one.")
_OPEN_TEXT = Message("this text does not end; close it with a quotation mark.")
_OPEN_NAME = Message("this name does not end; close it with ].")
_NO_NUMBER = Message(
    "this is no number; write it alone, the field has the unit, as in area_km2 > 20."
)
_NO_WORD = Message('this means nothing here; compare a field and a value: status = "operating".')


class ExpressionError(UsageError):
    """A filter expression cannot be read.

    Attributes:
        at: place of the first wrong character, from 0.
        expected: what could stand there, where the text merely ends too early.
        field: the field that is being asked about there, if any.
    """

    def __init__(
        self, message: Message, at: int, expected: Expected = "", field: Field | None = None
    ) -> None:
        super().__init__(message)
        self.at = at
        self.expected = expected
        self.field = field


@record
class Token:
    """One word: ``word`` as written, ``value`` what it means (a name, a sign, a number …)."""

    kind: TokenKind
    word: str
    value: Scalar
    at: int


def tokens(text: str) -> list[Token]:
    """All words of a text, with an ``end`` behind the last.

    Raises:
        ExpressionError: if the text is too long, or at what is no word: an open quotation mark,
            a stray sign.
    """
    if len(text) > MAX_TEXT:
        problem = Message("A filter has at most {most:,} characters; shorten it.", most=MAX_TEXT)
        raise ExpressionError(problem, MAX_TEXT)
    found: list[Token] = []
    place = 0
    while not found or found[-1].kind != "end":
        match = _PATTERN.match(text, place)
        assert match is not None  # noqa: S101 - the last alternative takes any character
        found.append(_token(match))
        place = match.end()
    return found


def wrong(token: Token, problem: Message, expected: Expected = "",
          field: Field | None = None) -> ExpressionError:  # fmt: skip
    """An error that names the place of a word; ``expected`` counts only at the end."""
    if token.kind == "end":
        where = Message("At the end")
    else:
        where = Message("Near {word!r} at {at}", word=shortened(token.word), at=token.at + 1)
    sentence = Message("{where}: {problem}", where=where, problem=problem)
    return ExpressionError(sentence, token.at, expected if token.kind == "end" else "", field)


def half_width(word: str) -> str:
    """A number or date as it is read; Chinese keyboards write it in full width (``２０``)."""
    return unicodedata.normalize("NFKC", word)


def shortened(word: str) -> str:
    """A word as messages show it."""
    return word if len(word) <= _MOST_SHOWN else f"{word[:_MOST_SHOWN]}…"


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "end"
    word = match[kind]
    at = match.start(kind) - (kind == "bracketed")
    match kind:
        case "date" | "text":
            value = half_width(word) if kind == "date" else _unquoted(word)
            return Token("value", word, value, at)
        case "number":
            return _number(word, at)
        case "bracketed":
            return Token("name", word, word.replace("]]", "]"), at)
        case "sign":
            return Token("sign", word, _SIGNS.get(word, word), at)
        case "word":
            return _word(word, at)
        case "end":
            return Token("end", "", "", at)
    raise wrong(Token("sign", word, word, at), _advice(word))


def _number(word: str, at: int) -> Token:
    number = float(half_width(word))
    token = Token("value", word, number, at)
    if math.isinf(number):
        raise wrong(token, _TOO_LARGE)
    return token


def _word(word: str, at: int) -> Token:
    meaning = _WORDS.get(word, word.casefold())
    if meaning in KEYWORDS or meaning == "is_empty":
        return Token("keyword", word, meaning, at)
    return Token("name", word, word, at)


def _unquoted(word: str) -> str:
    mark = word[-1]
    return word[1:-1].replace(mark * 2, mark) if mark in "\"'" else word[1:-1]


def _advice(word: str) -> Message:
    if word[0] in "\"'“‘「":
        return _OPEN_TEXT
    if word[0] == "[":
        return _OPEN_NAME
    return _NO_NUMBER if word[0].isdigit() else _NO_WORD
