"""A case as large as a newsroom's archive: 100,000 sources in six languages, in families that repeat each other, more
than a million claims, echoes, findings, decisions, names, and what is imported beside them. What is measured on it is
how a case of that size answers, not how well anything is read.

The texts are sentences from a few patterns (`large_words.py`), and the claims say what each sentence was made from;
both go through the case's own methods, as a build's do. The same seed gives the same case. One of 20,000 sources takes
ten minutes, one of 100,000 an hour; it is made once, and migrates like any other when the schema changes.
`python bench/large_case.py DIR --sources N` makes one by itself.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from large_beside import decisions, drops, put_beside
from large_words import LANGUAGES, sentence
from sousveil.build.weighing import weigh_changed
from sousveil.record import Capture, Claim, Echo, Evidence, Organisation, Paragraph, Passage, Place, Text, sha256_bytes
from sousveil.record.echo import Aligned, CitedOrigin
from sousveil.record.text import Dated
from sousveil.store import Case
from sousveil.vocabulary import load

__all__ = ["large_case", "made_cases", "make_large_case"]

_CLAIMS = 11
"""Claims of an article that is first with its story."""
_PLACES = 20_000
_OF_A_PLACE = 5
"""Sources for each place in a smaller case, so that several stories speak of one."""
_BATCH = 500
_FIRMS = 8_000
_JUDGED = 50
"""Of so many claims, and of so many echoes, one was decided about."""
_OF_MODEL = 50
"""In one of so many texts a model found a claim, too."""
_MADE = 2
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
    "CN", "US", "RU", "KP", "IN", "GB", "RS", "IR", "KZ", "UG", "ET", "EG", "MX", "BR", "FR", "DE", "IL", "AE",
    "TR", "UA", "BY", "PK", "BD", "MM", "TH", "VN", "KH", "LA", "MY", "SG", "ID", "PH", "JP", "KR", "MN", "UZ",
    "TJ", "KG", "TM", "AZ", "AM", "GE", "IQ", "SY", "LB", "JO", "SA", "QA", "KW", "OM", "BH", "YE", "MA", "DZ",
    "TN", "LY", "SD", "SS", "KE", "TZ", "RW", "BI", "CD", "CG", "CM", "NG", "GH", "CI", "SN", "ML", "NE", "TD",
    "ZA", "ZW", "ZM", "MZ", "AO", "NA", "BW", "MG", "VE", "CO", "EC", "PE", "BO", "CL", "AR", "PY", "UY", "CU",
    "HT", "DO", "GT", "HN", "SV", "NI", "CR", "PA", "CA", "AU", "NZ", "IT", "ES", "PT", "GR", "PL", "HU", "RO",
    "BG", "SE", "NO", "FI",
)  # fmt: skip
_FILLER = "The rest of the article tells who was there and what was said about it on that day. "


class _Drawn(Struct, frozen=True):
    """What a sentence says."""

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

    def words(self, lang: str) -> str:
        """How a language says it."""
        return sentence(
            lang, technology=self.technology, act=self.act, number=self.number, site=self.site, place=self.place.name,
            operator=self.operator, supplier=self.supplier, speaker=self.speaker,
        )  # fmt: skip


class _World:
    """Draws what stories are about: few places, firms and offices often, most seldom."""

    def __init__(self, seed: int, sources: int) -> None:
        self.draw = random.Random(seed)
        self._longest = max(3, sources // 8)
        self._ranks = list(accumulate((rank + 1) ** -0.7 for rank in range(min(_PLACES, 3 + sources // _OF_A_PLACE))))
        self._firms = list(accumulate((rank + 1) ** -1.0 for rank in range(_FIRMS)))

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
            lat=(number * 37 % 1_300) / 10 - 60,
            lon=(number * 101 % 3_600) / 10 - 180,
        )

    def firm(self, name: str) -> str:
        """One of eight thousand of this name."""
        return f"{name} {self.draw.choices(range(_FIRMS), cum_weights=self._firms)[0]}"

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
        return _Drawn(
            kind, technology, site, act, draw.random() < 0.03, place, operator, supplier, speaker, number
        )  # fmt: skip

    def language(self) -> str:
        """One of those that stories are in."""
        return self.one({lang: language.share for lang, language in LANGUAGES.items()})

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
    spans: dict[_Drawn, tuple[int, int]]
    """Where each sentence stands."""


def _source(number: int, sentences: list[_Drawn], lang: str, day: int) -> _Made:
    title = LANGUAGES[lang].title.format(number=number)
    content, spans = f"{title}. ", dict[_Drawn, tuple[int, int]]()
    for said in sentences:
        words = said.words(lang)
        spans[said] = (len(content), len(content) + len(words))
        content += f"{words} {LANGUAGES[lang].filler} "
    payload = content.encode()
    url = f"https://outlet{number % 997}.example/{number}"
    capture = Capture(
        sha256=sha256_bytes(payload), size=len(payload), media_type="text/plain", locator=url, url=url,
        retrieved="2024-05-01T00:00:00Z", method="http",
    )  # fmt: skip
    published = f"20{16 + day // 336:02}-{1 + day // 28 % 12:02}-{1 + day % 28:02}"
    text = Text(
        capture_sha256=capture.sha256, content=content, extractor="bench/1", lang=lang, segments=(), url=url,
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),), title=title, outlet=f"Outlet {number % 997}",
        published=Dated(value=published, evidence="made", certainty="high") if number % 33 else None,
    )  # fmt: skip
    evidence = Evidence(
        source=text.source_id, url=url, lang=lang, text_sha256=text.sha256, start=0, end=0, quote=""
    )  # fmt: skip
    claims = [_claim(said, content, span, evidence) for said, span in spans.items()]
    return _Made(capture, payload, text, claims, spans)


def _claim(said: _Drawn, content: str, span: tuple[int, int], evidence: Evidence) -> Claim:
    start, end = span
    return Claim(
        kind=said.kind, technology=(said.technology,), act=said.act, polarity="denied" if said.denied else "affirmed",
        certainty="stated", site_types=(said.site,) if said.site else (), place=said.place,
        operator=Organisation(name=said.operator) if said.operator else None,
        supplier=Organisation(name=said.supplier) if said.supplier else None,
        attributed_to=(Organisation(name=said.speaker),) if said.speaker else (),
        extractor="bench/1", rule="bench", evidence=replace(evidence, start=start, end=end, quote=content[start:end]),
    )  # fmt: skip


def _families(count: int, world: _World) -> Iterator[tuple[_Made, list[Echo]]]:
    """Sources with the echoes that start in them: an original, then those that print it again or cite it."""
    number = 0
    while number < count:
        home, day, lang = world.place(), world.draw.randint(0, 2_600), world.language()
        sentences = list(dict.fromkeys(world.said(home) for _ in range(_CLAIMS)))
        held: list[_Made] = []
        for _ in range(min(world.family(), count - number)):
            kept = [said for said in sentences if not held or world.draw.random() < 0.9] or sentences[:1]
            # Later printings add a sentence of their own now and then, and some are in another language.
            kept += [world.said(home)] if held and world.draw.random() < 0.2 else []
            own = lang if not held or world.draw.random() < 0.9 else world.language()
            made = _source(number, list(dict.fromkeys(kept)), own, day + len(held) // 10)
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
        start = next(iter(made.spans.values()))[0]
        return [
            Echo(
                origin_from=Passage(source=source, start=start, end=start + 60), cited=cited, type="citation",
                score=0.8, reason=f"“according to {house}”", direction="citation",
            )
        ]  # fmt: skip
    first = held[0] if world.draw.random() < 0.8 else world.draw.choice(held)
    aligned = tuple(
        Aligned(start=start, end=end, to_start=first.spans[said][0], to_end=first.spans[said][1])
        for said, (start, end) in made.spans.items()
        if said in first.spans
    )
    to = Passage(source=first.text.source_id, start=0, end=len(first.text.content))
    return [
        Echo(
            origin_from=Passage(source=source, start=0, end=end), origin_to=to,
            type="copy" if made.text.lang == first.text.lang else "translation", score=0.9,
            reason=f"{len(aligned)} sentences stand in both", direction="date", aligned=aligned,
        )
    ]  # fmt: skip


def _put(case: Case, batch: Sequence[tuple[_Made, list[Echo]]], draw: random.Random) -> None:
    """Keep some sources with their claims; in a few texts a model found the last one."""
    with case.transaction():
        for made, _ in batch:
            case.add(made.capture, made.payload)
            of_model = made.claims[-1:] if draw.randrange(_OF_MODEL) == 0 else []
            case.put_reading(made.text, [claim for claim in made.claims if claim not in of_model], "bench")
            if of_model:
                found = [replace(claim, extractor="model/bench") for claim in of_model]
                case.put_model_reading(made.text, found, [], "bench", complete=True)
            for drop in drops(made.capture.locator, draw):
                case.add_drop(drop)


def make_large_case(folder: Path, sources: int, seed: int = 5) -> None:
    """Make a case of so many sources, with about ten claims each, traced and weighed."""
    world = _World(seed, sources)
    draw = random.Random(seed)
    echoes: list[Echo] = []
    judged: list[str] = []
    with Case.create(folder, f"{sources:,} sources") as case, case.building():
        families = _families(sources, world)
        while batch := list(islice(families, _BATCH)):
            _put(case, batch, draw)
            echoes += (echo for _, repeated in batch for echo in repeated)
            judged += (claim.id for made, _ in batch for claim in made.claims if draw.randrange(_JUDGED) == 0)
        put_beside(case, sources, _FIRMS, _COUNTRIES[:30], seed)
        case.put_echoes(echoes)
        decisions(case, judged, [echo.id for echo in echoes if draw.randrange(_JUDGED) == 0], seed)
        weigh_changed(case, load())


def large_case(folder: Path, sources: int, seed: int = 5) -> Path:
    """The case of so many sources under `folder`, made once and found again later, of the schema of now."""
    path = folder / f"case-{sources}-{seed}-{_MADE}"
    if not (path / "case.toml").exists():
        part = path.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        make_large_case(part, sources, seed)
        part.rename(path)
    Case.open(path, write=True).close()  # brings it to the schema of now
    return path


def made_cases(folder: Path, seed: int = 5) -> list[Path]:
    """The cases that `large_case` made under `folder`, the smallest first, of the schema of now."""
    held = [path for path in folder.glob(f"case-*-{seed}-{_MADE}") if (path / "case.toml").exists()]
    return [large_case(folder, _sources_of(path), seed) for path in sorted(held, key=_sources_of)]


def _sources_of(path: Path) -> int:
    return int(path.name.split("-")[1])


def main() -> None:
    """Make a large case."""
    parser = argparse.ArgumentParser(description="Make a large case.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, default=100_000)
    given = parser.parse_args()
    sys.stdout.write(f"{large_case(given.folder, given.sources)}\n")


if __name__ == "__main__":
    main()
