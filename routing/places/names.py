"""How well a text resembles each of many names, all of them at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from placenames import normalised
from routing.geo import FloatArray

THRESHOLD = 0.6
"""Below this score two names are not called alike."""

WHOLE_WORD, BEGINNING, INITIAL = 1.0, 0.9, 0.8
ALIKE = 0.75
"""Two words of which less is the same are different words."""
SHORTEST_TYPO = 4
"""A shorter word has no room for a slip of the finger: it is another word."""
SPARE_WORDS = 0.2
"""How much a name loses whose other words nobody asked for."""
REMEMBERED_WORDS = 128


class NameTable:
    """The names of some things, several for each, ready to be compared.

    Every word of a text is compared with every distinct word once; what a name is worth follows by numpy.
    """

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        spelt = [[words for name in of_one if (words := normalised(name))] or [("",)] for of_one in names]
        self._words = sorted({word for of_one in spelt for words in of_one for word in words})
        number = {word: place for place, word in enumerate(self._words)}
        flat = [words for of_one in spelt for words in of_one]
        self._word = np.array([number[word] for words in flat for word in words], dtype=np.int64)
        self._length = np.array([len(words) for words in flat], dtype=np.int64)
        self._first_word = np.cumsum(self._length) - self._length
        count = np.array([len(of_one) for of_one in spelt], dtype=np.int64)
        self._first_name = np.cumsum(count) - count
        # A search as it is typed, and the ways to cut a junction in two, ask for the same words again.
        self._found = lru_cache(REMEMBERED_WORDS)(self._find)
        self._by_initial = lru_cache(REMEMBERED_WORDS)(self._find_by_initial)

    def __len__(self) -> int:
        return len(self._first_name)

    def scores(self, text: str) -> FloatArray:
        """(things,) from 0 to 1: how well every word of the text is found in the best of a thing's names.

        A name loses a little for words of it that were not asked for. A word begun, or with a slip of the finger,
        counts for less than the whole word; numbers are never guessed; an initial stands for a word ("A. Yani")
        only beside another word that is found.
        """
        wanted = normalised(text)
        if not wanted or len(self) == 0:
            return np.zeros(len(self))
        found = np.stack([self._found(word) for word in wanted])
        beside = (found >= BEGINNING).any(axis=0)
        if beside.any():
            initials = np.stack([self._by_initial(word) for word in wanted])
            found = np.where(beside, np.maximum(found, initials), found)
        spare = np.maximum(0, self._length - len(wanted)) / self._length
        scores = found.mean(axis=0) * (1 - SPARE_WORDS * spare)
        return np.asarray(np.maximum.reduceat(scores, self._first_name), dtype=np.float64)

    def _find(self, word: str) -> FloatArray:
        """(names,) how well a word is found in each name."""
        return self._best_in_name(self._likeness(word))

    def _find_by_initial(self, word: str) -> FloatArray:
        """(names,) whether a word and one of the name are initial and word."""
        likeness = np.zeros(len(self._words))
        if not word.isdigit():
            likeness[self._beginning_with(word) if len(word) == 1 else self._equal_to(word[0])] = INITIAL
        return self._best_in_name(likeness)

    def _likeness(self, word: str) -> FloatArray:
        """(words,) how alike two words are."""
        if word.isdigit() or len(word) < SHORTEST_TYPO:
            likeness = np.zeros(len(self._words))
        else:
            alike = process.cdist([word], self._words, scorer=fuzz.ratio, score_cutoff=100 * ALIKE, dtype=np.float32)
            likeness = alike[0].astype(np.float64) / 100
        if len(word) >= 2 and not word.isdigit():
            likeness[self._beginning_with(word)] = BEGINNING
        likeness[self._equal_to(word)] = WHOLE_WORD
        return likeness

    def _best_in_name(self, likeness: FloatArray) -> FloatArray:
        return np.asarray(np.maximum.reduceat(likeness[self._word], self._first_word))

    def _beginning_with(self, word: str) -> slice:
        return slice(bisect_left(self._words, word), bisect_left(self._words, word + "\x7f"))

    def _equal_to(self, word: str) -> slice:
        begin = bisect_left(self._words, word)
        return slice(begin, begin + (begin < len(self._words) and self._words[begin] == word))
