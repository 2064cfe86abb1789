"""Where one text points at somebody: by a name beside a cue, by whom a claim is attributed to, by a credit line, or by
saying where it appeared first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from sousveil.record.claim import Claim, Organisation
from sousveil.trace.addresses import host_of, is_same_site
from sousveil.trace.citing.cues import cited_near, sentence_at
from sousveil.trace.citing.particulars import NOTHING, Particulars, of_the_report, particulars_of
from sousveil.trace.citing.public_addresses import is_shared
from sousveil.trace.citing.reprints import reprinted, translated
from sousveil.trace.citing.unlisted import Unlisted, distinctive, is_beside_cue, unlisted
from sousveil.trace.document import Document
from sousveil.trace.houses import entry_key, house_key
from sousveil.vocabulary.citing import bears_name, points_back
from sousveil.vocabulary.credits import find_credits, find_thanks
from sousveil.vocabulary.houses import MASTHEAD, PRESS, house_words
from sousveil.vocabulary.loader import Entry, Vocabulary
from sousveil.vocabulary.originals import load_originals

__all__ = ["Citation", "bare_name", "cited_by"]

_NAMED, _ATTRIBUTED, _UNKNOWN, _CREDITED = 0.7, 0.85, 0.6, 0.95
"""How sure a link is: a name beside a cue, a claim's own attribution, the same to a name nobody knows, a credit."""
_LEAST_SHORT = 5
"""Letters of one word by which a house is called that the text has named in full; Han and kana say more in fewer."""


_LEAST_LINK = 4
"""Characters of the words of a link that are read."""
_OPENED = set("«“\"„‘'『「")


class Citation(Struct, frozen=True):
    """One passage of a text that points at somebody."""

    document: Document
    start: int
    end: int
    key: str
    """What citations are merged by: `org:` and a family or entry, `name:` and a name."""
    name: str
    reason: str
    score: float
    kind: str = "citation"
    told: Particulars = NOTHING
    house: Unlisted | None = None
    """Where the house is one that nobody lists."""


def cited_by(document: Document, vocabulary: Vocabulary) -> list[Citation]:
    """All passages of a text that point at somebody else than its own publisher, and at whom."""
    if document.coded:
        return []
    named = sorted((*_listed(document, vocabulary), *_unlisted(document, vocabulary)), key=lambda each: each.start)
    named = _with_report(document, named, vocabulary)
    found = [*named, *_short(document, named, vocabulary), *_attributed(document, vocabulary, named)]
    found += [*_linked(document, named, vocabulary), *_credited(document, vocabulary), *_thanked(document, vocabulary)]
    return [*found, *_reprinted(document, vocabulary)]


def _with_report(document: Document, named: list[Citation], vocabulary: Vocabulary) -> list[Citation]:
    """A text that cites one house of reports tells of its report elsewhere, too: `The report, entitled “…”`."""
    reporting = {each.key for each in named if each.house is not None and each.house.kind not in {PRESS, MASTHEAD}}
    if len(reporting) != 1:
        return named
    rest = of_the_report(document, vocabulary)
    if not rest.tells:
        return named
    return [
        msgspec.structs.replace(each, told=each.told.with_rest(rest)) if each.key in reporting else each
        for each in named
    ]


def bare_name(entry: Entry) -> str:
    """The name without the sign that says how it is looked for."""
    return entry.name.removeprefix("=")


def _listed(document: Document, vocabulary: Vocabulary) -> Iterator[Citation]:
    """Names of outlets and bodies beside a cue. A body whose name stands in a sentence without one is a subject."""
    content = document.text.content
    for mention in document.mentions:
        entry = vocabulary.outlets.get(mention.ref)
        key = entry_key(entry) if entry else mention.ref
        if key == document.house:
            continue
        name = bare_name(entry) if entry else content[mention.start : mention.end]
        cue = cited_near(content, document.text.lang, mention.start, mention.end, vocabulary)
        if cue is not None:
            start, end, words = cue
            told = particulars_of(document, mention.start, mention.end, vocabulary)
            yield Citation(document, start, end, key, name, f"cites {name}: “{words}”", _NAMED, told=told)


def _unlisted(document: Document, vocabulary: Vocabulary) -> Iterator[Citation]:
    """Houses that are known by the citing words alone."""
    taken = [(mention.start, mention.end) for mention in document.mentions]
    for house in unlisted(document.text.content, document.text.lang, vocabulary, taken):
        key = house_key(house.alias or house.name, vocabulary)
        if key in {document.house, house_key(document.text.outlet or "", vocabulary)}:
            continue
        start, end, words = house.cited
        told = particulars_of(document, house.start, house.end, vocabulary)
        name = house.alias or house.name
        yield Citation(
            document, start, end, key, name, f"cites {house.name}: “{words}”", _UNKNOWN, told=told, house=house
        )


def _short(document: Document, named: Sequence[Citation], vocabulary: Vocabulary) -> Iterator[Citation]:
    """The same houses where the text goes on to cite them by one word: "D'après Valmonde"."""
    content, lang = document.text.content, document.text.lang
    view = vocabulary.orthography(lang).view(content)
    seen: set[tuple[int, str]] = {(each.start, each.key) for each in named}
    asked: set[tuple[str, str]] = set()
    for citation in named:
        for word in _called(document, citation, vocabulary)[:2]:
            if (citation.key, word) in asked:
                continue
            asked.add((citation.key, word))
            for match in re.finditer(rf"(?<![^\W_]){re.escape(word)}", content):
                cue = cited_near(content, lang, match.start(), match.end(), vocabulary)
                if cue is None or (cue[0], citation.key) in seen:
                    continue
                opened = match.start() - (content[match.start() - 1 : match.start()] in _OPENED)
                if not is_beside_cue(view, opened, match.end(), lang, vocabulary):
                    continue
                seen.add((cue[0], citation.key))
                reason = f"cites {citation.name} as {word}: “{cue[2]}”"
                yield Citation(
                    document, cue[0], cue[1], citation.key, citation.name, reason, _UNKNOWN, told=citation.told
                )


def _linked(document: Document, named: Sequence[Citation], vocabulary: Vocabulary) -> Iterator[Citation]:
    """Links in citing words that name nobody: `according to [a report]`. Whose page it is, its address tells."""
    content, lang = document.text.content, document.text.lang
    words = house_words(lang, vocabulary)
    if words is None:
        return
    originals = load_originals(vocabulary.folder)
    own = host_of(document.text.url or "")
    view = vocabulary.orthography(lang).view(content)
    for link, url in zip(document.text.links, document.link_urls, strict=True):
        host = host_of(link.url)
        if link.end - link.start < _LEAST_LINK or "/" not in url or "." not in host or is_same_site(host, own):
            continue  # too short to be read, a front page, no address at all, or the text's own site
        if is_shared(link.url, originals) or any(each.start <= link.start < each.end for each in named):
            continue
        shown = words.studies.search(view, link.start, link.end) is not None
        if not shown and not is_beside_cue(view, link.start, link.end, lang, vocabulary):
            continue
        first, last = sentence_at(content, link.start, link.end)
        entry = _publisher(host, vocabulary)
        key = entry_key(entry) if entry is not None else f"url:{url}"
        name = bare_name(entry) if entry is not None else host.removeprefix("www.")
        if key == document.house:
            continue
        told = particulars_of(document, link.start, link.end, vocabulary)
        told = msgspec.structs.replace(told, url=link.url)
        reason = f"links to {url} with the words “{' '.join(content[link.start : link.end].split())[:80]}”"
        yield Citation(document, first, last, key, name, reason, _UNKNOWN, told=told)


_hosts: dict[str, dict[str, Entry]] = {}


def _publisher(host: str, vocabulary: Vocabulary) -> Entry | None:
    """Who publishes on a host."""
    if vocabulary.digest not in _hosts:
        _hosts[vocabulary.digest] = {each: entry for entry in vocabulary.outlets.values() for each in entry.hosts}
    while "." in host:
        if host in _hosts[vocabulary.digest]:
            return _hosts[vocabulary.digest][host]
        host = host.partition(".")[2]
    return None


def _called(document: Document, citation: Citation, vocabulary: Vocabulary) -> list[str]:
    """The words by which a text may call a house that it has named in full: none that is a place's name there."""
    if citation.house is None:
        return []
    places = " ".join(claim.place.name for claim in document.claims if claim.place is not None and claim.place.name)
    words = distinctive(citation.house.name, document.text.lang, vocabulary)
    return [word for word in words if _is_telling(word) and word not in places]


def _is_telling(word: str) -> bool:
    return len(word) >= (3 if re.match(r"[\u3040-\u9fff\uac00-\ud7a3]", word) else _LEAST_SHORT)


def _attributed(document: Document, vocabulary: Vocabulary, named: Sequence[Citation]) -> Iterator[Citation]:
    """Whom claims are attributed to: the speaker furthest behind whom somebody could go and ask.

    "The report said" points back at what the text cited last. Witnesses without a name are no origin that can be
    sought: they make the report that heard them an origin, which is for `weigh` to see.
    """
    for claim in document.claims:
        for speaker in reversed(claim.attributed_to):
            meant = _meant(speaker, claim, named, vocabulary)
            if meant is None:
                continue
            key, name, reason, told = meant
            if key == document.house:
                break
            score = _ATTRIBUTED if key.startswith("org:") else _UNKNOWN
            yield Citation(
                document, claim.evidence.start, claim.evidence.end, key, name, reason, score,
                told=told or particulars_of(document, claim.evidence.start, claim.evidence.end, vocabulary),
            )  # fmt: skip
            break


_Meant = tuple[str, str, str, Particulars | None]
"""Key, name, reason and what is told of the document, where an earlier citation told it."""


def _meant(speaker: Organisation, claim: Claim, named: Sequence[Citation], vocabulary: Vocabulary) -> _Meant | None:
    """The origin that a speaker stands for; null for a nameless witness."""
    lang = claim.evidence.lang
    if points_back(speaker.name, lang, vocabulary):
        before = [citation for citation in named if citation.start <= claim.evidence.start]
        if not before:
            return None
        last = max(before, key=lambda citation: (citation.start, citation.key))
        return last.key, last.name, f"“{speaker.name}” points back at {last.name}, cited before", last.told
    if not speaker.ref:
        full = _in_full(speaker.name, named, lang, vocabulary)
        if full is not None:
            return full.key, full.name, f"the claim is attributed to {_chain(claim)}", full.told
        if not bears_name(speaker.name, vocabulary):
            return None
    key, name = _speaker(speaker, vocabulary)
    return key, name, f"the claim is attributed to {_chain(claim)}", None


def _in_full(name: str, named: Sequence[Citation], lang: str, vocabulary: Vocabulary) -> Citation | None:
    """The cited house that a speaker's name holds or shortens: names that run on, «Меридиане» for «Меридиан»."""
    inside = [citation for citation in named if citation.name in name]
    if inside:
        return inside[0]
    for citation in named:
        if citation.house is None:
            continue
        if citation.house.name in name:
            return citation
        words = _called(citation.document, citation, vocabulary)
        if words and all(_is_form(part, words) for part in distinctive(name, lang, vocabulary) or [name]):
            return citation
    return None


def _is_form(part: str, words: Sequence[str]) -> bool:
    return any(part[: max(3, len(word) - 1)] == word[: max(3, len(word) - 1)] for word in words)


def _chain(claim: Claim) -> str:
    return ", who cites ".join(speaker.name for speaker in claim.attributed_to)


def _speaker(speaker: Organisation, vocabulary: Vocabulary) -> tuple[str, str]:
    """What citations of a speaker are merged by, and the name to show."""
    entry = vocabulary.outlets.get(speaker.ref or "")
    if entry is not None:
        return entry_key(entry), bare_name(entry)
    return (f"org:{speaker.ref}" if speaker.ref else house_key(speaker.name, vocabulary)), speaker.name


def _credited(document: Document, vocabulary: Vocabulary) -> Iterator[Citation]:
    """Whose credit line the text carries; one line may sign for two agencies."""
    credit = document.credit
    if credit is None:
        return
    content, outlets = document.text.content, vocabulary.outlets
    whole = credit.end - credit.start == len(content)
    signed = find_credits(document.text.agency or "" if whole else content, vocabulary)
    keys = {entry_key(outlets[each.ref]): each.words for each in signed}
    if credit.key not in keys:
        keys = {credit.key: document.text.agency or "" if whole else content[credit.start : credit.end]}
    for key, words in keys.items():
        if key == document.house:
            continue
        entry = outlets.get(key.removeprefix("org:"))
        name = bare_name(entry) if entry else key.removeprefix("name:").title()
        reason = f"carries the credit line “{words}” of {name}"
        yield Citation(document, credit.start, credit.end, key, name, reason, _CREDITED, "syndication")


def _thanked(document: Document, vocabulary: Vocabulary) -> Iterator[Citation]:
    """Agencies from which a part is, as the text says: which part, it does not say."""
    for each in find_thanks(document.text.content, vocabulary):
        entry = vocabulary.outlets[each.ref]
        key, name = entry_key(entry), bare_name(entry)
        if key != document.house:
            yield Citation(document, each.start, each.end, key, name, f"thanks {name}: “{each.words}”", _UNKNOWN)


def _reprinted(document: Document, vocabulary: Vocabulary) -> Iterator[Citation]:
    """Where the text says that it appeared first, or in another language."""
    for each in reprinted(document, vocabulary):
        if each.key != document.house:
            told = Particulars(url=each.url)
            reason = f"says that it appeared first elsewhere: “{each.words}”"
            yield Citation(
                document, 0, len(document.text.content), each.key, each.name, reason, _CREDITED, "syndication", told
            )
    for each in translated(document, vocabulary):
        if each.key != document.house:
            told = Particulars(url=each.url)
            reason = f"says that it is a translation: “{each.words}”"
            yield Citation(
                document, 0, len(document.text.content), each.key, each.name, reason, _CREDITED, "translation", told
            )
