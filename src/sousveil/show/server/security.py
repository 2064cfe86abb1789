"""What every answer carries, which names the server answers to, and which addresses a page may link to.

The case holds other people's bytes. Nothing in them may run, fetch or frame: the policy allows this server's own
files only, no inline script or style, no frames, no forms that leave. One page may frame the origin of sanitised
copies.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

__all__ = [
    "FRAMES_KEY", "HEADERS", "METHODS", "READING", "Names", "framing", "host_and_port", "is_loopback", "origin_of",
    "own_address", "safe_link",
]  # fmt: skip

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow",
}
FRAMES_KEY: Final = "sousveil.frames"
"""Where a request keeps the origin that its page may frame; only the page with a copy sets it."""
READING: Final = ("GET", "HEAD")
"""The methods that change nothing."""
METHODS: Final = (*READING, "POST")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def framing(policy: str, origin: str) -> str:
    """A policy that lets a page frame one origin, and says no word more."""
    return f"{policy}; frame-src {origin}"


def is_loopback(host: str) -> bool:
    """True for `localhost`, names below it, and loopback addresses of IPv4 and IPv6 (without brackets)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def safe_link(url: str | None) -> str | None:
    """The address if a link may point to it (http and https with a host), else null.

    Everything else (`javascript:`, `data:`, `file:`, addresses with control characters that a browser would
    strip before it reads the scheme) is shown as text only.
    """
    if not url or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url):
        return None
    try:
        parts = urlsplit(url)
        leads_somewhere = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if leads_somewhere else None


def host_and_port(value: str) -> tuple[str, int | None]:
    """Host (lower case, brackets removed) and port of a Host header; an empty host where it cannot be read."""
    try:
        parts = urlsplit(f"//{value}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "", None
    return ("", None) if parts.path or parts.query or parts.fragment or "@" in value else (host, port)


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Scheme, host (lower case) and port of a web address; null for what is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname or parts.username is not None:
        return None
    return parts.scheme, parts.hostname.rstrip("."), port


class Names(Struct, frozen=True, kw_only=True):
    """Under which names the server answers. The defaults are those of a test that drives the application directly."""

    port: int | None = None
    """The port that the server listens on; null takes any."""
    tls: bool = False
    name: str | None = None
    """With TLS: the one name that it answers to; null for any, since browsers compare it with the certificate."""
    proxy: str | None = None
    """The address that people see where a proxy stands before the server."""

    def takes(self, host_header: str) -> bool:
        """Whether a request with this Host header is for this server."""
        host, port = host_and_port(host_header)
        if not host:
            return False
        if self.proxy is not None and origin_of(self.proxy) == ("https", host, port or 443):
            return True
        if self.port is not None and (port or _DEFAULT_PORTS["https" if self.tls else "http"]) != self.port:
            return False
        return is_loopback(host) or (self.tls and self.name in {None, host})

    def is_own(self, origin: str, host_header: str) -> bool:
        """Whether a page of this server has this origin; the Host header is one that `takes` took."""
        own = self.proxy or f"{'https' if self.tls else 'http'}://{host_header}"
        return origin_of(origin) is not None and origin_of(origin) == origin_of(own)


def own_address(given: str | None) -> str:
    """The address within this server to go back to, with query and fragment; `/` for what leads anywhere else."""
    if not given or not given.startswith("/") or given[1:2] in {"/", "\\"}:
        return "/"
    # Browsers strip control characters and read a backslash as a slash, so that what is left may lead elsewhere.
    return given if given.isprintable() and "\\" not in given and " " not in given else "/"
