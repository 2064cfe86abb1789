"""Addresses of copies: nobody can guess one, each is good for one copy, one session and some minutes."""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.show.copies.keeping import Wanted

__all__ = ["Pass", "Passes"]

_LASTS_S: Final = 300.0
_LONGEST: Final = 2_000
"""Characters of an address that are looked at."""


class Pass(Struct, frozen=True, array_like=True):
    """What an address lets its bearer see: one copy, in a frame of the pages at `origin`."""

    wanted: Wanted
    session: str
    """The mark of the session that asked (`Session.mark`), with which it ends."""
    origin: str
    until: float


class Passes:
    """Signs with a key that no other start of the server knows."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock

    def issue(self, wanted: Wanted, session: str, origin: str) -> str:
        """The part of an address that is a pass."""
        said = msgspec.json.encode(Pass(wanted, session, origin, self._clock() + _LASTS_S))
        return f"{_text(said)}.{_text(self._signature(said))}"

    def read(self, given: str) -> Pass | None:
        """What a pass says, or None where it is not one of ours or has run out."""
        if len(given) > _LONGEST:
            return None
        said, _, signature = given.partition(".")
        try:
            body, signed = _bytes(said), _bytes(signature)
        except ValueError:  # it is no base64
            return None
        if not hmac.compare_digest(self._signature(body), signed):
            return None
        found = msgspec.json.decode(body, type=Pass)
        return found if self._clock() < found.until else None

    def _signature(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
