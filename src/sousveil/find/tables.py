"""The vocabulary, compiled for one language: a scanner for whole documents and one for sentences.

Both are Aho–Corasick automata over the longest certain piece of each term; the term's own expression decides.
Only what an automaton meets is ever compiled, so that loading stays fast.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from sousveil.find.mention import Mention
from sousveil.find.pairs import near_pairs, paired
from sousveil.vocabulary.gazetteer_peoples import read_peoples
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import Entry, Vocabulary, language_terms
from sousveil.vocabulary.orthography import Matcher, Orthography
from sousveil.vocabulary.terms import Writing, anchor_of, pieces_of

__all__ = ["Mention", "Tables", "Term", "fold", "one_of", "tables_for"]

_BEFORE, _BEHIND = 60, 90
"""Characters around an anchor in which the whole term must stand."""
_SHORT = 500
"""Characters below which a view is not worth keeping."""
_UNKNOWN = -1
_AROUND = 3000
"""Characters around a word for surveillance in which a law or a power cut may have to do with it."""
_MAKERS = {"named_outlet", "named_supplier", "supplier", "introducing", "origin"}
_TRIGGERS = {"technology", "technology_weak", "surveillance"}
_NO_SUBJECT = ("biometrics.", "research.")
_CONTEXT_ONLY = {
    "columns", "numbers", "times", "sentences", "countries", "naming", "reporting", "grammar", "standing", "subsidiary",
}  # fmt: skip
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_HANGUL = re.compile(r"[\uac00-\ud7af]")


class Term:
    """One term with its expression, compiled when first needed."""

    __slots__ = (
        "_matcher", "_opens", "_orthography", "_pieces", "anchor", "folded", "ident", "section", "text", "writing",
    )  # fmt: skip

    def __init__(
        self, section: str, ident: str, text: str, orthography: Orthography, writing: Writing | None = None
    ) -> None:
        self.section = section
        self.ident = ident
        self.text = text
        self.writing = writing
        self.folded = orthography.letters.term(text)
        """The term in the letters of a view."""
        self.anchor = anchor_of(self.folded, orthography.inflection)
        self._orthography = orthography
        self._matcher: Matcher | None = None
        self._pieces: tuple[str, ...] | None = None
        self._opens: int | None = _UNKNOWN

    def may_stand(self, folded: str) -> bool:
        """Whether all of its certain texts are there; most terms need never be compiled."""
        if self._pieces is None:
            self._pieces = pieces_of(self.folded, self._orthography.inflection)
        return all(piece in folded for piece in self._pieces)

    @property
    def opens_with_anchor(self) -> bool:
        """Whether a match can only begin where the anchor stands."""
        return self._opening == 0

    @property
    def _opening(self) -> int | None:
        """How many characters may stand between the begin of a match and the anchor: 0, 1 for "some", or any number."""
        if self._opens == _UNKNOWN:
            text = self.folded.removeprefix("=").lower()
            inflection = self._orthography.inflection
            leads = self.anchor is not None and (
                text.startswith(self.anchor) or inflection.without_article(text)[1].startswith(self.anchor)
            )
            self._opens = (1 if inflection.proclitics else 0) if leads else None
        return self._opens

    def spans(self, view: str, met: list[int]) -> Iterator[tuple[int, int]]:
        """Where the term stands in a view that has its anchor at the places `met`."""
        opening = self._opening
        if opening is None:
            return self.matcher.spans(view)
        if opening:
            # It begins where the word begins, with the small words before it.
            met = list(dict.fromkeys(_word_start(view, start) for start in met))
        return self.matcher.spans_at(view, met)

    @property
    def matcher(self) -> Matcher:
        """What finds the term in views of texts."""
        if self._matcher is None:
            self._matcher = self._orthography.matcher(self.text, self.writing)
        return self._matcher


class _Scanner:
    """Which terms may stand in a text, by their anchors."""

    def __init__(self, terms: list[Term]) -> None:
        by_anchor: dict[str, list[Term]] = defaultdict(list)
        self.unanchored = [term for term in terms if term.anchor is None]
        for term in terms:
            if term.anchor is not None:
                by_anchor[term.anchor].append(term)
        self.groups = list(by_anchor.values())
        self._automaton = AhoCorasick(
            list(by_anchor), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def hits(self, folded: str) -> Iterator[tuple[int, list[Term]]]:
        """Every anchor met, with its place and its terms."""
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            yield start, self.groups[index]

    def terms_in(self, folded: str) -> list[tuple[Term, list[int]]]:
        """The terms that may stand in a text, each once, with the places of its anchor, in the order of the first."""
        met: dict[int, list[int]] = defaultdict(list)
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            met[index].append(start)
        anchored = [
            (term, starts) for index, starts in met.items() for term in self.groups[index] if term.may_stand(folded)
        ]
        return anchored + [(term, []) for term in self.unanchored]


def _word_start(view: str, at: int) -> int:
    while at and view[at - 1].isalnum():
        at -= 1
    return at


class Tables:
    """Everything that `find` looks up for one language."""

    def __init__(self, code: str, language: Language, orthography: Orthography, vocabulary: Vocabulary) -> None:
        self.code = code
        self.language = language
        self.orthography = orthography
        self.vocabulary = vocabulary
        self._viewed = ("", "")
        listed = [
            Term(section, ident, text, orthography)
            for section, ident, text in language_terms(language)
            if section not in _CONTEXT_ONLY
        ]
        listed.extend(_named(vocabulary, orthography))
        self.peoples = peoples = read_peoples(code.partition("-")[0], vocabulary.folder)
        origins = (*peoples.givers.get("terms", ()), *peoples.wares.get("terms", ()))
        listed.extend(Term("origin", "", text, orthography) for text in origins)
        # Spellings that are alike in a view are one term.
        terms = list({(term.section, term.ident, term.folded): term for term in reversed(listed)}.values())[::-1]
        self._sentence = _Scanner(terms)
        self._paired = _Scanner([term for term in terms if term.section == "pairs"])
        self._document = _Scanner([term for term in terms if _is_trigger(term)])
        self._bodies = _Scanner(
            [Term("body", of, text, orthography) for of, texts in peoples.bodies.items() for text in texts]
            + [
                Term("body", country, term.text, orthography, term.writing)
                for term in terms
                if term.section == "named_operator" and (country := vocabulary.operators[term.ident].country)
            ]
        )
        self._other = _Scanner([t for t in terms if t.section == "refuse" and t.ident in {"document", "genre"}])
        self._genre = _Scanner([t for t in terms if (t.section, t.ident) == ("refuse", "genre")])
        self._makers = _Scanner([t for t in terms if t.section in _MAKERS])
        joining = one_of(self.plain(language.sentences.joining))
        linking = one_of(self.plain(language.sentences.linking))
        self.joint = re.compile(
            rf"[\s,،、，]*(?:{joining})?\s*(?:\w+\s+)?|.*?[\s,](?:{joining})\s+(?:(?:{linking})\s+)+", re.IGNORECASE
        )
        """What may stand between verbs with one object: "bought and installed", "bought in May and since put up"."""
        self.clauses = [re.compile(text.strip("/"), re.IGNORECASE) for text in self.plain(language.sentences.clauses)]

    def view(self, text: str) -> str:
        """A document as it is matched: letters that are alike are one. Of the same length.

        The last one is kept, for all who look into the same document.
        """
        if len(text) < _SHORT:
            return self.orthography.view(text)
        seen, view = self._viewed
        if seen is not text:
            view = self.orthography.view(text)
            self._viewed = (text, view)
        return view

    def plain(self, words: Iterable[str]) -> list[str]:
        """Words that are no terms, as they stand in a view."""
        return [self.orthography.letters.term(word) for word in words]

    def triggers(self, view: str) -> list[tuple[int, Term]]:
        """Places in the view of a document where a claim might stand, sorted, each checked against its term."""
        folded = fold(view)
        found = self._pairs(view, folded)
        for start, terms in self._document.hits(folded):
            for term in terms:
                low, high = max(0, start - (0 if term.opens_with_anchor else _BEFORE)), start + _BEHIND
                if term.may_stand(folded[low:high]) and term.matcher.stands(view, low, high):
                    found.append((start, term))
        for term in self._document.unanchored:
            found.extend((start, term) for start, _ in term.matcher.spans(view))
        return _near_surveillance(sorted(found, key=lambda pair: pair[0]))

    def expressions(self) -> list[str]:
        """The expression of every term, each once, for whoever wants to match them in another way."""
        terms = [term for group in self._sentence.groups for term in group] + self._sentence.unanchored
        expressions = (self.orthography.expression(term.text, term.writing) for term in terms)
        return list(dict.fromkeys(_NAMED_GROUP.sub("(?:", expression) for expression in expressions))

    def _pairs(self, view: str, folded: str) -> list[tuple[int, Term]]:
        """Where two words of a pair stand near each other."""
        hits = [(start, term) for start, terms in self._paired.hits(folded) for term in terms]
        parts = [(start, *term.ident.partition(".")[::2]) for start, term in hits]
        kept = near_pairs([(start, ident, part != "of") for start, ident, part in parts], self.language.writing)
        return [
            (start, term)
            for start, term in (hits[number] for number in sorted(kept))
            if term.may_stand(folded[max(0, start - _BEFORE) : start + _BEHIND])
            and term.matcher.stands(view, max(0, start - _BEFORE), start + _BEHIND)
        ]

    def other_subjects(self, content: str) -> tuple[int, int]:
        """Words of another subject (a campaign, a war, a game) in a document: how many differ, how many there are."""
        return self._counted(self._other, content)

    def genres(self, content: str) -> int:
        """How many words of a genre that tells of no deployment (a novel, a review) stand in a text."""
        return self._counted(self._genre, content)[0]

    def _counted(self, scanner: _Scanner, content: str) -> tuple[int, int]:
        view = self.orthography.view(content)
        counts = [sum(1 for _ in term.spans(view, met)) for term, met in scanner.terms_in(fold(view))]
        return sum(1 for count in counts if count), sum(counts)

    def mentions(self, text: str, start: int, end: int) -> list[Mention]:
        """All terms that stand in `text[start:end]`, sorted by place; nothing is resolved yet."""
        part = _without_addresses(text[start:end])
        found = self._met(self._sentence, part, start)
        found.extend(paired(found, part, start, self.language.writing))
        return sorted(found, key=lambda mention: (mention.start, -mention.end, mention.section, mention.ident))

    def makers(self, text: str, start: int, end: int) -> list[Mention]:
        """The terms of `text[start:end]` that tell whose a place is: outlets, companies, words of origin."""
        return self._met(self._makers, text[start:end], start)

    def bodies(self, text: str) -> list[Mention]:
        """Bodies that stand for one country, sorted by place; `ident` is its ISO 3166-1 alpha-2 code."""
        found = self._met(self._bodies, text, 0)
        return sorted(found, key=lambda mention: (mention.start, -mention.end, mention.ident))

    def _met(self, scanner: _Scanner, part: str, start: int) -> list[Mention]:
        view = self.orthography.view(part)
        letters = self.orthography.letters
        return [
            Mention(start + begin, start + stop, term.section, term.ident, term.text)
            for term, met in scanner.terms_in(fold(view))
            for begin, stop in (letters.original(part, *span) for span in term.spans(view, met))
        ]


def one_of(words: Iterable[str]) -> str:
    """An expression for one of some plain words, the longest first; it finds nothing where there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”»)]+|\b[\w-]+(?:\.[\w-]+)+/[^\s<>\"”»)]+|\b[\w.+-]+@[\w-]+\.\w+")


def _without_addresses(text: str) -> str:
    """The text with addresses blanked, of the same length: their words say nothing."""
    if not any(mark in text for mark in ("/", "@", "www.")):
        return text
    return _ADDRESS.sub(lambda match: " " * len(match.group()), text)


def fold(text: str) -> str:
    """Lower case, of the same length: offsets stay what they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _is_trigger(term: Term) -> bool:
    if term.section == "topics":
        # Of the body and of research only technologies tell.
        return term.ident.endswith((".of", ".alone")) and not term.ident.startswith(_NO_SUBJECT)
    return term.section in _TRIGGERS


def _near_surveillance(found: list[tuple[int, Term]]) -> list[tuple[int, Term]]:
    """Laws, borders, walls and power cuts matter only in a text, and a part of it, that has to do with surveillance.

    `found` is sorted by place. A wall matters where a border is spoken of, too.
    """
    telling = [at for at, term in found if _tells(term)]
    if not telling and any(term.ident == "border-control.of" for _, term in found):
        return [(at, term) for at, term in found if term.ident in {"border-control.of", "physical-barrier"}]
    kept: list[tuple[int, Term]] = []
    for at, term in found:
        place = bisect_left(telling, at)
        near = telling[max(0, place - 1) : place + 1]
        if any(abs(at - other) <= _AROUND for other in near):
            kept.append((at, term))
    return kept


def _tells(term: Term) -> bool:
    """Whether a word speaks of surveillance by itself."""
    if term.section == "topics":
        return term.ident.endswith(".alone")
    return term.section != "technology_weak" or term.ident not in {"physical-barrier", "other"}


def _named(vocabulary: Vocabulary, orthography: Orthography) -> Iterator[Term]:
    """Names of organisations, products and programmes; what a product or programme is, is looked for as any other."""
    around = orthography.writing

    def term(section: str, ident: str, name: str) -> Term:
        writing = writing_of(name, around)
        marked = orthography.inflection.marked(name) if writing == "spaced" else name
        return Term(section, ident, marked, orthography, writing)

    registers: Iterable[tuple[str, dict[str, Entry]]] = (
        ("named_supplier", vocabulary.suppliers),
        ("named_operator", vocabulary.operators),
        ("named_outlet", vocabulary.outlets),
    )
    for section, entries in registers:
        for entry in entries.values():
            for name in entry.spellings:
                yield term(section, entry.id, name)
            for technology, products in entry.products.items():
                for product in products:
                    yield term("technology", technology, product)
                    yield term(section, entry.id, product)
            for technology in entry.technology:
                for name in entry.spellings:
                    yield term("technology", technology, name)
    for entry in vocabulary.programmes.values():
        section = "technology_weak" if entry.common else "technology"
        for technology in entry.technology:
            for name in entry.spellings:
                yield term(section, technology, name)
        for technology, products in entry.products.items():
            for product in products:
                yield term("technology", technology, product)


def writing_of(name: str, around: Writing = "spaced") -> Writing:
    """How words join in a name's script, or in that of the text around a Latin name ("CEIEC에서")."""
    if _CJK.search(name):
        return "joined"
    if _HANGUL.search(name):
        return "suffixed"
    return "spaced" if around == "spaced" else "joined"


@lru_cache(maxsize=64)
def _tables(code: str, digest: str) -> Tables | None:
    vocabulary = _held[digest]
    language = vocabulary.language(code)
    return None if language is None else Tables(code, language, vocabulary.orthography(code), vocabulary)


_held: dict[str, Vocabulary] = {}


def tables_for(code: str, vocabulary: Vocabulary) -> Tables | None:
    """The compiled tables of a language, held in memory; null where the vocabulary has no such language."""
    _held.setdefault(vocabulary.digest, vocabulary)
    return _tables(code, vocabulary.digest)
