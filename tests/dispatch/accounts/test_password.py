import pytest

from dispatch.accounts import password as passwords
from dispatch.accounts.password import HASHER, PasswordChecker, WeakPassword, check_strength


@pytest.fixture(autouse=True)
def the_program_s_own_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests of the session may have made them cheap."""
    monkeypatch.setattr(passwords, "HASHER", HASHER)


def test_guessing_costs_what_owasp_asks() -> None:
    assert HASHER.hash("perahu-merah-7").split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]


@pytest.mark.parametrize("weak", ["pendek", "x" * 129, "sari1234", "aaaaaaaaaaaa", "SARI-sari"])
def test_easy_passwords_are_refused(weak: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(weak, username="sari-sari" if "-" in weak else "sari1")


def test_a_good_password_passes() -> None:
    check_strength("perahu-merah-7", username="sari")


async def test_a_password_fits_its_own_hash_only() -> None:
    checker = PasswordChecker()
    stored = await checker.hash("perahu-merah-7")
    assert stored.startswith("$argon2id$")
    assert await checker.verify("perahu-merah-7", stored) == (True, None)
    assert await checker.verify("perahu-merah-8", stored) == (False, None)
    assert await checker.verify("perahu-merah-7", "not a hash") == (False, None)


async def test_an_unknown_name_costs_a_whole_check(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Spy:
        def hash(self, password: str) -> str:
            return HASHER.hash(password)

        def verify_and_update(self, password: str, stored: str) -> tuple[bool, str | None]:
            checked.append(stored)
            return HASHER.verify_and_update(password, stored)

    monkeypatch.setattr(passwords, "HASHER", Spy())
    assert await PasswordChecker().verify("no account has this name", None) == (False, None)
    assert checked[0].split("$")[:4] == HASHER.hash("x").split("$")[:4]


async def test_an_old_hash_is_made_anew() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    old = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1).hash("perahu-merah-7")
    matches, newer = await PasswordChecker().verify("perahu-merah-7", old)
    assert matches
    assert newer is not None
    assert HASHER.verify("perahu-merah-7", newer)
