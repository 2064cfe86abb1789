"""Who says it: the chain of speakers of a sentence, the one nearest to the document first."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from sousveil.find.cues_of_speech import AFTER, BEFORE, FIRST, cues_of
from sousveil.find.dates import moments_in
from sousveil.find.name_shapes import name_shapes
from sousveil.find.speaker_words import ANY_DAY, over_a_time, speaker_words
from sousveil.find.speakers import PhraseReader, reads_phrases
from sousveil.find.tables import Mention, Tables, one_of
from sousveil.record.claim import Organisation

__all__ = ["Speaker", "speakers_of"]

_NUMBERED = re.compile(r"\d+ [A-Z][a-z]+")
_PAUSE = re.compile(r"[,，،;；؛。]")
"""After it the sentence goes on about its subject: 據這位夥伴說，人民班長 …"""
_ARTICLE = 5
"""Characters of the article that opens a phrase."""
_LAST = re.compile(r"[^.。!?\n]{0,6}(?:[.。!?\n]|$)")
"""What may follow the verb that closes a sentence."""
_TOLD = 12
"""Characters between "told" and the outlet that was told."""
_REACH = 60
"""Characters between a verb of saying and its speaker."""


class Speaker(Struct, frozen=True):
    """Someone who says something, with the words that name them."""

    organisation: Organisation
    start: int
    end: int
    of_report: bool = False
    """The words mean a report or its authors."""


def speakers_of(tables: Tables, content: str, start: int, end: int, mentions: list[Mention]) -> list[Speaker]:
    """The speakers of the sentence `content[start:end]`, nearest to the document first.

    A tag after the statement (", AP said") is nearest; the rest follow in the order of the text.
    """
    cues = cues_of(tables, content, mentions)
    phrases = None
    if cues and reads_phrases(tables):
        voices = [(m.start, m.end) for m in _candidates(mentions, start, end)]
        phrases = PhraseReader(tables, content, start, end, voices)
    found: list[tuple[int, int, Speaker]] = []
    said_at: list[int] = []
    read: list[Mention] = []
    for cue in cues:
        if any(other.start <= cue.start and cue.end <= other.end and _size(cue) < _size(other) for other in read):
            # "говорится в докладе": it has its speaker already.
            continue
        speaker = _speaker_of(tables, content, (start, end), cue, mentions, phrases)
        if speaker is None or speaker.organisation.name in tables.language.grammar.persons:
            continue
        if cue.ident == BEFORE and found and _writes(found[-1][2], speaker, cue, said_at[-1], content, mentions):
            found.pop()
        if any(s.start < speaker.end and speaker.start < s.end for *_, s in found):
            continue
        said_at.append(cue.end)
        if cue.ident != AFTER:
            read.append(cue)
        hearer = _hearer(tables, content, cue, mentions) if cue.ident == AFTER else None
        rest = content[hearer.end if hearer else cue.end : end]
        trailing = cue.ident == AFTER and rest.strip(" .\"”»」’'!") == ""
        if hearer is not None:
            found.append((0 if trailing else 1, speaker.start - 1, hearer))
        found.append((0 if trailing else 1, speaker.start, speaker))
    found.sort(key=lambda item: item[:2])
    if not found and (announced := _announced(tables, content, start, end, mentions)):
        return [announced]
    return [speaker for *_, speaker in found]


def _writes(held: Speaker, speaker: Speaker, cue: Mention, said_at: int, content: str, mentions: list[Mention]) -> bool:
    """Whether the speaker of a cue stands for the one before: "researchers wrote in a report by 38 North" are those of
    38 North, and "a report by the auditors" is the auditors'."""
    if held.organisation.ref is not None:
        return False
    if said_at + 1 >= cue.start and content[held.start].islower():
        return True
    return cue.start < held.end <= speaker.start and any(
        m.ident in _PAPERS and m.start < held.end and held.start < m.end for m in mentions if m.section == "attribution"
    )


def _speaker_of(
    tables: Tables, content: str, sentence: tuple[int, int], cue: Mention, mentions: list[Mention],
    phrases: PhraseReader | None,
) -> Speaker | None:  # fmt: skip
    """Who speaks by one cue, in the words that name them."""
    if phrases and cue.ident == AFTER and (phrases.goes_on(cue) or phrases.is_passive(cue)):
        # "They left and said": whoever is the subject of the verb before has been read.
        return None
    span = phrases.span(over_a_time(tables, content, cue, sentence[1])) if phrases else None
    if phrases is None or span is None:
        speaker = _nearby(tables, content, *sentence, cue, mentions)
        return _by_its_words(tables, content, mentions, speaker) if speaker else None
    goods = [m.start for m in mentions if m.section in _THINGS]
    span = phrases.without(span, goods) if cue.ident != AFTER else span
    if any(m.section in _THINGS and m.start < span[1] <= m.end for m in mentions):
        # "Cameras added to the sense of being watched": a thing says nothing.
        return None
    words = None if phrases.pronoun(span) else speaker_words(tables, content, span, mentions)
    # "He added": the paragraph goes on speaking for whom it named.
    return _by_phrase(tables, content, mentions, words) if words else None


def _by_its_words(tables: Tables, content: str, mentions: list[Mention], speaker: Speaker) -> Speaker | None:
    """The speaker without words that name nobody; null where no other are left."""
    span = speaker.start, speaker.end
    words = speaker_words(tables, content, span, mentions)
    if words is None or words == span or speaker.organisation.ref is not None:
        return speaker if words else None
    return _by_phrase(tables, content, mentions, words)


def _announced(tables: Tables, content: str, start: int, end: int, mentions: list[Mention]) -> Speaker | None:
    """Who stands before a colon at the beginning of a headline: "Minister: no camera was put up"."""
    opening = [
        m
        for m in _candidates(mentions, start, end)
        if m.start - start <= _OPENING and m.ident == "speakers" and content[m.end : m.end + 2] in {": ", " :"}
    ]
    return _named(tables, content, mentions, max(opening, key=_size)) if opening else None


def _nearby(
    tables: Tables, content: str, start: int, end: int, cue: Mention, mentions: list[Mention]
) -> Speaker | None:
    """The speaker by what the vocabulary knows near the cue, or by capitals."""
    if cue.ident in {BEFORE, FIRST}:
        return _after(tables, content, end, cue, mentions)
    return _before(tables, content, start, cue, mentions) or _inverted(tables, content, end, cue, mentions)


def _by_phrase(tables: Tables, content: str, mentions: list[Mention], span: tuple[int, int]) -> Speaker:
    """The speaker whose noun phrase stands at `span`: by what the vocabulary knows in it, else by its words."""
    inside = _candidates(mentions, *span)
    heading = [m for m in inside if m.start - span[0] <= _ARTICLE and not _is_cut(tables, content, m, span[1])]
    # "a report by 38 North", "a Washington study"
    report = [m for m in inside if m.ident in _PAPERS and (m in heading or m.end == span[1])]
    if not heading and not report:
        # "a 2023 report by Privacy International"
        opening = [m for m in inside if m.section in _SPEAKING or m.ident in _PAPERS]
        report = [m for m in opening[:1] if m.ident in _PAPERS]
    named = [m for m in inside if m.section.startswith("named") and (m in heading or heading or report)]
    known = named or report
    if known:
        best = min(known, key=lambda m: (m.start, m.start - m.end))
        if best in named or best in heading:
            return _named(tables, content, mentions, best)
        # "a Washington study"
        return Speaker(Organisation(name=content[span[0] : span[1]]), *span, of_report=True)
    if heading:
        head = max(heading, key=lambda m: m.end)
        if content[head.end : span[1]].lstrip()[:1].isupper():
            # "a resident, Ann Lee": somebody's name says no more.
            return _named(tables, content, mentions, head)
    article = name_shapes(tables).definite.match(content, span[0], span[1])
    start = article.end() if article else span[0]
    return Speaker(Organisation(name=content[start : span[1]]), start, span[1])


def _is_cut(tables: Tables, content: str, head: Mention, end: int) -> bool:
    """Whether a head goes on with the words behind it: "mayor of" | "Osh"."""
    last = content[head.start : head.end].rsplit(" ", 1)[-1].lower()
    return head.end < end and last in tables.language.grammar.prepositions


def _hearer(tables: Tables, content: str, cue: Mention, mentions: list[Mention]) -> Speaker | None:
    """The outlet that was told, which stands nearer to the document: "two officials told Reuters"."""
    if not any(m.ident == "telling" and (m.start, m.end) == (cue.start, cue.end) for m in mentions):
        return None
    heard = [m for m in mentions if m.section == "named_outlet" and 0 < m.start - cue.end <= _TOLD]
    return _named(tables, content, mentions, min(heard, key=lambda m: (m.start, -m.end))) if heard else None


def _named(tables: Tables, content: str, mentions: list[Mention], at: Mention) -> Speaker:
    """The speaker at a mention; "a report by 38 North" is 38 North."""
    of_report = any(
        m.section == "attribution" and m.ident in {"reports", "authors"} and m.start < at.end and at.start < m.end
        for m in mentions
    )
    if of_report:
        writers = [m for m in mentions if m.section == "named_outlet" and 0 < m.start - at.end < 60]
        if writers and not re.search(r"[;:!?]", content[at.end : writers[0].start]):
            at = writers[0]
    entries = {
        "named_outlet": tables.vocabulary.outlets,
        "named_operator": tables.vocabulary.operators,
        "named_supplier": tables.vocabulary.suppliers,
    }
    ref = at.ident if at.section in entries else None
    country = entries[at.section][at.ident].country if ref else None
    name = content[at.start : at.end]
    return Speaker(Organisation(name=name, ref=ref, country=country), at.start, at.end, of_report=of_report)


_PAPERS = {"reports", "authors"}
_THINGS = {"technology", "technology_weak"}
_SPEAKING = {"named_outlet": 0, "named_operator": 1, "operator": 2, "named_supplier": 3}


def _candidates(mentions: list[Mention], low: int, high: int) -> list[Mention]:
    return [
        m
        for m in mentions
        if low <= m.start
        and m.end <= high
        and (m.section in _SPEAKING or (m.section == "attribution" and m.ident in {"speakers", "reports", "authors"}))
    ]


def _says_last(tables: Tables) -> bool:
    return (tables.language.saying or tables.language.order) == "verb-final"


def _before(tables: Tables, content: str, start: int, cue: Mention, mentions: list[Mention]) -> Speaker | None:
    if _says_last(tables):
        return _topic(tables, content, start, cue, mentions)
    low = max(start, cue.start - _REACH)
    candidates = _candidates(mentions, low, cue.start)
    if tables.language.order == "verb-final":
        candidates = [m for m in candidates if not _is_object(m, mentions)]
    near = [m for m in candidates if cue.start - m.end <= 25 and not re.search(r"[.;!?]", content[m.end : cue.start])]
    if near:
        best = max(near, key=lambda m: (m.end, m.end - m.start, m.ident != "speakers"))
        if best.ident == "reports":
            best = _author(content, candidates, best) or best
        if best.section == "attribution" and best.ident == "speakers":
            return _in_clause(tables, content, start, cue) or _named(tables, content, mentions, best)
        return _named(tables, content, mentions, best)
    if tables.language.order == "verb-final":
        # "The spokesman the use of it denied": who opens the sentence is its subject.
        opening = [m for m in _candidates(mentions, start, cue.start) if m.start - start <= _OPENING]
        if opening:
            return _named(tables, content, mentions, max(opening, key=_size))
    if tables.language.writing == "spaced":
        forms = name_shapes(tables)
        window = content[max(low, cue.start - 45) : cue.start]
        last = None
        for match in forms.capitals.finditer(window):
            last = match
        if last and window[last.end() :].strip(" ,") in forms.between:
            name = last.group().strip()
            begin = max(low, cue.start - 45) + last.start()
            if len(name) > 2 and name.lower() not in forms.nobody:
                return Speaker(Organisation(name=name), begin, begin + len(name))
    return None


_OPENING = 2
"""Characters between the beginning of a sentence and its subject."""
_IN = 6
"""Characters between somebody and the report in which it says something."""


def _is_object(mention: Mention, mentions: list[Mention]) -> bool:
    """Whether it was told or bought from, where the verb stands last: "an official **to the BBC** said"."""
    return any(o.section in {"receivers", "origin"} and 0 <= mention.start - o.end <= 1 for o in mentions)


def _size(mention: Mention) -> int:
    return mention.end - mention.start


def _author(content: str, candidates: list[Mention], report: Mention) -> Mention | None:
    """Who wrote in the report: "Check Point wrote in a report", where the verb stands last."""
    beside = [m for m in candidates if m.ident not in _PAPERS and 0 < report.start - m.end <= _IN]
    beside = [m for m in beside if not re.search(r"[،,.;:«»]", content[m.end : report.start])]
    return max(beside, key=lambda m: (m.end, _size(m))) if beside else None


_CLAUSE = re.compile(r"[^，,、。；;：:「『“”」』（(）)\s]+$")
_DESCRIBED = 16
"""Characters of a speaker with office and name, where words run together."""


def _in_clause(tables: Tables, content: str, start: int, cue: Mention) -> Speaker | None:
    """ "副市長李某對記者說": all that stands between the clause's beginning and its verb of saying."""
    toward = tables.language.grammar.toward
    clause = _CLAUSE.search(content, start, cue.start)
    if not toward or clause is None:
        return None
    name = re.split(one_of(toward), clause.group())[0]
    if not 1 < len(name) <= _DESCRIBED:
        return None
    return Speaker(Organisation(name=name), clause.start(), clause.start() + len(name))


def _topic(tables: Tables, content: str, start: int, cue: Mention, mentions: list[Mention]) -> Speaker | None:
    """Where the verb stands last: who stands right before it, else the topic of the sentence, else the first one in it
    who speaks by trade, else the nearest body."""
    candidates = _candidates(mentions, start, cue.start)
    marks = _marks(tables)
    beside = [m for m in candidates if marks.subject.fullmatch(content, m.end, cue.start)]
    if beside:
        return _named(tables, content, mentions, max(beside, key=lambda m: (m.end, m.end - m.start)))
    topic = _opening_topic(tables, content, start, cue) if _LAST.match(content, cue.end) else None
    speaking = [m for m in candidates if m.section in {"attribution", "named_outlet"}]
    if topic and topic[1] in tables.language.grammar.persons:
        return None
    outlets = [m for m in speaking if m.section == "named_outlet" and m.start >= topic.end()] if topic else []
    if topic and not outlets and len(topic[1]) > 1 and not topic[1].endswith(marks.oblique):
        inside = [m for m in candidates if m.end <= topic.end(1) and m.section.startswith("named")]
        if inside:
            return _named(tables, content, mentions, inside[0])
        return Speaker(Organisation(name=topic[1]), topic.start(1), topic.end(1))
    if speaking:
        # A paper or its author before "residents", who may only be spoken of.
        first = min(speaking, key=lambda m: (m.ident == "speakers", m.start, -m.end))
        return _named(tables, content, mentions, first)
    near = [m for m in candidates if cue.start - m.end <= 25]
    return _named(tables, content, mentions, max(near, key=lambda m: (m.end, m.end - m.start))) if near else None


def _opening_topic(tables: Tables, content: str, start: int, cue: Mention) -> re.Match[str] | None:
    """Whom a sentence is about that the cue closes, as it begins; a time may follow: 総務省は火曜日、."""
    marks = _marks(tables)
    topic = marks.topic.match(content, start, cue.start)
    if topic is None and (opening := marks.opening.match(content, start, cue.start)):
        timed = moments_in(tables, content, opening.end(), cue.start, ANY_DAY)
        topic = opening if timed and timed[0].start == opening.end() else None
    return topic


class _Marks:
    """The particles behind a topic and a subject; they match nothing where the language has none."""

    def __init__(self, tables: Tables) -> None:
        grammar = tables.language.grammar
        self.oblique = grammar.oblique
        break_ = r"\s" if tables.language.writing != "joined" else "[、，]"
        self.topic = re.compile(
            rf"([^\s,、。「『“\"]{{1,20}}(?: [^\s,、。「『“\"]{{1,12}}){{0,3}}?)(?:{one_of(grammar.topics)}){break_}"
        )
        self.opening = re.compile(rf"([^\s,、。「『“\"]{{1,20}}?)(?:{one_of(grammar.topics)})")
        self.subject = re.compile(rf"(?:{one_of(grammar.subjects)})[\s、，]*")


@lru_cache(maxsize=64)
def _marks(tables: Tables) -> _Marks:
    return _Marks(tables)


def _inverted(tables: Tables, content: str, end: int, cue: Mention, mentions: list[Mention]) -> Speaker | None:
    """The speaker right after the verb: `…, said a lawyer`."""
    if cue.start and content[max(0, cue.start - 4) : cue.start].rstrip()[-1:] not in {",", "”", '"', "»", "’"}:
        return None
    candidates = [m for m in _candidates(mentions, cue.end, min(end, cue.end + 30)) if m.start - cue.end <= 4]
    return _named(tables, content, mentions, max(candidates, key=lambda m: m.end - m.start)) if candidates else None


def _after(tables: Tables, content: str, end: int, cue: Mention, mentions: list[Mention]) -> Speaker | None:
    final = _says_last(tables)
    if final:
        # 보고서에 따르면, によると: the speaker stands before these as well.
        candidates = [m for m in _candidates(mentions, max(0, cue.start - _REACH), cue.start) if cue.start - m.end <= 8]
    else:
        candidates = [
            m
            for m in _candidates(mentions, cue.end, min(end, cue.end + _REACH))
            if m.start - cue.end <= 12 and not _PAUSE.search(content, cue.end, m.start)
        ]
    if candidates:
        best = max(candidates, key=lambda m: m.end - m.start) if not final else max(candidates, key=lambda m: m.end)
        return _named(tables, content, mentions, best)
    if not final and tables.language.writing == "spaced":
        window = content[cue.end : min(end, cue.end + _REACH)]
        forms = name_shapes(tables)
        match = forms.article.match(window)
        offset = match.end() if match else 0
        name = _NUMBERED.match(window, offset) or forms.capitals.match(window, offset)
        if name:
            return Speaker(Organisation(name=name.group()), cue.end + name.start(), cue.end + name.end())
        common = forms.common.match(window)
        if common:
            return Speaker(Organisation(name=common[1]), cue.end + common.start(1), cue.end + common.end(1))
    return None
