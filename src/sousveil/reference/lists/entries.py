"""One entry of a list while it is put together, and the count of what is not taken in."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct, field

from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.dates import edtf
from sousveil.reference.lists.words import ORGANISATIONS, Kind, Reading
from sousveil.vocabulary.lists import FileFormat

__all__ = ["Draft", "Source", "Tally", "key_of"]

_REASON: Final = 2000
_LONGEST: Final = 500
"""Characters of a name; what is longer is a sentence that slipped into the wrong column."""
_WEB: Final = re.compile(r"https?://\S+")
_LEFT_OUT: Final[dict[str, tuple[str, str, str, str]]] = {
    "person": ("persons", "person", "persons", "on the list: left out, since sousveil holds no records of persons"),
    "vessel": ("vessels", "ship", "ships", "on the list: left out"),
    "aircraft": ("aircraft", "aircraft", "aircraft", "on the list: left out"),
    "untold": (
        "kind-not-told", "entry", "entries",
        "left out, as neither the list nor the names say that they are no persons{rows}",
    ),
    "other": ("no-organisation", "record", "records", "of other kinds left out: {named}"),
    "not-listed": ("not-listed", "organisation", "organisations", "left out, as nothing says that they are listed"),
    "weak": ("weak-names", "name", "names", "left out that the list itself marks as weak; the entries were taken in"),
    "country": ("country", "country", "countries", "could not be told and stand in the reasons as printed: {named}"),
    "date": ("date", "date", "dates", "could not be read; the entries were taken in without: {named}"),
    "link": ("link", "link", "links", "left out that are no web addresses: {named}"),
    "name": ("long-name", "name", "names", "left out that are too long to be names{rows}"),
}  # fmt: skip
"""What is counted: reason of the drop, what it is called, and what is said of it."""
_SHOWN: Final = 12


def key_of(*parts: str) -> int:
    """A number that stands for an entry among millions, in eight bytes."""
    return int.from_bytes(hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest())


class Tally:
    """What a file has that is not taken in: one drop a kind, with the count."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._counts: Counter[str] = Counter()
        self._named: dict[str, Counter[str]] = {}
        self._rows: dict[str, list[int]] = {}
        self._seen: set[int] = set()

    def add(self, what: str, row: int, named: str = "", *, entry: int | None = None) -> None:
        """Count one; of an entry that takes several rows, `entry` is the same and only the first counts."""
        if entry is not None:
            if entry in self._seen:
                return
            self._seen.add(entry)
        self._counts[what] += 1
        if named:
            names = self._named.setdefault(what, Counter())
            if (shown := named[:40]) in names or len(names) < _SHOWN:
                names[shown] += 1
        rows = self._rows.setdefault(what, [])
        if len(rows) < _SHOWN:
            rows.append(row)

    def drop(self, reason: str, row: int, detail: str) -> Drop:
        """One row or record that is lost."""
        return Drop(stage="import", reason=reason, locator=f"{self.file}:{row}", detail=detail)

    def drops(self) -> Iterator[Drop]:
        """One drop for each kind that was counted, in a fixed order."""
        for what, (reason, one, many, says) in _LEFT_OUT.items():
            if count := self._counts[what]:
                named = ", ".join(f"{name} {n}" if n > 1 else name for name, n in self._named.get(what, {}).items())
                rows = self._rows.get(what, [])
                more = " and others" if count > len(rows) else ""
                told = f" (row{'s' * (len(rows) > 1)} {', '.join(map(str, rows))}{more})"
                detail = f"{count} {one if count == 1 else many} {says.format(named=named, rows=told)}."
                yield Drop(stage="import", reason=reason, locator=self.file, detail=detail, count=count)


class Source(Struct, frozen=True, kw_only=True):
    """What readers share: the format, the words, the count, and the import that listings belong to."""

    form: FileFormat
    reading: Reading
    tally: Tally
    import_id: str


class Draft(Struct, kw_only=True):
    """An entry that further rows may add to."""

    list: str
    entry: str
    row: int
    kind: Kind = "organisation"
    name: str = ""
    primary: bool = False
    """`name` is the one that the list marks as the name."""
    names: dict[str, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    """Countries as printed that could not be told."""
    since: str | None = None
    until: str | None = None
    standing: bool = False
    """One of its listings has no end."""
    programmes: dict[str, None] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)
    identifiers: dict[str, None] = field(default_factory=dict)
    url: str | None = None

    def add_name(self, source: Source, text: str, row: int, *, primary: bool = False) -> None:
        """A spelling. The first that is marked as `primary` is the name, or the first where none is."""
        name = source.reading.name(text)
        if len(name) > _LONGEST:
            source.tally.add("name", row)
            return
        if name:
            self.names.setdefault(name)
            if not self.name or (primary and not self.primary):
                self.name, self.primary = name, primary

    def add_country(self, source: Source, text: str, row: int) -> None:
        """A code or a name of a country."""
        text = source.reading.cell(text)
        if not text:
            return
        code = source.reading.country(text)
        if code is not None:
            self.countries.setdefault(code)
        elif text not in self.unread:
            self.unread[text[:80]] = None
            source.tally.add("country", row, text)

    def add_dates(self, source: Source, since: str, until: str, row: int) -> None:
        """When a listing began and ended: of several the earliest, and the last end where all have one."""
        begins, ends = self._date(source, since, row), self._date(source, until, row)
        if begins is not None:
            self.since = min(self.since or begins, begins)
        if ends is None:
            self.standing = True
        else:
            self.until = max(self.until or ends, ends)

    def add_identifier(self, scheme: str, value: str) -> None:
        """`reg`, `lei` and the like, with the number as printed but for white space."""
        value = "".join(value.split())
        if value and len(value) <= 80:
            self.identifiers.setdefault(f"{scheme}:{value}")

    def add_labelled(self, source: Source, parts: Iterable[str]) -> None:
        """An identifier from a label, a number and perhaps a country, in whatever order: `Tax ID No., 1234, RU`."""
        cells = [source.reading.cell(part) for part in parts]
        scheme = next((scheme for cell in cells if (scheme := source.reading.scheme(cell))), None)
        numbers = [cell for cell in cells if any(c.isdigit() for c in cell) and source.reading.scheme(cell) is None]
        if scheme and len(numbers) == 1:
            self.add_identifier(scheme, numbers[0])

    def add_link(self, source: Source, text: str, row: int) -> None:
        """The first web address among the words of a cell."""
        text = source.reading.cell(text)
        if text and self.url is None:
            match = _WEB.search(text)
            if match is None:
                source.tally.add("link", row, text, entry=key_of("link", self.list, self.entry, text))
            else:
                self.url = match.group().rstrip(",;")

    def add_each(self, source: Source, where: str, values: Iterable[str]) -> None:
        """Programmes or reasons, each once."""
        kept: dict[str, None] = getattr(self, where)
        for value in values:
            if text := source.reading.cell(value):
                kept.setdefault(text[:_REASON])

    def finished(self, source: Source) -> Listing | Drop:
        """The listing, or why there is none."""
        assert self.kind in ORGANISATIONS
        if not self.name:
            return source.tally.drop("no-name", self.row, "The entry has no name that can be read.")
        if any("\ufffd" in name for name in self.names):
            return source.tally.drop(
                "encoding",
                self.row,
                "A name has bytes of another encoding; save the file as UTF-8.",
            )
        printed = [f"Country as printed: {', '.join(self.unread)}"] if self.unread else []
        return Listing(
            import_id=source.import_id,
            list=self.list,
            entry=self.entry,
            name=self.name,
            names=tuple(name for name in self.names if name != self.name),
            kind=self.kind,
            countries=tuple(self.countries),
            since=self.since,
            until=None if self.standing else self.until,
            programmes=tuple(self.programmes),
            reason=_cut("; ".join([*printed, *self.reasons])),
            identifiers=tuple(sorted(self.identifiers)),
            url=self.url,
            row=self.row,
        )

    def _date(self, source: Source, text: str, row: int) -> str | None:
        text = source.reading.cell(text)
        if not text:
            return None
        date = edtf(text, source.form.dates)
        if date is None:
            source.tally.add("date", row, text, entry=key_of("date", self.list, self.entry, text))
        return date


def _cut(text: str) -> str | None:
    return (text if len(text) <= _REASON else text[: _REASON - 1] + "…") or None
