"""One projector for all: every event that is made has a handler, and no handler waits for an event nobody makes."""

import ast
from pathlib import Path

import pytest

import dispatch
from dispatch.domain.board import Board
from dispatch.domain.event import Event
from dispatch.domain.projection import HANDLERS, NOT_PROJECTED, PROJECTED_KINDS, project
from tests.builders import SARI, at

SOURCES = sorted(Path(dispatch.__file__).parent.rglob("*.py"))


def made_events() -> set[str]:
    """The first text argument of every `….event("…")` and `_event(…, "…")` in the core."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    makers = (
        node
        for node in calls
        if (isinstance(node.func, ast.Attribute) and node.func.attr == "event")
        or (isinstance(node.func, ast.Name) and node.func.id == "_event")
    )
    texts = (arg.value for node in makers for arg in node.args[:2] if isinstance(arg, ast.Constant))
    return {text for text in texts if isinstance(text, str)}


def test_every_event_has_a_handler_and_every_handler_an_event() -> None:
    made = made_events()
    assert len(made) > 30, "the search must find them"
    assert made == HANDLERS.keys()


def test_an_unknown_event_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        project(Board(), Event("call.exploded", ("1",), at(0), SARI, {}))


def test_a_kind_is_rebuilt_from_the_log_or_is_not() -> None:
    assert not set(PROJECTED_KINDS) & set(NOT_PROJECTED)
