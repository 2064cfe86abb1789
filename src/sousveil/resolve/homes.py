"""Where outlets are at home, learned from a case's own texts: what a local paper names again and again lies around it.

"Alexandria" in a paper whose texts keep naming parishes of Louisiana is the one in Louisiana, though the text at hand
does not say so. Nothing from outside the case is asked. A text gives a `Sighting`; `learn_homes` adds the sightings
of each outlet up. Both are pure, and the order of the sightings makes no difference.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from sousveil.record.text import Text
    from sousveil.resolve.places import Ranked

__all__ = ["Home", "Sighting", "host_of", "learn_homes", "outlet_of", "outlet_of_source", "sighting_of"]

_FEWEST = 3
"""Texts of an outlet from which its home can be told."""
_LEAST = 0.02
"""Shares of a home's places below which they are left out."""
_HEAT = 2.0
"""Scores are divided by this before they become shares, so that a name that is doubtful in its text stays so."""
_EMPTY = 1.0
"""Names that a text is thought to have besides, so that one with a single name says less than one with ten."""


class Sighting(Struct, frozen=True, kw_only=True):
    """The places of one text, as one outlet names them."""

    outlet: str
    text: str
    """SHA-256 of the text; the same text counts once for an outlet."""
    places: tuple[tuple[str, str | None, float], ...]
    """Country (ISO 3166-1 alpha-2), name of the first-level region, and their share of the text's names."""


class Home(Struct, frozen=True, kw_only=True):
    """What an outlet's texts are about."""

    outlet: str
    """Its host without "www.", or its name in small letters where no address is known."""
    texts: int
    places: tuple[tuple[str, str | None, float], ...]
    """As in a sighting, the largest share first: the evidence."""

    def share_of(self, country: str, region: str | None = None) -> float:
        """The share of a country, or of a region of it, from 0 to 1."""
        return sum(s for c, r, s in self.places if c == country and (region is None or r == region))


def outlet_of(text: Text) -> str | None:
    """By what an outlet is told from others: its host, else its name; null where neither is known."""
    return outlet_of_source(text.url or text.canonical_url, text.outlet)


def outlet_of_source(url: str | None, outlet: str | None) -> str | None:
    """The same for a source's address and outlet."""
    return host_of(url) or (outlet.casefold() if outlet else None)


def host_of(url: str | None) -> str:
    """The host of an address without "www."; empty where there is none or the address is broken."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def sighting_of(outlet: str, text_sha256: str, ranked: Sequence[Ranked]) -> Sighting:
    """The places of one text by their shares. Each name counts once, and each of its candidates by its score."""
    shares: dict[tuple[str, str | None], float] = defaultdict(float)
    seen: set[str] = set()
    for entry in ranked:
        name = entry.toponym.name.casefold()
        if name in seen or not entry.candidates:
            continue
        seen.add(name)
        top = entry.candidates[0][1]
        raised = [math.exp((score - top) / _HEAT) for _, score, _ in entry.candidates]
        total = sum(raised)
        for (candidate, *_), part in zip(entry.candidates, raised, strict=True):
            if candidate.country is not None:
                region = candidate.name if candidate.precision == "region" else candidate.admin1
                shares[candidate.country, region] += part / total
    total = len(seen) + _EMPTY
    places = sorted(
        ((country, region, round(share / total, 4)) for (country, region), share in shares.items()),
        key=lambda p: (-p[2], p[0], p[1] or ""),
    )
    return Sighting(outlet=outlet, text=text_sha256, places=tuple(p for p in places if p[2] >= _LEAST))


def learn_homes(sightings: Iterable[Sighting]) -> dict[str, Home]:
    """Homes by outlet, for those of which there are texts enough."""
    texts: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for sighting in sightings:
        texts[sighting.outlet][sighting.text] = sighting
    return {outlet: _home(outlet, texts[outlet]) for outlet in sorted(texts) if len(texts[outlet]) >= _FEWEST}


def _home(outlet: str, texts: Mapping[str, Sighting]) -> Home:
    shares: dict[tuple[str, str | None], float] = defaultdict(float)
    for digest in sorted(texts):
        for country, region, share in texts[digest].places:
            shares[country, region] += share / len(texts)
    places = sorted(((c, r, round(s, 4)) for (c, r), s in shares.items()), key=lambda p: (-p[2], p[0], p[1] or ""))
    return Home(outlet=outlet, texts=len(texts), places=tuple(p for p in places if p[2] >= _LEAST))
