"""When a question is asked, as FHIR says it: every clause must hold, and a clause holds when any of its tests does."""

from __future__ import annotations

from collections.abc import Mapping

from exchange.fhir.links import AGE, PREGNANT, SEX, link_of
from exchange.fhir.naming import Document, Naming
from triage.model import PREGNANCY_BELOW_YEARS, PREGNANCY_FROM_YEARS, Partition, Question, When

Clause = list[Document]


def clauses_of(when: When, questions: Mapping[str, Question], naming: Naming, card_id: str) -> list[Clause]:
    """The condition as clauses; none when it always holds.

    Args:
        questions: by the key a condition names them by.
    """
    found = [
        at_least(key, least, questions[key], naming, card_id) for key, least in sorted(when.thresholds) if least > 0
    ]
    return [*found, *partition_clauses(when.partition, naming)]


def at_least(key: str, least: int, question: Question, naming: Naming, card_id: str) -> Clause:
    """The answers of `least` rank and worse. One that was not given is none of them, as in the engine."""
    link = link_of(key)
    system = naming.answers(card_id, key)
    return [
        _test(link, "=", answerCoding={"system": system, "code": option.id})
        for option in question.options
        if option.rank >= least
    ]


def partition_clauses(partition: Partition, naming: Naming) -> list[Clause]:
    """An age, a sex, pregnancy; what is not known excludes nobody."""
    found: list[Clause] = []
    if partition.above_years is not None:
        operator = ">=" if partition.above_inclusive else ">"
        found.append([_unknown(AGE), _test(AGE, operator, answerDecimal=partition.above_years)])
    if partition.below_years is not None:
        operator = "<=" if partition.below_inclusive else "<"
        found.append([_unknown(AGE), _test(AGE, operator, answerDecimal=partition.below_years)])
    if partition.sex is not None:
        found.append([_unknown(SEX), _is_sex(partition.sex, naming)])
    if partition.pregnant:
        # A stated pregnancy counts at every age and sex; one nobody asked about, where neither excludes it.
        stated = _test(PREGNANT, "=", answerBoolean=True)
        found.append([stated, _unknown(PREGNANT)])
        found.append([stated, _unknown(SEX), _is_sex("P", naming)])
        found.append([stated, _unknown(AGE), _test(AGE, ">=", answerDecimal=PREGNANCY_FROM_YEARS)])
        found.append([stated, _unknown(AGE), _test(AGE, "<", answerDecimal=PREGNANCY_BELOW_YEARS)])
    return found


def conditional(document: Document, clause: Clause) -> Document:
    """The item, asked only when a test of the clause holds."""
    behaviour = {"enableBehavior": "any"} if len(clause) > 1 else {}
    return {**document, "enableWhen": clause, **behaviour}


def _test(question: str, operator: str, **answer: object) -> Document:
    return {"question": question, "operator": operator, **answer}


def _unknown(question: str) -> Document:
    return _test(question, "exists", answerBoolean=False)


def _is_sex(sex: str, naming: Naming) -> Document:
    return _test(SEX, "=", answerCoding={"system": naming.words("jenis_kelamin"), "code": sex})
