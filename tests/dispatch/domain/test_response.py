"""The response time of a case: the targets it took with it, and how long the first unit took."""

from dataclasses import replace
from typing import Any

from dispatch.domain import incident
from dispatch.domain.board import Board
from dispatch.domain.projection import project
from dispatch.domain.response import first_on_scene, response_s, target_of
from dispatch.domain.words import TaskState
from tests.builders import Story, at, held_targets


def seconds_of(held: Any, priority: str | None) -> float | None:
    target = target_of(held, priority)
    return None if target is None else target["seconds"]


def test_the_target_follows_colour_and_zone() -> None:
    at_sea = held_targets(zone="laut")
    assert [seconds_of(at_sea, colour) for colour in ("merah", "kuning", "hijau", "hitam")] == [2700, 3600, None, None]
    nobody_knows = held_targets(zone=None)
    assert [seconds_of(nobody_knows, colour) for colour in (None, "kuning")] == [900, 1800]


def test_a_case_counts_from_the_answer(story: Story) -> None:
    call_id = story.ring()
    answered = story.row("call", call_id)["answered_at"]
    row = story.row("incident", story.open_case(call_id=call_id))
    assert answered is not None
    assert row["targets"] == held_targets(from_at=answered)


def test_a_case_that_moves_keeps_its_version(story: Story) -> None:
    incident_id = story.open_case()
    story.do(incident.set_place, incident_id=incident_id, kelurahan_code="21.72.01.1001", zone="laut")
    assert story.row("incident", incident_id)["targets"] == held_targets(zone="laut")
    story.do(incident.set_place, incident_id=incident_id, address="enc:Jl. Merdeka 1")
    assert story.row("incident", incident_id)["targets"]["zone"] == "laut"


def test_events_from_before_the_targets_replay_to_the_rows_of_then(story: Story) -> None:
    incident_id = story.open_case()
    story.do(incident.set_place, incident_id=incident_id, kelurahan_code="21.72.01.1001", zone="laut")
    old = Board()
    for event in story.events:
        then = {name: value for name, value in event.data.items() if name not in ("targets", "zone")}
        project(old, replace(event, data=then))
    row = old.get("incident", incident_id)
    assert "targets" not in row
    assert row["kelurahan_code"] == "21.72.01.1001"


def test_the_first_unit_on_scene_counts() -> None:
    tasks = [{"stamps": {TaskState.ON_SCENE: {"at": at(seconds)}}} for seconds in (700, 640)]
    assert first_on_scene([{"stamps": {}}, *tasks]) == at(640)
    assert response_s(held_targets(from_at=at(40)), tasks) == 600
    assert response_s(held_targets(), [{"stamps": {}}]) is None
