"""The shape of a language file: every list that the reader of claims looks into, for one language."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sousveil.vocabulary.inflection import WordForms
from sousveil.vocabulary.letters import LetterForms
from sousveil.vocabulary.speech import Grammar, Reporting, Standing
from sousveil.vocabulary.terms import Writing

__all__ = [
    "Attribution",
    "Contexts",
    "Introducing",
    "Language",
    "Naming",
    "Numbers",
    "Pair",
    "Sentences",
    "Subsidiary",
    "Times",
    "Topic",
]

Terms = tuple[str, ...]


class Sentences(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where sentences and clauses end."""

    ends: str = ".!?…"
    """Characters that end a sentence."""
    abbreviations: Terms = ()
    """Words before a full stop that ends no sentence, without the full stop."""
    openers: Terms = ()
    """Words that begin a sentence after a heading that was glued to it."""
    clauses: Terms = ()
    """Words that begin another clause: the clause starts at the match."""
    joining: Terms = ()
    """Words between two verbs with one object: `bought and installed cameras`."""
    linking: Terms = ()
    """Small words behind one of `joining`, before the second verb: `are now`, `has since`, one word each."""
    small: Terms = ()
    """Words that a heading in title case writes small."""
    endings: Terms = ()
    """How a sentence ends that has no full stop, so that a line is no heading: Korean `다`."""
    following: Terms = ()
    """Words that say that a list follows: `as follows`."""
    onto: Terms = ()
    """Right behind a thing that another is put on: Japanese `に`."""
    features: Terms = ()
    """Expressions for what stands between a verb and the thing that it tells of: Chinese `/的(?:系统|设备)/`."""
    relatives: Terms = ()
    """Expressions for what stands between a thing and a verb that tells what it is for: English `/ that (?:can )?/`."""
    participles: Terms = ()
    """Expressions for what stands between a thing and a participle that describes it: French `/ (?=\\w+ée? par )/`."""
    quoting: Terms = ()
    """What follows a closing quotation mark where the sentence goes on: Japanese `と`."""


class Contexts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What keeps a technology word from being a claim."""

    sentence: Terms = ()
    """Refuse the whole sentence: consumer products, disease surveillance, questions, demands."""
    doubtful: Terms = ()
    """Refuse the sentence unless it names a technology of surveillance and whose it is: `outbreak`, `cattle`."""
    document: Terms = ()
    """Words of a campaign, a war, a game: refuse the document where several are more frequent than surveillance."""
    genre: Terms = ()
    """Words of a novel, a film, a volcano: refuse the document where two of them stand in its first lines, or where
    several are more frequent than surveillance."""
    incident: Terms = ()
    """Single use in police work or accidents: pictures shown, a search; no standing deployment."""


class Attribution(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ways of saying who says it."""

    before: Terms = ()
    """The speaker follows: `according to`."""
    after: Terms = ()
    """The speaker precedes: `said`, `reported`."""
    telling: Terms = ()
    """Those of `after` behind which the outlet stands that was told: `told`."""
    speakers: Terms = ()
    """Nouns that speak without a name: `researchers`, `a resident`, `state media`."""
    reports: Terms = ()
    """Nouns for a document: `report`, `study`."""
    authors: Terms = ()
    """Words for who wrote the report that the text rests on: `the authors`."""


class Naming(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words in and around names. They are plain words with their capitals, no terms."""

    articles: Terms = ()
    """Definite articles: `the`. They are no part of a name."""
    indefinite: Terms = ()
    """Indefinite articles: `a`."""
    joiners: Terms = ()
    """Small words inside names: `Ministry of Health and Welfare`. Names in other languages have them, too."""
    nobody: Terms = ()
    """Words with a capital, because they begin a sentence, that name nobody: `it`, `they`."""
    between: Terms = ()
    """Words between a name and its verb of saying: `Reuters also reported`."""
    of: Terms = ()
    """Between a body and the place that it is of: `City of`, `Ministry of Health of`."""
    settlements: Terms = ()
    """Behind the name of a place and part of it: `Township`."""
    general: Terms = ()
    """Words of a body's name that are no place's: `Department`."""
    kinds: Terms = ()
    """Before the name of an office, what it is for and not where: `Transit Police`."""
    houses: Terms = ()
    """Behind a place's name, in that of an institution or a paper: `Boston Globe`."""
    selves: Terms = ()
    """Pronouns by which a body speaks of itself: `the police said they had installed`."""
    funds: Terms = ()
    """What a body gives, so that it is no user of what was bought with it: `the Bureau's grant`."""
    owner: Terms = ()
    """Right behind a place whose paper or speaker follows: `South Korea's Yonhap`."""
    particles: Terms = ()
    """What is written onto a name and no part of it, beside the `subjects` of `[grammar]`: Korean `을`."""
    datelines: Terms = ()
    """Behind the name of a place where the article was written: Chinese `报道`."""
    capitals: bool = True
    """Whether names are written with a capital: not in Arabic letters."""
    stops: Terms = ()
    """Words that are in no company's name, where names have no capitals: prepositions, conjunctions."""
    legal: Terms = ()
    """Legal forms and words that any company has in its name: `Ltd`, `Group`."""


class Numbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers in words, and what is counted. `numbers.toml` has the same keys for all languages together."""

    words: dict[str, float] = {}
    """Number words to their value: `dozen`."""
    scales: dict[str, float] = {}
    """Words that multiply what stands before: `hundred`, `million`."""
    halves: Terms = ()
    """Words behind a number that add half of its last scale: Spanish `y medio`."""
    compound: bool = False
    """Whether number words are written together: German `zweihundertfünfzig`."""
    bound: Terms = ()
    """Those of `words` that are no number by themselves, only with others: German `ein`, Korean `이`."""
    thousands: str = ",."
    """Marks between groups of three digits, beside spaces."""
    decimal: str = ".,"
    """Marks before decimals."""
    approximate: Terms = ()
    """Words beside a number by which it is not exact: `about`."""
    vague: Terms = ()
    """Those of `words` that only say roughly how many: `dozens of`."""
    labels: Terms = ()
    """Words right before a number that is a name and counts nothing: `Article`, `Unit`."""
    names: Terms = ()
    """Names with numbers in them that count nothing: `38 North`."""
    counters: Terms = ()
    """Words right behind a number by which it is no year: `2000台`."""
    joining: Terms = ()
    """Words between the parts of one number: Persian `دو هزار و ششصد`."""
    pairs: dict[str, Terms] = {}
    """Unit to words that say two of them by themselves: Arabic `كاميرتان`."""
    more: Terms = ()
    """Letters between a number and what is counted that mean "more than": `300여 대`."""
    linking: Terms = ()
    """Words between a number and what is counted: `200 of`, Spanish `millones de`."""
    units: dict[str, Terms] = {}
    """Unit (`camera`, `km`, `USD`) to the words that stand after a number."""
    before: dict[str, Terms] = {}
    """Unit to what stands right before its number: `US$`, Chinese `百分之`."""
    things: dict[str, Terms] = {}
    """Unit to its nouns, where a counter stands at the number and the noun before it or behind it: `카메라 350대`."""
    money_scales: dict[str, float] = {}
    """Letters that multiply an amount of money that has its sign before it: `$3m`."""
    factors: dict[str, float] = {}
    """Words of `units` that stand for several of the unit: Persian `تومان` is 10 rial."""
    currencies: Terms = ()
    """Which units are money: codes of ISO 4217."""
    measures: Terms = ()
    """Which units stand right at their number, with no other word between: `km`, `percent`."""
    beside: Terms = ()
    """Which units a claim takes only where it counts nothing else: `person`."""


class Times(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of dates. `times.toml` has the same keys for all languages together."""

    months: dict[str, int] = {}
    """Names of months."""
    seasons: dict[str, int] = {}
    """Names of seasons, as EDTF counts them: 21 is spring, 24 winter."""
    weekdays: dict[str, int] = {}
    """Names of the days of the week: 1 is Monday."""
    units: dict[str, str] = {}
    """Words for `day`, `week`, `month`, `quarter`, `half`, `year` and `decade`."""
    ordinals: dict[str, int] = {}
    """Words that count quarters, half-years and days: `second`."""
    decades: dict[str, int] = {}
    """Names of decades to their first year: `nineties` to 1990."""
    relative: dict[str, str] = {}
    """Phrases to an offset from the publication date, such as `-1 month`: `last month`."""
    eras: dict[str, int] = {}
    """Names of eras to the year before their first: `令和` to 2018."""
    solar_months: dict[str, int] = {}
    """Names of the months of the solar Hijri calendar of Iran, which begins in March."""
    lunar_months: dict[str, int] = {}
    """Names of the months of the lunar Hijri calendar."""
    since: Terms = ()
    """Words beside a date that open an interval."""
    until: Terms = ()
    """Words beside a date that close one."""
    to: Terms = ()
    """Words between the two ends of an interval, beside dashes: `to`."""
    between: dict[str, str] = {}
    """Words before an interval to the word between its ends: `between` to `and`."""
    fillers: Terms = ()
    """Words between `since` and its date: `at least`, `early`."""
    approximate: Terms = ()
    """Words beside a date by which it is not exact: `around`."""
    equivalent: Terms = ()
    """Words between one date in two calendars, beside brackets and strokes: Arabic `الموافق`."""
    names: Terms = ()
    """Names with years in them that are no dates: `Vision 2030`."""
    labels: Terms = ()
    """Words right before a year that is a title: `novel`."""
    future: Terms = ()
    """Words and expressions of a time to come, by which a month without a year is the next: `will`."""
    telling: Terms = ()
    """Words of making known, beside those of `[attribution]`: a date beside them is that of a report:
    `published`. A star at the end stands for any ending."""
    documents: Terms = ()
    """Nouns for what is made known, beside `reports` of `[attribution]`: `survey`, `dispatch`; a star as above."""
    dating: Terms = ()
    """Words between one of `documents` and its date: `dated`."""
    that: Terms = ()
    """Words that open what is said, behind its verb: `that`."""
    quoting: Terms = ()
    """How a clause ends that is what is said, where the verb of saying follows: Korean `고`."""
    patterns: Terms = ()
    """Expressions in which `{month}`, `{day}`, `{year}` and others in braces stand for words of the lists above and for
    numbers. All: `year`, `last_year`,
    `last_era_year`, `month`, `day`, `weekday`, `season`, `quarter`, `half`, `decade`, `decade_name`,
    `era`, `era_year`, `relative_year` and `relative_week` (phrases of `relative`), `ago` and `ahead` (a number before
    `unit`), `unit`, and for the Hijri calendars `solar_year`, `last_solar_year`,
    `solar_decade`, `solar_month`, `solar_day`, `lunar_year`, `lunar_month`,
    `lunar_day`. A group `prior` or `next` takes the last such month or day before the page's, or the next."""


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Triggers of a kind of claim that needs no technology: the subject, and what is said of it."""

    of: Terms = ()
    """What it is about: `informants`, `power supply`, `border`."""
    says: Terms = ()
    """What is said of it: `rely on`, `unreliable`, `closed`."""
    alone: Terms = ()
    """Phrases that say both at once."""
    draft: Terms = ()
    """Laws: words for one that is not in force."""


class Introducing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a sentence introduces a company that no register has."""

    before: Terms = ()
    """The name follows: `the camera maker`, `компания`, `株式会社`."""
    after: Terms = ()
    """The name stands before: `社`, `公司`, `GmbH`, `, a Chinese vendor`."""
    seller: Terms = ()
    """In a sentence that tells of a deal, who sold follows: `from`."""


class Subsidiary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a part of a company. Regular expressions, with a space for any white space."""

    of: Terms = ()
    """A part with its owner: `{owner}['’]s (?:local )?arm`. `{owner}` stands for a name, or for one of `owners`."""
    owners: Terms = ()
    """Words for a company that was named before: `the company`."""
    own: Terms = ()
    """A part of a company named before, without its owner: `its US subsidiary`."""
    likely: Terms = ()
    """The same by words that a public body may have, too, so that they count only where it sells: `its US unit`."""
    rivals: Terms = ()
    """Plain words beside a company by which it is not the one pointed to: `rival`, `customer`."""


class Pair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A technology told by two words near each other, in either order."""

    of: Terms = ()
    """What is watched or taken: `phones`, `thumbs`, `calls`."""
    does: Terms = ()
    """What is done with it: `go through`, `scan`, `listen to`. It counts as an act."""
    beside: Terms = ()
    """Nouns and adjectives that make it the technology, and say no act: `biometric` beside `gate`."""


class Language(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language. Identifiers on the left are those of `sousveil.record.claim`."""

    name: str
    """What the language is called."""
    writing: Writing = "spaced"
    """How words join: `spaced`, `suffixed` (Korean particles), `joined` (Chinese, Japanese)."""
    order: Literal["verb-medial", "verb-final"] = "verb-medial"
    """Whether words that change an act (plans, denials) stand before it or after it."""
    saying: Literal["verb-medial", "verb-final"] | None = None
    """Where the verb of saying stands, if not as `order` has it: Persian, `X گفت که …`."""
    letters: LetterForms = LetterForms()
    inflection: WordForms = WordForms()
    sentences: Sentences = Sentences()
    technology: dict[str, Terms] = {}
    """Words that speak of surveillance by themselves."""
    technology_weak: dict[str, Terms] = {}
    """Words that do only near others: `cameras`, `drone`, `fingerprints`."""
    pairs: dict[str, Pair] = {}
    """Technologies told by two words near each other."""
    act: dict[str, Terms] = {}
    """Verbs and nouns that say what was done with it."""
    act_weak: dict[str, Terms] = {}
    """Verbs that count only where no other act stands in the clause: `use`, `have`, `are`."""
    modifier: dict[str, Terms] = {}
    """Words before an act that change it: `plans to` makes `plan`, `stopped` makes `end`."""
    leading: dict[str, Terms] = {}
    """The same where the verb stands last, for words that stand before the act all the same: Persian `قرار است`."""
    hedge: Terms = ()
    """Doubt: it makes a claim `hedged`."""
    denial: Terms = ()
    """Negations that stand beside the act they deny: `not`, `no plans`."""
    denying: Terms = ()
    """Verbs of denying, which reach over the whole sentence: `denied`."""
    receivers: Terms = ()
    """Words before a body that only receives or is told: `to the`."""
    guards: Terms = ()
    """Bodies that watch a border: `border troops`. They stand under `operator`, too."""
    offices: Terms = ()
    """Words that follow a place's name in the name of a local body: `Police`, `Sheriff's`."""
    pointing: Terms = ()
    """Words that point to a body or company named before: `the agency`, `the company`."""
    unreal: Terms = ()
    """Words right before an event that is thought of and not told as a fact: `if`, `could`, `in order to`."""
    announced: Terms = ()
    """Words of a plan that readers of news hold for certain: `will`."""
    origin: Terms = ()
    """Words beside a place that make it the place where goods come from: `from`, `made in`."""
    device: Terms = ()
    """Words for what takes something of the body: `scanner`, `gate`. Putting one up is a deployment."""
    elsewhere: Terms = ()
    """Words for a place that is not the one named before: `elsewhere in the country`."""
    pronouns: Terms = ()
    """Words that stand for a technology named before: `them`, `the system`."""
    things: Terms = ()
    """Nouns for a technology that do not say which: `a tool`, `equipment`. What follows one tells of the technology
    that the sentence has named: `with a tool bought from`."""
    site: dict[str, Terms] = {}
    """Words for kinds of place, by site type."""
    target: dict[str, Terms] = {}
    """Words for groups of people, by the group."""
    operator: Terms = ()
    """Public bodies by pattern: `police`, `ministry of ...`."""
    supplier: Terms = ()
    """Phrases that stand for a company: `Chinese vendors`, `the company`."""
    introducing: Introducing = Introducing()
    subsidiary: Subsidiary = Subsidiary()
    state: Terms = ()
    """Words by which a sentence speaks of the state without naming a body: `the government`."""
    surveillance: Terms = ()
    """Words that show that the text is about surveillance: `surveillance`, `monitor its citizens`."""
    refuse: Contexts = Contexts()
    attribution: Attribution = Attribution()
    reporting: Reporting = Reporting()
    grammar: Grammar = Grammar()
    standing: Standing = Standing()
    numbers: Numbers = Numbers()
    times: Times = Times()
    naming: Naming = Naming()
    columns: dict[str, Terms] = {}
    """Words in the head of a table by what the column holds: `cost`, `quantity`, `time`, `supplier`, `operator`,
    `place`; tried in the order in which they stand."""
    topics: dict[str, Topic] = {}
    """By kind: `law`, `human-surveillance`, `border-control`, `constraint`, `biometrics`, `research`."""
    countries: dict[str, Terms] = {}
    """ISO 3166-1 alpha-2 to names and adjectives, where a gazetteer is not at hand."""
