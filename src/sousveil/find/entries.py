"""Rows of tables and items of lists: short entries that take their verb from the words over them.

"The police use the following:" and below it "Busan: licence plate readers": each entry is a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec import Struct

from sousveil.find import gate
from sousveil.find.acts import Act, acts_of, technologies_of
from sousveil.find.columns import Row, told_in_columns
from sousveil.find.composing import compose, with_slot
from sousveil.find.context import Context
from sousveil.find.dates import time_of
from sousveil.find.families import PUBLIC_BODIES
from sousveil.find.kinds import Reading, kind_of
from sousveil.find.predicates import Predicate
from sousveil.find.segment import Block, sentences
from sousveil.find.sentence import Sentence, recognise
from sousveil.find.slots import Scene
from sousveil.find.tables import Mention, Tables, one_of
from sousveil.record.claim import Claim, Quantity

__all__ = ["Frame", "as_planned", "claims_of_entry", "frame_of", "plans"]

_INTRODUCING = (":", "：", "︰")


class Frame(Struct, frozen=True):
    """What stands over an entry, nearest first: the table's caption, the sentence that introduces it, the heading."""

    sentences: tuple[Sentence, ...]
    introduces: bool
    """The nearest one ends with a colon or is a heading or caption: the entries complete it."""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where its sentences stand."""
        return [(sentence.start, sentence.end) for sentence in self.sentences]


def frame_of(over: list[Block], content: str, tables: Tables, title: Block | None = None) -> Frame:
    """The frame that the blocks over a list or table make, nearest first; the document's title last of all."""
    found: list[Sentence] = []
    introduces = False
    for block in reversed(over):
        spans = list(sentences(content, block.start, block.end, tables.language))
        if not spans:
            continue
        start, end = spans[-1]
        if gate.is_refused(content[start:end], tables.mentions(content, start, end)):
            break
        titled = block.heading or block.role == "caption"
        if not found:
            introduces = (
                titled or content[start:end].endswith(_INTRODUCING) or _says_what_follows(tables, content, start, end)
            )
        if titled or not found:
            found.append(recognise(content, start, end, tables))
        if block.heading:
            break
    if title is not None and title not in over and found:
        found.append(recognise(content, title.start, title.end, tables))
    return Frame(tuple(found), introduces)


@lru_cache(maxsize=64)
def _following(tables: Tables) -> re.Pattern[str]:
    return re.compile(one_of(tables.plain(tables.language.sentences.following)), re.IGNORECASE)


def _says_what_follows(tables: Tables, content: str, start: int, end: int) -> bool:
    """ "As follows", 다음과 같이, 如下."""
    return _following(tables).search(tables.view(content[start:end])) is not None


def claims_of_entry(row: Row, head: Row | None, frame: Frame, tables: Tables, context: Context) -> Iterator[Claim]:
    """The claims of an entry; none where neither it nor its frame says that something was done.

    A row whose columns count several technologies makes a claim for each.
    """
    content = context.content
    entry = _recognised(row, content, tables)
    told = told_in_columns(row, head, entry.mentions, tables, content)
    if gate.is_refused(content[row.start : row.end], entry.mentions):
        return
    above = [_recognised(head, content, tables)] if head else []
    framing = [*above, *frame.sentences]
    technologies = entry.technologies
    if not technologies and _says_something(entry, tables, context):
        technologies = next((s.technologies for s in frame.sentences if s.technologies), [])
    groups: list[tuple[list[Mention], tuple[Quantity, tuple[int, int]] | None]] = [
        ([technology], quantity) for technology, quantity in told.counted
    ]
    for group, quantity in groups or [(technologies, None)]:
        reading = _reading(group, entry, framing, tables, context)
        if reading is not None:
            claim = told.applied(_claim(reading, entry, framing, tables, context))
            yield claim if quantity is None else with_slot(claim, "quantity", *quantity)


_TOLD = {"site", "operator", "named_operator", "target", "named_supplier"}


def _says_something(entry: Sentence, tables: Tables, context: Context) -> bool:
    """Whether an entry that names no technology tells where, whose or how many: "a server cabinet" does not."""
    if any(m.section in _TOLD for m in entry.mentions):
        return True
    words = context.content[entry.start : entry.end]
    return any(char.isdigit() for char in words) or bool(context.toponyms(entry.start, entry.end, tables))


def _recognised(row: Row, content: str, tables: Tables) -> Sentence:
    """What stands in a row; what would run over from one cell to the next is nothing."""
    whole = recognise(content, row.start, row.end, tables)
    mentions = [m for m in whole.mentions if any(start <= m.start and m.end <= end for start, end in row.cells)]
    return msgspec.structs.replace(
        whole, clauses=[row.start], mentions=mentions, technologies=technologies_of(mentions)
    )


def _reading(
    technologies: list[Mention], entry: Sentence, framing: list[Sentence], tables: Tables, context: Context
) -> Reading | None:
    """What an entry says."""
    act = _act_of(entry, framing, tables)
    if act is None or not technologies:
        return None
    act.clause = 0
    mentions = [*entry.mentions, *(m for sentence in framing for m in sentence.mentions)]
    border = any(m.section == "site" and m.ident == "border" for m in mentions)
    kept = gate.is_kept(
        mentions,
        technologies,
        act,
        about=context.about(entry.start, entry.end),
        placed=bool(context.toponyms(entry.start, entry.end, tables)),
        home=context.main is not None,
        established=any(t.ident in context.told for t in technologies),
        border=border,
    )
    if not kept or gate.is_single_use(mentions, act):
        return None
    return kind_of(Predicate(act, list(technologies)), mentions, border_near=border)


def _act_of(entry: Sentence, framing: list[Sentence], tables: Tables) -> Act | None:
    """The entry's own act, else that of the nearest words over it that say one."""
    final, joined = tables.language.order == "verb-final", tables.language.writing == "joined"
    weak: list[Act] = []
    own: Act | None = None
    for sentence in [entry, *framing]:
        acts = acts_of(sentence.mentions, sentence.technologies, sentence.clauses, verb_final=final, joined=joined)
        strong = [act for act in acts if not act.weak]
        if strong:
            act = strong[-1 if final else 0]
            if own is not None and act.ident == "plan":
                # "The city plans:" and below it "installation of 64 cameras"
                own.ident = "plan"
            if sentence is not entry:
                return own or act
            own = act
        weak.extend(act for act in acts if not act.inside)
    return own or (weak[0] if weak else None)


def plans(frame: Frame, tables: Tables) -> bool:
    """Whether the words over an entry tell of a plan."""
    act = _act_of(frame.sentences[0], [], tables) if frame.sentences else None
    return act is not None and act.ident == "plan" and act.modified


_PLANNED = {"deployment", "supply", "biometrics", "border-control"}
_PAST_PLANNING = {"plan", "ban"}


def as_planned(claim: Claim) -> Claim:
    """The claim of an entry under words that tell of a plan; what is denied or banned there stands as it is."""
    if claim.kind not in _PLANNED or claim.act in _PAST_PLANNING or claim.polarity == "denied":
        return claim
    return msgspec.structs.replace(claim, act="plan", rule=claim.rule.replace(f":{claim.act}:", ":plan:", 1))


def _claim(reading: Reading, entry: Sentence, framing: list[Sentence], tables: Tables, context: Context) -> Claim:
    """The claim, with what the entry leaves open taken from the words over it."""
    over = [m for sentence in framing for m in sentence.mentions]
    own = {m.section for m in entry.mentions}
    makers = {"supplier", "named_supplier"}
    taken = [
        m
        for m in over
        if not (m.section in PUBLIC_BODIES and own & PUBLIC_BODIES)
        and not (m.section in makers and own & makers)
        and not (m.section == "site" and "site" in own)
    ]
    toponyms = context.toponyms(entry.start, entry.end, tables)
    if not toponyms:
        toponyms = [t for sentence in framing for t in context.toponyms(sentence.start, sentence.end, tables)]
    speakers = entry.speakers or next((s.speakers for s in framing if s.speakers), [])
    scene = Scene(entry.start, entry.end, [entry.start], [*entry.mentions, *taken], toponyms, speakers, 1)
    claim = compose(reading, scene, tables, context)
    if claim.time is not None:
        return claim
    times = (time_of(tables, context.content, s.start, s.end, reading.act.start, context.published) for s in framing)
    time = next(filter(None, times), None)
    return claim if time is None else with_slot(claim, "time", *time)
