"""The entries of the registers as candidates for a name: what they are spelled like, and what tells a name apart."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sousveil.resolve.candidates import HEARD, Index
from sousveil.resolve.comparing import Seen, compare
from sousveil.resolve.forms import Form, Forms
from sousveil.resolve.organisations import is_pattern
from sousveil.resolve.sounds import script_of_word
from sousveil.vocabulary.loader import ORGANISATIONS, Entry, Vocabulary

__all__ = ["Entries", "Named"]

_LONG = 6
"""Letters of a name that is an everyday word as well, from which on its arms are told by country and legal form."""
_COMPANIES = ("suppliers", "companies")
"""Registers whose entries have arms, and names with trades in them; other bodies have exact names."""


class Named(Struct, frozen=True, kw_only=True):
    """A name of a case, under the key that it has before any decision."""

    key: str
    name: str
    lang: str = ""
    roles: tuple[str, ...] = ("supplier",)
    """`supplier`, `operator`, `speaker`."""
    country: str | None = None
    claims: int = 0

    @property
    def is_body(self) -> bool:
        """Whether it may be an organisation's: one that only speaks may be a person, whose names nobody compares."""
        return "supplier" in self.roles or "operator" in self.roles


class _Spelled:
    """What an entry's spellings have, all together."""

    def __init__(self, entry: Entry, forms: Forms) -> None:
        self.forms: dict[str, Form] = {}
        self.exact: set[str] = set()
        for spelling in entry.spellings:
            if not is_pattern(spelling):
                written = spelling.removeprefix("=")
                self.forms[written] = forms.form(written)
                if written != spelling:
                    self.exact.add(written)
        held = self.forms.values()
        self.scripts = {script_of_word(form.brand) for form in held if form.brand}
        self.trades = {trade for form in held for trade in form.trade}
        self.arms = {place for form in held for place in form.arm}


class Entries:
    """All organisations of a vocabulary, by number."""

    def __init__(self, vocabulary: Vocabulary, forms: Forms) -> None:
        self._forms = forms
        self.all: list[Entry] = []
        self._sections: list[str] = []
        for section in ORGANISATIONS:
            for entry in getattr(vocabulary, section).values():
                self.all.append(entry)
                self._sections.append(section)
        self._spelled = [_Spelled(entry, forms) for entry in self.all]
        self._index = Index(((number, form) for number, _ in enumerate(self.all) for form in self.forms_of(number)), ())
        self._heard: dict[str, Index] = {}
        self._read_aloud = Index(((number, form) for number, form in self._with_script("han")), ("han",))

    def forms_of(self, number: int) -> Iterator[Form]:
        """The plain spellings of an entry, taken apart."""
        return iter(self._spelled[number].forms.values())

    def candidates(self, named: Named) -> dict[int, Seen]:
        """The entries that a name may mean, with the strongest sign for each."""
        best: dict[int, Seen] = {}
        for form in self._forms.all(named.name):
            for number, held in self._near(form):
                seen = self.compare(named, form, number, held)
                if seen is not None and (number not in best or seen.score > best[number].score):
                    best[number] = seen
        return best

    def _near(self, form: Form) -> Iterator[tuple[int, Form]]:
        yield from self._index.near(form)
        script = script_of_word(form.brand) if form.brand else ""
        if script in HEARD:
            if script not in self._heard:
                self._heard[script] = Index(self._heard_in(script), (script,))
            yield from self._heard[script].near(form)
        if script == "latin":
            yield from self._read_aloud.near(form)

    def _with_script(self, script: str) -> Iterator[tuple[int, Form]]:
        for number, spelled in enumerate(self._spelled):
            for form in spelled.forms.values():
                if form.brand and script_of_word(form.brand) == script:
                    yield number, form

    def _heard_in(self, script: str) -> Iterator[tuple[int, Form]]:
        """The Latin spellings of the entries that have none in a script: only they are known there by their sound."""
        for number, spelled in enumerate(self._spelled):
            if script not in spelled.scripts:
                for form in spelled.forms.values():
                    if form.brand and script_of_word(form.brand) == "latin":
                        yield number, form

    def compare(self, named: Named, form: Form, number: int, held: Form) -> Seen | None:
        """What a name has in common with one spelling of an entry; null where they are two organisations'."""
        if held.name in self._spelled[number].exact and held.name not in named.name:
            return None
        seen = compare(form, held, self._forms)
        if seen is None or form.whole == held.whole:
            return seen
        company = self._sections[number] in _COMPANIES and named.is_body
        return seen if company and self._fits(number, form, held, seen) else None

    def _fits(self, number: int, form: Form, held: Form, seen: Seen) -> bool:
        entry, spelled = self.all[number], self._spelled[number]
        written = held.name in spelled.exact or len(held.brand) >= _LONG
        arm = seen.method == "arm" and bool(form.legal) and written
        if entry.common and not arm and (not held.trade or sorted(form.trade) != sorted(held.trade)):
            return False
        read_aloud = script_of_word(held.brand) == "han"
        if seen.method == "transliteration" and script_of_word(form.brand) in spelled.scripts and not read_aloud:
            # The entry has its spelling in this script, and this is another one.
            return False
        if seen.method == "arm" and spelled.arms and not set(form.arm) & spelled.arms:
            # "Cellcom Liberia" is no arm of Cellcom Israel.
            return False
        # An arm may say what it trades in where the owner's short name does not.
        full = bool(form.legal) and len(held.brand) >= _LONG
        said = spelled.trades | self._forms.lexicon.soft if form.arm or full else spelled.trades
        return set(self._forms.weighty(form)) <= said
