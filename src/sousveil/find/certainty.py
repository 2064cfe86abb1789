"""How an event is told: as a fact, with doubt or as a plan, or denied.

Where a language has `[standing]`, the words between an event and what governs it decide: its auxiliaries, the verb
before its infinitive, the noun before its preposition, the verb whose object it is, the word that opens its clause.
Else the qualifying words near it do, by their distance.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from sousveil.find.cues import cues_of, forms_of
from sousveil.find.mention import Mention
from sousveil.find.noun_phrases import Words
from sousveil.find.segment import clause_starts
from sousveil.find.tables import Tables

__all__ = ["Standing", "is_denied", "standing_of"]

Standing = Literal["stated", "hedged", "denied"]
_NEAR = {"denial": 26, "modifier": 34, "unreal": 16, "hedge": 70, "denying": 90}
"""Characters between a qualifying word and the event that it still reaches."""


def standing_of(tables: Tables, sentence: str, start: int, end: int) -> Standing:
    """How `sentence` tells the event that its words `sentence[start:end]` name. A plan counts as hedged."""
    if tables.language.standing.negations:
        governors = governors_of(tables)
        words = governors.phrases.words(sentence, 0, len(sentence))
        at = next((i for i, word in enumerate(words) if word.end > start), None)
        behind = next((i for i, word in enumerate(words) if word.start >= end), len(words))
        return _Scope(governors, words).standing(at, behind) if at is not None else "stated"
    return _standing_nearby(tables, sentence, start, end)


def is_denied(tables: Tables, sentence: str, start: int, end: int) -> bool | None:
    """Whether `sentence` denies what its words `sentence[start:end]` say; null where the language cannot tell.

    Also where what follows them is denied: "has no cameras".
    """
    if not tables.language.standing.negations:
        return None
    governors = governors_of(tables)
    words = governors.phrases.words(sentence, 0, len(sentence))
    at = next((i for i, word in enumerate(words) if word.end > start), 0)
    behind = next((i for i, word in enumerate(words) if word.start >= end), len(words))
    scope = _Scope(governors, words)
    return scope.standing(at, behind) == "denied" or scope.denies_next(behind)


class Governors:
    """The words of `[standing]`, ready to look up."""

    def __init__(self, tables: Tables) -> None:
        def forms(terms: tuple[str, ...]) -> frozenset[str]:
            return frozenset(form for term in terms for form in forms_of(term))

        data = tables.language.standing
        cues = cues_of(tables)
        self.phrases = cues.phrases
        self.saying = frozenset(form for form, manners in cues.verbs.items() if "says" in manners)
        self.negations, self.negation_ending = forms(data.negations), data.negation_ending
        self.absences, self.nobody = forms(data.absences), forms(data.nobody)
        self.possible, self.conditional = forms(data.possible), forms(data.conditional)
        self.openers, self.choices = forms(data.openers), forms(data.choices)
        self.doubtful, self.prospects = forms(data.doubtful), forms(data.prospects)
        self.brought, self.failed, self.wanted = forms(data.brought), forms(data.failed), forms(data.wanted)
        self.denied_too, self.sought, self.some = forms(data.denied_too), forms(data.sought), forms(data.some)
        self.rejecting = forms(data.rejecting)
        self.turned_from = frozenset(data.turned_from)
        self.prevented, self.from_ = forms(data.prevented), forms(data.from_)


@lru_cache(maxsize=64)
def governors_of(tables: Tables) -> Governors:
    """The governing words of the tables' language."""
    return Governors(tables)


_CLAUSE = 18
"""Words over which `if` still opens the clause of an event."""
_OBJECT = 5
"""Words of an object between a verb and the infinitive that it governs: `asked the city to install`."""
_NOUN = 4
"""Words of a noun phrase before its noun."""
_JOINED = 6
"""Words between two events that `and` joins."""
_SAID = 14
"""Words between a verb of saying and the `would` that it makes a plan."""
_REJECTED = 9
"""Words over which "denied that" reaches."""
_PLAN = 7
"""Words between a wish and what is part of it."""
_NEXT = 2
"""Words behind an event that may deny it."""
_CHAIN = 6
"""Verbs that govern each other, at most."""


_TURNED: dict[Standing, Standing] = {"stated": "denied", "hedged": "hedged", "denied": "stated"}
"""What did not fail took place."""


class _Scope:
    """Reads how one sentence tells its events."""

    def __init__(self, governors: Governors, words: Words) -> None:
        self._is = governors
        self._phrases = governors.phrases
        self._words = words
        self._lower = [word.lower for word in words]

    def standing(self, at: int, behind: int, depth: int = 0) -> Standing:
        """How the event is told whose first word is at `at`; `behind` is the word after it."""
        group = self._phrases.group(self._words, at)
        if self._is_denied(at, group):
            return "denied"
        if depth < _CHAIN and group and self._lower[group - 1] == self._phrases.grammar.infinitive:
            return self._infinitive(group - 1, depth)
        joined = self._joined(at, depth) if depth < _CHAIN else None
        if joined is not None:
            return joined
        if self._is_possible(at, group, behind):
            return "hedged"
        if any(lower in self._is.rejecting for lower in (self._lower[i] for i in self._back(group, _REJECTED))):
            return "denied"
        return self._as_noun(at) or ("hedged" if self._is_of_a_plan(at, depth) else "stated")

    def denies_next(self, behind: int) -> bool:
        """Whether one of the next words denies: "has no cameras", "there are not any"; not "ended in May without …"."""
        following = range(behind, min(behind + _NEXT, len(self._words)))
        absent = behind < len(self._words) and self._lower[behind] in self._is.absences
        return absent or any(self._negates(i) for i in following)

    def _negates(self, at: int) -> bool:
        word = self._lower[at]
        ending = self._is.negation_ending
        return word in self._is.negations or bool(ending and word.endswith(ending))

    def _is_denied(self, at: int, group: int) -> bool:
        lower = self._lower
        if any(self._negates(i) for i in range(max(0, group - 1), at)):
            return True
        if at and (lower[at - 1] in self._is.absences or " ".join(lower[max(0, at - 2) : at]) in self._is.turned_from):
            return True
        if at > 1 and lower[at - 2] in self._is.absences and self._is_common(at - 1):
            return True
        # "No one has", "none of the schools has", "neither the city nor the county has"
        phrase = self._phrases.before(self._words, group)
        if phrase is None:
            return False
        denying = self._is.nobody | self._is.absences
        first = max(0, phrase[0] - 1)
        # "Little Rock" is no "little".
        small = (i for i in range(first, phrase[1]) if i == 0 or not self._words[i].is_name)
        return self._negates(first) or any(lower[i] in denying for i in small)

    def _is_common(self, at: int) -> bool:
        return (
            self._words[at].is_word and not self._words[at].is_name and self._lower[at] not in self._phrases.auxiliaries
        )

    def _back(self, at: int, most: int) -> range:
        """The words before `at` within its clause, backwards."""
        stop = max(-1, at - 1 - most)
        for i in range(at - 1, stop, -1):
            if not self._words[i].is_word:
                return range(at - 1, i, -1)
        return range(at - 1, stop, -1)

    def _infinitive(self, to: int, depth: int) -> Standing:
        """An infinitive is as its governor makes it: "failed to", "wanted to", "managed to"."""
        at = to - 1
        while at >= 0 and self._phrases.is_adverb(self._words[at]):
            if self._negates(at) or self._lower[at] in self._is.failed:
                return "denied"
            at -= 1
        if at < 0:
            return "hedged"
        word = self._lower[at]
        if not self._words[at].is_word or word in self._phrases.prepositions:
            # ", to cut costs": what was done for it is told.
            return "stated"
        above: Standing = "stated" if word in self._phrases.be else self.standing(at, to, depth + 1)
        governed = self._governed(word, above)
        return governed or self._by_verb_of_object(at, depth) or ("denied" if above == "denied" else "hedged")

    def _governed(self, word: str, above: Standing) -> Standing | None:
        """What `word` makes of its infinitive; `above` is how `word` itself is told."""
        if word in self._is.failed:
            return _TURNED[above]
        if word in self._is.brought:
            return above
        if word in self._is.wanted:
            return "denied" if above == "denied" and word in self._is.denied_too else "hedged"
        return None

    def _by_verb_of_object(self, at: int, depth: int) -> Standing | None:
        """ "Asked the city to install": the verb stands before its object, which ends at `at`."""
        for i in self._back(at, _OBJECT - 1):
            word = self._lower[i]
            if word in self._phrases.auxiliaries:
                continue
            if word in self._is.brought:
                return self.standing(i, i + 1, depth + 1)
            if word in self._is.failed or word in self._is.wanted:
                return "denied" if word in self._is.failed else "hedged"
        return None

    def _is_possible(self, at: int, group: int, behind: int) -> bool:
        lower = self._lower
        helpers = set(lower[group:at])
        if any(lower[i] in self._is.possible and not (i and self._words[i].is_name) for i in range(group, at)) or any(
            lower[i] in self._is.openers for i in self._back(at, _CLAUSE)
        ):
            return True
        if helpers & self._is.conditional:
            # "The mayor said that it would be bought" tells a plan.
            return not any(lower[i] in self._is.saying for i in self._back(group, _SAID))
        if "?" in lower[behind : behind + _JOINED]:
            return True
        return bool(at) and (lower[at - 1] in self._is.choices or lower[at - 1] in self._is.doubtful)

    def _as_noun(self, at: int) -> Standing | None:
        """By what governs a noun: "the threat of war", "did not result in any changes", "sought a halt"."""
        lower = self._lower
        if at and lower[at - 1] in self._is.some:
            before = self._back(at - 1, _JOINED)
            if any(self._negates(i) or lower[i] in self._is.failed or lower[i] in self._is.absences for i in before):
                return "denied"
        first = at - 1
        prepositions = self._phrases.prepositions
        while first >= 0 and at - first < _NOUN and self._is_common(first) and lower[first] not in prepositions:
            first -= 1
        return self._behind_preposition(first) if first > 0 and lower[first] in prepositions else self._as_object(at)

    def _as_object(self, at: int) -> Standing | None:
        """By the verb that a noun with its article is the object of."""
        phrases, lower = self._phrases, self._lower
        verb = at - 1
        small = phrases.articles | phrases.possessives
        while verb >= 0 and at - verb < _NOUN and lower[verb] in small:
            verb -= 1
        if verb < 0 or verb == at - 1 or not self._is_common(verb):
            return None
        if lower[verb] in self._is.failed:
            return "denied"
        if lower[verb] in self._is.sought or lower[verb] in self._is.prevented:
            return "hedged"
        if any(self._negates(i) for i in range(phrases.group(self._words, verb), verb)):
            return "denied" if lower[at - 1] in phrases.grammar.indefinite else "hedged"
        return None

    def _is_of_a_plan(self, at: int, depth: int) -> bool:
        """Whether it belongs to what might be or is wanted: "could cause damage", "wants to start talks"."""
        lower, phrases = self._lower, self._phrases
        if depth or (at and (lower[at - 1] in phrases.grammar.definite or lower[at - 1] in phrases.possessives)):
            return False
        for i in self._back(self._phrases.group(self._words, at), _PLAN):
            if lower[i] in self._is.possible or lower[i] in self._is.conditional:
                return True
            if lower[i] == phrases.grammar.infinitive:
                return self._is_verb_behind(i, at) and self.standing(i + 1, i + 2, depth + 1) == "hedged"
            if lower[i] in phrases.relatives or lower[i] in phrases.conjunctions:
                return False
        return False

    def _is_verb_behind(self, to: int, at: int) -> bool:
        """Whether `to` opens an infinitive and no place or receiver."""
        phrases, word = self._phrases, self._lower[to + 1]
        small = word in phrases.articles or word in phrases.possessives or word in phrases.prepositions
        return to + 1 < at and not small and not self._words[to + 1].is_name

    def _behind_preposition(self, at: int) -> Standing | None:
        lower = self._lower
        if lower[at - 1] in self._is.prospects:
            return "hedged"
        if any(self._negates(i) for i in range(self._phrases.group(self._words, at - 1), at)):
            return "denied"
        if lower[at] in self._is.from_ and any(lower[i] in self._is.prevented for i in self._back(at, _JOINED)):
            return "hedged"
        return None

    def _joined(self, at: int, depth: int) -> Standing | None:
        """ "To buy and install": the second of two events is as the first."""
        lower = self._lower
        if at < 2 or (
            lower[at - 1] not in self._phrases.grammar.coordinating and lower[at - 1] not in self._is.choices
        ):
            return None
        for i in self._back(at - 1, _JOINED):
            left = lower[i - 1] if i else ""
            if left == self._phrases.grammar.infinitive or left in self._is.possible or (i and self._negates(i - 1)):
                return self.standing(i, i + 1, depth + 1)
        return None


def _standing_nearby(tables: Tables, sentence: str, start: int, end: int) -> Standing:
    mentions = tables.mentions(sentence, 0, len(sentence))
    starts = clause_starts(sentence, 0, len(sentence), tables.clauses)
    clause = max(s for s in starts if s <= start)
    final = tables.language.order == "verb-final"

    announced = {m.start for m in mentions if m.section == "announced"}

    def reaches(mention: Mention) -> bool:
        if mention.start <= start and end <= mention.end and mention.section != "unreal":
            return False
        if mention.section == "modifier" and mention.start in announced:
            return False
        gap = mention.start - end if final else start - mention.end
        near = 1 if mention.section == "unreal" and mention.end - mention.start <= 2 else _NEAR[mention.section]
        return 0 <= gap <= near and (mention.start >= clause or mention.section == "denying")

    words = [m for m in mentions if m.section in _NEAR and reaches(m)]
    if any(m.section in {"denial", "denying"} for m in words):
        return "denied"
    if any(m.section in {"hedge", "unreal"} or (m.section == "modifier" and m.ident == "plan") for m in words):
        return "hedged"
    return "stated"
