"""Names of places in every script, and the places that each may mean.

Built from the compiled GeoNames extract (`data/gazetteer.bin`) and `data/places.toml`, which adds what that lacks:
border rivers, airports, squares, further spellings, demonyms, abbreviations; `data/peoples/XX.toml` adds the
adjectives and names of one language, for texts in it alone. Which of its candidates a name means
in a document is decided by `resolve`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from sousveil.errors import VocabularyError
from sousveil.vocabulary.files import DATA, converted, merged, parsed
from sousveil.vocabulary.gazetteer_extent import radius_km
from sousveil.vocabulary.gazetteer_index import DEMONYM, ORDINARY, Grade, PlaceIndex, Row, read_index
from sousveil.vocabulary.gazetteer_keys import is_hangul, is_scanned, key_of
from sousveil.vocabulary.gazetteer_peoples import PeopleFile, Spelled, digest_of_peoples, read_peoples, spelled
from sousveil.vocabulary.gazetteer_ranks import Ranks
from sousveil.vocabulary.gazetteer_sites import read_site_words
from sousveil.vocabulary.gazetteer_spot import holds_toponym, spot
from sousveil.vocabulary.gazetteer_types import Candidate, PlaceFile, Site, Toponym, WordSets

__all__ = ["FURTHER", "Gazetteer", "load_gazetteer"]

FURTHER = (DATA / "places" / "borders.toml", DATA / "places" / "stations.toml")
"""More files with entries like those of places.toml."""

_UNSPACED = ("ko", "ja", "zh")
"""Languages whose peoples count in every text."""
_LARGE = 100_000
"""People from which a town's name is known with the endings of a language ..."""
_SHORTEST_STEM = 4
"""... where so many letters stay."""
_REMEMBERED = 1 << 16
"""Keys whose candidates are remembered."""


class Gazetteer:
    """Looks names up and spots them in text. Immutable after loading; safe to share between threads."""

    def __init__(self, index: PlaceIndex, places: PlaceFile, digest: str, folder: str | None = None) -> None:
        self.index = index
        self.digest = digest
        self._folder = folder
        self._own: dict[str, Spelled] = {}
        self._peoples: dict[str, PeopleFile] = {}
        self._sites: list[Candidate] = []
        self._extra: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._country: dict[str, int] = {}
        for position in range(len(index)):
            row = index.row(position)
            if row.grade != "country":
                break
            if row.country:
                self._country[row.country] = position
        self.never = frozenset(key_of(phrase) for phrase in places.never)
        self.ordinary = {lang: frozenset(map(key_of, words)) for lang, words in places.ordinary.items()}
        self.abbreviations: dict[str, int] = {}
        """Short forms as they are printed, with their stops: "Va." and not "va"."""
        self._usual: dict[str, int] = {}
        self._points: dict[int, tuple[float, float]] = {}
        self._mains: dict[int, str] = {}
        self.demonyms: frozenset[str] = frozenset()
        self.context = places.context
        # A language that lists nothing before a place is read with the English words.
        self._sites_of = read_site_words()
        self.site_heads = self._sites_of.heads
        self.words = {lang: WordSets(words) for lang, words in places.context.items() if words.placed}
        self.connectors = frozenset(word for words in places.context.values() for word in words.connectors)
        self.short = frozenset(word for words in places.context.values() for word in words.short)
        self.told_ranks = Ranks(places.ranks)
        self.ranks = tuple(dict.fromkeys(word for words in places.context.values() for word in words.ranks))
        self._cached = cache(self._candidates)
        self.find_key = self._find_key
        self._add(places)
        self.postal: dict[str, list[int]] = {}
        """Codes of regions that are written behind a town: "Camden, NJ"."""
        for code, region in index.region_codes.items():
            if code[:2] in places.postal:
                self.postal.setdefault(code[3:], []).append(region)
        seats = (name.rpartition(", ") for name in places.seats)
        self.seats = frozenset(self._one(town, country, "city") for town, _, country in seats)
        """Towns whose name also stands for a government, by index."""
        self._cached = cache(self._candidates)
        # Texts repeat themselves: most words of a text were looked up before, most of them in vain.
        self.find_key = lru_cache(maxsize=_REMEMBERED)(self._find_key)
        self.demonyms = frozenset(key for key, (flags, _) in self._extra.items() if flags & DEMONYM)
        self.tails = self._sites_of.tails | frozenset(key.rpartition(" ")[2] for key in self._extra if " " in key)
        """Words that a listed name of several words ends in: asked before the whole name is looked up."""
        self.prefixes = self.index.prefixes | frozenset(
            key[:2] for key in self._extra if is_scanned(key[0]) or is_hangul(key[0])
        )

    def find(self, name: str) -> tuple[int, tuple[Candidate, ...]]:
        """The flags of a spelling (see `gazetteer_index`) and the places that it may mean."""
        short = self.abbreviations.get(name)
        if short is not None:
            return 0, self._cached((short * 2,))
        key = key_of(name)
        return self.find_key(key) if key else (0, ())

    def _find_key(self, key: str) -> tuple[int, tuple[Candidate, ...]]:
        """The same as `find`, for a key that `key_of` made."""
        key = next(
            (spelled for spelled in _spellings(key) if self._extra.get(spelled) or self.index.lookup(spelled)[1]), key
        )
        flags, places = self.index.lookup(key)
        more = self._extra.get(key)
        if more:
            named = any(p >> 1 == m >> 1 for p in places for m in more[1])
            # "China" is also a form of the Spanish adjective; where CLDR has the name, it is the country.
            flags |= more[0] & ~DEMONYM if named else more[0]
            listed = {m >> 1 for m in more[1]}
            places = (*more[1], *(p for p in places if p >> 1 not in listed))
        if not places:
            return 0, self._served(key)
        candidates = self._cached(places)
        usual = self._usual.get(key)
        if usual is not None:
            candidates = tuple(msgspec.structs.replace(c, usual=True) if c.index == usual else c for c in candidates)
        return flags, candidates

    def _served(self, key: str) -> tuple[Candidate, ...]:
        """The airport or the port that is named by its town; none where the town has several."""
        for kind, town in self._sites_of.towns(key):
            sites = self.index.served.get(kind, {})
            towns = [c for c in self.find_key(town)[1] if c.precision == "city"]
            # Dili is a rare spelling of Delhi: who writes "Delhi airport" means the town that everybody knows.
            most = max((c.population for c in towns), default=0)
            found = [site for c in towns if 2 * c.population >= most for site in sites.get(c.index, ())]
            if len(found) == 1:
                return self._cached((found[0] * 2,))
        return ()

    def lists(self, key: str) -> bool:
        """Whether somebody vouches that a spelling is a place's name: it stands in places.toml or says so itself, as
        "Heathrow airport" does."""
        if key in self._extra:
            return True
        return self._sites_of.names(key) and any(c.precision == "site" for c in self.find_key(key)[1])

    def find_in(self, lang: str, key: str, /) -> tuple[int, tuple[Candidate, ...]]:
        """The same for a text in one language (ISO 639-1): with the adjectives and names of `data/peoples`."""
        flags, candidates = self.find_key(key)
        own = self._spelled(lang).get(key)
        if own is None and not candidates:
            return self._inflected(lang, key)
        if own is None or (candidates and candidates[0].precision == "country" and not flags & DEMONYM):
            return flags, candidates
        demonym, index = own
        if demonym:
            return flags | DEMONYM, self._cached((index * 2,))
        rest = tuple(c for c in candidates if c.index != index)
        held = self.candidate(index)
        if held.precision == "country" and any(c.country == held.country for c in rest):
            # "Gaza" is a town as well as what one calls the territory: the text's other places tell.
            return flags, candidates
        return flags & ~DEMONYM, (*self._cached((index * 2,)), *rest)

    def _inflected(self, lang: str, key: str) -> tuple[int, tuple[Candidate, ...]]:
        """A country or large town under a name with one of the endings that names take in a language."""
        file = self._peoples[lang]
        for endings, flag in ((file.name_endings, 0), (file.dwellers, DEMONYM)):
            for ending in endings:
                if not key.endswith(ending) or len(key) - len(ending) < _SHORTEST_STEM:
                    continue
                found = self.find_key(key.removesuffix(ending))
                grades = ("city", "region") if flag else ("country", "region", "city")
                known = tuple(
                    c for c in found[1]
                    if c.precision in grades and (c.precision == "country" or c.population >= _LARGE)
                )  # fmt: skip
                if known and not found[0] & (ORDINARY | DEMONYM):
                    return flag, known
        return 0, ()

    def has_own(self, lang: str, /) -> bool:
        """Whether a language has a file in `data/peoples`."""
        return bool(self._spelled(lang))

    def is_own(self, lang: str, key: str, /) -> bool:
        """Whether `data/peoples` has a spelling for this language."""
        return key in self._spelled(lang)

    def _spelled(self, lang: str) -> Spelled:
        if lang not in self._own:
            self._peoples[lang] = read_peoples(lang, self._folder)
            self._own[lang] = spelled(self._peoples[lang], self.place_of)
        return self._own[lang]

    def place_of(self, kind: str, name: str) -> int | None:
        """The index of a country or region by its ISO 3166 code, or of a place as `"Name, XX"`; null for none."""
        if kind == "country":
            return self._country.get(name)
        if kind == "region":
            return self.index.region_codes.get(name)
        of, _, country = name.rpartition(", ")
        return next((c.index for c in self.find(of)[1] if c.country == country), None)

    def spot(self, text: str, start: int = 0, end: int | None = None, lang: str = "en") -> list[Toponym]:
        """The toponyms of `text[start:end]`, in order and without overlaps, the longest match first.

        The whole text is looked at once for what it says about its own words (who is a person in it), so pass the
        document and not the sentence alone. `lang` is ISO 639-1.
        """
        return spot(self, text, start, len(text) if end is None else end, lang)

    def holds_toponym(self, passage: str, lang: str) -> bool:
        """Whether a passage (of a document in `lang`) names a place when it is read by itself."""
        return holds_toponym(self, passage, lang)

    def numbered(self, geonameid: int) -> Candidate | None:
        """The place with this number of GeoNames; null where none has it."""
        index = self.index.with_id(geonameid) if 0 < geonameid < 1 << 31 else None
        if index is not None:
            return self.candidate(index)
        return next((site for site in self._sites if site.geonameid == geonameid), None)

    def country(self, name: str) -> Candidate | None:
        """A country by ISO 3166-1 alpha-2 code, name or demonym in any language; null where none has that name."""
        if name.upper() in self._country and len(name) == 2:
            return self.candidate(self._country[name.upper()])
        _, candidates = self.find(name)
        return next((c for c in candidates if c.precision == "country"), None)

    def region(self, code: str) -> Candidate | None:
        """A first-level region by ISO 3166-2 code, `US-VA`."""
        index = self.index.region_codes.get(code)
        return None if index is None else self.candidate(index)

    def us_state(self, name: str) -> Candidate | None:
        """A state of the US by postal code, abbreviation or name; null for anything else."""
        region = self.region(f"US-{name.upper()}")
        if region is not None:
            return region
        _, candidates = self.find(name)
        return next((c for c in candidates if c.precision == "region" and c.country == "US"), None)

    def candidate(self, index: int, *, alternate: bool = False) -> Candidate:
        """The place at an index of the compiled gazetteer, or below -1 of places.toml."""
        if index < 0:
            return msgspec.structs.replace(self._sites[-index - 2], alternate=alternate)
        row = self.index.row(index)
        holders: list[Row] = []
        parent = row.parent
        while parent is not None:
            holders.append(self.index.row(parent))
            parent = holders[-1].parent
        lat, lon = self._points.get(index, (row.lat, row.lon))
        return Candidate(
            geonameid=row.geonameid,
            name=self._main(row),
            country=row.country,
            admin1=next((self._main(h) for h in holders if h.grade == "region"), None),
            admin2=next((self._main(h) for h in holders if h.grade == "district"), None),
            lat=lat,
            lon=lon,
            radius_km=None if lat is None else radius_km(row.grade, row.population, row.radius_km),
            population=row.population,
            precision=row.grade,
            alternate=alternate,
            holders=tuple(h.index for h in holders),
            index=index,
        )

    def _main(self, row: Row) -> str:
        return self._mains.get(row.index, row.name)

    def _candidates(self, places: tuple[int, ...]) -> tuple[Candidate, ...]:
        # In `places`, as in the index, the lowest bit says that the spelling is an alternate one.
        return tuple(self.candidate(p >> 1, alternate=bool(p & 1)) for p in places)

    def _add(self, places: PlaceFile) -> None:
        for code, nation in places.countries.items():
            index = self._country.get(code)
            if index is None:
                raise VocabularyError(f"places.toml: [countries.{code}] is no ISO 3166-1 alpha-2 code")
            self._spell(index, nation.names, 0)
            self._spell(index, nation.demonyms, DEMONYM)
            self._point(index, nation.lat, nation.lon)
        for abbreviation, code in places.abbreviations.items():
            target = self.index.region_codes.get(code, self._country.get(code))
            if target is None:
                raise VocabularyError(f"places.toml: [abbreviations] {abbreviation!r}: {code} is no ISO 3166 code")
            self.abbreviations[abbreviation] = target
        for spelling in places.spelling:
            index = self._one(spelling.of, spelling.country, spelling.grade)
            self._spell(index, spelling.names, 0)
            self._point(index, spelling.lat, spelling.lon)
            if spelling.main is not None:
                self._mains[index] = spelling.main
            if spelling.usual:
                self._usual.update((key_of(name), index) for name in spelling.names)
        for site in places.place:
            self._sites.append(self._site(site, -len(self._sites) - 2))
            index = -len(self._sites) - 1
            self._spell(index, (site.name, *site.names), 0)
            self._spell(index, site.demonyms, DEMONYM)
        for lang in _UNSPACED:
            # Their letters are their own, and where no spaces tell words apart a name must be known before it is met.
            for key, (demonym, index) in spelled(read_peoples(lang, self._folder), self.place_of).items():
                self._spell(index, (key,), DEMONYM if demonym else 0)

    def _point(self, index: int, lat: float | None, lon: float | None) -> None:
        if lat is not None and lon is not None:
            self._points[index] = (lat, lon)

    def _one(self, name: str, country: str, grade: Grade | None) -> int:
        """The index of the one place that an entry of places.toml speaks of."""
        _, places = self.find_key(key_of(name))
        for place in places:
            if place.country == country and grade in (None, place.precision):
                return place.index
        raise VocabularyError(f"places.toml: the gazetteer has no {grade or 'place'} {name!r} in {country}")

    def _site(self, site: Site, index: int) -> Candidate:
        holders: tuple[int, ...] = ()
        if site.within and site.country:
            code = self.index.region_codes.get(site.within)
            held = self.candidate(code if code is not None else self._one(site.within, site.country, None))
            holders = (held.index, *held.holders)
        elif site.country:
            holders = (self._country[site.country],)
        rows = [self.index.row(h) for h in holders if h >= 0]
        return Candidate(
            geonameid=site.geonameid,
            name=site.name,
            country=site.country,
            admin1=next((self._main(r) for r in rows if r.grade == "region"), None),
            admin2=next((self._main(r) for r in rows if r.grade == "district"), None),
            lat=site.lat,
            lon=site.lon,
            radius_km=None if site.lat is None else radius_km(site.grade, 0, site.radius_km),
            precision=site.grade,
            holders=holders,
            index=index,
            borders=site.borders,
            usual=True,
        )

    def _spell(self, index: int, names: tuple[str, ...], flags: int) -> None:
        for name in _expanded(names):
            key = key_of(name)
            old_flags, old = self._extra.get(key, (flags, ()))
            self._extra[key] = (old_flags | flags, tuple(dict.fromkeys((*old, index * 2))))


_ARABIC, _PERSIAN = str.maketrans("یک", "يك"), str.maketrans("يىك", "ییک")


def _spellings(key: str) -> tuple[str, ...]:
    """A key as it is and, in the Arabic script, with the letters of the other languages: "بامیان", "باميان"."""
    if not "\u0600" <= key[:1] <= "\u06ff":
        return (key,)
    return tuple(dict.fromkeys((key, key.translate(_ARABIC), key.translate(_PERSIAN))))


def _expanded(names: tuple[str, ...]) -> Iterator[str]:
    """ "chin{o,a}" as "chino" and "china"."""
    for name in names:
        head, brace, tail = name.partition("{")
        if brace:
            endings, _, rest = tail.partition("}")
            yield from (head + ending + rest for ending in endings.split(","))
        else:
            yield name


def load_gazetteer(folder: str | None = None) -> Gazetteer:
    """The gazetteer, read once a process and folder; `folder` (`Vocabulary.folder`) may hold a places.toml of a
    researcher's own, whose entries are added to ours.

    Raises `VocabularyError` where a file is damaged or an entry builds on a place that there is not.
    """
    own = [part for part in ("places.toml", "peoples") if folder and (Path(folder) / part).exists()]
    return _load(folder if own else None)


@cache
def _load(folder: str | None) -> Gazetteer:
    own = Path(folder) / "places.toml" if folder else None
    paths = [DATA / "places.toml", *FURTHER, *([own] if own and own.is_file() else [])]
    content: dict[str, Any] = {}
    digest = hashlib.sha256(_index().digest.encode() + digest_of_peoples(folder))
    for path in paths:
        content = merged(content, parsed(path))
        digest.update(path.read_bytes())
    return Gazetteer(_index(), converted(content, PlaceFile, "places.toml"), digest.hexdigest(), folder)


@cache
def _index() -> PlaceIndex:
    return read_index(DATA / "gazetteer.bin")
