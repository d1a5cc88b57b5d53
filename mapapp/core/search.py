"""Finding features by any of their names, as people type them.

Names, aliases, pinyin and initials become keys without case, accents, spaces and marks. A
query equal to a key wins over one that starts it, then one inside it, then all its words
inside it; only where none of this finds anything are typing mistakes considered.
"""

from __future__ import annotations

import heapq
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mapapp.core.text import Text

MAX_QUERY = 200
"""Characters of what is searched for; no name is longer."""

_LAST_CHARACTER = "\U0010ffff"
_NAME, _ALIAS, _PINYIN, _INITIALS = 0.0, 1.0, 2.0, 3.0
"""Points taken off for being found by something other than the name."""

_LEAST_SIMILARITY = 0.7
_LEAST_FUZZY_LENGTH = 4
_KEPT_PER_RESULT = 8


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What can be found: aliases, pinyin and initials are lists separated by ``;``."""

    id: str
    layer: str
    name: Text
    aliases: str
    pinyin: str
    initials: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
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


def normalize(text: str) -> str:
    """Letters and digits only, lower case, without accents: ``Düsseldorf`` is ``dusseldorf``."""
    folded = text.casefold()
    decomposed = folded if folded.isascii() else unicodedata.normalize("NFKD", folded)
    if decomposed.isalnum():
        return decomposed
    return "".join(character for character in decomposed if character.isalnum())


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

    def search(self, query: str, limit: int = 20) -> list[SearchResult]:
        """The best matches first; nothing for a query without letters and digits, or too long."""
        if len(query) > MAX_QUERY:
            return []
        wanted = normalize(query)
        if not wanted:
            return []
        scores = self._scores(wanted, query, limit * _KEPT_PER_RESULT)
        best = sorted(scores, key=lambda number: (-scores[number], self._entries[number].id))
        return [self._result(number, scores[number]) for number in best[:limit]]

    def _scores(self, wanted: str, query: str, kept: int) -> dict[int, float]:
        scores: dict[int, float] = {}
        for find in (self._starting, self._containing):
            self._add(scores, find(wanted), kept)
        if not scores:
            self._add(scores, self._with_words(query), kept)
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

    def _with_words(self, query: str) -> Iterator[tuple[float, int]]:
        words = [word for word in map(normalize, query.split()) if word]
        if len(words) < 2:
            return
        length = sum(map(len, words))
        for position in self._with(words):
            yield 45.0 + 20.0 * min(length / len(self._texts[position]), 1.0), position

    def _with(self, parts: Sequence[str]) -> Sequence[int]:
        """Positions of the keys that hold all parts; one look at all keys rules most out."""
        if not all(part in self._joined for part in parts):
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
        (_PINYIN, entry.pinyin.split(";")),
        (_INITIALS, entry.initials.split(";")),
    )
    best: dict[str, float] = {}
    for penalty, texts in named:
        for text in texts:
            best.setdefault(normalize(text), penalty)
    best.pop("", None)
    return best
