"""How often somebody may try to sign in and fail, counted in memory by account and by address."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address, ip_address
from typing import Final

from sousveil.store.people.accounts import folded

__all__ = ["Throttle"]

_WINDOW_S: Final = 15 * 60.0
_PAIR: Final = 5
"""Failures for one account from one address within the window."""
_ADDRESS: Final = 20
"""Failures from one address, whatever the account."""
_ACCOUNT: Final = 50
"""Failures for one account, from wherever. High, so that a stranger cannot easily lock somebody out."""
_KEYS: Final = 20_000
_NAME: Final = 100
"""Characters of a name that are kept; no account has so many."""

_Key = tuple[str, str]


class Throttle:
    """Counts failures, and says how long to wait. A name that is no account counts like one that is."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[_Key, list[float]] = {}

    def wait(self, account: str, address: str) -> float:
        """Seconds until the next try may be made; 0 where it may be made now."""
        now = self._clock()
        waits = [0.0]
        for key, most in _keys(account, address):
            recent = [at for at in self._failures.get(key, ()) if now - at < _WINDOW_S]
            if len(recent) >= most:
                waits.append(_WINDOW_S - (now - recent[-most]))
        return max(waits)

    def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        now = self._clock()
        for key, most in _keys(account, address):
            recent = [at for at in self._failures.pop(key, ()) if now - at < _WINDOW_S]
            # Put back at the end: the keys that failed longest ago stand first.
            self._failures[key] = [*recent, now][-most:]
        while len(self._failures) > _KEYS:
            del self._failures[next(iter(self._failures))]

    def succeeded(self, account: str, address: str) -> None:
        """It was no failure after all. Somebody who mistyped and then signed in starts anew; what else came from the
        address, or went to the account, stays counted."""
        pair, *others = (key for key, _ in _keys(account, address))
        self._failures.pop(pair, None)
        for key in others:
            if recent := self._failures.get(key):
                recent.pop()


def _keys(account: str, address: str) -> Iterator[tuple[_Key, int]]:
    # As accounts tell names apart: one name in many guises has no more tries than one.
    name, place = folded(account)[:_NAME], _network(address)
    yield (name, place), _PAIR
    yield ("", place), _ADDRESS
    yield (name, ""), _ACCOUNT


def _network(address: str) -> str:
    """One household or server has a whole /64 of IPv6, so that counts as one address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    # On a socket for both, visitors over IPv4 come as ::ffff:192.0.2.1; they share no /64 in truth.
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
