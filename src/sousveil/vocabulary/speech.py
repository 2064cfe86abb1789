"""The parts of a language file by which sources and certainty are read: plain words by what they do in a sentence.

They are optional. A language without them is read by `[attribution]` and by its hedges and denials alone.
"""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Grammar", "Reporting", "Standing"]

Terms = tuple[str, ...]


class Reporting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Verbs, nouns and adjectives by which someone states, believes, wants or judges something.

    Plain words in lower case with their endings in brackets: `argu(e|es|ed|ing)`. A language without them, or without
    `[grammar]`, is read by `[attribution]` alone.
    """

    says: Terms = ()
    """Verbs of statement: `said`. Whoever is their subject is a source."""
    inverts: Terms = ()
    """Those of them that may stand before their subject, or within what is said: `…, said a lawyer`."""
    holds: Terms = ()
    """Verbs of belief and finding, where a clause follows: `believes that`."""
    intends: Terms = ()
    """Verbs of intention, where an infinitive follows: `wants to`."""
    stands: Terms = ()
    """Verbs by which someone takes a stand on something: `criticized the plan`."""
    minded: Terms = ()
    """Adjectives of opinion behind a form of to be: `is convinced that`."""
    nouns: Terms = ()
    """Nouns for what is said or held, behind their owner: `his claim that`."""
    documents: Terms = ()
    """Nouns for what is said, before the one who says it: `a statement from`."""
    chained: Terms = ()
    """Verbs and adjectives that pass their subject on to an infinitive: `declined to say`."""
    before: Terms = ()
    """Phrases right before a source: `according to`."""
    that: Terms = ()
    """Words that open what is said, behind a verb that needs it: `that`, `why`."""
    content: Terms = ()
    """Words between a noun or adjective of saying and what is said: `of`, `that`."""
    authors: Terms = ()
    """Words between `documents` and who wrote them: `by`, `from`."""
    inside: Terms = ()
    """Words behind which everything is what somebody else says: `that`, `whether`."""
    nominal: Terms = ()
    """Words behind a form that make it a noun and no verb: `of`."""


class Grammar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Small words by which noun phrases and the subject of a verb are found. Plain words in lower case."""

    articles: Terms = ()
    """Words that open a noun phrase: `the`, `these`, `every`."""
    definite: frozenset[str] = frozenset()
    """Those of them that name what is known: `the`, `this`."""
    indefinite: frozenset[str] = frozenset()
    """Those of them that name nothing in particular: `a`."""
    possessives: Terms = ()
    """`his`, `their`."""
    pronouns: Terms = ()
    """Pronouns that can be a subject by themselves: `he`, `everyone`."""
    persons: Terms = ()
    """Those that stand for somebody who was named or who speaks: `he`, `they`, `I`."""
    third_persons: frozenset[str] = frozenset()
    """Those that stand for somebody who was named: `he`, `they`."""
    speaking: frozenset[str] = frozenset()
    """Those that mean the writer or the reader: `I`, `you`."""
    one: frozenset[str] = frozenset()
    """Those that mean one only: `he`, `everyone`."""
    relatives: Terms = ()
    """`who`, `which`."""
    prepositions: Terms = ()
    """`of`, `in`."""
    within: Terms = ()
    """Those by which a noun phrase goes on: `mayor of the city`."""
    conjunctions: Terms = ()
    """Words that open a clause: `because`, `when`."""
    joining: Terms = ()
    """Words that join two nouns: `and`."""
    coordinating: frozenset[str] = frozenset()
    """Words that join two verbs of one subject: `and`, `but`."""
    auxiliaries: Terms = ()
    """Words that belong to a verb and stand before it: `has`, `will`."""
    be: Terms = ()
    """Those that make a passive: `was`."""
    clitics: Terms = ()
    """Those that are written onto their subject, with the apostrophe ’: `’ve`."""
    plurals: frozenset[str] = frozenset()
    """Nouns whose plural has no ending: `police`."""
    adverbs: Terms = ()
    """Words that may stand between a subject and its verb."""
    days: Terms = ()
    """`monday`, `today`."""
    on: frozenset[str] = frozenset()
    """Words before a day: `on`."""
    moments: Terms = ()
    """Words of time behind one of `this`: `last week`."""
    this: frozenset[str] = frozenset()
    """Words before one of `moments`: `last`, `this`."""
    with_: frozenset[str] = frozenset()
    """Words before a phrase with a participle of its own: `with analysts saying`."""
    capital_nouns: bool = False
    """Whether every noun has a capital, so that a small word behind one ends its phrase."""
    topics: Terms = ()
    """Where the verb stands last, what marks the one whom a sentence is about, at its beginning: Korean `은`."""
    oblique: Terms = ()
    """Endings before `topics` by which it is a place or time that the sentence is about: `에서`."""
    subjects: Terms = ()
    """What marks who does it, right before the verb: Korean `이`."""
    toward: Terms = ()
    """Where words run together, what stands between a speaker and its verb: Chinese `对`."""
    comparing: frozenset[str] = frozenset()
    """Those of `before` of `[attribution]` that compare where no verb of saying follows: German `wie`."""
    measures: frozenset[str] = frozenset()
    """Nouns behind `before` of `[attribution]` by which things vary, and nobody speaks: French `selon le quartier`."""
    adverb_ending: str = ""
    """How adverbs end: `ly`."""
    plural_ending: str = ""
    """How nouns end that mean several: `s`."""
    thirds: Terms = ()
    """How a verb changes that has one person as its subject, base before form: `y>ies`."""
    past_ending: str = ""
    """How past participles end: `ed`."""
    participle_ending: str = ""
    """How participles end that speak of the same time: `ing`."""
    infinitive: str = ""
    """The word before an infinitive: `to`."""
    agent: str = ""
    """The word before who does it, behind a passive: `by`."""
    owner: str = ""
    """What makes an owner of a noun, without its apostrophe: `s`."""


class Standing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words by which an event is told as a fact, with doubt, or as not so, by the place where they stand before it.

    Plain words in lower case with their endings in brackets, read with the small words of `[grammar]`.
    """

    negations: Terms = ()
    """Words beside a verb that deny it: `not`, `never`."""
    negation_ending: str = ""
    """How an auxiliary ends that denies: `n’t`."""
    absences: Terms = ()
    """Words before a noun that deny it: `no`, `without`."""
    nobody: Terms = ()
    """Subjects that deny their verb: `nobody`, `few`."""
    possible: Terms = ()
    """Auxiliaries of what may be: `could`, `should`."""
    conditional: Terms = ()
    """Auxiliaries that tell a plan behind a verb of saying, and else only what might be: `would`."""
    openers: Terms = ()
    """Words behind which nothing is told as a fact: `if`, `whether`."""
    choices: Terms = ()
    """Words between two things of which one is so: `or`."""
    doubtful: Terms = ()
    """Adjectives right before an event that has not happened: `possible`, `proposed`."""
    prospects: Terms = ()
    """Nouns before a preposition and an event that may come: `threat of`."""
    brought: Terms = ()
    """Words before an infinitive that is as sure as they are: `managed to`, `expected to`."""
    failed: Terms = ()
    """Words that deny what follows them: `failed to`, `refused to`, `declined comment`."""
    wanted: Terms = ()
    """Words that leave open what follows them: `wants to`, `tried to`."""
    denied_too: Terms = ()
    """Those of them that deny it when they are denied: `not able to`."""
    sought: Terms = ()
    """Verbs with an event as their object that has not happened: `demanded a halt`."""
    rejecting: Terms = ()
    """Verbs that deny the clause behind them: `denied that`."""
    turned_from: Terms = ()
    """Two words right before an event that was not done: `decided against`, `short of`."""
    prevented: Terms = ()
    """Verbs before `from` and an event that did not come: `prevented … from leaving`."""
    from_: Terms = ()
    """The word behind them: `from`."""
    some: Terms = ()
    """Words before a noun that share the denial of its verb: `did not result in any changes`."""
