import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.accounts.throttle import PER_ADDRESS, PER_NAME_AND_ADDRESS, Limit, Throttle
from dispatch.http.problems import TooManyAttempts
from dispatch.store.pool import Database
from tests.dispatch.accounts.conftest import Clock

FREE = PER_NAME_AND_ADDRESS.free_attempts


@given(st.sampled_from((PER_NAME_AND_ADDRESS, PER_ADDRESS)), st.integers(0, 10_000))
def test_the_wait_grows_and_is_bounded(limit: Limit, attempts: int) -> None:
    assert 0 <= limit.wait_s(attempts) <= limit.wait_s(attempts + 1) <= limit.longest_wait_s
    assert (limit.wait_s(attempts) == 0) == (attempts < limit.free_attempts)


@pytest.mark.database
async def test_guessing_one_name_has_to_wait_and_waiting_helps(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    for _ in range(FREE):
        await throttle.attempt("sari", "10.0.0.9", now=clock())
    with pytest.raises(TooManyAttempts) as caught:
        await throttle.attempt("sari", "10.0.0.9", now=clock())
    wait_s = caught.value.extras["retry_after_s"]
    assert wait_s == PER_NAME_AND_ADDRESS.wait_s(FREE)

    # Another process of the same server, or the same after a restart, knows it too.
    clock.advance(seconds=wait_s - 1)
    with pytest.raises(TooManyAttempts):
        await Throttle(db).attempt("sari", "10.0.0.9", now=clock())
    clock.advance(seconds=1)
    await throttle.attempt("sari", "10.0.0.9", now=clock())


@pytest.mark.database
async def test_a_stranger_elsewhere_locks_nobody_out(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    for _ in range(FREE):
        await throttle.attempt("sari", "203.0.113.5", now=clock())
    await throttle.attempt("sari", "10.0.0.9", now=clock())
    await throttle.attempt("budi", "203.0.113.5", now=clock())


@pytest.mark.database
async def test_a_success_forgets_the_failures(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    for _ in range(3 * FREE):
        await throttle.attempt("sari", "10.0.0.9", now=clock())
        await throttle.succeeded("sari", "10.0.0.9", now=clock())


@pytest.mark.database
async def test_many_names_from_one_address_are_slowed_too(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    for number in range(PER_ADDRESS.free_attempts):
        await throttle.attempt(f"name{number}", "203.0.113.5", now=clock())
    with pytest.raises(TooManyAttempts):
        await throttle.attempt("one-more", "203.0.113.5", now=clock())


@pytest.mark.database
async def test_parallel_guesses_do_not_slip_past(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    results = await asyncio.gather(
        *(throttle.attempt("sari", "10.0.0.9", now=clock()) for _ in range(4 * FREE)), return_exceptions=True
    )
    assert sum(result is None for result in results) == FREE
    assert all(result is None or isinstance(result, TooManyAttempts) for result in results)


@pytest.mark.database
async def test_the_table_keeps_no_names_and_forgets_old_failures(db: Database, clock: Clock) -> None:
    throttle = Throttle(db)
    await throttle.attempt("my-password-typed-in-the-wrong-field", "10.0.0.9", now=clock())
    assert "my-password" not in str(await db.fetch("SELECT * FROM login_attempt"))
    clock.advance(hours=2)
    await throttle.attempt("sari", "10.0.0.7", now=clock())
    await throttle.succeeded("sari", "10.0.0.7", now=clock())
    assert await db.value("SELECT count(*) FROM login_attempt WHERE address = '10.0.0.9'") == 0
