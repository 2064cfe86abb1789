"""Noun phrases by rule: who is the subject of a verb, and what a preposition governs.

No parser: the closed classes of a language (`[grammar]` of its file) bound a phrase, and any other word may stand in
it. That is enough to say who speaks, which is all that is asked here.
"""

from __future__ import annotations

import re

from msgspec import Struct

from sousveil.vocabulary.language import Language

__all__ = ["Phrase", "Phrases", "Word", "Words"]

_LONGEST = 14
"""Words of a phrase."""
_ASIDE = 30
"""Words between the two commas of an aside."""
_BRACKET = 12
"""Words between brackets behind a name: `(R-Fla.)`."""
_QUOTES = {"”", "“", '"', "''", ";"}
_DASHES = {",", "—", "–", "--"}

Phrase = tuple[int, int]
"""Indexes of a phrase's first word and of the word behind it."""


class Word(Struct, frozen=True):
    """A word or a mark of a sentence. `lower` has the apostrophe ’."""

    start: int
    end: int
    text: str
    lower: str
    is_word: bool
    """Whether it is no punctuation mark."""
    is_name: bool
    """Whether it begins with a capital."""


Words = list[Word]


class Phrases:
    """Reads words and noun phrases with the small words of one language."""

    def __init__(self, language: Language) -> None:
        grammar = language.grammar
        self.grammar = grammar
        self.articles = frozenset(grammar.articles)
        self.possessives = frozenset(grammar.possessives)
        self.pronouns = frozenset(grammar.pronouns)
        self.persons = frozenset(grammar.persons)
        self.relatives = frozenset(grammar.relatives)
        self.prepositions = frozenset(grammar.prepositions)
        self.joining = frozenset(grammar.joining)
        self.conjunctions = frozenset(grammar.conjunctions)
        self.auxiliaries = frozenset(grammar.auxiliaries)
        self.be = frozenset(grammar.be)
        self.leading = self.conjunctions | {grammar.agent}
        """Words before a participle that speaks of the sentence's subject: `after saying`."""
        self._within = frozenset(grammar.within)
        self._adverbs = frozenset(grammar.adverbs)
        self._days = frozenset(grammar.days)
        self._moments = frozenset(grammar.moments)
        self._bounds = self.conjunctions | self.auxiliaries | self.relatives
        self._hosts = self.persons | self.relatives
        clitics = "|".join(re.escape(clitic).replace("’", "[’']") for clitic in grammar.clitics)
        self._clitic = re.compile(f"(?:{clitics or '(?!)'})$")
        titles = "|".join(
            re.escape(word[0].upper() + word[1:]) for word in language.sentences.abbreviations if word.isalpha()
        )
        self._token = re.compile(
            rf"(?:[A-Z]\.)+|(?:{titles or '(?!)'})\.|[$€£#@]?\w+(?:[.,]\d+)*(?:[-’']\w+)*(?:[’'](?!’|'))?"
            r"|[—–-]+|''|``|[^\w\s]"
        )

    def words(self, content: str, start: int, end: int) -> Words:
        """The words and marks of `content[start:end]`, with their places in it."""
        out: Words = []
        for match in self._token.finditer(content, start, end):
            begin, stop = match.span()
            cut = self._cut(match.group())
            for first, last in ((begin, begin + cut), (begin + cut, stop)) if cut else ((begin, stop),):
                text = content[first:last]
                lower = text.lower().replace("'", "’") if len(text) > 1 else text.lower()
                out.append(Word(first, last, text, lower, text[-1].isalnum() or text[0].isalnum(), text[0].isupper()))
        return out

    def _cut(self, token: str) -> int:
        """Where to cut a verb off its subject (`who’ve`) or a closing quotation mark off a word; 0 for nowhere."""
        at = max(token.rfind("’"), token.rfind("'"))
        if at <= 0 or not token[at - 1].isalnum():
            return 0
        tail = token[at + 1 :]
        if not tail:
            return 0 if token[at - 1].lower() == self.grammar.owner else at
        if self._clitic.search(token):
            return at
        return at if tail == self.grammar.owner and token[:at].lower() in self._hosts else 0

    def is_adverb(self, word: Word) -> bool:
        """Whether it may stand between a subject and its verb."""
        ending = self.grammar.adverb_ending
        regular = bool(ending) and len(word.lower) > 4 and word.lower.endswith(ending) and not word.is_name
        return regular or word.lower in self._adverbs or word.lower in self._days

    def is_day(self, word: Word) -> bool:
        """Whether it is the name of a day."""
        return word.lower in self._days

    def is_owner(self, word: Word) -> bool:
        """Whether it owns what follows: `Yonhap's`."""
        return word.lower.endswith(("’", "’" + self.grammar.owner))

    def is_bound(self, word: Word) -> bool:
        """Whether a noun phrase cannot go over it."""
        if not word.is_word or word.lower in self._bounds:
            return True
        # "US" is no "us".
        return word.lower in self.persons and not (len(word.text) > 1 and word.text.isupper())

    def may_end(self, word: Word) -> bool:
        """Whether a noun phrase can end with the word."""
        lower = word.lower
        if lower in self.possessives or lower in self.prepositions or lower in self.joining or self.is_bound(word):
            return False
        return (lower not in self.articles or lower in self.pronouns) and not (
            self.is_owner(word) or self.is_adverb(word)
        )

    def before(self, words: Words, at: int) -> Phrase | None:
        """The noun phrase that ends right before the word `at`."""
        if at <= 0:
            return None
        last = words[at - 1]
        if last.text == ")":
            opened = next((i for i in range(at - 1, max(-1, at - _BRACKET), -1) if words[i].text == "("), None)
            inner = self.before(words, opened) if opened else None
            return (inner[0], at) if inner else None
        if last.lower in self._hosts and self.is_bound(last):
            return at - 1, at
        if not self.may_end(last):
            return None
        first = at - 1
        while first > 0 and at - first < _LONGEST and self._goes_back(words, first):
            first -= 1
            if words[first].lower in self.articles or words[first].lower in self.possessives:
                left = words[first - 1].lower if first else ""
                if left not in self._within and left not in self.joining and left not in self.articles:
                    break
        return first, at

    def _goes_back(self, words: Words, first: int) -> bool:
        """Whether the phrase that has begun at `first` also holds the word before."""
        left = words[first - 1]
        if self.is_bound(left) or (self.is_adverb(left) and not left.is_name):
            return False
        if left.lower in self.prepositions or left.lower in self.joining:
            inside = left.lower in self._within or left.lower in self.joining
            return inside and first >= 2 and self.may_end(words[first - 2])
        return True

    def after(self, words: Words, at: int) -> Phrase | None:
        """The noun phrase that starts with the word `at`."""
        if at >= len(words) or not words[at].is_word:
            return None
        if words[at].lower in self.persons:
            return at, at + 1
        end = at
        while end < len(words) and end - at < _LONGEST and self._goes_on(words, at, end):
            end += 1
        while end > at and not self.may_end(words[end - 1]):
            end -= 1
        return (at, end) if end > at else None

    def _goes_on(self, words: Words, at: int, end: int) -> bool:
        word = words[end]
        if self.is_bound(word) or (end > at and self.is_adverb(word)):
            return False
        if end > at and self._begins_another(words, end):
            return False
        if word.lower in self.prepositions or word.lower in self.joining:
            inside = word.lower in self._within or word.lower in self.joining
            return inside and end > at and end + 1 < len(words) and not self.is_bound(words[end + 1])
        return True

    def _begins_another(self, words: Words, end: int) -> bool:
        """Whether a phrase cannot go on behind a name: "Reuters the police", "Innenministerium kaufte"."""
        word, left = words[end], words[end - 1].lower
        if word.lower in self.articles and not word.is_name:
            return left not in self.prepositions and left not in self.joining and left not in self.articles
        if not words[end - 1].is_name:
            return False
        small = word.lower in self.prepositions or word.lower in self.joining or word.lower in self.possessives
        return self.grammar.capital_nouns and not (word.is_name or small or word.text[0].isdigit())

    def subject(self, words: Words, verb: int) -> Phrase | None:
        """The subject of the verb at `verb`, over the adverbs, auxiliaries and asides between the two."""
        at = self.group(words, verb)
        if at <= 0:
            return None
        aside = words[at - 1].text in _DASHES
        phrase = self._beyond_aside(words, at - 1) if aside else self.before(words, at)
        return self._over_relative(words, phrase) if phrase else None

    def _over_relative(self, words: Words, phrase: Phrase) -> Phrase:
        """ "An engineer who worked on the network said": the phrase before the clause that ends with `phrase`."""
        first = words[phrase[0]]
        left = words[phrase[0] - 1] if phrase[0] else None
        if left is None or not left.is_word or first.lower in self._hosts or left.lower in self.joining:
            return phrase
        bare = not (first.is_name or first.lower in self.articles or first.lower in self.possessives)
        if left.lower in self._bounds and (not bare or left.lower in self.conjunctions):
            return phrase
        for i in range(phrase[0] - 1, 0, -1):
            if words[i].text in _QUOTES or words[i].lower in self.conjunctions - self.relatives:
                break
            if words[i].lower in self.relatives:
                whole = self.before(words, i - (words[i - 1].text == ","))
                return (whole[0], phrase[1]) if whole else phrase
        return phrase

    def group(self, words: Words, verb: int) -> int:
        """Where the words begin that belong to the verb at `verb`: its auxiliaries, adverbs, times."""
        at = verb
        while at > 0:
            word = words[at - 1]
            left = words[at - 2].lower if at > 1 else ""
            if word.lower in self._days and left in self.grammar.on:
                at -= 2
            elif word.lower in self.auxiliaries or self.is_adverb(word):
                at -= 1
            elif word.lower in self._moments and left in self.grammar.this:
                at -= 2
            else:
                break
        return at

    def _beyond_aside(self, words: Words, comma: int) -> Phrase | None:
        """ "The mayor, who took office in May, said": the phrase before the comma that opens the aside.

        Of several commas the one counts whose phrase begins the sentence, or follows a quotation.
        """
        mark = words[comma].text
        nearest: Phrase | None = None
        for i in range(comma - 1, max(0, comma - _ASIDE), -1):
            if words[i].text in _QUOTES:
                break
            if words[i].text != mark:
                continue
            phrase = self.before(words, i)
            if phrase is None or not self._names_somebody(words, phrase):
                continue
            left = words[phrase[0] - 1] if phrase[0] else None
            if nearest is None or left is None or not (left.is_word or left.text == ","):
                nearest = phrase[0], comma
        return nearest

    def _names_somebody(self, words: Words, phrase: Phrase) -> bool:
        last = words[phrase[1] - 1].lower
        alone = phrase[1] - phrase[0] == 1 and last in self.relatives
        return not alone and last not in self._moments and not last[0].isdigit()

    def is_several(self, words: Words, phrase: Phrase) -> bool:
        """Whether the phrase means more than one, so far as its words show."""
        head = words[phrase[1] - 1].lower
        if head in self.grammar.one:
            return False
        ending = self.grammar.plural_ending
        regular = bool(ending) and head.endswith(ending) and not head.endswith(ending * 2)
        joined = any(words[i].lower in self.joining for i in range(*phrase))
        return regular or joined or head in self.grammar.plurals or head in self.pronouns or head in self.relatives
