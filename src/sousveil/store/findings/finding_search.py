"""Findings by words: of their claims' quotes, of names and places in every script, and of what they are about.

Beside the words stand marks for the identifiers of a finding ("technology: face-recognition"), so that whoever asks in
words of the interface, in whatever language that is, finds what no quote calls so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.store.database import Database
from sousveil.store.sources.search import expression, search_form, terms

__all__ = ["Term", "finding_numbers", "forget_words", "mark_of", "put_words", "words_of"]

_LETTERS: Final = re.compile("[^a-z0-9]")


class Term(Struct, frozen=True):
    """Words that are looked for, or any of these marks (`mark_of`)."""

    words: str
    marks: tuple[str, ...] = ()


def mark_of(field: str, value: str) -> str:
    """The mark by which findings with a value of a field are found."""
    return f"x{field}x{_LETTERS.sub('', value.casefold())}"


def words_of(finding: Finding, said: Iterable[str]) -> str:
    """What a finding is found by: `said` are the words of its claims."""
    place = finding.place
    fields = {
        "kind": (finding.kind,), "technology": finding.technology, "act": finding.acts, "status": (finding.status,),
        "site": finding.site_types, "country": (place.country,) if place and place.country else (),
    }  # fmt: skip
    marks = " ".join(mark_of(field, value) for field, values in fields.items() for value in values)
    names = [place.name if place else "", *(who.name for who in (finding.operator, finding.supplier) if who)]
    return search_form("\n".join([marks, *dict.fromkeys([*names, *said])]))


def put_words(db: Database, words: Sequence[tuple[int, str]]) -> None:
    """Put findings into the index, by their numbers."""
    db.run_many("INSERT INTO finding_words (rowid, words) VALUES (?, ?)", words)


def forget_words(db: Database, numbers: Sequence[int]) -> None:
    """Take findings out of the index."""
    db.run("DELETE FROM finding_words WHERE rowid IN (SELECT value FROM json_each(?))", (json.dumps(numbers),))


def finding_numbers(db: Database, wanted: Sequence[Term]) -> list[int]:
    """The numbers of the findings that have every term."""
    asked = []
    for term in wanted:
        words = expression(terms(term.words))
        either = [*([f"({words})"] if words else []), *(f'"{mark}"' for mark in term.marks)]
        if either:
            asked.append(f"({' OR '.join(either)})")
    if not asked:
        return []
    # One row with all numbers: a hundred thousand rows would take longer to hand over than to find.
    row = db.row(
        "SELECT json_group_array(rowid) FROM finding_words WHERE finding_words MATCH ?", (" AND ".join(asked),)
    )
    return msgspec.json.decode(row[0], type=list[int]) if row else []
