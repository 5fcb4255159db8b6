"""Colours: an order of three, and one outside it."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.priority import is_worse, worst
from dispatch.domain.words import Priority

HIJAU, KUNING, MERAH, HITAM = Priority.HIJAU, Priority.KUNING, Priority.MERAH, Priority.HITAM
ORDER = (HIJAU, KUNING, MERAH)
COLOURS = st.sampled_from(Priority) | st.none()


def test_the_order_is_merah_kuning_hijau() -> None:
    ranked = [(new, old) for new in ORDER for old in ORDER if is_worse(new, old)]
    assert ranked == [(KUNING, HIJAU), (MERAH, HIJAU), (MERAH, KUNING)]
    assert all(is_worse(colour, None) for colour in ORDER)


@given(COLOURS)
def test_nothing_is_raised_to_hitam_or_to_nothing(old: Priority | None) -> None:
    assert not is_worse(HITAM, old)
    assert not is_worse(None, old)


@given(st.lists(COLOURS))
def test_the_worst_is_that_of_the_living(colours: list[Priority | None]) -> None:
    living = [colour for colour in colours if colour in ORDER]
    found = worst(colours)
    if living:
        assert found in living
        assert not any(is_worse(colour, found) for colour in living)
    else:
        assert found == (HITAM if HITAM in colours else None)


@given(st.permutations([HIJAU, KUNING, MERAH, HITAM, None]))
def test_the_worst_does_not_depend_on_who_came_first(colours: list[Priority | None]) -> None:
    assert worst(colours) is MERAH
