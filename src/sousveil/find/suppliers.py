"""Who sold or made it: companies of the register, those that a sentence introduces, and "the company"."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from sousveil.find.mention import Mention
from sousveil.find.tables import Tables, one_of
from sousveil.record.claim import Organisation

__all__ = ["Named", "introduced_by", "known"]

Span = tuple[int, int]
_LONGEST = 60
"""Characters of the longest name."""
_KANA_OR_LATIN = r"[ァ-ヿー・]{2,}|[A-Za-zＡ-Ｚ][\w&.+ ・-]*[\w+]|[一-龥]{2,8}"
_QUOTED = re.compile(r"\s*[,(]?\s*[\"“”„«‘'「『《〈]\s*([^\"“”„«»‘’'」』》〉]{2,40}?)\s*[\"“”»’'」』》〉]")


class Named(Struct, frozen=True):
    """A company with the words that name it. `ref` of the organisation is null where no register has it."""

    organisation: Organisation
    start: int
    end: int


class _Forms:
    """How names of companies look in a language."""

    def __init__(self, tables: Tables) -> None:
        naming = tables.language.naming
        joiners = one_of((*tables.vocabulary.naming("joiners"), "&", "+"))
        word = r"(?:[A-ZÀ-ÞА-ЯІЇЄҐЁ][\w.&’'+-]*[\w+]|[A-ZÀ-ÞА-ЯІЇЄҐЁ]|\d+[A-ZÀ-Þ]\w*|[a-z]+[A-Z]\w*)"
        self.spaced = re.compile(rf"{word}(?: (?:(?:{joiners}) )?(?:{word}|\d+(?![\w.,])))" + "{0,4}")
        self.joined = re.compile(_KANA_OR_LATIN)
        self.capitals = tables.language.naming.capitals
        self.stops = frozenset(naming.stops)
        grammar = tables.language.grammar
        particles = one_of((*grammar.subjects, *grammar.oblique, *naming.particles))
        suffixed = tables.language.writing == "suffixed"
        self.particle = re.compile(rf"(?:{particles})$") if suffixed else None
        self.owner = tuple(filter(None, map(str.strip, naming.owner)))
        months = tables.language.times.months
        self.no_name = frozenset(
            word.lower() for word in (*naming.nobody, *naming.articles, *naming.indefinite, *months)
        )


@lru_cache(maxsize=64)
def _forms(tables: Tables) -> _Forms:
    return _Forms(tables)


def known(mention: Mention, tables: Tables, content: str) -> Named:
    """A company of the register, as the text names it."""
    entry = tables.vocabulary.suppliers[mention.ident]
    name = content[mention.start : mention.end]
    return Named(Organisation(name=name, ref=entry.id, country=entry.country), mention.start, mention.end)


def introduced_by(
    cue: Mention, mentions: list[Mention], start: int, end: int, tables: Tables, content: str
) -> Named | None:
    """The company that `content[start:end]` introduces by the words of `cue`: "the camera maker X", "X社"."""
    if cue.ident == "after":
        span = _before(mentions, cue, start, tables, content)
    else:
        span = _behind(mentions, cue, end, tables, content)
    if span is None or _is_known(span, mentions):
        return None
    return Named(Organisation(name=content[span[0] : span[1]]), *span)


def _is_known(span: Span, mentions: list[Mention]) -> bool:
    """Whether the name is one of a register, or a body's, after all."""
    taken = {"named_supplier", "named_operator", "named_outlet", "operator", "technology"}
    return any(m.section in taken and m.start < span[1] and span[0] < m.end for m in mentions)


def _behind(mentions: list[Mention], cue: Mention, end: int, tables: Tables, content: str) -> Span | None:
    """The name right behind the cue: quoted, in capitals, or up to where something else begins."""
    forms, limit = _forms(tables), min(end, cue.end + _LONGEST)
    quoted = _QUOTED.match(content, cue.end, limit)
    if quoted:
        return quoted.span(1)
    begin = cue.end
    while begin < limit and (content[begin].isspace() or content[begin] in ",،("):
        begin += 1
    if tables.language.writing == "joined":
        match = forms.joined.match(content, begin, min(limit, _next(mentions, begin, limit)))
        return _checked(match.span(), forms, content) if match else None
    match = forms.spaced.match(content, begin, limit)
    if match:
        return _checked(match.span(), forms, content)
    return None if forms.capitals else _run(mentions, begin, limit, forms, content)


def _run(mentions: list[Mention], begin: int, limit: int, forms: _Forms, content: str) -> Span | None:
    """In scripts without capitals: the next words, up to three, until something that the vocabulary knows."""
    stop, at = _next(mentions, begin, limit), begin
    for number, word in enumerate(re.compile(r"[^\s,،.;؛:()]+").finditer(content, begin, stop)):
        if number == 3 or word.group() in forms.stops or content[at : word.start()].strip():
            break
        particle = forms.particle.search(word.group(), 2) if forms.particle else None
        if particle:
            # A particle ends the phrase: "업체 인콘이".
            at = word.start() + particle.start()
            break
        at = word.end()
    return (begin, at) if at - begin > 2 else None


def _next(mentions: list[Mention], begin: int, limit: int) -> int:
    """Where the next thing that the vocabulary knows begins."""
    passive = {"target", "pairs", "topics", "surveillance", "introducing", "supplier", "device", "pronouns", "site"}
    return min((m.start for m in mentions if m.start > begin and m.section not in passive), default=limit)


def _before(mentions: list[Mention], cue: Mention, start: int, tables: Tables, content: str) -> Span | None:
    """The name right before the cue: "X社", "X, a Chinese camera maker", "X Ltd"."""
    forms, low = _forms(tables), max(start, cue.start - _LONGEST)
    expression = forms.joined if tables.language.writing == "joined" else forms.spaced
    best: Span | None = None
    for match in expression.finditer(content, low, cue.start):
        if content[match.end() : cue.start].strip(" ,，、()（") == "":
            best = match.span()
    if best is None or (tables.language.writing == "joined" and best[1] != cue.start):
        return None
    stop = cue.end if content[cue.start].isupper() else best[1]
    begin = max(
        [best[0], *(m.end for m in mentions if best[0] < m.end <= best[1] - 2 and m.section in {"act", "origin"})]
    )
    return _checked((begin, stop), forms, content)


def _checked(span: Span, forms: _Forms, content: str) -> Span | None:
    words = content[span[0] : span[1]]
    owner = next((owner for owner in forms.owner if words.endswith(owner)), "")
    span = (span[0], span[1] - len(owner))
    if span[1] - span[0] < 2 or words.lower() in forms.no_name or words.split(" ")[0].lower() in forms.no_name:
        return None
    return span
