"""The waits between tries."""

from hypothesis import given
from hypothesis import strategies as st

from dispatch.outbox.courier import FIRST_WAIT_S, LONGEST_WAIT_S, TRIES, backoff_s

jitters = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, TRIES), jitters)
def test_a_wait_is_never_too_short_nor_too_long(attempts: int, jitter: float) -> None:
    assert FIRST_WAIT_S / 2 <= backoff_s(attempts, jitter) <= LONGEST_WAIT_S


@given(st.integers(1, 50), jitters)
def test_a_later_try_waits_no_less(attempts: int, jitter: float) -> None:
    assert backoff_s(attempts + 1, jitter) >= backoff_s(attempts, jitter)


def test_it_doubles_and_gives_up_after_about_half_an_hour() -> None:
    assert [backoff_s(attempts, 0.0) for attempts in (1, 2, 3, 4)] == [2, 4, 8, 16]
    assert 25 * 60 < sum(backoff_s(attempts, 0.0) for attempts in range(1, TRIES)) < 45 * 60
