"""Which item is which: link ids that stay the same from version to version."""

from __future__ import annotations

from triage.model import GATE_PREFIX

GATE, CARD, PATIENT, RESULT = "gate", "card", "patient", "result"
AGE, SEX, PREGNANT = f"{PATIENT}.age_years", f"{PATIENT}.sex", f"{PATIENT}.pregnant"
PRIORITY, DISPOSITION, TRANSPORT = f"{RESULT}.priority", f"{RESULT}.disposition", f"{RESULT}.transport"
DETERMINANT = f"{RESULT}.determinant"


def link_of(key: str) -> str:
    """The link id of a question, from the key a condition names it by: "gate.sadar" or "lama"."""
    return key if key.startswith(GATE_PREFIX) else f"{CARD}.{key}"


def shell_of(link_id: str, number: int) -> str:
    """The link id of a group around a question, there only because one item has one list of conditions."""
    return f"{link_id}.bila.{number}"
