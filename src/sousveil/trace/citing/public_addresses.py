"""Addresses that may be shown to a person as a place to look: http(s), on the public internet, without tracking.

The addresses come from other people's pages and are put before a researcher, so they are rebuilt and never passed on as
they were written: a browser would strip, decode or follow what a reader does not see.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import httpx

from sousveil.collect.addresses import is_public, literal_address
from sousveil.vocabulary.originals import Originals

__all__ = ["is_shared", "public_url", "unwrapped"]

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_TOP = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 2000
"""Characters of an address; longer ones are traps or sessions, and browsers differ about them."""
_ALLOWED = "!$&'()*+,;=:@/?-._~"
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"%(?:[01][0-9A-F]|7F)", re.IGNORECASE)
_LAYERS = 4
"""How many addresses may stand inside one another."""


def public_url(url: str, originals: Originals, *, whole: bool = False) -> str | None:
    """The address rebuilt, percent-encoded, without fragment and tracking parameters; null where it may not be shown.

    Null for anything but http and https, for hosts that are not on the public internet however they are spelled, for
    user names, other ports than the scheme's own below 1024, control characters, and addresses beyond 2,000 characters.
    `whole` leaves the query as it is: an archive knows a copy by it.
    """
    if len(url) > _LONGEST or any(ord(sign) <= 0x20 or 0x7F <= ord(sign) <= 0x9F for sign in url.strip()):
        return None
    try:
        parts = httpx.URL(url.strip())
        host = parts.raw_host.decode("ascii").lower().rstrip(".")
    except (httpx.InvalidURL, ValueError, TypeError):
        return None
    if parts.scheme not in {"http", "https"} or parts.userinfo or not _is_public_host(host, originals):
        return None
    if parts.port is not None and parts.port < 1024:
        return None  # httpx leaves out the scheme's own; mail and other services stand on the rest
    path = _encoded(parts.raw_path.decode("ascii").partition("?")[0]) or "/"
    query = parts.query.decode("ascii", "replace")
    query = _encoded(query if whole else _kept(query, originals))
    if _CONTROL.search(path + query):
        return None
    port = f":{parts.port}" if parts.port is not None else ""
    shown = f"[{host}]" if ":" in host else host
    built = f"{parts.scheme}://{shown}{port}{path}{'?' + query if query else ''}"
    return built if len(built) <= _LONGEST else None


def _is_public_host(host: str, originals: Originals) -> bool:
    literal = literal_address(host)
    if literal is not None:
        return is_public(literal)
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253:
        return False
    if not all(_LABEL.fullmatch(label) for label in labels) or not _TOP.fullmatch(labels[-1]):
        return False
    return not any(host == end or host.endswith(f".{end}") for end in originals.private)


def _encoded(part: str) -> str:
    """Percent-encoded where an address may not have the sign; what is encoded already stays."""
    return quote(_BROKEN.sub("%25", part), safe=_ALLOWED + "%")


def _kept(query: str, originals: Originals) -> str:
    kept = [pair for pair in query.split("&") if pair and not originals.tracks(unquote(pair.partition("=")[0]))]
    return "&".join(kept)


def is_shared(url: str, originals: Originals) -> bool:
    """Whether an address only passes a page on to other people."""
    bare = re.sub(r"^https?://(?:www\.|m\.)?", "", url, flags=re.IGNORECASE)
    return any(bare.casefold().startswith(each.casefold()) for each in originals.sharing)


def unwrapped(url: str, originals: Originals) -> tuple[str | None, str | None]:
    """The page's own address, and the archived copy of it that `url` is; either is null where there is none.

    Both are as `public_url` gives them.
    """
    copy = None
    for _ in range(_LAYERS):
        inner = originals.unwrap(url.strip())
        if inner is None:
            page = public_url(url, originals)
            return page, copy if page is not None else None
        if inner.copy and copy is None:
            copy = public_url(url, originals, whole=True)
        if not inner.url:
            return None, copy
        url = inner.url
    return None, None
