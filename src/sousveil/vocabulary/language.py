"""The shape of a language file: every list that the reader of claims looks into, for one language."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sousveil.vocabulary.terms import Writing

__all__ = ["Attribution", "Contexts", "Language", "Numbers", "Sentences", "Times", "Topic"]

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


class Contexts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What keeps a technology word from being a claim."""

    sentence: Terms = ()
    """Refuse the whole sentence: consumer products, disease surveillance, questions, demands."""
    document: Terms = ()
    """Refuse the document where these are more frequent than words for surveillance."""
    incident: Terms = ()
    """Single use in police work or accidents: pictures shown, a search; no standing deployment."""


class Attribution(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ways of saying who says it."""

    before: Terms = ()
    """The speaker follows: `according to`."""
    after: Terms = ()
    """The speaker precedes: `said`, `reported`."""
    speakers: Terms = ()
    """Nouns that speak without a name: `researchers`, `a resident`, `state media`."""
    reports: Terms = ()
    """Nouns for a document: `report`, `study`."""
    authors: Terms = ()
    """Words for who wrote the report that the text rests on: `the authors`."""


class Numbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers in words, and what is counted."""

    words: dict[str, float] = {}
    scales: dict[str, float] = {}
    """Words that multiply what stands before: `million`."""
    approximate: Terms = ()
    units: dict[str, Terms] = {}
    """Unit (`camera`, `km`, `USD`) to the words that stand after a number, or for money also before it."""


class Times(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of dates. `relative` maps phrases to an offset such as `-1 month`, `0 year`, `-2 day`."""

    months: dict[str, int] = {}
    relative: dict[str, str] = {}
    since: Terms = ()
    until: Terms = ()
    patterns: Terms = ()
    """Expressions with the groups `y`, `m`, `d`."""


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


class Language(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language. Identifiers on the left are those of `sousveil.record.claim`."""

    name: str
    writing: Writing = "spaced"
    order: Literal["verb-medial", "verb-final"] = "verb-medial"
    """Whether words that change an act (plans, denials) stand before it or after it."""
    sentences: Sentences = Sentences()
    technology: dict[str, Terms] = {}
    """Words that speak of surveillance by themselves."""
    technology_weak: dict[str, Terms] = {}
    """Words that do only near others: `cameras`, `drone`, `fingerprints`."""
    act: dict[str, Terms] = {}
    """Verbs and nouns that say what was done with it."""
    act_weak: dict[str, Terms] = {}
    """Verbs that count only where no other act stands in the clause: `use`, `have`, `are`."""
    modifier: dict[str, Terms] = {}
    """Words before an act that change it: `plans to` makes `plan`, `stopped` makes `end`."""
    hedge: Terms = ()
    """Doubt: it makes a claim `hedged`."""
    denial: Terms = ()
    """Negations that stand beside the act they deny: `not`, `no plans`."""
    denying: Terms = ()
    """Verbs of denying, which reach over the whole sentence: `denied`."""
    receivers: Terms = ()
    """Words before a body that only receives or is told: `to the`."""
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
    pronouns: Terms = ()
    """Words that stand for a technology named before: `them`, `the system`."""
    site: dict[str, Terms] = {}
    target: dict[str, Terms] = {}
    operator: Terms = ()
    """Public bodies by pattern: `police`, `ministry of ...`."""
    supplier: Terms = ()
    """Phrases that stand for a company: `Chinese vendors`, `the company`."""
    state: Terms = ()
    """Words by which a sentence speaks of the state without naming a body: `the government`."""
    surveillance: Terms = ()
    """Words that show that the text is about surveillance: `surveillance`, `monitor its citizens`."""
    refuse: Contexts = Contexts()
    attribution: Attribution = Attribution()
    numbers: Numbers = Numbers()
    times: Times = Times()
    topics: dict[str, Topic] = {}
    """By kind: `law`, `human-surveillance`, `border-control`, `constraint`, `biometrics`, `research`."""
    countries: dict[str, Terms] = {}
    """ISO 3166-1 alpha-2 to names and adjectives, where a gazetteer is not at hand."""
