"""Response times to be held, as versions: which one is valid on a day, and what is wrong with a list of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise, product
from typing import Annotated

from pydantic import Field

from cities.facts import Fact, Identifier, Loc

Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Zone(StrEnum):
    """Which response target applies at a place: a road leads there, or only a boat does."""

    DARAT = "darat"
    LAUT = "laut"


class Colour(StrEnum):
    """Colours that can have a target, the most urgent first. Those that nobody may leave without one: `MUST_HAVE`."""

    MERAH = "merah"
    KUNING = "kuning"
    HIJAU = "hijau"


MUST_HAVE = (Colour.MERAH, Colour.KUNING)


class ResponseTarget(Fact):
    """The response time to be held for a colour in a zone, from the call taken to the first unit on scene."""

    priority: Colour
    zone: Zone
    seconds: Seconds


class ResponseTargets(Fact):
    """One version of the targets: for cases opened on the day `valid_from`, in the city's own time, and afterwards.

    A version that was valid is not edited: another is added behind it. `id` names it in every case opened under it.
    """

    id: Identifier
    valid_from: date
    targets: tuple[ResponseTarget, ...]

    def find(self, priority: str | None, zone: str) -> ResponseTarget | None:
        """The target of a colour in a zone; None where there is none."""
        return next((one for one in self.targets if one.priority == priority and one.zone == zone), None)


def version_valid_on(versions: Sequence[ResponseTargets], day: date) -> ResponseTargets:
    """The version with the latest `valid_from` up to and with `day`; for days before the first, the first.

    Args:
        versions: at least one, oldest first, as `list_target_problems` asks for.
    """
    begun = [version for version in versions if version.valid_from <= day]
    return begun[-1] if begun else versions[0]


def list_target_problems(versions: Sequence[ResponseTargets]) -> Iterator[tuple[Loc, str]]:
    """What makes a list of versions unfit: each with its place in the list and what to do about it."""
    for number, (before, after) in enumerate(pairwise(versions), start=1):
        if after.valid_from <= before.valid_from:
            yield (
                (number, "valid_from"),
                f"{after.valid_from} is not after the day of '{before.id}': oldest first, each with a day of its own",
            )
    for number, version in enumerate(versions):
        for loc, message in _problems_of(version):
            yield (number, *loc), message


def _problems_of(version: ResponseTargets) -> Iterator[tuple[Loc, str]]:
    seen: set[tuple[Colour, Zone]] = set()
    for row, one in enumerate(version.targets):
        if (one.priority, one.zone) in seen:
            yield ("targets", row), f"'{one.priority}' on '{one.zone}' is given twice: keep one of them"
        seen.add((one.priority, one.zone))
    given = {one.priority for one in version.targets}
    for colour, zone in product(Colour, Zone):
        if (colour in MUST_HAVE or colour in given) and (colour, zone) not in seen:
            yield ("targets",), f"no target for '{colour}' on '{zone}': add it, each colour needs both zones"
    for row, one in enumerate(version.targets):
        yield from _out_of_order(version, row, one)


def _out_of_order(version: ResponseTargets, row: int, one: ResponseTarget) -> Iterator[tuple[Loc, str]]:
    loc = ("targets", row, "seconds")
    by_sea = version.find(one.priority, Zone.LAUT)
    if one.zone is Zone.DARAT and by_sea is not None and one.seconds > by_sea.seconds:
        yield loc, f"'{one.priority}' may take longer on land ({one.seconds:g}) than at sea ({by_sea.seconds:g})"
    colours = list(Colour)
    for worse in colours[: colours.index(one.priority)]:
        urgent = version.find(worse, one.zone)
        if urgent is not None and urgent.seconds > one.seconds:
            yield loc, f"'{one.priority}' is to be reached sooner ({one.seconds:g}) than '{worse}' ({urgent.seconds:g})"
