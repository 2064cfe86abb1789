"""Addresses, brought to one form so that links and pages can be compared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = ["host_of", "is_same_site", "normal_url"]

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|ref|source|amp|outputtype|mc_\w+|ito|cmpid|smid)$", re.IGNORECASE)

_SUFFIX = 3
"""Letters of what stands before the country in an address: `co`, `com`."""


def host_of(url: str) -> str:
    """The host in lower case; empty where the address is broken or has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def normal_url(url: str) -> str:
    """An address without what does not change the page: scheme, `www.`, `amp`, tracking, a closing slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = re.sub(r"/(?:amp|index\.html?)?/?$", "", parts.path)
    query = "&".join(
        sorted(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.split("=")[0]))
    )
    return f"{host}{path}{'?' + query if query else ''}"


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts are of one owner, as far as their names tell."""
    within = one.endswith(f".{other}") or other.endswith(f".{one}")
    return one == other or within or _site(one) == _site(other)


def _site(host: str) -> str:
    """The name that somebody registered: `bbc` of `news.bbc.co.uk`."""
    labels = host.split(".")
    return next((label for label in reversed(labels[:-1]) if len(label) > _SUFFIX), host)
