"""The normal form of a company's name: its brand apart from legal form, trade, country and seat.

"Dahua Technology Italy S.r.l." has the brand `dahua`, the trade `technology`, the arm `IT` and the legal form `srl`;
"浙江大华技术股份有限公司" the brand `大华`, the trade `technology` and the seat Zhejiang.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import msgspec
from msgspec import Struct

from sousveil.resolve.lexicon import Lexicon, Sense, is_joined
from sousveil.resolve.names import bracketed
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Form", "Forms", "forms_of"]

_SHORT = 3
"""Letters up to which a legal form counts at the ends of a name only: "sa" may be a part of it."""
_DASH = re.compile(r"\s[-–—]\s")
_FEW = 2
_LONG = 5
"""Letters from which on a word before a city is taken for a brand."""
_SIGNS = ("&", "+")
_REMEMBERED = 50_000


class Form(Struct, frozen=True, kw_only=True):
    """A name taken apart. Places are ISO 3166-1 alpha-2 codes and identifiers of regions."""

    name: str
    brand: str
    """The words that are nothing else, without spaces; empty where there are none ("China Mobile")."""
    trade: tuple[str, ...]
    """What it makes or is, sorted; the same in all languages."""
    lead: tuple[str, ...]
    """Countries before the brand, which belong to the name: "Korea Telecom"."""
    arm: tuple[str, ...]
    """Countries and regions behind the brand: the arm there."""
    seat: str | None
    """The Chinese town or province that the name opens with."""
    whole: str
    """Everything but the legal form, without spaces."""
    legal: tuple[str, ...]
    words: tuple[str, ...]
    """The words of the brand."""
    order: tuple[str, ...]
    """Trades and places as they follow each other."""

    @property
    def places(self) -> tuple[str, ...]:
        """All countries and regions, sorted."""
        return tuple(sorted((*self.lead, *self.arm)))


class _Parts:
    """What is known of a name while it is read."""

    def __init__(self) -> None:
        self.brand: list[str] = []
        self.trade: list[str] = []
        self.lead: list[str] = []
        self.arm: list[str] = []
        self.legal: list[str] = []
        self.whole: list[str] = []
        self.order: list[str] = []
        self.seat: str | None = None

    def take(self, text: str, sense: Sense | None, *, bracket: bool = False) -> None:
        """A word or phrase in its order."""
        if sense is None or sense.kind == "brand":
            self.brand.append(text)
        elif sense.kind == "trade":
            self.trade.append(sense.ident)
            self.order.append(sense.ident)
        elif sense.kind in ("country", "region", "city"):
            behind = bool(self.brand) or bracket or (bool(self.trade) and not self.lead)
            (self.arm if behind else self.lead).append(sense.ident)
            self.order.append(sense.ident)
        elif sense.kind == "seat":
            self._sit(text, sense, bracket=bracket)
        if sense is None or sense.kind not in ("legal", "joining"):
            self.whole.append(text)
        elif sense.kind == "legal":
            self.legal.append(sense.ident)

    def _sit(self, text: str, sense: Sense, *, bracket: bool) -> None:
        opens = not self.brand and not self.trade and self.seat is None
        if opens or bracket:
            self.seat = sense.ident
        else:
            self.brand.append(text)


class Forms:
    """Takes names apart with the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.lexicon = Lexicon(vocabulary)
        self.form = lru_cache(maxsize=_REMEMBERED)(self._form)

    def all(self, name: str) -> tuple[Form, ...]:
        """The forms of a name: the whole, what stands before a slogan behind a dash, and letters that it spells out."""
        whole = self.form(name)
        found = [whole]
        head = _DASH.split(name)[0]
        if head != name:
            first = self.form(head)
            found += [first] if first.legal and first.brand else []
        letters = self.lexicon.spelled_out(whole.brand)
        if letters is not None:
            spelled = whole.whole.replace(whole.brand, letters, 1)
            found.append(msgspec.structs.replace(whole, brand=letters, whole=spelled, words=(letters,)))
            if len(letters) > _FEW:
                # Two letters may be the syllables of a word as well.
                del found[0]
        return tuple(found)

    def is_ordinary(self, form: Form) -> bool:
        """Whether the brand is a word that many companies bear, or too short to tell one."""
        return form.brand in self.lexicon.ordinary or len(form.brand) < (2 if is_joined(form.brand or "a") else 5)

    def weighty(self, form: Form) -> Counter[str]:
        """The trades that make another company of it."""
        return Counter(trade for trade in form.trade if trade not in self.lexicon.weightless)

    def _form(self, name: str) -> Form:
        outer, inner = bracketed(name)
        parts = _Parts()
        self._read(self.lexicon.words(outer), parts)
        for inside in inner:
            self._read(self.lexicon.words(inside), parts, bracket=True)
        return Form(
            name=name, brand="".join(parts.brand), trade=tuple(sorted(parts.trade)), lead=tuple(sorted(parts.lead)),
            arm=tuple(sorted(parts.arm)), seat=parts.seat, whole="".join(parts.whole), legal=tuple(parts.legal),
            words=tuple(parts.brand), order=tuple(parts.order),
        )  # fmt: skip

    def _read(self, words: list[str], parts: _Parts, *, bracket: bool = False) -> None:
        pieces = self._pieces(words)
        if not any(sense is None or sense.kind not in ("legal", "joining") for _, sense in pieces) and not bracket:
            pieces = [(text, None) for text, _ in pieces]
        pieces = _ends_only(pieces) if bracket else _cities(_ends_only(pieces))
        if not any(sense is None or sense.kind == "brand" for _, sense in pieces):
            pieces = _seat_as_brand(pieces)
        for text, sense in pieces:
            if is_joined(text) and sense is None:
                self._read_run(text, parts, bracket=bracket)
            else:
                parts.take(text, sense, bracket=bracket)

    def _pieces(self, words: list[str]) -> list[tuple[str, Sense | None]]:
        pieces: list[tuple[str, Sense | None]] = []
        at = 0
        while at < len(words):
            length, sense = self.lexicon.longest(words, at)
            pieces.append(("".join(words[at : at + length]), sense))
            at += length
        return pieces

    def _read_run(self, run: str, parts: _Parts, *, bracket: bool) -> None:
        """A run of Han, kana, Hangul or Thai: what opens it, what closes it, and the brand between."""
        head: list[tuple[str, Sense]] = []
        while len(run) > 1:
            rest, sense = self.lexicon.cut_head(run)
            if sense is None or (sense.kind != "legal" and (len(rest) < 2 or head)):
                break
            head.append((run[: len(run) - len(rest)], sense))
            run = rest
        tail: list[tuple[str, Sense]] = []
        named = any(sense.kind == "country" for _, sense in head)
        while run:
            rest, sense = self.lexicon.cut_tail(run)
            least = 0 if sense is not None and (sense.kind == "legal" or named or parts.brand or parts.lead) else 2
            if sense is None or len(rest) < least:
                break
            tail.insert(0, (run[len(rest) :], sense))
            run = rest
        if not run and head and not any(sense.kind == "trade" for _, sense in tail):
            run = head.pop()[0]
        for text, sense in head:
            parts.take(text, sense, bracket=bracket)
        if run:
            parts.take(run, None, bracket=bracket)
        for text, sense in tail:
            parts.take(text, sense, bracket=bracket)


def _ends_only(pieces: list[tuple[str, Sense | None]]) -> list[tuple[str, Sense | None]]:
    """Short legal forms within a name are words of it, and so are small words at its ends: "i-PRO"."""

    def inner(*kinds: str) -> range:
        """What stands between the first and the last piece of other kinds."""
        others = [n for n, (_, sense) in enumerate(pieces) if sense is None or sense.kind not in kinds]
        return range(others[0] + 1, others[-1]) if others else range(0)

    between_words, between_others = inner("legal", "country", "region", "joining"), inner("legal")

    def kept(n: int, text: str, sense: Sense | None) -> Sense | None:
        if sense is None or (sense.kind == "legal" and n in between_words and len(text) <= _SHORT):
            return None
        return None if sense.kind == "joining" and n not in between_others and text not in _SIGNS else sense

    return [(text, kept(n, text, sense)) for n, (text, sense) in enumerate(pieces)]


def _cities(pieces: list[tuple[str, Sense | None]]) -> list[tuple[str, Sense | None]]:
    """A city is an arm's between a brand and a legal form ("Nuctech Warsaw Company Limited"), else a word."""
    kinds = [sense.kind if sense else "brand" for _, sense in pieces]

    def is_arm(n: int) -> bool:
        return "legal" in kinds[n:] and any(
            kind == "brand" and len(pieces[at][0]) >= _LONG for at, kind in enumerate(kinds[:n])
        )

    return [
        (text, None if sense is not None and sense.kind == "city" and not is_arm(n) else sense)
        for n, (text, sense) in enumerate(pieces)
    ]


def _seat_as_brand(pieces: list[tuple[str, Sense | None]]) -> list[tuple[str, Sense | None]]:
    """Where nothing else is left, the last town is the brand: "Dahua Technology"."""
    seats = [n for n, (_, sense) in enumerate(pieces) if sense is not None and sense.kind == "seat"]
    return [(text, None if seats and n == seats[-1] else sense) for n, (text, sense) in enumerate(pieces)]


_made: dict[str, Forms] = {}
_MOST = 4
"""Vocabularies whose forms are kept."""


def forms_of(vocabulary: Vocabulary) -> Forms:
    """What takes names apart for a vocabulary, made once for each digest."""
    forms = _made.get(vocabulary.digest)
    if forms is None:
        if len(_made) >= _MOST:
            _made.clear()
        forms = _made[vocabulary.digest] = Forms(vocabulary)
    return forms
