"""A case as large as a newsroom's archive, made in minutes: sources in families that repeat each other, claims, echoes
and findings. What is measured on it is how a case of that size answers, not how well anything is read.

The texts are sentences from a few patterns, and the claims say what each sentence was made from; both go through the
case's own methods, as a build's do. The same seed gives the same case. `python bench/large_case.py DIR --sources N`
makes one by itself.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from msgspec import Struct

from sousveil.build.weighing import weigh_changed
from sousveil.record import Capture, Claim, Echo, Evidence, Organisation, Paragraph, Passage, Place, Text, sha256_bytes
from sousveil.record.echo import Aligned, CitedOrigin
from sousveil.record.text import Dated
from sousveil.store import Case
from sousveil.store.database import SCHEMA_VERSION
from sousveil.vocabulary import load

__all__ = ["large_case", "make_large_case"]

_CLAIMS = 10
"""Claims of an article that is first with its story."""
_PLACES = 20_000
_OF_A_PLACE = 5
"""Sources for each place in a smaller case, so that several stories speak of one."""
_BATCH = 500
_MADE = 1
"""Counts the ways in which cases were made, so that an older one is not taken for one of now."""
_KINDS = {
    "deployment": 60,
    "supply": 14,
    "biometrics": 6,
    "law": 7,
    "border-control": 6,
    "research": 4,
    "constraint": 3,
}
_TECHNOLOGIES = {
    "camera": 40, "face-recognition": 18, "drone": 8, "plate-recognition": 6, "biometric-database": 6,
    "internet-filtering": 6, "phone-monitoring": 5, "physical-barrier": 5, "fingerprint": 3, "video-analytics": 3,
}  # fmt: skip
_SITES = {"": 40, "street": 20, "school": 12, "station": 8, "border": 8, "airport": 6, "workplace": 6}
_ACTS = {"install": 35, "operate": 25, "plan": 15, "procure": 10, "expand": 10, "end": 5}
_COUNTRIES = (
    "CN",
    "US",
    "RU",
    "KP",
    "IN",
    "GB",
    "RS",
    "IR",
    "KZ",
    "UG",
    "ET",
    "EG",
    "MX",
    "BR",
    "FR",
    "DE",
    "IL",
    "AE",
)
_FILLER = "The rest of the article tells who was there and what was said about it on that day. "


class _Drawn(Struct, frozen=True):
    """What a sentence says, and its words."""

    kind: str
    technology: str
    site: str
    act: str
    denied: bool
    place: Place
    operator: str
    supplier: str
    speaker: str
    number: int
    words: str


class _World:
    """Draws what stories are about: few places, firms and offices often, most seldom."""

    def __init__(self, seed: int, sources: int) -> None:
        self.draw = random.Random(seed)
        self._longest = max(3, sources // 8)
        self._ranks = list(accumulate((rank + 1) ** -0.7 for rank in range(min(_PLACES, 3 + sources // _OF_A_PLACE))))
        self._firms = list(accumulate((rank + 1) ** -1.0 for rank in range(2_000)))

    def place(self) -> Place:
        """A town, or one time in ten a country."""
        number = self.draw.choices(range(len(self._ranks)), cum_weights=self._ranks)[0]
        country = _COUNTRIES[number % len(_COUNTRIES)]
        if self.draw.random() < 0.1:
            return Place(name=country, country=country, precision="country")
        return Place(
            name=f"Town {number}",
            geonameid=number,
            country=country,
            precision="city",
            lat=number % 90,
            lon=number % 180,
        )

    def firm(self, name: str) -> str:
        """One of two thousand of this name."""
        return f"{name} {self.draw.choices(range(2_000), cum_weights=self._firms)[0]}"

    def one(self, weights: dict[str, int]) -> str:
        """One of these, by weight."""
        return self.draw.choices(list(weights), list(weights.values()))[0]

    def said(self, home: Place) -> _Drawn:
        """What one sentence says; most speak of the place that the story is about."""
        place = home if self.draw.random() < 0.7 else self.place()
        kind, draw = self.one(_KINDS), self.draw
        operator = self.firm("Office") if draw.random() < 0.2 else ""
        supplier = self.firm("Maker") if kind == "supply" or draw.random() < 0.1 else ""
        speaker = self.firm("Speaker") if draw.random() < 0.25 else ""
        technology, site, act, number = self.one(_TECHNOLOGIES), self.one(_SITES), self.one(_ACTS), draw.randint(2, 900)
        words = (
            f"{operator or 'The authorities'} {act} {number} units of {technology} at a {site or 'place'}"
            f" in {place.name}{f', made by {supplier}' if supplier else ''}{f', {speaker} said' if speaker else ''}."
        )
        return _Drawn(
            kind, technology, site, act, draw.random() < 0.03, place, operator, supplier, speaker, number, words
        )  # fmt: skip

    def family(self) -> int:
        """How many articles tell one story: most stand alone, a few are printed hundreds of times."""
        low, high = self.draw.choices(((1, 1), (2, 5), (6, 40), (41, 300)), (60, 30, 9, 1))[0]
        return min(self.draw.randint(low, high), self._longest)


class _Made(Struct, frozen=True):
    """A source with what stands in it."""

    capture: Capture
    payload: bytes
    text: Text
    claims: list[Claim]
    starts: dict[str, int]
    """Where each sentence begins."""


def _source(number: int, sentences: list[_Drawn], day: int) -> _Made:
    head = f"Report {number} of the day. "
    content, starts = head, dict[str, int]()
    for said in sentences:
        starts[said.words] = len(content)
        content += f"{said.words} {_FILLER}"
    payload = content.encode()
    url = f"https://outlet{number % 997}.example/{number}"
    capture = Capture(
        sha256=sha256_bytes(payload), size=len(payload), media_type="text/plain", locator=url, url=url,
        retrieved="2024-05-01T00:00:00Z", method="http",
    )  # fmt: skip
    published = f"20{16 + day // 336:02}-{1 + day // 28 % 12:02}-{1 + day % 28:02}"
    text = Text(
        capture_sha256=capture.sha256, content=content, extractor="bench/1", lang="en", segments=(), url=url,
        paragraphs=(Paragraph(start=0, end=len(content), lang="en"),), title=f"Report {number}",
        outlet=f"Outlet {number % 997}", published=Dated(value=published, evidence="made", certainty="high"),
    )  # fmt: skip
    digest, source = text.sha256, text.source_id
    claims = [_claim(said, starts[said.words], source, url, digest) for said in sentences]
    return _Made(capture, payload, text, claims, starts)


def _claim(said: _Drawn, start: int, source: str, url: str, digest: str) -> Claim:
    return Claim(
        kind=said.kind, technology=(said.technology,), act=said.act, polarity="denied" if said.denied else "affirmed",
        certainty="stated", site_types=(said.site,) if said.site else (), place=said.place,
        operator=Organisation(name=said.operator) if said.operator else None,
        supplier=Organisation(name=said.supplier) if said.supplier else None,
        attributed_to=(Organisation(name=said.speaker),) if said.speaker else (),
        extractor="bench/1", rule="bench",
        evidence=Evidence(
            source=source, url=url, lang="en", text_sha256=digest, start=start, end=start + len(said.words),
            quote=said.words,
        ),
    )  # fmt: skip


def _families(count: int, world: _World) -> Iterator[tuple[_Made, list[Echo]]]:
    """Sources with the echoes that start in them: an original, then those that print it again or cite it."""
    number = 0
    while number < count:
        home, day = world.place(), world.draw.randint(0, 2_600)
        sentences = list({said.words: said for said in (world.said(home) for _ in range(_CLAIMS))}.values())
        held: list[_Made] = []
        for _ in range(min(world.family(), count - number)):
            kept = [said for said in sentences if not held or world.draw.random() < 0.9] or sentences[:1]
            # Later printings add a sentence of their own now and then.
            kept += [world.said(home)] if held and world.draw.random() < 0.2 else []
            made = _source(number, list({said.words: said for said in kept}.values()), day + len(held) // 10)
            yield made, _echoes(made, held, world)
            held.append(made)
            number += 1


def _echoes(made: _Made, held: list[_Made], world: _World) -> list[Echo]:
    """Most printings are copies of the first, some of a later one; a story that is first may cite a house."""
    source, end = made.text.source_id, len(made.text.content)
    if not held:
        if world.draw.random() > 0.3:
            return []
        house = world.firm("House")
        cited = CitedOrigin(ref=f"name:{house.casefold()}", name=house)
        start = next(iter(made.starts.values()))
        return [
            Echo(
                origin_from=Passage(source=source, start=start, end=start + 60), cited=cited, type="citation",
                score=0.8, reason=f"“according to {house}”", direction="citation",
            )
        ]  # fmt: skip
    first = held[0] if world.draw.random() < 0.8 else world.draw.choice(held)
    aligned = tuple(
        Aligned(
            start=start, end=start + len(words), to_start=first.starts[words], to_end=first.starts[words] + len(words)
        )
        for words, start in made.starts.items()
        if words in first.starts
    )
    to = Passage(source=first.text.source_id, start=0, end=len(first.text.content))
    return [
        Echo(
            origin_from=Passage(source=source, start=0, end=end), origin_to=to, type="copy", score=0.9,
            reason=f"{len(aligned)} sentences stand in both", direction="date", aligned=aligned,
        )
    ]  # fmt: skip


def make_large_case(folder: Path, sources: int, seed: int = 5) -> None:
    """Make a case of so many sources, with about ten claims each, traced and weighed."""
    world = _World(seed, sources)
    echoes: list[Echo] = []
    with Case.create(folder, f"{sources:,} sources") as case, case.building():
        families = _families(sources, world)
        while batch := list(islice(families, _BATCH)):
            with case.transaction():
                for made, repeated in batch:
                    case.add(made.capture, made.payload)
                    case.put_reading(made.text, made.claims, "bench")
                    echoes += repeated
        case.put_names([], [], [])
        case.put_echoes(echoes)
        weigh_changed(case, load())


def large_case(folder: Path, sources: int, seed: int = 5) -> Path:
    """The case of so many sources under `folder`, made once and found again later."""
    path = folder / f"case-{sources}-{seed}-{_MADE}-{SCHEMA_VERSION}"
    if not (path / "case.toml").exists():
        part = path.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        make_large_case(part, sources, seed)
        part.rename(path)
    return path


def main() -> None:
    """Make a large case."""
    parser = argparse.ArgumentParser(description="Make a large case.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=100_000)
    given = parser.parse_args()
    sys.stdout.write(f"{large_case(given.folder, given.sources)}\n")


if __name__ == "__main__":
    main()
