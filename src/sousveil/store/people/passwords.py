"""Passwords: what is asked of a new one, and how one is kept and compared.

Kept is an Argon2id string (RFC 9106, the second recommended setting: 64 MiB, three passes), which carries its own
salt and parameters. The password itself is nowhere.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sousveil.errors import UsageError

__all__ = ["LEAST", "check_new", "fits", "keep", "pretend"]

LEAST: Final = 12
"""Characters that a new password must have."""
_MOST: Final = 256


def check_new(password: str, name: str) -> None:
    """Raises UsageError where a password is too short, too long, no text, or the name of its account."""
    plain = _plain(password)
    if any("\ud800" <= character <= "\udfff" for character in plain):
        raise UsageError("The password has bytes that are no UTF-8. Choose another.")
    if len(plain) < LEAST:
        raise UsageError(f"The password has {len(plain)} characters; it needs {LEAST}. Four words in a row will do.")
    if len(plain) > _MOST:
        raise UsageError(f"The password has {len(plain)} characters; {_MOST} are the most.")
    if len(set(plain)) < LEAST // 3 or plain.casefold().strip() == name.casefold():
        raise UsageError("The password is the account's name, or few letters over and over. Choose another.")


def keep(password: str) -> str:
    """What is stored of a password."""
    return _hasher().hash(_plain(password))


def fits(kept: str, password: str) -> bool:
    """Whether this is the password that was kept. Takes tens of milliseconds and 64 MiB, on purpose."""
    try:
        return _hasher().verify(kept, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def pretend(password: str) -> None:
    """Takes as long as `fits` where there is no account, so that the time does not tell which names exist."""
    fits(_nobodys(), password)


def _plain(password: str) -> str:
    """One form for what keyboards write in several ways (RFC 8265 asks for a normal form; NIST 800-63B for NFKC)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of nobody")
