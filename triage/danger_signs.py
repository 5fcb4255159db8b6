"""The danger signs that are read to who gets advice only: those of everybody, of the patient, and of the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.errors import ProtocolError, name_the_known
from triage.load import PACKAGED
from triage.model import Context, Partition, Protocol, Text
from triage.parse import parse_partition, parse_text
from triage.reader import Section, read_file
from triage.vocabulary import Priority

FILE = "danger_signs.yaml"


@dataclass(frozen=True)
class DangerSign:
    """One thing that has to bring a second call; `say` goes on after "call 119 again at once if:"."""

    id: str
    say: Text
    sources: tuple[str, ...]
    needs_signature: bool


@dataclass(frozen=True)
class DangerSigns:
    """All signs, and to whom each is read."""

    signs: Mapping[str, DangerSign]
    always: tuple[str, ...]
    people: tuple[tuple[Partition, tuple[str, ...]], ...]
    cards: Mapping[str, tuple[str, ...]]

    def list_for(self, card_id: str | None, context: Context) -> list[DangerSign]:
        """What is read to this caller, each once: the card's first, then the patient's, then everybody's.

        Args:
            card_id: the card that decided; one that is unknown here brings no signs of its own.
            context: age, sex and pregnancy; what is not known leaves no sign out.
        """
        of_people = [sign for who, signs in self.people if who.cannot_exclude(context) for sign in signs]
        named = [*self.cards.get(card_id or "", ()), *of_people, *self.always]
        return [self.signs[sign] for sign in dict.fromkeys(named)]


def load_danger_signs(protocol: Protocol, folder: Path | None = None) -> DangerSigns:
    """Read the danger signs beside a protocol, and check that each card which can end in advice has its own.

    Raises:
        ProtocolError: the first mistake found, with its file and line.
    """
    home = PACKAGED if folder is None else folder
    section, _ = read_file(home, home / FILE)
    signs: dict[str, DangerSign] = {}
    for part in section.sections("signs", "sign"):
        sign = _sign(part, protocol)
        if sign.id in signs:
            raise part.error(f"{sign.id!r} is there twice; keep one", "id")
        signs[sign.id] = sign
    always = _named(section, "always", signs)
    people = tuple(_people(part, signs) for part in section.sections("people", "people"))
    cards = _cards(section, signs, protocol)
    section.done()
    unread = signs.keys() - {*always, *(s for _, some in people for s in some), *(s for c in cards.values() for s in c)}
    if unread:
        raise ProtocolError(FILE, section.line, f"read to nobody: {', '.join(sorted(unread))}; name them or drop them")
    return DangerSigns(signs, always, people, cards)


def _sign(part: Section, protocol: Protocol) -> DangerSign:
    sources = tuple(part.names("sources"))
    for source in sources:
        if source not in protocol.sources:
            raise part.error(f"unknown source {source!r}; {name_the_known(source, protocol.sources)}", "sources")
    if not sources:
        raise part.error("sources is missing; name at least one, `usulan` for a proposal")
    sign = DangerSign(part.text("id"), parse_text(part, "say"), sources, part.flag("perlu_tanda_tangan"))
    part.done()
    return sign


def _people(part: Section, signs: Mapping[str, DangerSign]) -> tuple[Partition, tuple[str, ...]]:
    who = parse_partition(part, "who")
    if who.is_everybody:
        raise part.error("`who` is everybody; name the signs under `always`", "who")
    named = _named(part, "signs", signs)
    part.done()
    return who, named


def _cards(section: Section, signs: Mapping[str, DangerSign], protocol: Protocol) -> dict[str, tuple[str, ...]]:
    part = section.find_section("cards", "cards")
    if part is None:
        raise section.error("'cards' is missing; add it")
    for card in part.keys():  # noqa: SIM118 - not a dict
        if card not in protocol.cards:
            raise part.error(f"unknown card {card!r}; {name_the_known(card, protocol.cards)}", card)
    named = {card: _named(part, card, signs) for card in part.keys()}  # noqa: SIM118 - not a dict
    for known in protocol.cards.values():
        if known.id not in named and any(row.priority is Priority.HIJAU for row in known.determinants):
            raise part.error(f"card {known.id!r} can end in advice and has no signs of its own; add it")
    part.done()
    return named


def _named(section: Section, key: str, signs: Mapping[str, DangerSign]) -> tuple[str, ...]:
    named = tuple(section.names(key))
    if not named:
        raise section.error(f"{key!r} names no sign; write at least one", key)
    for sign in named:
        if sign not in signs:
            raise section.error(f"unknown sign {sign!r}; {name_the_known(sign, signs)}", key)
    return named
