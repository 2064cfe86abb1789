"""What a page says about itself: title, outlet, canonical address, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

__all__ = ["ARCHIVED", "About", "about", "absolute", "linked_data", "title_of"]

ARCHIVED: Final = re.compile(r"^https?://[^/]+/(?:web|wayback|archive)/\d{8,14}[a-z_]*/(?=https?:)")
"""The address of a copy in a web archive: the day of copying stands before the page's own address."""
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»«:/~-]+\s+|\s*[|｜»]\s*|\s+::\s+")
_MOST: Final = 512 * 1024
"""Longer JSON-LD (characters) is data, not a description of the page."""
_CONTROL: Final = re.compile(r"[\x00-\x1f]+")


class About(NamedTuple):
    """Metadata of a page; None where it says nothing."""

    title: str | None
    outlet: str | None
    canonical_url: str | None
    lang: str


def linked_data(root: Any) -> list[dict[str, Any]]:
    """The objects of all JSON-LD scripts, nested ones after those around them."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MOST:
            continue
        words = script.text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        words = words.removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            value = json.loads(_CONTROL.sub(" ", words))
        except (ValueError, RecursionError):
            continue
        found.extend(_objects(value))
    return found


def _objects(value: object) -> Iterator[dict[str, Any]]:
    queue: list[object] = [value]
    for _ in range(2000):
        if not queue:
            return
        thing = queue.pop(0)
        if isinstance(thing, list):
            queue.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            queue.extend(inner for key, inner in thing.items() if isinstance(inner, dict | list) and key not in _ASIDE)


_ASIDE: Final = frozenset(
    {"comment", "itemListElement", "review", "reviews", "hasPart", "acceptedAnswer", "suggestedAnswer"}
)


def about(root: Any, linked: list[dict[str, Any]], url: str | None, near: Sequence[str] = ()) -> About:
    """Title, outlet and address of a page fetched from `url`; `near` are the headings by its text, nearest first."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content and name not in metas:
            metas[name] = content
    outlet = metas.get("og:site_name") or _publisher(linked) or metas.get("application-name")
    canonical = None
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            canonical = absolute(link.get("href"), url)
            break
    canonical = canonical or absolute(metas.get("og:url"), url)
    if not outlet:
        host = urlsplit(ARCHIVED.sub("", url or canonical or "")).hostname
        outlet = host.removeprefix("www.") if host else None
    return About(title_of(root, linked, metas, outlet, near), outlet, canonical, _lang(root, metas))


def title_of(
    root: Any, linked: list[dict[str, Any]], metas: dict[str, str], outlet: str | None, near: Sequence[str]
) -> str | None:
    """The headline: as machines are told it, as it stands over the text, or the window's title without the site."""
    heads = [" ".join("".join(element.itertext()).split()) for element in root.iter("h1")]
    heads = [head for head in heads if head]
    window = root.find(".//head/title")
    if window is None:
        window = root.find(".//title")
    window_title = " ".join("".join(window.itertext()).split()) if window is not None else ""
    told = metas.get("og:title") or _headline(linked) or metas.get("twitter:title") or metas.get("dc.title") or ""
    name = (outlet or "").casefold().replace(" ", "")
    for head in (*near, *heads):
        # The headline over the text, where the window or the machines agree: it has no site's name to cut.
        if len(head) > 3 and not (name and _same(head, name)) and (_within(head, window_title) or _within(head, told)):
            return head
    if told:
        return _without_site(told, outlet)
    if len(heads) == 1 and len(heads[0]) > 10 and not window_title:
        return heads[0]
    return _without_site(window_title, outlet) or (heads[0] if heads else None)


def _within(head: str, title: str) -> bool:
    return bool(title) and head.casefold() in title.casefold() and len(head) * 4 > len(title)


def _without_site(title: str, outlet: str | None) -> str | None:
    """Cut the site's name from the end or the start of a title."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title or None
    name = (outlet or "").casefold().replace(" ", "")
    last, first = parts[-1].strip(), parts[0].strip()
    if name and _same(last, name):
        return title[: title.rindex(last)].rstrip(" |｜–—·•»«:/~-") or title
    if name and _same(first, name):
        return title[title.index(first) + len(first) :].lstrip(" |｜–—·•»«:/~-") or title
    return title


def _same(part: str, name: str) -> bool:
    """Whether a part of a title is the site's name, or little more than it."""
    compact = part.casefold().replace(" ", "")
    if len(compact) < 3:
        return False
    return (
        compact in name
        or (name in compact and 2 * len(compact) <= 3 * len(name))
        or name.split(".", maxsplit=1)[0] == compact
    )


def _headline(linked: list[dict[str, Any]]) -> str | None:
    for thing in linked:
        value = thing.get("headline")
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    for thing in linked:
        publisher = thing.get("publisher")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return " ".join(name.split())
    return None


def _lang(root: Any, metas: dict[str, str]) -> str:
    return str(root.get("lang") or root.get("xml:lang") or metas.get("og:locale") or "")[:10]


def absolute(href: str | None, base: str | None) -> str | None:
    """An http(s) address made absolute; None for any other scheme or a broken one."""
    if not href:
        return None
    try:
        joined = urljoin(base or "", href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.netloc else None
