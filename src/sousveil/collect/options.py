"""The knobs of collecting, in one frozen record that travels to workers and into the log."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

__all__ = ["MEBIBYTE", "CollectOptions"]

MEBIBYTE = 1024 * 1024


class CollectOptions(Struct, frozen=True, kw_only=True):
    """How sources are collected. Sizes are bytes, times are seconds."""

    max_bytes: int = 64 * MEBIBYTE
    """Largest payload that is kept, counted before and after content encodings are undone. Larger ones are
    dropped as `too-large`."""
    max_ratio: int = 200
    """An archive that inflates to more than this many times its size on disk (and beyond 256 MiB) is taken for
    a decompression bomb, and reading of it ends with a drop. Web archives compress 3 to 20 times."""
    exclude: tuple[Path, ...] = ()
    """Files and folders that a folder walk leaves out without a drop, such as the case being built."""

    columns: Path | None = None
    """TOML file that maps roles to the columns of a CSV of coded records; see docs of `columns.py`."""

    known: frozenset[str] = frozenset()
    """Addresses that are passed over without a word, since the case has what they hold: a build that goes on
    after an interruption does not ask servers twice."""
    network: bool = True
    """False: an address is a drop (`offline`) and nothing leaves this machine."""
    allow_private: bool = False
    """Fetch from private, loopback and link-local addresses too: for an intranet, and for tests."""
    robots: bool = True
    """Respect robots.txt (RFC 9309)."""
    user_agent: str = "sousveil/0.1"
    """Sent with every request; robots.txt is read for its first word. It names the software, not the user,
    and says nothing about the subject: a server learns no more than it must."""
    max_redirects: int = 10
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    """Longest silence between two pieces of an answer."""
    total_timeout: float = 120.0
    """Longest time for one answer, however steadily it drips; an address with all its redirects, waits and attempts
    may take four times as long."""
    attempts: int = 3
    """How often a request is tried when the network or the server fails (429, 500, 502, 503, 504)."""
    backoff: float = 1.0
    """Wait before the second attempt; it doubles with each further one. No jitter: one client, one order."""
    max_retry_after: float = 60.0
    """Longest wait that a server's Retry-After is granted; a longer one ends the attempts."""
    delay: float = 1.0
    """Shortest time between two requests to one host; robots.txt can ask for more."""
    max_delay: float = 30.0
    """Longest Crawl-delay that is honoured; a longer one is taken as this."""
