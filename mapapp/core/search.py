"""Finding features by any of their names, as people type them.

Names, aliases, pinyin and initials become keys without case, accents, spaces and marks, in
simplified characters. A query equal to a key wins over one that starts it, then one inside it,
then all its words inside it; where none of this finds anything, words of different keys
(``大连 port``) and then typing mistakes are considered.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mapapp.core.folding import search_key
from mapapp.core.record import record
from mapapp.core.text import Text

MAX_QUERY = 200
"""Characters of what is searched for; no name is longer."""

_LAST_CHARACTER = "\U0010ffff"
_NAME, _ALIAS, _PINYIN, _INITIALS = 0.0, 1.0, 2.0, 3.0
"""Points taken off for being found by something other than the name."""

_UMLAUT = re.compile(r"\b([ln])v")
_WORD = re.compile(
    r"[\u3400-\u9fff\U00020000-\U000323af]+|[^\s\u3400-\u9fff\U00020000-\U000323af]+"
)
"""Words of Chinese and of others; no space need stand between them."""

_LEAST_SIMILARITY = 0.7
_LEAST_FUZZY_LENGTH = 4
_KEPT_PER_RESULT = 8


@record
class SearchEntry:
    """What can be found: aliases, pinyin and initials are lists separated by ``;``.

    ``behind`` points are taken off, so that it comes after others found as well.
    """

    id: str
    layer: str
    name: Text
    aliases: str
    pinyin: str
    initials: str
    lon: float | None
    lat: float | None
    behind: float = 0.0


@record
class SearchResult:
    """A found feature; ``score`` is 100 for its exact name. No place gives lon and lat None."""

    id: str
    layer: str
    name: Text
    score: float
    lon: float | None
    lat: float | None


class _Key(NamedTuple):  # there are thousands to be sorted, which a tuple does by itself
    text: str
    entry: int
    penalty: float


class SearchIndex:
    """All keys of some entries, ready to be searched."""

    def __init__(self, entries: Iterable[SearchEntry]) -> None:
        self._entries = tuple(entries)
        self._keys = sorted(
            _Key(text, number, penalty)
            for number, entry in enumerate(self._entries)
            for text, penalty in search_keys(entry).items()
        )
        self._texts = [key.text for key in self._keys]
        self._joined = "\n".join(self._texts)
        self._entries_of = [key.entry for key in self._keys]

    def search(self, query: str, limit: int = 20) -> list[SearchResult]:
        """The best matches first; nothing for a query without letters and digits, or too long."""
        if len(query) > MAX_QUERY:
            return []
        wanted = search_key(query)
        if not wanted:
            return []
        scores = self._scores(wanted, query, limit * _KEPT_PER_RESULT)
        best = sorted(scores, key=lambda number: (-scores[number], self._entries[number].id))
        return [self._result(number, scores[number]) for number in best[:limit]]

    def _scores(self, wanted: str, query: str, kept: int) -> dict[int, float]:
        scores: dict[int, float] = {}
        for find in (self._starting, self._containing):
            self._add(scores, find(wanted), kept)
        words = [word for word in map(search_key, _WORD.findall(query)) if word]
        for find_words in (self._with_words, self._with_words_anywhere):
            if not scores and len(words) > 1:
                self._add(scores, find_words(words), kept)
        if not scores:
            self._add(scores, self._similar(wanted, kept), kept)
        return scores

    def _add(self, scores: dict[int, float], found: Iterator[tuple[float, int]], kept: int) -> None:
        for score, position in heapq.nlargest(kept, found):
            key = self._keys[position]
            scores[key.entry] = max(scores.get(key.entry, 0.0), score - key.penalty)

    def _starting(self, wanted: str) -> Iterator[tuple[float, int]]:
        start = bisect_left(self._texts, wanted)
        end = bisect_left(self._texts, wanted + _LAST_CHARACTER)
        for position in range(start, end):
            text = self._texts[position]
            exact = text == wanted
            yield (100.0 if exact else 75.0 + 20.0 * len(wanted) / len(text)), position

    def _containing(self, wanted: str) -> Iterator[tuple[float, int]]:
        if len(wanted) == 1 and wanted.isascii():
            return
        for position in self._with([wanted]):
            yield 50.0 + 20.0 * len(wanted) / len(self._texts[position]), position

    def _with_words(self, words: Sequence[str]) -> Iterator[tuple[float, int]]:
        """Keys that hold all words."""
        length = sum(map(len, words))
        for position in self._with(words):
            yield 45.0 + 20.0 * min(length / len(self._texts[position]), 1.0), position

    def _with_words_anywhere(self, words: Sequence[str]) -> Iterator[tuple[float, int]]:
        """Keys that hold the longest word, where other keys of the entry hold the rest."""
        if not self._holds(words):
            return
        longest, *others = sorted(words, key=len, reverse=True)
        entries = self._entries_of
        holders = set.intersection(*({entries[n] for n in self._with([word])} for word in others))
        for position in self._with([longest]):
            if entries[position] in holders:
                yield 40.0 + 20.0 * len(longest) / len(self._texts[position]), position

    def _holds(self, parts: Sequence[str]) -> bool:
        """Whether each part is in some key; one look at all keys rules most out."""
        return all(part in self._joined for part in parts)

    def _with(self, parts: Sequence[str]) -> Sequence[int]:
        """Positions of the keys that hold all parts."""
        if not self._holds(parts):
            return []
        texts = self._texts
        positions: Sequence[int] = range(len(texts))
        for part in sorted(parts, key=len, reverse=True):
            positions = [n for n in positions if part in texts[n]]
        return positions

    def _similar(self, wanted: str, kept: int) -> Iterator[tuple[float, int]]:
        if len(wanted) < _LEAST_FUZZY_LENGTH:
            return
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(
            wanted,
            self._texts,
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_SIMILARITY,
            limit=kept,
        )
        for _, similarity, position in found:
            yield 60.0 * similarity, position

    def _result(self, number: int, score: float) -> SearchResult:
        entry = self._entries[number]
        return SearchResult(
            entry.id, entry.layer, entry.name, round(score, 1), entry.lon, entry.lat
        )


def search_keys(entry: SearchEntry) -> dict[str, float]:
    """The normalized texts that find an entry, each with the points it takes off."""
    named = (
        (_NAME, [entry.name.en, entry.name.zh]),
        (_ALIAS, entry.aliases.split(";")),
        (_PINYIN, _spoken(entry.pinyin)),
        (_INITIALS, entry.initials.split(";")),
    )
    best: dict[str, float] = {}
    for penalty, texts in named:
        for text in texts:
            best.setdefault(search_key(text), penalty + entry.behind)
    best.pop("", None)
    return best


def _spoken(pinyin: str) -> list[str]:
    """Readings as people type them: lü is written lv by input methods, lyu in passports, lu."""
    return [
        reading
        for written in (r"\1v", r"\1u", r"\1yu")
        for reading in dict.fromkeys(_UMLAUT.sub(written, pinyin).split(";"))
    ]
