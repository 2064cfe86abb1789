"""Sessions: who opened the pages in which browser. They live in the memory of one server, and end with it."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct, field

__all__ = ["Note", "Session", "Sessions"]

_MOST: Final = 1_000
"""Sessions at one time; the one that was not used for longest makes room."""
_LONGEST_S: Final = 7 * 24 * 3600.0
_NOTES: Final = 5


class Note(Struct, frozen=True, kw_only=True):
    """A sentence for the next page: what a decision changed."""

    text: str
    undo: str | None = None
    """The address to which a form goes that takes it back."""
    back: str = "/"
    """The page on which it was decided."""


class Session(Struct, kw_only=True):
    """One browser that may ask. Times are in seconds of the clock of `Sessions`."""

    account: str | None
    """Name of the account that signed in; null where the token of the printed address opened it."""
    secret: str
    """The account's kept password at that time: a session ends when it is another."""
    begun: float
    seen: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """What a form must bring along, so that no page of another site can have sent it."""
    mark: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """What addresses of copies name the session by. It opens nothing."""
    notes: list[Note] = field(default_factory=list)

    def note(self, note: Note) -> None:
        """Say something on the next page. Of what nobody has seen yet the latest few are kept."""
        self.notes.append(note)
        del self.notes[:-_NOTES]

    def is_ours(self, csrf: str) -> bool:
        """Whether a form carries this session's mark."""
        return hmac.compare_digest(csrf.encode(), self.csrf.encode())


class Sessions:
    """All sessions of one server, by a random identifier that only the browser's cookie holds."""

    def __init__(self, idle_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle_s = idle_s
        self._clock = clock
        self._held: dict[str, Session] = {}

    def begin(self, account: str | None = None, secret: str = "") -> str:
        """Begin a session; its identifier."""
        now = self._clock()
        self._held = {identifier: one for identifier, one in self._held.items() if self._lives(one, now)}
        while len(self._held) >= _MOST:
            del self._held[min(self._held, key=lambda identifier: self._held[identifier].seen)]
        identifier = secrets.token_urlsafe(32)
        self._held[identifier] = Session(account=account, secret=secret, begun=now, seen=now)
        return identifier

    def get(self, identifier: str | None) -> Session | None:
        """The session, if there is one and it has not run out; it counts as used."""
        session = self._held.get(identifier or "")
        if session is None or identifier is None:
            return None
        now = self._clock()
        if not self._lives(session, now):
            self.end(identifier)
            return None
        session.seen = now
        return session

    def marked(self, mark: str) -> Session | None:
        """The session with a mark, if it lives; it does not count as used."""
        now = self._clock()
        return next((one for one in self._held.values() if one.mark == mark and self._lives(one, now)), None)

    def end(self, identifier: str | None) -> None:
        """End a session; one that is not there has ended."""
        self._held.pop(identifier or "", None)

    def _lives(self, session: Session, now: float) -> bool:
        return now - session.seen < self._idle_s and now - session.begun < _LONGEST_S
