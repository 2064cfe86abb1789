"""The shape of company_words.toml: what stands in and around the names of companies, in every language."""

from __future__ import annotations

from msgspec import Struct

from sousveil.vocabulary.terms import Writing

__all__ = ["CompanyWords", "WordsOfNames"]


class WordsOfNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language. Words are plain and in any case; phrases are terms (`terms.py`)."""

    writing: Writing = "spaced"
    """How its words join, where it has no file under `languages/`."""
    seats: tuple[str, ...] = ()
    """Countries (ISO 3166-1 alpha-2) that alone have these legal forms; none where they are used in many."""
    legal: tuple[str, ...] = ()
    """Legal forms, and words that only say that a company follows: `Ltd`, `joint stock company`. Short ones count at
    the beginning and the end of a name only."""
    trade: dict[str, tuple[str, ...]] = {}
    """What a company makes or is, the same identifier in all languages: `{technology = ["technology", "tech"]}`."""
    regions: dict[str, tuple[str, ...]] = {}
    """Parts of the world larger than a country: `{europe = ["Europe"]}`."""
    countries: dict[str, tuple[str, ...]] = {}
    """Countries (ISO 3166-1 alpha-2) as names of companies have them, where the gazetteer does not: `{US = ["USA"]}`.
    """
    letters: dict[str, tuple[str, ...]] = {}
    """Latin letters as they are spelled out: `{k = ["케이"], t = ["티"]}` reads "케이티" as KT."""
    joining: tuple[str, ...] = ()
    """Small words inside names that are left out when names are compared: `and`, `of`."""
    between: tuple[str, ...] = ()
    """Phrases between two names of one company: `, known in English as`."""
    inside: tuple[str, ...] = ()
    """Phrases in brackets before the other name: `formerly`, `hereafter`."""
    behind: tuple[str, ...] = ()
    """Phrases behind the other name, where what stands between the two is one of `open`."""
    open: tuple[str, ...] = ()
    """What stands between two names of one company when one of `behind` follows the second."""


class CompanyWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    weightless: tuple[str, ...] = ()
    """Identifiers of trades that a name may have or not, without being another company's: `technology`, `group`."""
    soft: tuple[str, ...] = ()
    """Those that the full name of a company may have where its short name has none: `systems`, `digital`."""
    ordinary: tuple[str, ...] = ()
    """Words that are the brand of many companies: `delta`. They tell a company only together with everything else."""
    languages: dict[str, WordsOfNames] = {}
    """By language (ISO 639-1)."""
