"""Where originals may be had (`data/originals.toml`): numbers of documents with a public resolver, archives of the web,
searches of sites. Addresses are made from patterns; nothing is asked whether it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from msgspec import Struct

from sousveil.vocabulary.files import converted, overlaid

__all__ = ["Archive", "Identified", "Identifier", "Originals", "Unwrapped", "Wrapped", "check_originals",
           "load_originals"]  # fmt: skip

_FIELD = re.compile(r"\{(?:(lower|digits):)?(\w+)\}")
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
_SAFE = "/:;()-._~"
"""Besides letters and digits, what a number keeps as it is within an address."""
_DATED = re.compile(r"/((?:19|20)[0-9]{2})[/-](0[1-9]|1[0-2]|[A-Za-z]{3})(?:[/-](0[1-9]|[12][0-9]|3[01]))?(?=[/-])")
"""The day of publication in the path of an address."""
_LONGEST = 20_000
"""Characters of a passage that are searched for numbers."""


class Identified(Struct, frozen=True):
    """`words` in a text are the number of a document, which `url` leads to."""

    start: int
    words: str
    url: str
    what: str


class Identifier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[[identifier]]`: a kind of number that documents are known by."""

    id: str
    what: str
    pattern: str
    url: str
    """The address, with the pattern's groups in braces."""
    trim: str = ""
    tails: tuple[str, ...] = ()
    query: bool = False
    """The number may stand behind the `?` of an address."""
    examples: tuple[tuple[str, str], ...] = ()
    """Words and the address that they lead to."""

    def find(self, words: str) -> Iterator[Identified]:
        """Every number of this kind in a passage or in an address."""
        address = words.startswith(("http://", "https://"))
        if address:
            # What follows the path is the site's own; a number may stand in it percent-encoded.
            words = unquote(words if self.query else re.split(r"[?#]", words, maxsplit=1)[0])
        for match in _compiled(self.pattern).finditer(words[:_LONGEST]):
            groups = {name: self._cut(value or "", address=address) for name, value in match.groupdict().items()}
            shown = self._cut(" ".join(match.group().split()), address=address)
            if all(groups.values()):
                yield Identified(match.start(), shown, _filled(self.url, groups), self.what)

    def _cut(self, value: str, *, address: bool) -> str:
        """Without what belongs to the sentence: closing brackets that nothing opened, and the characters of `trim`."""
        for _ in range(len(value)):
            last = value[-1:]
            unopened = last in _PAIRS and value.count(last) > value.count(_PAIRS[last])
            if not value or not (unopened or last in self.trim):
                break
            value = value[:-1]
        if address:
            tail = next((tail for tail in self.tails if value.lower().endswith(tail)), "")
            value = value[: len(value) - len(tail)]
        return value


class Archive(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[[archive]]`: where copies of a page are kept."""

    what: str
    """For people; `{date}` stands for the day."""
    url: str
    """With `{url}`, and `{day}` or `{year}` where it wants a date."""

    def address(self, page: str, day: str | None) -> str | None:
        """Where copies of `page` are; `day` is as much of YYYYMMDD as is known. Null where a date is wanted."""
        if day is None and ("{day}" in self.url or "{year}" in self.url):
            return None
        return self.url.replace("{day}", day or "").replace("{year}", (day or "")[:4]).replace("{url}", page)


class Unwrapped(Struct, frozen=True):
    """What an address holds."""

    url: str
    """The page's own address; empty where the address does not tell it."""
    copy: bool
    """The address as it was is an archived copy."""


class Wrapped(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[wrapped]]`: an address that holds another one, in the group `url` or, without its scheme, in `bare`."""

    pattern: str
    copy: bool = False
    encoded: bool = False
    examples: tuple[tuple[str, str], ...] = ()

    def unwrap(self, url: str) -> Unwrapped | None:
        """The address inside; null where this is none of the kind."""
        match = _compiled(self.pattern).fullmatch(url) or _compiled(self.pattern + r"[&#].*").fullmatch(url)
        if match is None:
            return None
        groups = match.groupdict()
        inner = groups.get("url") or ""
        if groups.get("bare"):
            bare = groups["bare"]
            inner = f"https://{bare.removeprefix('s/')}" if bare.startswith("s/") else f"http://{bare}"
        inner = unquote(inner) if self.encoded else inner
        if inner and "://" not in inner[:12]:
            inner = f"http://{inner.removeprefix('http:/').removeprefix('https:/').lstrip('/')}"
        return Unwrapped(inner, self.copy)


class Originals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """originals.toml."""

    identifier: tuple[Identifier, ...] = ()
    archive: tuple[Archive, ...] = ()
    wrapped: tuple[Wrapped, ...] = ()
    search: dict[str, str] = {}
    """Host to how its site is searched, with `{words}`."""
    months: tuple[str, ...] = ()
    """How addresses write the months, January first."""
    tracking: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    sharing: tuple[str, ...] = ()

    def identified(self, words: str) -> list[Identified]:
        """Every number in a passage or an address, in the order of the file."""
        return [found for each in self.identifier for found in each.find(words)]

    def unwrap(self, url: str) -> Unwrapped | None:
        """What an address holds, if it is one that holds another."""
        return next((found for each in self.wrapped if (found := each.unwrap(url)) is not None), None)

    def site_search(self, host: str, words: str) -> str | None:
        """How the site of a host is searched for these words; null where we do not know."""
        template = self.search.get(host)
        return template.replace("{words}", quote(words, safe="")) if template else None

    def day_in(self, page: str) -> str | None:
        """As much of YYYYMMDD as an address tells of its day of publication: `/2018/10/`, `/2019/nov/11/`."""
        match = _DATED.search(page)
        if match is None:
            return None
        year, month, day = match.groups()
        if not month.isdecimal():
            if month.lower() not in self.months:
                return None
            month = f"{self.months.index(month.lower()) + 1:02}"
        return f"{year}{month}{day or ''}"

    def tracks(self, parameter: str) -> bool:
        """Whether a query parameter changes nothing on the page."""
        name = parameter.casefold()
        return any(
            name.startswith(known[:-1].casefold()) if known.endswith("*") else name == known.casefold()
            for known in self.tracking
        )


def _filled(template: str, groups: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        text = re.sub(r"\s", "", groups[match[2]])
        if match[1] == "lower":
            text = text.lower()
        elif match[1] == "digits":
            text = re.sub(r"[^0-9Xx]", "", text)
        return quote(text, safe=_SAFE)

    return _FIELD.sub(value, template)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def load_originals(folder: str | None = None) -> Originals:
    """The patterns that ship, with those of a researcher's own folder (`Vocabulary.folder`) added.

    Raises `VocabularyError` where a file cannot be read.
    """
    return converted(overlaid("originals.toml", folder), Originals, "originals.toml")


def check_originals(folder: str | None = None) -> Iterator[str]:
    """Each fault in one sentence. Raises `VocabularyError` where the file cannot be read."""
    originals = load_originals(folder)
    seen: set[str] = set()
    for each in originals.identifier:
        where = f"originals.toml [[identifier]] {each.id}"
        if each.id in seen:
            yield f"{where}: the identifier stands there twice; keep one"
        seen.add(each.id)
        yield from (f"{where}: {fault}" for fault in _faults_of_identifier(each))
    for number, wrapped in enumerate(originals.wrapped, 1):
        yield from (f"originals.toml [[wrapped]] {number}: {fault}" for fault in _faults_of_wrapped(wrapped))
    for archive in originals.archive:
        if "{url}" not in archive.url or not archive.url.startswith(("http://", "https://")):
            yield f"originals.toml [[archive]]: '{archive.url}' must be an address with {{url}} in it"
    if len(originals.months) not in {0, 12}:
        yield f"originals.toml months: {len(originals.months)} are listed, and a year has twelve"
    for host, template in originals.search.items():
        if "{words}" not in template or host not in template:
            yield f"originals.toml [search] {host}: '{template}' must be an address of this host with {{words}} in it"


def _faults_of_identifier(each: Identifier) -> Iterator[str]:
    try:
        groups = set(re.compile(each.pattern).groupindex)
    except re.error as error:
        yield f"the pattern cannot be read: {error}"
        return
    wanted = {name for _, name in _FIELD.findall(each.url)}
    if not wanted or wanted - groups:
        yield f"'{each.url}' must have in braces one or more of the pattern's groups ({', '.join(sorted(groups))})"
        return
    if not each.url.startswith(("http://", "https://")):
        yield f"'{each.url}' must begin with https:// or http://"
    if not each.examples:
        yield "give an example: the words, and the address that they lead to"
    for words, url in each.examples:
        found = [identified.url for identified in each.find(words)]
        if found != [url]:
            yield f"the example '{words}' leads to {', '.join(found) or 'nothing'} and not to {url}"


def _faults_of_wrapped(wrapped: Wrapped) -> Iterator[str]:
    try:
        re.compile(wrapped.pattern)
    except re.error as error:
        yield f"the pattern cannot be read: {error}"
        return
    for words, url in wrapped.examples:
        found = wrapped.unwrap(words)
        if found is None or found.url != url:
            yield f"the example {words} holds {found.url if found else 'nothing'} and not {url}"
