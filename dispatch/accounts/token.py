"""Random secrets that browsers keep and the database knows only by digest."""

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A fresh secret of 256 random bits, safe in a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> bytes:
    """What the database keeps of a secret. A plain SHA-256 is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(text.encode()).digest()


def is_same(token: str | None, secret: str) -> bool:
    """Whether `token` is `secret`, in a time that does not tell how much of it was right."""
    return token is not None and hmac.compare_digest(token.encode(errors="replace"), secret.encode())
