"""From the files of the spoken languages to `SpokenLanguage`; what names nothing of the protocol is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from triage.errors import ProtocolError, name_the_known
from triage.model import Card, Gate, Instruction, Node, Question
from triage.parse import parse_text
from triage.reader import Section
from triage.spoken import BASE, IN_CARDS, SpokenLanguage, Words, list_nodes, list_questions, words_in_cards

FOLDER = "languages"
SHARED_PREFIX = "common."
HEAD = "protocol.yaml"
# As BCP 47 writes them, in small letters; a code names a file.
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)


@dataclass(frozen=True)
class Sayable:
    """What of a protocol is spoken.

    Args:
        questions: by the name under which a language has their words; a shared question stands under ``common.``
            as well.
        shared: for the name of a shared question, the names it has on the cards that ask it.
    """

    questions: Mapping[str, Question]
    shared: Mapping[str, Sequence[str]]
    nodes: Mapping[str, Node]


def list_sayable(
    gate: Gate, shared: Mapping[str, Question], cards: Mapping[str, Card], graphs: Mapping[str, Instruction]
) -> Sayable:
    """Everything that a language may have words for."""
    questions = list_questions(gate, cards)
    places = {
        SHARED_PREFIX + key: [f"{card.id}.{key}" for card in cards.values() if card.by_id.get(key) is question]
        for key, question in shared.items()
    }
    return Sayable(
        questions | {SHARED_PREFIX + key: question for key, question in shared.items()}, places, list_nodes(graphs)
    )


def check_listed(codes: Sequence[str], files: Iterable[str], head: Section) -> None:
    """Each language of the protocol has its file and each file is a language of the protocol, Indonesian first.

    Raises:
        ProtocolError: a code of another form or twice, a file nobody named, or another language first.
    """
    if codes and codes[0] != BASE:
        raise head.error(f"the first language is {BASE!r}: it is said where another has no words", "languages")
    for code in codes:
        if not _CODE.fullmatch(code):
            raise head.error(f"{code!r} is no language code; write such as 'en' or 'zh-latn'", "languages")
        if codes.count(code) > 1:
            raise head.error(f"language {code!r} is there twice; keep one", "languages")
    for path in sorted(files):
        code = PurePosixPath(path).stem
        if code not in codes:
            hint = name_the_known(code, codes)
            raise ProtocolError(path, 1, f"unknown language {code!r}; add it to `languages` in {HEAD} ({hint})")


def parse_language(section: Section, sayable: Sayable, base: SpokenLanguage | None) -> SpokenLanguage:
    """One language.

    Args:
        base: Indonesian, whose phrases the others have words for; None while reading it.

    Raises:
        ProtocolError: a name that the protocol does not have, a sentence without words, or one written twice.
    """
    code = section.text("id")
    if PurePosixPath(section.file).stem != code:
        raise section.error(f"the file of language {code!r} must be named {code}.yaml", "id")
    section.what = f"language {code}"
    own = code in IN_CARDS
    language = SpokenLanguage(
        code=code,
        name=parse_text(section, "name"),
        count=_parse_count(section),
        phrases=_parse_phrases(section, base),
        questions=_questions_of_cards(sayable, code) if own else _parse_questions(section, sayable),
        nodes=_nodes_of_cards(sayable, code) if own else _parse_nodes(section, sayable),
        sources=tuple(section.names("sources")),
        needs_signature=section.flag("perlu_tanda_tangan"),
    )
    if not language.sources:
        raise section.error("sources is missing; name at least one")
    if own:
        for key in ("questions", "nodes"):
            if key in section:
                raise section.error(f"the words of {code!r} stand in the cards; change them there", key)
    section.done()
    return language


def _parse_count(section: Section) -> tuple[str, ...]:
    count = tuple(" ".join(word.split()) for word in section.names("count"))
    if not count or not all(count):
        raise section.error("count is missing or has an empty word; write how the presses are counted aloud", "count")
    return count


def _parse_phrases(section: Section, base: SpokenLanguage | None) -> dict[str, str]:
    part = section.find_section("phrases", f"{section.what}, phrases")
    if part is None:
        return {}
    phrases: dict[str, str] = {}
    for key in part.keys():  # noqa: SIM118 - not a dict
        if base is not None and key not in base.phrases:
            raise part.error(f"unknown phrase {key!r}; {name_the_known(key, base.phrases)}", key)
        phrases[key] = part.text(key)
    return phrases


def _parse_questions(section: Section, sayable: Sayable) -> dict[str, Words]:
    part = section.find_section("questions", f"{section.what}, questions")
    found: dict[str, Words] = {}
    for key in part.keys() if part else ():
        assert part is not None
        question = sayable.questions.get(key)
        if question is None:
            raise part.error(f"unknown question {key!r}; {name_the_known(key, sayable.questions)}", key)
        words = _parse_words(part, key, [option.id for option in question.options])
        for name in sayable.shared.get(key, (key,)):
            if name in found:
                raise part.error(f"the words of {name!r} are there twice; keep one", key)
            found[name] = words
    return found


def _parse_nodes(section: Section, sayable: Sayable) -> dict[str, Words]:
    part = section.find_section("nodes", f"{section.what}, nodes")
    found: dict[str, Words] = {}
    for key in part.keys() if part else ():
        assert part is not None
        node = sayable.nodes.get(key)
        if node is None:
            raise part.error(f"unknown step {key!r}; {name_the_known(key, sayable.nodes)}", key)
        found[key] = _parse_words(part, key, [reply.id for reply in node.replies])
    return found


def _parse_words(part: Section, key: str, known: Sequence[str]) -> Words:
    section = part.find_section(key, f"{part.what}, {key}")
    assert section is not None
    answers: dict[str, str] = {}
    given = section.find_section("answers", f"{section.what}, answers")
    for answer in given.keys() if given else ():
        assert given is not None
        if answer not in known:
            raise given.error(f"unknown answer {answer!r}; {name_the_known(answer, known)}", answer)
        answers[answer] = given.text(answer)
    words = Words(section.find_text("said"), answers)
    section.done()
    if words == Words():
        raise part.error("no words; write `said`, `answers`, or leave the name out", key)
    return words


def _questions_of_cards(sayable: Sayable, code: str) -> dict[str, Words]:
    return {
        key: words_in_cards(question.text, {one.id: one.label for one in question.options}, code)
        for key, question in sayable.questions.items()
        if key not in sayable.shared
    }


def _nodes_of_cards(sayable: Sayable, code: str) -> dict[str, Words]:
    return {
        key: words_in_cards(node.say, {one.id: one.label for one in node.replies}, code)
        for key, node in sayable.nodes.items()
    }
