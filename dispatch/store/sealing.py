"""Sealing of personal data: a key per subject, so that destroying it makes an append-only log forget.

A sealed value is text, `enc:1:<key id>:<base64url(nonce ‖ ciphertext)>`, made by AES-256-GCM from the value's
JSON. Being text, it travels through events, projections and rows unchanged, and the log's hash chain is
verified without any key. Subject keys are kept wrapped by the master key, which lives outside the database.

Sources: NIST SP 800-38D (GCM with a random 96-bit nonce, at most 2^32 sealings a key), RFC 5869 (HKDF).
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import JsonValue

_SEALED_PREFIX = "enc:1:"
_SEALED = re.compile(r"enc:1:(?P<key_id>[0-9a-f]{32}):(?P<box>[A-Za-z0-9_-]{38,})")
_WRAPPED = re.compile(r"wrap:1:(?P<master_id>[0-9a-f]{16}):(?P<box>[A-Za-z0-9_-]+)")
_KEY_BYTES = 32
_NONCE_BYTES = 12


class SealError(Exception):
    """A sealed value or a wrapped key cannot be opened: malformed, changed, or made with another key."""


class MasterKeyError(Exception):
    """The master key cannot be used: not a key, or its file is open to others."""


@dataclass(frozen=True)
class SubjectKey:
    """The key of one subject (a call until its patient is known, then the patient)."""

    key_id: str
    subject: str
    secret: bytes = field(repr=False)

    @cached_property
    def cipher(self) -> AESGCM:
        """The prepared cipher, kept because making one costs more than opening a field."""
        return AESGCM(self.secret)


def new_subject_key(subject: str) -> SubjectKey:
    """A fresh random key for `subject`, with an id of its own that says nothing about the subject."""
    return SubjectKey(key_id=uuid.uuid4().hex, subject=subject, secret=secrets.token_bytes(_KEY_BYTES))


def seal(value: JsonValue, key: SubjectKey, *, aad: str = "") -> str:
    """Encrypt one JSON value.

    Args:
        value: anything JSON can say; NaN and infinities are refused with ValueError.
        key: the subject's key.
        aad: what the value is bound to (a field's name, say); the same text is needed to open it.
    """
    # ASCII escapes keep even a lone surrogate from a broken screen sealable.
    plain = json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")
    nonce = os.urandom(_NONCE_BYTES)
    box = nonce + key.cipher.encrypt(nonce, plain, _bound_to(key.key_id, aad))
    return f"{_SEALED_PREFIX}{key.key_id}:{_encode(box)}"


def is_sealed(text: str) -> bool:
    """Whether `text` has the form of a sealed value."""
    return text.startswith(_SEALED_PREFIX) and _SEALED.fullmatch(text) is not None


def key_id_of(sealed: str) -> str:
    """The id of the key that sealed this value; SealError when it is not a sealed value."""
    return _parts(sealed)[0]


def unseal(sealed: str, key: SubjectKey, *, aad: str = "") -> JsonValue:
    """Decrypt one sealed value; SealError when it is malformed, changed, or bound to another key or `aad`."""
    key_id, box = _parts(sealed)
    if key_id != key.key_id:
        raise SealError(f"sealed with key {key_id}, not {key.key_id}")
    return _open(box, key, aad)


def unseal_tree(
    row: JsonValue, keys: Callable[[str], SubjectKey | None], erased: JsonValue, *, aad: str = ""
) -> JsonValue:
    """A copy of `row` in which every sealed string, at any depth, is opened.

    Args:
        row: an event body or a row image. What an opened value contains is not opened again.
        keys: the key for a key id, or None when it was destroyed.
        erased: stands where the key is gone.
        aad: the same for all of the row's sealed values.

    Raises:
        SealError: a value whose key exists was changed.
    """
    if isinstance(row, str):
        if not is_sealed(row):
            return row
        key_id, box = _parts(row)
        key = keys(key_id)
        return erased if key is None else _open(box, key, aad)
    if isinstance(row, dict):
        return {name: unseal_tree(value, keys, erased, aad=aad) for name, value in row.items()}
    if isinstance(row, list):
        return [unseal_tree(value, keys, erased, aad=aad) for value in row]
    return row


@dataclass(frozen=True)
class MasterKey:
    """The installation's key: wraps subject keys, and keys the HMACs by which a number is searched."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _KEY_BYTES:
            raise MasterKeyError(f"a master key has {_KEY_BYTES} bytes, this one has {len(self.secret)}")

    @classmethod
    def from_base64(cls, text: str) -> Self:
        """The master key from its base64 text (standard or URL alphabet), as kept in a secret store."""
        try:
            return cls(base64.b64decode(text.strip(), altchars=b"-_" if set("-_") & set(text) else None, validate=True))
        except (binascii.Error, ValueError) as error:
            raise MasterKeyError("the master key is not base64 text") from error

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """The master key kept in `path`; the first start writes a new one there, readable by its owner only.

        Processes starting together end with the same key. Losing the file loses all sealed values, and a copy
        beside a database backup opens all of it: back it up, but apart from the database.

        Raises:
            MasterKeyError: the file is readable by its group or by others, or holds no key.
        """
        if not path.exists():
            _write_once(path, base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise MasterKeyError(
                    f"{path} is open to others (mode {mode:04o}): chmod 600 it, and consider the key known"
                )
            text = file.read(1024)
        try:
            return cls.from_base64(text.decode("ascii"))
        except (UnicodeDecodeError, MasterKeyError) as error:
            raise MasterKeyError(f"{path} holds no master key") from error

    @cached_property
    def key_id(self) -> str:
        """A fingerprint, so that a key wrapped by another master is told apart from a damaged one."""
        return self.derive("id").hex()[:16]

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, unrelated to the keys for other purposes."""
        known = self._derived.get(purpose)
        if known is None:
            hkdf = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"psc119:" + purpose.encode())
            known = self._derived[purpose] = hkdf.derive(self.secret)
        return known

    def wrap(self, key: SubjectKey) -> str:
        """The key as text for the table of keys; it opens only beside the same key id and subject."""
        nonce = os.urandom(_NONCE_BYTES)
        box = nonce + self._wrapper.encrypt(nonce, key.secret, _bound_to(key.key_id, key.subject))
        return f"wrap:1:{self.key_id}:{_encode(box)}"

    def unwrap(self, wrapped: str, *, key_id: str, subject: str) -> SubjectKey:
        """The key from its row; SealError when it was changed, moved, or wrapped by another master."""
        match = _WRAPPED.fullmatch(wrapped)
        if match is None:
            raise SealError("not a wrapped key")
        if match["master_id"] != self.key_id:
            raise SealError(f"key {key_id} is wrapped by master {match['master_id']}, this is master {self.key_id}")
        secret = _decrypt(self._wrapper, match["box"], _bound_to(key_id, subject))
        return SubjectKey(key_id=key_id, subject=subject, secret=secret)

    @cached_property
    def _wrapper(self) -> AESGCM:
        return AESGCM(self.derive("wrap"))

    @cached_property
    def _derived(self) -> dict[str, bytes]:
        return {}


def search_hmac(master: MasterKey, purpose: str, value: str) -> str:
    """A keyed fingerprint by which an encrypted number is found again.

    Args:
        master: the installation's key.
        purpose: what is searched (`phone`, `nik`): the same digits under two purposes do not match.
        value: already normalised; this function compares bytes.

    Returns:
        64 hexadecimal digits (HMAC-SHA-256).
    """
    return hmac.new(master.derive(f"search:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def _bound_to(key_id: str, aad: str) -> bytes:
    return f"{key_id}:{aad}".encode()


def _encode(box: bytes) -> str:
    return base64.urlsafe_b64encode(box).rstrip(b"=").decode("ascii")


def _parts(sealed: str) -> tuple[str, str]:
    match = _SEALED.fullmatch(sealed)
    if match is None:
        raise SealError("not a sealed value")
    return match["key_id"], match["box"]


def _open(box: str, key: SubjectKey, aad: str) -> JsonValue:
    value: JsonValue = json.loads(_decrypt(key.cipher, box, _bound_to(key.key_id, aad)))
    return value


def _decrypt(cipher: AESGCM, box: str, bound_to: bytes) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(box + "=" * (-len(box) % 4))
        return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound_to)
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise SealError("the sealed text was changed, or its key is another") from error


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all and never replaces what another process wrote first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    finally:
        draft.unlink(missing_ok=True)
