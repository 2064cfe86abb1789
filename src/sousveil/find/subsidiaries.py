"""A part of a company told by pointing words: "the firm's US arm", "its local subsidiary"; and whose part it is."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from sousveil.find.attribution import speakers_of
from sousveil.find.families import DEALS
from sousveil.find.kinds import Reading
from sousveil.find.segment import sentences
from sousveil.find.suppliers import introduced_by, known
from sousveil.find.tables import Mention, Tables, one_of
from sousveil.record.claim import Organisation

__all__ = ["Part", "part_named", "part_of", "parts_in"]

Span = tuple[int, int]
_AROUND = 60
"""Characters beside a company's name in which the words for a part of it stand."""
_WINDOW = 1200
"""Characters before the words in which the company was named."""
_SENTENCES = 4
"""Sentences before the words in which it was named."""
_BESIDE = 24
"""Characters between a company and the word that makes it a rival or a customer."""
_OWNER = "{owner}"


class Part(Struct, frozen=True):
    """Words for a part of a company that was named before."""

    start: int
    end: int


class _Words:
    """The expressions of a language for a part of a company."""

    def __init__(self, tables: Tables) -> None:
        listed = tables.language.subsidiary
        owners = "|".join(self._plain(tables, listed.owners)) or "(?!)"
        of = self._plain(tables, listed.of)
        edge = r"(?<!\w)" if tables.language.writing == "spaced" else ""
        pointing = [text.replace(_OWNER, f"(?:{owners})") for text in of]
        self.certain = re.compile(
            edge + f"(?:{'|'.join([*pointing, *self._plain(tables, listed.own)]) or '(?!)'})", re.IGNORECASE
        )
        self.likely = re.compile(edge + f"(?:{'|'.join(self._plain(tables, listed.likely)) or '(?!)'})", re.IGNORECASE)
        # A name stands where the owner does; both sides are looked at by themselves.
        sides = [text.partition(_OWNER) for text in of]
        self.sides = [
            (re.compile(edge + left + "$", re.IGNORECASE), re.compile(right, re.IGNORECASE)) for left, _, right in sides
        ]
        self.rivals = re.compile(one_of(tables.plain(listed.rivals)), re.IGNORECASE)
        self.owners = re.compile(edge + f"(?:{owners})", re.IGNORECASE)

    @staticmethod
    def _plain(tables: Tables, texts: tuple[str, ...]) -> list[str]:
        return [
            text.strip("/").replace(" ?", r"[\s\u200c]*").replace(" ", r"[\s\u200c]+") for text in tables.plain(texts)
        ]


@lru_cache(maxsize=64)
def _words(tables: Tables) -> _Words:
    return _Words(tables)


def parts_in(reading: Reading, sentence: Span, mentions: list[Mention], tables: Tables, content: str) -> list[Part]:
    """The words of a sentence by which a part of a company, named before, sold or delivered."""
    if reading.kind not in {"supply", "deployment"} or reading.act.ident not in {*DEALS, "install", "plan"}:
        return []
    words, view = _words(tables), tables.view(content)
    expressions = [words.certain, words.likely] if reading.act.ident == "supply" else [words.certain]
    original = tables.orthography.letters.original
    found = [
        original(content, match.start(), match.end())
        for expression in expressions
        for match in expression.finditer(view, *sentence)
    ]
    return [Part(*span) for span in found if not _only_buys(span, reading, mentions, tables)]


def _only_buys(span: Span, reading: Reading, mentions: list[Mention], tables: Tables) -> bool:
    """Whether the part is the buyer, or who receives: "its US subsidiary bought", "sold to its US subsidiary"."""
    if any(m.section == "receivers" and 0 <= span[0] - m.end <= 1 for m in mentions):
        return True
    if reading.act.ident != "procure":
        return False
    from_it = any(
        m.section in {"origin", "introducing"} and (0 <= span[0] - m.end <= 1 or 0 <= m.start - span[1] <= 1)
        for m in mentions
    )
    return not from_it and (tables.language.order == "verb-final" or span[0] < reading.act.start)


def part_named(mention: Mention, tables: Tables, content: str) -> Span | None:
    """The words for a part of the company that a mention names: "la filiale française **de Hikvision**"."""
    view = tables.view(content)
    for left, right in _words(tables).sides:
        before = left.search(view, max(0, mention.start - _AROUND), mention.start)
        behind = right.match(view, mention.end, mention.end + _AROUND)
        if before is not None and behind is not None:
            return tables.orthography.letters.original(content, before.start(), behind.end())
    return None


def part_of(part: Part, begin: int, tables: Tables, content: str) -> Organisation | None:
    """The company that a part belongs to; null where more than one was named shortly before, or where the only one is
    a rival, a customer, or only spoke. `begin` is where the sentence of the part begins."""
    low = content.rfind("\n", 0, max(0, begin - _WINDOW)) + 1
    before = [
        span
        for line in re.finditer(r"[^\n]+", content[low:begin])
        for span in sentences(content, low + line.start(), low + line.end(), tables.language)
    ]
    firms: dict[str, Organisation] = {}
    acting: set[str] = set()
    for start, end in [*before[-_SENTENCES:], (begin, part.start)]:
        mentions = tables.mentions(content, start, end)
        named = _firms(mentions, (start, end), tables, content)
        speakers = speakers_of(tables, content, start, end, mentions)
        deals = any(m.section == "act" and m.ident in DEALS for m in mentions)
        for firm, (at, stop) in named:
            key = firm.ref or firm.name
            firms[key] = firm
            speaks = any(s.start < stop and at < s.end for s in speakers)
            if not speaks and not _is_other((at, stop), (start, end), mentions, tables, content):
                acting.add(key)
        if (
            deals
            and start != begin
            and not named
            and firms
            and not _words(tables).owners.search(tables.view(content), start, end)
        ):
            # Somebody else sells or buys in between.
            return None
    if len(firms) != 1 or not acting:
        return None
    return next(iter(firms.values()))


def _firms(mentions: list[Mention], sentence: Span, tables: Tables, content: str) -> list[tuple[Organisation, Span]]:
    """The companies that a sentence names."""
    found: list[tuple[Organisation, Span]] = []
    for mention in mentions:
        if mention.section == "named_supplier":
            named = known(mention, tables, content)
        elif mention.section == "introducing" and mention.ident != "seller":
            introduced = introduced_by(mention, mentions, *sentence, tables, content)
            if introduced is None:
                continue
            named = introduced
        else:
            continue
        found.append((named.organisation, (named.start, named.end)))
    return found


def _is_other(firm: Span, sentence: Span, mentions: list[Mention], tables: Tables, content: str) -> bool:
    """Whether the firm is a rival or a customer in the sentence that names it."""
    view, rivals = tables.view(content), _words(tables).rivals
    near = max(sentence[0], firm[0] - _BESIDE), min(sentence[1], firm[1] + _BESIDE)
    if rivals.search(view, *near):
        return True
    return any(
        m.section == "receivers" and 0 <= firm[0] - m.end <= 1 and not content[m.start].isupper() for m in mentions
    )
