"""Who states, believes, wants or judges something in a sentence: the spans of its sources, pronouns among them.

A cue is a verb, noun, adjective or phrase of `[reporting]` of the language's file; its source is the verb's subject,
the agent of a passive, the owner of a noun, or what follows a phrase such as "according to". Words between quotation
marks are the speech itself and hold no cue, and so is what stands behind "said that".
"""

from __future__ import annotations

from msgspec import Struct

from sousveil.find.cues import Cues, Form, Manner, cues_of
from sousveil.find.noun_phrases import Phrase, Words
from sousveil.find.tables import Tables

__all__ = ["Source", "sources_of"]

_CLOSED = {",", "”", '"', "’", "'", "''"}
"""What stands before a verb whose subject follows it."""
_QUOTES = {"“", '"', "''", "‘", "'"}
_STOPS = {".", ","}
_NAME = 7
"""Words of a name before a colon, and the colon."""
_NEAR_AGENT = 4
"""Words from a passive to its "by"."""
_NEAR_OWNER = 4
"""Words from a noun back to its owner."""


class Source(Struct, frozen=True):
    """Someone who is said to say or hold something; `cue` is where the words of saying stand."""

    start: int
    end: int
    cue: tuple[int, int]
    manner: Manner
    rule: str
    """Which way of saying it is: `subject`, `inverted`, `agent`, `owner` and so on."""


def sources_of(tables: Tables, content: str, start: int, end: int) -> list[Source]:
    """The sources in the sentence `content[start:end]`, sorted; none where the language has no `[reporting]`."""
    if not tables.language.reporting.says:
        return []
    cues = cues_of(tables)
    words = cues.phrases.words(content, start, end)
    return _Reader(cues, words, _quoted(content, start, words)).sources()


def _quoted(content: str, start: int, words: Words) -> list[bool]:
    """For each word whether it stands between quotation marks, which may open in a sentence before."""
    lead = content[content.rfind("\n", 0, start) + 1 : start]
    opened, closed = lead.rfind("“"), lead.rfind("”")
    inside = opened > closed or (opened < 0 and (lead.count('"') + lead.count("''")) % 2 == 1)
    out: list[bool] = []
    for word in words:
        if word.text in {"“", "”"}:
            inside = word.text == "“"
        elif word.text in {'"', "''"}:
            inside = not inside
        out.append(inside)
    return out


class _Reader:
    def __init__(self, cues: Cues, words: Words, quoted: list[bool]) -> None:
        self._cues = cues
        self._phrases = cues.phrases
        self._words = words
        self._quoted = quoted
        self._found: dict[Phrase, Source] = {}

    def sources(self) -> list[Source]:
        cues = self._cues
        for at, word in enumerate(self._words):
            if self._quoted[at] or not word.is_word:
                continue
            lower = word.lower
            if lower in cues.verbs:
                self._verb(at)
            if lower in cues.minded:
                self._minded(at)
            if lower in cues.nouns:
                self._owner(at)
            if lower in cues.documents and self._lower(at + 1) in cues.authors:
                self._add(self._phrases.after(self._words, at + 2), at, "says", "author")
            for phrase in cues.before:
                if lower == phrase[0] and all(self._lower(at + i) == part for i, part in enumerate(phrase)):
                    self._add(self._phrases.after(self._words, at + len(phrase)), at, "says", "after")
        self._heading()
        return sorted(self._found.values(), key=lambda source: (source.start, source.end))

    def _heading(self) -> None:
        """ "Ann Okoro: the gates are shut": whose words a headline or a transcript gives."""
        words = self._words
        colon = next((i for i in range(1, min(_NAME, len(words))) if words[i].text == ":"), None)
        if colon is None or colon + 1 >= len(words) or self._quoted[0]:
            return
        phrase = self._phrases.after(words, 0)
        name = words[0].is_name and words[colon - 1].is_name and not words[0].text.isupper()
        said = words[colon + 1].text[0].isalpha() or words[colon + 1].text in _QUOTES
        whole = phrase is not None and phrase[1] == colon and words[0].lower not in self._phrases.articles
        if name and said and whole and not any(source.start < words[colon].start for source in self._found.values()):
            self._add(phrase, colon, "says", "heading")

    def _lower(self, at: int) -> str:
        return self._words[at].lower if 0 <= at < len(self._words) else ""

    def _add(self, phrase: Phrase | None, cue: int, manner: Manner, rule: str) -> None:
        if phrase is None or any(self._quoted[i] for i in range(*phrase)):
            return
        words = self._words
        place = words[phrase[0]].start, words[phrase[1] - 1].end
        self._found.setdefault(place, Source(*place, (words[cue].start, words[cue].end), manner, rule))

    def _verb(self, at: int) -> None:
        words, phrases = self._words, self._phrases
        form = self._cues.shapes[words[at].lower]
        group = phrases.group(words, at)
        helpers = {words[i].lower for i in range(group, at)}
        manner, fits = self._manner(at)
        left = self._lower(group - 1)
        if form == "past" and (helpers & phrases.be or self._lower(at + 1) == phrases.grammar.agent):
            self._agent(at, manner)
        elif form == "base" and left == phrases.grammar.infinitive:
            if fits:
                self._chained(group - 1, at, manner)
        elif form == "participle" and not helpers & phrases.auxiliaries:
            if fits:
                self._participle(at, manner)
        elif not self._inverted(at, group, manner) and group:
            if left not in phrases.grammar.coordinating:
                self._subject(at, form, helpers, manner, fits=fits)
            elif fits and form in {"past", "third"}:
                self._main(at, manner, "joined")

    def _subject(self, at: int, form: Form, helpers: set[str], manner: Manner, *, fits: bool) -> None:
        phrase = self._phrases.subject(self._words, at)
        if phrase is None or not self._agrees(phrase, form, helpers) or not self._opens(phrase, at):
            return
        if form not in {"base", "third"} or self._governs(phrase, at):
            self._add(phrase, at, manner, "subject" if fits else "loose")

    def _manner(self, at: int) -> tuple[Manner, bool]:
        """Which kind of cue the verb is, and whether what follows is what that kind asks for."""
        manners = self._cues.verbs[self._words[at].lower]
        if "says" in manners:
            return "says", True
        following = self._words[at + 1] if at + 1 < len(self._words) else None
        if following is not None:
            clause = following.lower in self._cues.that or following.text in _QUOTES | {":"} or following.is_name
            if "holds" in manners and clause:
                return "holds", True
            if "intends" in manners and following.lower == self._phrases.grammar.infinitive:
                return "intends", True
        if "stands" in manners:
            return "stands", True
        return ("holds" if "holds" in manners else "intends"), False

    def _agent(self, at: int, manner: Manner) -> None:
        """ "Was told by officials": who stands behind the "by" of a passive."""
        grammar = self._phrases.grammar
        for i in range(at + 1, min(at + _NEAR_AGENT, len(self._words))):
            if self._lower(i) == grammar.agent:
                if not self._lower(i + 1).endswith(grammar.participle_ending):
                    self._add(self._phrases.after(self._words, i + 1), at, manner, "agent")
                return

    def _agrees(self, phrase: Phrase, form: Form, helpers: set[str]) -> bool:
        """Whether subject and verb agree in number, which tells many verbs from nouns of the same form."""
        phrases, head = self._phrases, self._words[phrase[1] - 1]
        if form == "base" and head.lower in phrases.grammar.speaking:
            # "I think" outside of quotation marks is the writer.
            return False
        if helpers & phrases.auxiliaries or form in {"past", "participle"}:
            return True
        several = phrases.is_several(self._words, phrase)
        return several if form == "base" else not several or head.is_name or head.lower in phrases.relatives

    def _opens(self, phrase: Phrase, at: int) -> bool:
        """Whether a clause can begin with the phrase, one that is not itself what somebody says."""
        words, phrases = self._words, self._phrases
        if words[phrase[0]].lower in phrases.relatives:
            return words[phrase[0]].lower not in self._cues.inside
        if phrase[0] == 0 or not words[phrase[0] - 1].is_word:
            return True
        left = self._lower(phrase[0] - 1)
        if left in self._cues.inside:
            return False
        if words[at].lower in self._cues.inverts and left not in self._cues.verbs and left not in phrases.prepositions:
            return True
        return left in phrases.conjunctions or left in phrases.joining or left in phrases.relatives

    def _governs(self, phrase: Phrase, at: int) -> bool:
        """Whether a form that may be a noun is a verb, by what follows it."""
        if self._words[at].lower in self._cues.inverts:
            return True
        if at + 1 >= len(self._words):
            return False
        following = self._words[at + 1]
        if following.text in _STOPS:
            return phrase[0] > 0 and self._words[phrase[0] - 1].text in _CLOSED
        nominal = following.lower in self._cues.nominal or following.lower in self._phrases.auxiliaries
        return not nominal and (
            following.is_word or following.text in {"“", '"', "''", ":", "$", "—", "-", "(", "‘", "'"}
        )

    def _inverted(self, at: int, group: int, manner: Manner) -> bool:
        """The speaker right behind the verb: `…,” said a lawyer`."""
        words = self._words
        if words[at].lower not in self._cues.inverts or not group or words[group - 1].text not in _CLOSED:
            return False
        if at + 1 >= len(words) or self._lower(at + 1) in self._cues.that - self._phrases.grammar.third_persons:
            return False
        phrase = self._phrases.after(words, at + 1)
        if phrase is None:
            return False
        if words[group - 1].text == "," and not self._quoted[max(0, group - 2)]:
            behind = words[phrase[1]] if phrase[1] < len(words) else None
            if behind is not None and behind.text not in _STOPS and behind.lower not in self._phrases.relatives:
                return False
        self._add(phrase, at, manner, "inverted")
        return True

    def _chained(self, to: int, at: int, manner: Manner) -> None:
        """ "The company declined to say": the subject of the verb before the infinitive."""
        if self._lower(to - 1) not in self._cues.chained or "intends" in self._cues.verbs.get(self._lower(to - 1), ()):
            return
        phrase = self._phrases.subject(self._words, to - 1)
        if phrase is None and self._lower(to - 2) in self._cues.chained:
            phrase = self._phrases.subject(self._words, to - 2)
        self._add(phrase, at, manner, "chained")

    def _participle(self, at: int, manner: Manner) -> None:
        """ "…, saying that": the subject of the clause, where nothing else has made it a source."""
        words, phrases = self._words, self._phrases
        phrase = phrases.before(words, at)
        left = self._lower(at - 1)
        if phrase and self._lower(phrase[0] - 1) in phrases.grammar.with_:
            self._add(phrase, at, manner, "with")
            return
        apart = words[at - 1].text in {",", "—"} or left in phrases.joining or left in phrases.leading
        if at >= 2 and (apart or (manner == "says" and self._lower(at + 1) in self._cues.that)):
            self._main(at, manner, "participle")

    def _main(self, at: int, manner: Manner, rule: str) -> None:
        """The first phrase of the sentence, behind what may stand before its subject."""
        words, phrases = self._words, self._phrases
        if any(source.end <= words[at].start for source in self._found.values()):
            return
        first = next((i for i in range(at) if words[i].is_word), at)
        lower = words[first].lower
        fronted = lower in phrases.prepositions or lower in phrases.conjunctions or phrases.is_adverb(words[first])
        if fronted or lower.endswith(phrases.grammar.participle_ending):
            first = next((i + 1 for i in range(first, at) if words[i].text == ","), at)
        phrase = phrases.after(words, first) if first < at else None
        if phrase and phrase[1] < at:
            self._add(phrase, at, manner, rule)

    def _minded(self, at: int) -> None:
        """ "The mayor was convinced that": the subject of an opinion."""
        words, phrases = self._words, self._phrases
        group = phrases.group(words, at)
        if any(words[i].lower in phrases.be for i in range(group, at)) and self._lower(at + 1) in self._cues.content:
            self._add(phrases.subject(words, at), at, "holds", "minded")

    def _owner(self, at: int) -> None:
        """ "The minister's claim that", "his promise to": the owner of what is said."""
        words, phrases = self._words, self._phrases
        if self._lower(at + 1) not in self._cues.content:
            return
        for i in range(at - 1, max(-1, at - _NEAR_OWNER), -1):
            if phrases.is_bound(words[i]) or words[i].lower in phrases.prepositions:
                return
            if words[i].lower in phrases.possessives:
                self._add((i, i + 1), at, "holds", "owner")
                return
            if phrases.is_owner(words[i]):
                self._add((self._owner_start(i), i + 1), at, "holds", "owner")
                return

    def _owner_start(self, at: int) -> int:
        words, phrases = self._words, self._phrases
        while at > 0 and not phrases.is_bound(words[at - 1]) and words[at - 1].lower not in phrases.prepositions:
            at -= 1
            if words[at].lower in phrases.articles:
                break
        return at
