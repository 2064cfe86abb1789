"""Places: are toponyms found, and are they put where they are? On LGL (local US news) and GeoWebNews.

- `toponym_f1`: spans equal to gold spans. Gold are toponyms with coordinates. A gold span without coordinates
  (streets, and, in GeoWebNews, nouns like "the city" and peoples) is neutral: finding it neither gains nor costs.
  GeoWebNews spans marked as no toponym, a homonym or a language are no gold and cost when they are found.
- `acc161_gold`: share of gold toponyms put within 161 km (100 miles), the gold spans being given; a name that the
  gazetteer lacks counts as wrong. `mean_km` is over those that were put somewhere.
- `acc161_end_to_end`: the same over all gold toponyms with spans that were found by us; one not found counts as wrong.
  `acc161_found` leaves those not found out.
- `baseline_acc161_gold`: the most populous candidate, always.
- `geo.own.*`: our own sentences in eleven languages (`cases/places.jsonl`), half of them about closed countries, some
  with nothing but look-alikes: F1 of spans, and of spans that also got the right country and precision.

Published on LGL for gold toponyms: population .70, CamCoder .76 (Gritta et al., 2018 and 2019).
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
from lxml import etree
from msgspec import Struct

from sousveil.resolve.places import Weights, distance_km, rank_places
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_index import DEMONYM
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

_RADIUS_KM = 161.0
_NO_TOPONYM = frozenset({"Non_Toponym", "Homonym", "Language"})
_OWN = Path(__file__).parent / "cases" / "places.jsonl"
_FILES = {"lgl": "lgl.xml", "gwn": "GWN.xml"}


class Gold(Struct, frozen=True):
    """A labelled span; without coordinates it is neutral."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None


class Case(Struct, frozen=True):
    """One of our own sentences: `places` are name, country and precision, in any order."""

    lang: str
    text: str
    places: list[tuple[str, str | None, str | None]]


class Article(Struct, frozen=True):
    """A text and its labels."""

    text: str
    gold: list[Gold]


def read_articles(path: Path) -> Iterator[Article]:
    """The labelled articles of a file. No entity of the XML is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for node in etree.parse(str(path), parser).getroot().iter("article"):
        text = node.findtext("text") or ""
        gold = [g for g in map(_gold, node.iter("toponym")) if g is not None and text[g.start : g.end] == g.name]
        yield Article(text, sorted(gold, key=lambda g: (g.start, g.end)))


def _gold(node: etree._Element) -> Gold | None:
    name = node.findtext("phrase") or node.findtext("extractedName") or ""
    if node.findtext("type") in _NO_TOPONYM:
        return None
    lat = node.findtext("gaztag/lat") or node.findtext("latitude")
    lon = node.findtext("gaztag/lon") or node.findtext("longitude")
    start, end = int(node.findtext("start") or 0), int(node.findtext("end") or 0)
    return Gold(start, end, name, float(lat) if lat else None, float(lon) if lon else None)


def _given(gazetteer: Gazetteer, gold: Gold) -> Toponym:
    flags, candidates = gazetteer.find(gold.name)
    return Toponym(start=gold.start, end=gold.end, name=gold.name, candidates=candidates, demonym=bool(flags & DEMONYM))


def _km(gold: Gold, place: Candidate | None) -> float | None:
    if place is None or place.lat is None or place.lon is None or gold.lat is None or gold.lon is None:
        return None
    return distance_km(gold.lat, gold.lon, place.lat, place.lon)


def _shown(place: Candidate | None) -> str:
    return f"{place.name}, {place.admin1}, {place.country}, {place.precision}" if place else "?"


class Tally:
    """Counts over one file."""

    def __init__(self) -> None:
        self.gold = self.found = self.spurious = 0
        self.right_given = self.right_found = self.right_baseline = 0
        self.kilometres: list[float] = []
        self.missed: Counter[str] = Counter()
        self.invented: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def scores(self) -> dict[str, float]:
        """Measures by name."""
        precision = self.found / max(self.found + self.spurious, 1)
        recall = self.found / max(self.gold, 1)
        return {
            "toponym_f1": 2 * precision * recall / max(precision + recall, 1e-9),
            "toponym_precision": precision,
            "toponym_recall": recall,
            "acc161_gold": self.right_given / max(self.gold, 1),
            "acc161_end_to_end": self.right_found / max(self.gold, 1),
            "acc161_found": self.right_found / max(self.found, 1),
            "mean_km": sum(self.kilometres) / max(len(self.kilometres), 1),
            "baseline_acc161_gold": self.right_baseline / max(self.gold, 1),
        }


def _score_article(gazetteer: Gazetteer, article: Article, weights: Weights, tally: Tally) -> None:
    targets = {(g.start, g.end): g for g in article.gold if g.lat is not None}
    spotted = gazetteer.spot(article.text)
    given = [_given(gazetteer, g) for g in targets.values()]
    taken = [(g.start, g.end) for g in targets.values()]
    context = [t for t in spotted if not any(t.start < e and s < t.end for s, e in taken)]
    together = sorted([*given, *context], key=lambda t: t.start)
    tally.gold += len(targets)
    for ranked in rank_places(article.text, together, weights=weights):
        gold = targets.get((ranked.toponym.start, ranked.toponym.end))
        if gold is None:
            continue
        km = _km(gold, ranked.best)
        if km is not None:
            tally.kilometres.append(km)
        tally.right_given += km is not None and km <= _RADIUS_KM
        if km is None or km > _RADIUS_KM:
            best = ranked.best
            tally.wrong[
                f"{gold.name} -> {f'{best.name}, {best.admin1}, {best.country}, {best.precision}' if best else '?'}"
            ] += 1
        most = max(ranked.toponym.candidates, key=lambda c: c.population, default=None)
        km = _km(gold, most)
        tally.right_baseline += km is not None and km <= _RADIUS_KM
    for ranked in rank_places(article.text, spotted, weights=weights):
        toponym = ranked.toponym
        gold = targets.get((toponym.start, toponym.end))
        if gold is not None:
            tally.found += 1
            km = _km(gold, ranked.best)
            tally.right_found += km is not None and km <= _RADIUS_KM
        elif not any(g.lat is None and toponym.start < g.end and g.start < toponym.end for g in article.gold):
            tally.spurious += 1
            tally.invented[toponym.name] += 1
    spans = {(t.start, t.end) for t in spotted}
    tally.missed.update(g.name for span, g in targets.items() if span not in spans)


def measure(path: Path, weights: Weights | None = None) -> Tally:
    """Counts over one file."""
    tally, gazetteer = Tally(), load_gazetteer()
    for article in read_articles(path):
        _score_article(gazetteer, article, weights or Weights(), tally)
    return tally


def score_own(verbose: bool = False) -> dict[str, float]:
    """The measures on our own sentences."""
    gazetteer = load_gazetteer()
    gold = found = right = named = 0
    for line in _OWN.read_text("utf-8").splitlines():
        case = msgspec.json.decode(line, type=Case)
        wanted = list(case.places)
        toponyms = gazetteer.spot(case.text, lang=case.lang)
        for ranked in rank_places(case.text, toponyms):
            name, best = ranked.toponym.name, ranked.best
            entry = (name, best.country if best else None, best.precision if best else None)
            hit = entry in wanted
            match = entry if hit else next((w for w in wanted if w[0] == name), None)
            if verbose and not hit:
                print(f"  own: {entry} in {case.text[:60]!r}")
            if match is not None:
                wanted.remove(match)
            named += match is not None
            right += hit
        if verbose and wanted:
            print(f"  own: missed {wanted} in {case.text[:60]!r}")
        gold += len(case.places)
        found += len(toponyms)
    return {
        "geo.own.toponym_f1": round(2 * named / max(gold + found, 1), 4),
        "geo.own.resolved_f1": round(2 * right / max(gold + found, 1), 4),
    }


def score(data: Path | None) -> dict[str, float]:
    """The measures that DESIGN names, and a few more."""
    measures = score_own()
    for name, file in _FILES.items():
        path = data / "geo" / file if data else None
        if path is not None and path.is_file():
            for measure_name, value in measure(path).scores().items():
                # The report names a measure after its file; GWN.xml is also found by the name that people type.
                for label in dict.fromkeys((name, path.stem)):
                    measures[f"geo.{label}.{measure_name}"] = round(value, 4)
    return measures


def _print_details(data: Path) -> None:
    print(score_own(verbose=True))
    for name, file in _FILES.items():
        tally = measure(data / "geo" / file)
        print(name, tally.scores())
        for title, counter in (("missed", tally.missed), ("invented", tally.invented), ("wrong", tally.wrong)):
            print(f"  {title} {sum(counter.values())}:", "; ".join(f"{k} {n}" for k, n in counter.most_common(150)))


if __name__ == "__main__":
    _folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if "--verbose" in sys.argv:
        _print_details(_folder)
    else:
        for _name, _value in score(_folder).items():
            print(f"{_name:32} {_value}")
