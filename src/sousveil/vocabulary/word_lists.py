"""The shapes of the files that have a table for each language: citing.toml, natures.toml, weighing.toml, wording.toml.

They also cover languages that have no file of their own under `languages/`.
"""

from __future__ import annotations

from msgspec import Struct

from sousveil.vocabulary.terms import Writing

__all__ = ["CitingWords", "Natures", "WeighingWords", "WordingWords"]

Natures = dict[str, dict[str, dict[str, tuple[str, ...]]]]
"""natures.toml: kind of claim, nature, language (ISO 639-1), terms."""


class CitingWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language of citing.toml: how its texts point at their sources. Terms."""

    writing: Writing = "spaced"
    """How its words join, where it has no file under `languages/`."""
    before: tuple[str, ...] = ()
    """What stands before a source: `according to`."""
    after: tuple[str, ...] = ()
    """What stands after a source: `reported`."""
    back: tuple[str, ...] = ()
    """Nouns that point back at a source named before: `the report`."""
    hearsay: tuple[str, ...] = ()
    """How a passage says that its words are somebody else's, and not whose: `it is reported`."""
    press: tuple[str, ...] = ()
    """Newspapers at large, as speakers: `media`, which also finds "local media"."""
    papers: tuple[str, ...] = ()
    """A report at large, as a speaker: `study`, which also finds "a new study"."""
    official: tuple[str, ...] = ()
    """What makes the press a state's: `state`."""
    studies: tuple[str, ...] = ()
    """Documents that somebody publishes: `report`, `statement`."""
    titled: tuple[str, ...] = ()
    """What stands beside the title of one: `entitled`."""
    issued: tuple[str, ...] = ()
    """What stands beside the day on which it came out: `published`."""
    reprinted: tuple[str, ...] = ()
    """What stands before the house in which a text appeared first: `originally appeared in`."""
    translated: tuple[str, ...] = ()
    """How a text says that it is a translation: `translated from`."""
    signed: tuple[str, ...] = ()
    """Words that open the line of who wrote it: `by`. Plain words, as the lists below."""
    source: tuple[str, ...] = ()
    """Words before a colon and the source: `source`."""
    pictures: tuple[str, ...] = ()
    """Parts of words of a credit that is a picture's: `photo`."""
    reporters: tuple[str, ...] = ()
    """What stands behind a reporter's name in a dateline: Korean `기자`."""
    cables: tuple[str, ...] = ()
    """The word for a cable, which closes a dateline: Chinese `电`."""
    both: tuple[str, ...] = ()
    """Words that join two names in a credit: `and`."""
    around: tuple[str, ...] = ()
    """What stands beside a name in a credit, written together with it: Chinese `综合`, `消息`."""
    partly: tuple[str, ...] = ()
    """Parts of lines that thank an agency for a part of a text: `contributed to this report`."""
    nameless: tuple[str, ...] = ()
    """First words, with their capital, of speakers that bear no name: `Several`, `Officials`. No terms."""
    witnesses: tuple[str, ...] = ()
    """Words for people who are told by where they are alone: `sources` in Hyesan. Small letters; no terms."""
    unsaid: tuple[str, ...] = ()
    """Words right before a cue that take it back: `be`, as in "will be found". No terms."""


class WeighingWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language of weighing.toml: signs of own reporting, and words of doubt. Terms."""

    own: tuple[str, ...] = ()
    """How a text says that its own people saw it, heard it or read it: `told our reporter`."""
    told: tuple[str, ...] = ()
    """What stands right before a text's own outlet where somebody speaks to it: `told`."""
    learned: tuple[str, ...] = ()
    """What stands right behind it where it found out: `has learned`."""
    doubts: tuple[str, ...] = ()
    """How a passage says that somebody doubts or could not confirm it: `could not verify`."""
    ranges: tuple[str, ...] = ()
    """What stands between the two ends of a range, beside a dash: two `to` three."""


class WordingWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language of wording.toml: what is left out when two texts are compared. Plain words, between spaces."""

    function: str = ""
    """Words that say little by themselves."""
    endings: str = ""
    """Endings that are cut from the rest."""
    openings: str = ""
    """What is written onto the head of a word and is no part of it: Arabic `ال`. Cut before the endings."""
    capital_nouns: bool = False
    """Every noun begins with a capital letter, so that a capital shows no name."""
