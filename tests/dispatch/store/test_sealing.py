"""Sealing: what is sealed opens again with its key alone, and nothing else opens it."""

import base64
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from dispatch.store.sealing import (
    MasterKey,
    MasterKeyError,
    SealError,
    SubjectKey,
    is_sealed,
    key_id_of,
    new_subject_key,
    seal,
    search_hmac,
    unseal,
    unseal_tree,
)

KEY = new_subject_key("call:01")
ANY_TEXT = st.text(st.characters(codec=None))
JSON: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


def master() -> MasterKey:
    return MasterKey(bytes(range(32)))


@given(JSON)
def test_opens_to_what_was_sealed(value: JsonValue) -> None:
    sealed = seal(value, KEY)
    assert is_sealed(sealed)
    assert key_id_of(sealed) == KEY.key_id
    assert unseal(sealed, KEY) == value


def test_the_same_value_is_never_sealed_the_same_twice() -> None:
    assert seal("Jl. Merdeka", KEY) != seal("Jl. Merdeka", KEY)


def test_the_text_shows_neither_value_nor_subject() -> None:
    sealed = seal("dekat masjid", KEY)
    box = base64.urlsafe_b64decode(sealed.rsplit(":", 1)[1] + "==")
    assert b"masjid" not in box
    assert KEY.subject not in sealed
    assert KEY.secret.hex() not in repr(KEY)


def test_another_key_does_not_open_it() -> None:
    sealed = seal("x", KEY)
    with pytest.raises(SealError, match=KEY.key_id):
        unseal(sealed, new_subject_key("call:01"))
    forged = SubjectKey(key_id=KEY.key_id, subject=KEY.subject, secret=os.urandom(32))
    with pytest.raises(SealError):
        unseal(sealed, forged)


@given(st.data())
def test_any_changed_character_is_noticed(data: st.DataObject) -> None:
    sealed = seal({"nama": "Siti", "telepon": "+62811"}, KEY)
    # The last character may carry unused bits of base64, every other one is significant.
    place = data.draw(st.integers(0, len(sealed) - 2))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != sealed[place]))
    with pytest.raises(SealError):
        unseal(sealed[:place] + other + sealed[place + 1 :], KEY)


def test_a_value_moved_to_another_field_does_not_open() -> None:
    sealed = seal("x", KEY, aad="patient.name")
    assert unseal(sealed, KEY, aad="patient.name") == "x"
    with pytest.raises(SealError):
        unseal(sealed, KEY, aad="patient.address")
    with pytest.raises(SealError):
        unseal(sealed, KEY)


@pytest.mark.parametrize(
    "text", ["", "enc:1:", "enc:2:" + "0" * 32 + ":" + "A" * 40, f"enc:1:{'0' * 32}:short", "halo"]
)
def test_other_text_is_not_taken_for_sealed(text: str) -> None:
    assert not is_sealed(text)
    with pytest.raises(SealError):
        key_id_of(text)
    assert unseal_tree(text, lambda _: KEY, "dihapus") == text


def test_numbers_json_cannot_say_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        seal(float("nan"), KEY)


def test_a_tree_opens_what_has_a_key_and_shows_the_rest_as_erased() -> None:
    gone = new_subject_key("patient:02")
    row: JsonValue = {
        "id": 7,
        "phone": seal("+62811", KEY),
        "place": {"patokan": seal(["dekat", "masjid"], KEY), "kelurahan": "Sei Jang"},
        "patients": [{"name": seal("Siti", gone), "priority": "merah"}, None, True],
    }
    opened = unseal_tree(row, {KEY.key_id: KEY}.get, "dihapus")
    assert opened == {
        "id": 7,
        "phone": "+62811",
        "place": {"patokan": ["dekat", "masjid"], "kelurahan": "Sei Jang"},
        "patients": [{"name": "dihapus", "priority": "merah"}, None, True],
    }
    assert isinstance(row, dict)
    assert is_sealed(str(row["phone"])), "the stored row keeps its ciphertext"


def test_what_a_person_typed_is_not_opened_a_second_time() -> None:
    inner = seal("rahasia", KEY)
    assert unseal_tree(seal(inner, KEY), lambda _: KEY, None) == inner


def test_a_changed_value_in_a_tree_is_loud() -> None:
    swapped = seal("a", KEY).rsplit(":", 1)[0] + ":" + seal("a", new_subject_key("s")).rsplit(":", 1)[1]
    with pytest.raises(SealError):
        unseal_tree({"a": swapped}, lambda _: KEY, "dihapus")


def test_a_wrapped_key_opens_beside_its_own_id_and_subject_only() -> None:
    wrapped = master().wrap(KEY)
    assert master().unwrap(wrapped, key_id=KEY.key_id, subject=KEY.subject) == KEY
    with pytest.raises(SealError):
        master().unwrap(wrapped, key_id=KEY.key_id, subject="call:02")
    with pytest.raises(SealError):
        master().unwrap(wrapped, key_id=new_subject_key("x").key_id, subject=KEY.subject)
    with pytest.raises(SealError, match="not a wrapped key"):
        master().unwrap("halo", key_id=KEY.key_id, subject=KEY.subject)


def test_another_master_is_named() -> None:
    other = MasterKey(bytes(32))
    with pytest.raises(SealError, match=other.key_id):
        master().unwrap(other.wrap(KEY), key_id=KEY.key_id, subject=KEY.subject)


def test_a_master_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    first = MasterKey.load_or_create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert MasterKey.load_or_create(path) == first
    assert [entry.name for entry in path.parent.iterdir()] == ["master.key"]
    assert first.secret.hex() not in repr(first)


def test_processes_starting_together_get_one_master_key(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: MasterKey.load_or_create(path).secret, range(8)))
    assert len(set(keys)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_master_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    MasterKey.load_or_create(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyError, match=f"{mode:04o}"):
        MasterKey.load_or_create(path)


@pytest.mark.parametrize("content", [b"", b"halo", base64.b64encode(bytes(16)), b"\xff\xfe"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyError, match="holds no master key"):
        MasterKey.load_or_create(path)
    assert path.read_bytes() == content


def test_a_master_key_reads_both_base64_alphabets() -> None:
    secret = b"\xfb\xff" * 16
    assert MasterKey.from_base64(base64.b64encode(secret).decode()).secret == secret
    assert MasterKey.from_base64(base64.urlsafe_b64encode(secret).decode() + "\n").secret == secret


def test_search_fingerprints_are_stable_and_apart_by_purpose_and_master() -> None:
    phone = search_hmac(master(), "phone", "+628117000119")
    assert phone == search_hmac(MasterKey(bytes(range(32))), "phone", "+628117000119")
    assert len(phone) == 64
    assert phone != search_hmac(master(), "nik", "+628117000119")
    assert phone != search_hmac(MasterKey(bytes(32)), "phone", "+628117000119")
    assert phone != search_hmac(master(), "phone", "+628117000118")
    assert master().derive("wrap") != master().derive("search:wrap")
