"""Words that the profile shares with other packages, which it does not import."""

from cities import City, load_city
from cities.profile import UnitKind
from cities.targets import Colour
from dispatch.domain.words import Channel, Priority
from routing import Mode
from triage import Capability

CITY: City = load_city("tanjungpinang")


def test_every_capability_that_triage_can_ask_for_has_a_name() -> None:
    assert set(Capability) <= {capability.id for capability in CITY.capabilities}


def test_every_kind_of_unit_is_a_capability() -> None:
    assert set(UnitKind) <= {capability.id for capability in CITY.capabilities}


def test_channels_are_the_domains() -> None:
    assert {channel.id for channel in CITY.channels} == set(Channel)


def test_modes_are_the_routers() -> None:
    assert {unit.mode.value for unit in CITY.units} <= {mode.value for mode in Mode}


def test_targets_are_for_colours() -> None:
    assert {colour.value for colour in Colour} == set(Priority) - {Priority.HITAM}
