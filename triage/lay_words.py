"""What callers say → the cards it may mean. Suggestions only: no priority, answer or dispatch follows of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz

from triage.errors import ProtocolError, name_the_known
from triage.load import PACKAGED
from triage.model import Protocol
from triage.reader import Section, read_file

FILE = "lay_words.yaml"
MOST_SUGGESTED = 5
MOST_WORDS_READ = 200
"""Of a long text only its beginning is searched: what happened is said first."""

ALIKE = 85.0
"""Of 100 (normalised Indel similarity): one letter too many or too few in a word of five. Short words are taken
exactly, because "step" and "stop" differ by one letter and by a life; so are words that mean something themselves."""
SHORT = 4
LEAST_STEM = 4

_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("nya", "lah", "kah", "ku", "mu")
_SPELT = {
    "nafas": "napas",
    "bernafas": "bernapas",
    "nggak": "tidak",
    "gak": "tidak",
    "ga": "tidak",
    "ngga": "tidak",
    "tak": "tidak",
    "tdk": "tidak",
    "enggak": "tidak",
    "dak": "tidak",
    "ndak": "tidak",
    "perih": "sakit",
}


@dataclass(frozen=True)
class Entry:
    """Words of callers that mean the same: the cards they lead to, the likeliest first; `gate` asks it again first."""

    phrases: tuple[tuple[str, ...], ...]
    cards: tuple[str, ...]
    gate: bool
    needs_signature: bool


@dataclass(frozen=True)
class Suggestion:
    """A card to look at, or, with no card, the gate to ask again; `heard` is what of the text led there."""

    card: str | None
    heard: str
    needs_signature: bool


@dataclass(frozen=True)
class _Heard:
    text: str
    words: int
    alike: float


@dataclass(frozen=True)
class LayWords:
    """All entries; `words` are the single words of their phrases."""

    entries: tuple[Entry, ...]
    words: frozenset[str]

    def suggest(self, text: str) -> list[Suggestion]:
        """The gate where something of it was said, then cards: those more of whose words were heard first.

        Args:
            text: whatever the operator typed. Nothing recognised gives nothing.
        """
        said = words_of(text)[:MOST_WORDS_READ]
        found = [
            (heard, number, entry) for number, entry in enumerate(self.entries) if (heard := self._hear(entry, said))
        ]
        gates = [Suggestion(None, heard.text, entry.needs_signature) for heard, _, entry in found if entry.gate]
        found.sort(key=lambda one: (-one[0].words, -one[0].alike, one[1]))
        cards: dict[str, Suggestion] = {}
        for place in range(max((len(entry.cards) for *_, entry in found), default=0)):
            for heard, _, entry in found:
                if place < len(entry.cards):
                    card = entry.cards[place]
                    cards.setdefault(card, Suggestion(card, heard.text, entry.needs_signature))
        return [*gates[:1], *list(cards.values())[:MOST_SUGGESTED]]

    def _hear(self, entry: Entry, said: list[str]) -> _Heard | None:
        """The longest of an entry's phrases that was said, in one piece."""
        heard = [
            _Heard(" ".join(said[start : start + len(phrase)]), len(phrase), alike)
            for phrase in entry.phrases
            for start in range(len(said) - len(phrase) + 1)
            if (alike := self._alike(phrase, said[start : start + len(phrase)])) >= ALIKE
        ]
        return max(heard, key=lambda one: (one.words, one.alike)) if heard else None

    def _alike(self, phrase: tuple[str, ...], said: list[str]) -> float:
        """How alike the words are, each with its own; the least alike decides."""
        return min(
            0.0 if word in self.words and word != known else _alike_word(known, word)
            for known, word in zip(phrase, said, strict=True)
        )


def lay_words_within(words: LayWords, protocol: Protocol) -> LayWords:
    """Only what leads somewhere in another version than the one the words were written for."""
    kept = [
        replace(entry, cards=tuple(card for card in entry.cards if card in protocol.cards)) for entry in words.entries
    ]
    return replace(words, entries=tuple(entry for entry in kept if entry.cards or entry.gate))


def load_lay_words(protocol: Protocol, folder: Path | None = None) -> LayWords:
    """Read the lay words beside a protocol, and check that each leads somewhere in it.

    Raises:
        ProtocolError: the first mistake found, with its file and line.
    """
    home = PACKAGED if folder is None else folder
    section, _ = read_file(home, home / FILE)
    entries: list[Entry] = []
    lines: dict[tuple[str, ...], int] = {}
    for part in section.sections("entries", "entry"):
        entry = _entry(part, protocol.cards)
        for phrase in entry.phrases:
            if phrase in lines:
                raise part.error(
                    f"{' '.join(phrase)!r} is there twice (first in line {lines[phrase]}); keep one", "words"
                )
            lines[phrase] = part.line
        entries.append(entry)
    section.done()
    if not entries:
        raise ProtocolError(FILE, section.line, "no entry; write at least one")
    return LayWords(tuple(entries), frozenset(word for phrase in lines for word in phrase))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, one spelling, no clitics."""
    return [_plain(word) for word in _WORD.findall(text.casefold())]


def _plain(word: str) -> str:
    word = _SPELT.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            return word[: -len(ending)]
    return word


def _alike_word(known: str, word: str) -> float:
    if known == word:
        return 100.0
    if min(len(known), len(word)) <= SHORT:
        return 0.0
    return fuzz.ratio(known, word, score_cutoff=ALIKE)


def _entry(part: Section, cards: Mapping[str, object]) -> Entry:
    phrases = tuple(tuple(words_of(phrase)) for phrase in part.names("words"))
    if not phrases or not all(phrases):
        raise part.error("'words' is missing or has an empty one; write what callers say", "words")
    leads_to = tuple(part.names("cards"))
    for card in leads_to:
        if card not in cards:
            raise part.error(f"unknown card {card!r}; {name_the_known(card, cards)}", "cards")
    gate = part.flag("gate")
    entry = Entry(phrases, leads_to, gate, part.flag("perlu_tanda_tangan"))
    part.done()
    if not leads_to and not gate:
        raise part.error("leads nowhere; add `cards` or `gate: true`")
    return entry
