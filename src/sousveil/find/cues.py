"""The words by which a language shows that somebody states, believes, wants or judges something, ready to look up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sousveil.find.noun_phrases import Phrases
from sousveil.find.tables import Tables

__all__ = ["Cues", "Form", "Manner", "cues_of", "forms_of"]

Manner = Literal["says", "holds", "intends", "stands"]
Form = Literal["base", "third", "past", "participle"]
_BRACKETS = re.compile(r"\(([^()]*)\)")


def forms_of(term: str) -> list[str]:
    """The forms of a word that is written with its endings in brackets: `argu(e|es)`, `claim(s|)`."""
    found = _BRACKETS.search(term)
    if found is None:
        return [term]
    head, tail = term[: found.start()], term[found.end() :]
    return [form for ending in found[1].split("|") for form in forms_of(head + ending + tail)]


def _forms(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(form for term in terms for form in forms_of(term))


class Cues:
    """The cues of a language, by form."""

    def __init__(self, tables: Tables) -> None:
        reporting = tables.language.reporting
        self.phrases = Phrases(tables.language)
        self.verbs: dict[str, set[Manner]] = {}
        groups: tuple[tuple[Manner, tuple[str, ...]], ...] = (
            ("says", reporting.says),
            ("holds", reporting.holds),
            ("intends", reporting.intends),
            ("stands", reporting.stands),
        )
        for manner, terms in groups:
            for form in _forms(terms):
                self.verbs.setdefault(form, set()).add(manner)
        self.inverts = _forms(reporting.inverts)
        self.minded = _forms(reporting.minded)
        self.nouns = _forms(reporting.nouns)
        self.documents = _forms(reporting.documents)
        self.chained = _forms(reporting.chained)
        self.before = [tuple(phrase.split(" ")) for phrase in reporting.before]
        self.that = frozenset(reporting.that)
        self.content = frozenset(reporting.content)
        self.authors = frozenset(reporting.authors)
        self.inside = frozenset(reporting.inside)
        self.nominal = frozenset(reporting.nominal)
        grammar = tables.language.grammar
        thirds = [(base, third) for base, _, third in (rule.partition(">") for rule in grammar.thirds)]
        shapes: dict[str, Form] = {}
        for terms in (reporting.says, reporting.holds, reporting.intends, reporting.stands):
            for term in terms:
                for form in forms_of(term):
                    shapes[form] = _shape(form, thirds, grammar.participle_ending, self.verbs)
        self.shapes = shapes


def _shape(form: str, thirds: list[tuple[str, str]], participle: str, verbs: dict[str, set[Manner]]) -> Form:
    """Which form of its verb a word is, by its ending and by the forms that stand beside it in the list.

    `thirds` are the endings of a base and of the form that one person takes.
    """
    if form.endswith(participle):
        return "participle"
    if any(form.endswith(third) and form.removesuffix(third) + base in verbs for base, third in thirds):
        return "third"
    is_base = any(form.endswith(base) and form.removesuffix(base) + third in verbs for base, third in thirds)
    return "base" if is_base else "past"


@lru_cache(maxsize=64)
def cues_of(tables: Tables) -> Cues:
    """The cues of the tables' language."""
    return Cues(tables)
