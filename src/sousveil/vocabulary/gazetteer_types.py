"""The shapes of the gazetteer: a place that a name may mean, a name in a text, and the entries of places.toml."""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from sousveil.vocabulary.gazetteer_index import Grade, PlaceIndex

__all__ = ["Candidate", "Names", "Nation", "PlaceFile", "RankWords", "Site", "Spelling", "Toponym", "WordSets", "Words"]


class Candidate(Struct, frozen=True, kw_only=True):
    """A place that a name may mean. Degrees are WGS 84; null where no coordinates are known."""

    geonameid: int | None
    name: str
    """The place's main name, which need not be the spelling of the text."""
    country: str | None
    """ISO 3166-1 alpha-2; null for a continent or a border river."""
    admin1: str | None = None
    """Name of the first-level region that holds it."""
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    """Half the extent of the place (`gazetteer_extent`): how far from its point a thing "in" it may stand. Null where
    no coordinates are known."""
    population: int = 0
    precision: Grade
    alternate: bool = False
    """The text's spelling is not the place's main name."""
    holders: tuple[int, ...] = ()
    """Indexes of the places that hold it, the nearest first: district, region, country."""
    index: int = -1
    """Its own index, for comparison with `holders`; below -1 for an entry of `places.toml`."""
    borders: tuple[str, ...] = ()
    """Countries on both sides, for a border river or line, which has no country of its own."""
    usual: bool = False
    """Whoever writes this name and no more most often means this place."""


class Toponym(Struct, frozen=True, kw_only=True):
    """A name of a place in a text: `text[start:end] == name`."""

    start: int
    end: int
    name: str
    candidates: tuple[Candidate, ...]
    """Main names before alternate spellings, the more populous first."""
    demonym: bool = False
    """An adjective or a people ("Korean"), which names a country by what is of it."""
    speaker: bool = False
    """Stands for a government or an office that speaks ("Seoul said"), not for where something is."""
    acts: bool = False
    """Stands for a government or a team that acts or is dealt with: "Moscow expelled", "talks with Beijing"."""
    modifier: bool = False
    """Says whose or of what kind the next word is ("U.S. officials"): where they belong and not where they are."""

    @property
    def use(self) -> Literal["place", "actor", "attribute"]:
        """What the name is used for: the place itself, a body that speaks or acts there, or what something is of."""
        if self.speaker or self.acts:
            return "actor"
        return "attribute" if self.demonym or self.modifier else "place"


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[place]]` of places.toml: a place that the compiled gazetteer lacks."""

    name: str
    names: tuple[str, ...] = ()
    country: str | None = None
    within: str | None = None
    """ISO 3166-2 code of the first-level region, or a spelling of the place that holds it."""
    borders: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    grade: Grade = "site"
    radius_km: float | None = None
    """Half its extent; for a border river half the stretch that is the border. A usual size where none is given."""
    geonameid: int | None = None


class Spelling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[spelling]]` of places.toml: more names for a place that the compiled gazetteer has."""

    of: str
    country: str
    grade: Grade
    names: tuple[str, ...]
    main: str | None = None
    """What readers of English call it, where the compiled gazetteer has another spelling as the main name."""
    usual: bool = False
    """These names, alone, most often mean this place: "Washington" the city and not the state."""
    lat: float | None = None
    """Where the gazetteer has no point, or one at the edge."""
    lon: float | None = None


class Nation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[countries.XX]` of places.toml."""

    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[context.xx]` of places.toml: words around a name that tell what it is, as the file writes them."""

    titles: tuple[str, ...] = ()
    """Before a person's name."""
    placed: tuple[str, ...] = ()
    """Before a place."""
    weakly: tuple[str, ...] = ()
    """Those of `placed` that stand before much else, too."""
    articles: tuple[str, ...] = ()
    """Before a noun that then is no town."""
    speech: tuple[str, ...] = ()
    """Verbs of saying, after a speaker."""
    topics: tuple[str, ...] = ()
    """Particles that mark a speaker, in scripts where they are written onto the name and the verb stands last."""
    auxiliaries: tuple[str, ...] = ()
    """Small words between a speaker and the verb: "Seoul **has on Monday** denied"."""
    modals: tuple[str, ...] = ()
    """Those of them that make a country or a capital one that acts: "Russia **will**"."""
    acting: tuple[str, ...] = ()
    """Verbs of doing, after a government or a team that acts: "Moscow **expels**"."""
    past: tuple[str, ...] = ()
    """Endings of a past tense, by which other verbs of doing are told: "-ed"."""
    dealing: tuple[str, ...] = ()
    """Before somebody with whom one deals, where that is a country or the seat of a government: "talks **with**
    Beijing", "**accused** Minsk"."""
    holders: tuple[str, ...] = ()
    """Bodies and people before "of" and a country: "the **government** of Chad"."""
    determiners: tuple[str, ...] = ()
    """Articles before a country's name: "the Netherlands"."""
    grounds: tuple[str, ...] = ()
    """Pieces of land: "Italy's **coast**", "the Syrian **border**" are at the place."""
    standing: tuple[str, ...] = ()
    """What stands on the ground, in names: "Gatwick **Airport**" is a place, "Boston **Globe**" is not."""
    functions: tuple[str, ...] = ()
    """Words that are no noun: behind a name they say that it is no adjective, as it is in "London **police**"."""
    units: tuple[str, ...] = ()
    """What a town is, before "of" and its name: "City of Normal"."""
    bodies: tuple[str, ...] = ()
    """After a town, in the names of bodies that hardly anything but a town has: "Normal Police"."""
    makers: tuple[str, ...] = ()
    """Makers of cars, whose models have the names of places: "**Hyundai** Santa Fe"."""
    dwellers: tuple[str, ...] = ()
    """Who is of a town, after its name: "Normal **man**"."""
    civic: tuple[str, ...] = ()
    """After a town, in the names of other bodies: "Reading Airport"."""
    learned: tuple[str, ...] = ()
    """After a name that is a founder's as often as a town's: "Bard College"."""
    streets: tuple[str, ...] = ()
    """After a name that then is a street's."""
    other: tuple[str, ...] = ()
    """After a name that then is a company's, a paper's or a building's."""
    kinds: tuple[str, ...] = ()
    """What stands somewhere, in the name of a building or a piece of land that begins with the place's: "Manila
    Cathedral"."""
    of: tuple[str, ...] = ()
    """Those of `placed` that stand between a unit and its name: "City of Normal"."""
    cities: tuple[str, ...] = ()
    """After a town, and no part of its name where a body follows: "Dublin City Council"."""
    connectors: tuple[str, ...] = ()
    """Small words inside names, in any language's texts: "Isle of Man"."""
    short: tuple[str, ...] = ()
    """Words printed short with a full stop that ends no sentence: "St." and "Pa."."""
    attached: tuple[str, ...] = ()
    """Words that are written onto a place's name, where words are written together: 평양공항."""
    particles: tuple[str, ...] = ()
    """Endings behind those: 평양에서."""
    ranks: tuple[str, ...] = ()
    """Words for the rank of a larger place that stand between it and the smaller one behind it: 省."""
    adjectives: Literal["small", "capital"] = "small"
    """How adjectives of countries are written: "chinesische", "Chinese"."""
    small_town: int = 100_000
    """People below which texts in this language hardly name a town abroad."""
    home: tuple[str, ...] = ()
    """Countries (ISO 3166-1 alpha-2) whose small towns texts in this language name."""


class RankWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[ranks.GRADE]` of places.toml: words beside a name that say what the place is."""

    behind: tuple[str, ...] = ()
    """"Kashgar **prefecture**"."""
    before: tuple[str, ...] = ()
    """"**provincia de** Mendoza"."""


class PlaceFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """places.toml."""

    abbreviations: dict[str, str] = {}
    """Abbreviation to ISO 3166-2 code or ISO 3166-1 alpha-2 code: `"Va." = "US-VA"`."""
    countries: dict[str, Nation] = {}
    place: tuple[Site, ...] = ()
    spelling: tuple[Spelling, ...] = ()
    ordinary: dict[str, tuple[str, ...]] = {}
    """By language: names that are far more often ordinary words; they are no places without context."""
    never: tuple[str, ...] = ()
    """Phrases that hold or equal a place's name and mean something else: "Washington Post", "March"."""
    context: dict[str, Words] = {}
    ranks: dict[Grade, RankWords] = {}
    postal: tuple[str, ...] = ()
    """Countries whose regions are written by their ISO 3166-2 code behind a town: "Camden, NJ"."""
    seats: tuple[str, ...] = ()
    """Towns whose name also stands for a government, as `"Name, XX"`: "Beijing, CN"."""


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


class WordSets:
    """The words of one language's `[context]`, in lower case."""

    def __init__(self, words: Words) -> None:
        self.titles = _folded(words.titles)
        self.placed = _folded(words.placed)
        self.weakly = _folded(words.weakly)
        self.articles = _folded(words.articles)
        self.speech = _folded(words.speech)
        self.auxiliaries = _folded(words.auxiliaries)
        self.modals = _folded(words.modals)
        self.acting = _folded(words.acting)
        self.past = words.past
        self.dealing = _folded(words.dealing)
        self.holders = _folded(words.holders)
        self.determiners = _folded(words.determiners)
        self.grounds = _folded(words.grounds)
        self.standing = _folded(words.standing)
        self.functions = _folded(words.functions)
        self.units = _folded(words.units)
        self.bodies = _folded(words.bodies)
        self.makers = _folded(words.makers)
        self.dwellers = _folded(words.dwellers)
        self.civic = _folded(words.civic)
        self.learned = _folded(words.learned)
        self.streets = _folded(words.streets)
        self.other = _folded(words.other)
        self.kinds = _folded(words.kinds)
        self.of = _folded(words.of)
        self.cities = _folded(words.cities)
        self.home = frozenset(words.home)
        # Asked for every name of a text, so put together once.
        self.of_bodies = self.civic | self.bodies
        self.firmly = self.placed - self.weakly - self.dealing
        self.fixed = self.streets | self.standing
        self.no_surname = self.of_bodies | self.other | self.learned | self.units | self.fixed
        self.verbs = self.speech | self.acting
        self.no_noun = self.grounds | self.functions | self.auxiliaries | self.verbs


class Names(Protocol):
    """What those who look for names in a text ask of a gazetteer; `gazetteer.Gazetteer` is one."""

    index: PlaceIndex
    never: frozenset[str]
    ordinary: dict[str, frozenset[str]]
    abbreviations: dict[str, int]
    demonyms: frozenset[str]
    prefixes: frozenset[str]
    words: dict[str, WordSets]
    context: dict[str, Words]
    connectors: frozenset[str]
    short: frozenset[str]
    site_heads: frozenset[str]
    """First letters of words that the name of an airport or a port begins with, written small."""
    seats: frozenset[int]
    postal: dict[str, list[int]]
    tails: frozenset[str]

    def __hash__(self) -> int:
        """What was read with it is remembered beside it."""
        ...

    def find(self, name: str) -> tuple[int, tuple[Candidate, ...]]:
        """The flags of a spelling and the places that it may mean."""
        ...

    def find_key(self, key: str, /) -> tuple[int, tuple[Candidate, ...]]:
        """The same for a key that `key_of` made."""
        ...

    def find_in(self, lang: str, key: str, /) -> tuple[int, tuple[Candidate, ...]]:
        """The same with the adjectives and names of one language."""
        ...

    def is_own(self, lang: str, key: str, /) -> bool:
        """Whether `data/peoples` has a spelling for this language."""
        ...

    def candidate(self, index: int, /) -> Candidate:
        """The place at an index."""
        ...

    def has_own(self, lang: str, /) -> bool:
        """Whether a language has a file in `data/peoples`."""
        ...

    def lists(self, key: str) -> bool:
        """Whether places.toml has a spelling."""
        ...
