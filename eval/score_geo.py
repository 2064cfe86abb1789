"""Places: are toponyms found, and are they put where they are? On LGL (local US news) and GeoWebNews.

- `toponym_f1`: spans equal to gold spans. Gold are toponyms with coordinates. A gold span without coordinates
  (streets, and, in GeoWebNews, nouns like "the city" and peoples) is neutral: finding it neither gains nor costs.
  GeoWebNews spans marked as no toponym, a homonym or a language are no gold and cost when they are found.
- `acc161_gold`: share of gold toponyms put within 161 km (100 miles), the gold spans being given; a name that the
  gazetteer lacks, and that begins or ends with no place's name, counts as wrong. `mean_km` is over those that were put
  somewhere. `acc161_gold_homes`: the same with the homes of outlets learned from the texts of the set, without their
  labels (`resolve/homes.py`); only LGL has several texts of an outlet.
- `acc161_end_to_end`: the same over all gold toponyms with spans that were found by us; one not found counts as wrong.
  `acc161_found` leaves those not found out.
- `baseline_acc161_gold`: the most populous candidate, always.
- `_low`, `_high`: 95 % of 1,000 samples of the articles, drawn with replacement, lie between. `half_a.`, `half_b.`: the
  articles in two halves by their digest; weights and words were set on half a alone.
- `ties`: share of gold toponyms whose best candidates are so close that a claim would get no point
  (`resolve/doubt.py`); `ties_right`: how many of their best would have been right, which is what the caution costs.
- `metonymy_accuracy`, `metonymy_f1` (GeoWebNews): of the toponyms found, which are used for the place itself and which
  for something else (a government that acts, an adjective, part of a name), as its annotators mark them; F1 is of the
  latter. `metonymy_baseline`: accuracy of calling all of them by the more frequent use.
- `geo.own.*`: our own sentences in eleven languages (`cases/places.jsonl`), half of them about closed countries, some
  with nothing but look-alikes: F1 of spans, and of spans that also got the right country and precision.

Published on LGL for gold toponyms: population .70, CamCoder .76 (Gritta et al., 2018 and 2019).
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from lxml import etree
from msgspec import Struct

from sousveil.resolve.doubt import settled
from sousveil.resolve.homes import Home, learn_homes, sighting_of
from sousveil.resolve.place_names import toponym_named
from sousveil.resolve.places import Hints, Ranked, Weights, distance_km, rank_places
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

_RADIUS_KM = 161.0
_NO_TOPONYM = frozenset({"Non_Toponym", "Homonym", "Language"})
_LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
"""Types of GeoWebNews for a place meant as a place, after Gritta et al. (2019), table 1."""
_OWN = Path(__file__).parent / "cases" / "places.jsonl"
_FILES = {"lgl": "lgl.xml", "gwn": "GWN.xml"}
_SAMPLES = 1000


class Gold(Struct, frozen=True):
    """A labelled span; without coordinates it is neutral."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    literal: bool = True
    """The place itself is meant."""


class Case(Struct, frozen=True):
    """One of our own sentences: `places` are name, country and precision, in any order."""

    lang: str
    text: str
    places: list[tuple[str, str | None, str | None]]


class Article(Struct, frozen=True):
    """A text, whose it is, and its labels."""

    text: str
    outlet: str
    gold: list[Gold]

    @property
    def digest(self) -> str:
        """SHA-256 of the text, which also says in which half it is."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Counts(Struct):
    """What is counted in one article, or over many."""

    gold: int = 0
    found: int = 0
    spurious: int = 0
    right_given: int = 0
    right_homes: int = 0
    right_found: int = 0
    right_baseline: int = 0
    put: int = 0
    kilometres: float = 0.0
    ties: int = 0
    ties_right: int = 0
    other_right: int = 0
    other_found: int = 0
    other_gold: int = 0
    use_right: int = 0

    def add(self, other: Counts) -> None:
        """Adds another article's."""
        for field in self.__struct_fields__:
            setattr(self, field, getattr(self, field) + getattr(other, field))

    def scores(self) -> dict[str, float]:
        """Measures by name."""
        precision = self.found / max(self.found + self.spurious, 1)
        recall = self.found / max(self.gold, 1)
        return {
            "toponym_f1": 2 * precision * recall / max(precision + recall, 1e-9),
            "toponym_precision": precision,
            "toponym_recall": recall,
            "acc161_gold": self.right_given / max(self.gold, 1),
            "acc161_gold_homes": self.right_homes / max(self.gold, 1),
            "acc161_end_to_end": self.right_found / max(self.gold, 1),
            "acc161_found": self.right_found / max(self.found, 1),
            "mean_km": self.kilometres / max(self.put, 1),
            "baseline_acc161_gold": self.right_baseline / max(self.gold, 1),
            "ties": self.ties / max(self.gold, 1),
            "ties_right": self.ties_right / max(self.ties, 1),
        }

    def uses(self) -> dict[str, float]:
        """Measures of what found names are used for."""
        most = max(self.other_gold, self.found - self.other_gold)
        return {
            "metonymy_accuracy": self.use_right / max(self.found, 1),
            "metonymy_f1": 2 * self.other_right / max(self.other_gold + self.other_found, 1),
            "metonymy_baseline": most / max(self.found, 1),
        }


def read_articles(path: Path) -> Iterator[Article]:
    """The labelled articles of a file. No entity of the XML is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for node in etree.parse(str(path), parser).getroot().iter("article"):
        text = node.findtext("text") or ""
        gold = [g for g in map(_gold, node.iter("toponym")) if g is not None and text[g.start : g.end] == g.name]
        outlet = node.findtext("domain") or urlsplit(node.findtext("link") or "").hostname or ""
        yield Article(text, outlet, sorted(gold, key=lambda g: (g.start, g.end)))


def _gold(node: etree._Element) -> Gold | None:
    name = node.findtext("phrase") or node.findtext("extractedName") or ""
    kind = node.findtext("type")
    if kind in _NO_TOPONYM:
        return None
    lat = node.findtext("gaztag/lat") or node.findtext("latitude")
    lon = node.findtext("gaztag/lon") or node.findtext("longitude")
    start, end = int(node.findtext("start") or 0), int(node.findtext("end") or 0)
    return Gold(start, end, name, float(lat) if lat else None, float(lon) if lon else None, kind in _LITERAL)


def _given(gazetteer: Gazetteer, gold: Gold) -> Toponym:
    named = toponym_named(gazetteer, gold.name, gold.start, "en")
    return named or Toponym(start=gold.start, end=gold.end, name=gold.name, candidates=())


def _km(gold: Gold, place: Candidate | None) -> float | None:
    if place is None or place.lat is None or place.lon is None or gold.lat is None or gold.lon is None:
        return None
    return distance_km(gold.lat, gold.lon, place.lat, place.lon)


def _shown(place: Candidate | None) -> str:
    return f"{place.name}, {place.admin1}, {place.country}, {place.precision}" if place else "?"


class Notes(Struct):
    """What went wrong, for reading: the notes of half a alone, so that half b stays unread."""

    missed: Counter[str]
    invented: Counter[str]
    wrong: Counter[str]
    use: Counter[str]


class Scored(Struct):
    """The counts of each article of a file, and the notes."""

    articles: list[tuple[Article, Counts]]
    notes: Notes

    def total(self, half: Literal["a", "b"] | None = None) -> Counts:
        """The counts over a file, or over one half of its articles."""
        return _sum([counts for article, counts in self.articles if half in (None, _half_of(article))])


def _sum(counts: Sequence[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total.add(each)
    return total


def _half_of(article: Article) -> Literal["a", "b"]:
    return "b" if int(article.digest[0], 16) % 2 else "a"


def _score_article(
    gazetteer: Gazetteer, article: Article, spotted: list[Toponym], homes: Mapping[str, Home], weights: Weights
) -> tuple[Counts, Notes]:
    counts, notes = Counts(), Notes(Counter(), Counter(), Counter(), Counter())
    targets = {(g.start, g.end): g for g in article.gold if g.lat is not None}
    counts.gold = len(targets)
    given = [_given(gazetteer, g) for g in targets.values()]
    context = [t for t in spotted if not any(t.start < e and s < t.end for s, e in targets)]
    together = sorted([*given, *context], key=lambda t: t.start)
    for ranked in rank_places(article.text, together, weights=weights):
        gold = targets.get((ranked.toponym.start, ranked.toponym.end))
        if gold is not None:
            _count_given(gold, ranked, counts, notes)
    hints = Hints(learned=homes.get(article.outlet))
    for ranked in rank_places(article.text, together, hints, weights):
        gold = targets.get((ranked.toponym.start, ranked.toponym.end))
        counts.right_homes += gold is not None and _is_right(_km(gold, ranked.best))
    for ranked in rank_places(article.text, spotted, weights=weights):
        _count_found(targets, article, ranked, counts, notes)
    spans = {(t.start, t.end) for t in spotted}
    notes.missed.update(g.name for span, g in targets.items() if span not in spans)
    return counts, notes


def _is_right(km: float | None) -> bool:
    return km is not None and km <= _RADIUS_KM


def _count_given(gold: Gold, ranked: Ranked, counts: Counts, notes: Notes) -> None:
    km = _km(gold, ranked.best)
    counts.put += km is not None
    counts.kilometres += km or 0.0
    counts.right_given += _is_right(km)
    if not _is_right(km):
        notes.wrong[f"{gold.name} -> {_shown(ranked.best)}"] += 1
    tied = bool(ranked.candidates) and settled(ranked) is None
    counts.ties += tied
    counts.ties_right += tied and _is_right(km)
    most = max(ranked.toponym.candidates, key=lambda c: c.population, default=None)
    counts.right_baseline += _is_right(_km(gold, most))


def _count_found(
    targets: Mapping[tuple[int, int], Gold], article: Article, ranked: Ranked, counts: Counts, notes: Notes
) -> None:
    toponym = ranked.toponym
    gold = targets.get((toponym.start, toponym.end))
    if gold is not None:
        counts.found += 1
        counts.right_found += _is_right(_km(gold, ranked.best))
        literal = toponym.use == "place"
        counts.use_right += literal == gold.literal
        counts.other_gold += not gold.literal
        counts.other_found += not literal
        counts.other_right += not literal and not gold.literal
        if literal != gold.literal:
            around = article.text[max(0, gold.start - 40) : gold.end + 40]
            notes.use[f"{'place' if gold.literal else 'other'}: {around!r}"] += 1
    elif not any(g.lat is None and toponym.start < g.end and g.start < toponym.end for g in article.gold):
        counts.spurious += 1
        notes.invented[toponym.name] += 1


def measure(path: Path, weights: Weights | None = None) -> Scored:
    """Counts over one file."""
    gazetteer, weights = load_gazetteer(), weights or Weights()
    articles = [(article, gazetteer.spot(article.text)) for article in read_articles(path)]
    homes = learn_homes(
        sighting_of(article.outlet, article.digest, rank_places(article.text, spotted, weights=weights))
        for article, spotted in articles
    )
    scored = Scored([], Notes(Counter(), Counter(), Counter(), Counter()))
    for article, spotted in articles:
        counts, notes = _score_article(gazetteer, article, spotted, homes, weights)
        scored.articles.append((article, counts))
        if _half_of(article) == "a":
            for field in notes.__struct_fields__:
                getattr(scored.notes, field).update(getattr(notes, field))
    return scored


def _intervals(scored: Scored, names: Sequence[str]) -> dict[str, float]:
    """Between which values 95 % of the samples of articles lie."""
    chance = random.Random(0)
    each = [counts for _, counts in scored.articles]
    samples = [_sum(chance.choices(each, k=len(each))).scores() for _ in range(_SAMPLES)]
    found: dict[str, float] = {}
    for name in names:
        values = sorted(sample[name] for sample in samples)
        found[f"{name}_low"] = values[len(values) // 40]
        found[f"{name}_high"] = values[-len(values) // 40]
    return found


def _measures(file: str, scored: Scored) -> dict[str, float]:
    measures = scored.total().scores()
    names = ["toponym_f1", "acc161_gold", "acc161_end_to_end"]
    if file == "lgl":
        names.append("acc161_gold_homes")
    else:
        measures |= scored.total().uses()
        del measures["acc161_gold_homes"]
    measures |= _intervals(scored, names)
    for half in ("a", "b"):
        values = scored.total(half).scores() | scored.total(half).uses()
        shown = names if file == "lgl" else [*names, "metonymy_accuracy"]
        measures |= {f"half_{half}.{name}": values[name] for name in shown}
    return measures


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
            for measure_name, value in _measures(name, measure(path)).items():
                # The report names a measure after its file; GWN.xml is also found by the name that people type.
                for label in dict.fromkeys((name, path.stem)):
                    measures[f"geo.{label}.{measure_name}"] = round(value, 4)
    return measures


def _print_details(data: Path) -> None:
    print(score_own(verbose=True))
    for name, file in _FILES.items():
        scored = measure(data / "geo" / file)
        print(name, scored.total().scores())
        print("half a", scored.total("a").scores(), scored.total("a").uses())
        for title in scored.notes.__struct_fields__:
            counter = getattr(scored.notes, title)
            print(f"  {title} {sum(counter.values())}:", "; ".join(f"{k} {n}" for k, n in counter.most_common(150)))


if __name__ == "__main__":
    _folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if "--verbose" in sys.argv:
        _print_details(_folder)
    else:
        for _name, _value in score(_folder).items():
            print(f"{_name:32} {_value}")
