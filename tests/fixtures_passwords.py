"""Passwords of tests are hashed at a thousandth of the price: tests prove who may sign in, not what guessing costs.

Only this process is meant: servers in processes of their own, and everything outside the tests, hash as they always do.
"""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def quick_passwords() -> Iterator[None]:
    """Argon2id with its smallest parameters, in this process."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    from dispatch.accounts import password

    smallest = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(password, "HASHER", smallest)
        yield
