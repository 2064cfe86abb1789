"""Full-text search that finds words in every script.

SQLite's unicode61 tokenizer splits at spaces, so it takes a whole run of Chinese, Japanese or Korean for one word.
Runs of these scripts are therefore indexed as overlapping pairs of characters ("감시카메라" as 감시, 시카, 카메, 메라),
and a query is split the same way and asked for as a phrase.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from sousveil.store.database import Database

__all__ = ["Hit", "expression", "index", "search", "search_form", "terms"]

# Kana, CJK ideographs with extension A and compatibility forms, Hangul syllables.
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3]+")
_WORD = re.compile(r"\w+", re.UNICODE)
_CONTEXT = 80
_RANKED = 2_000
"""Texts that are compared for the best at most."""


class Hit(Struct, frozen=True, kw_only=True):
    """A place in a source's text where the query stands: `words` between `before` and `after`, as in the text.

    `start` and `end` are code points in the frozen text.
    """

    source: str
    start: int
    end: int
    before: str
    words: str
    after: str


def search_form(text: str) -> str:
    """The text as it is indexed: composed, with CJK runs as overlapping pairs of characters."""
    return _CJK.sub(_pairs, unicodedata.normalize("NFKC", text))


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    # The last character stands alone too, so that a search for one character finds it.
    return " " + " ".join([*pairs, run[-1]]) + " "


def terms(query: str) -> list[str]:
    """The words of a query, 16 at most."""
    return _WORD.findall(unicodedata.normalize("NFKC", query))[:16]


def expression(words: list[str]) -> str:
    """An FTS5 expression that asks for all terms; what the user typed is never read as syntax."""
    phrases = []
    for term in words:
        for piece in _split_scripts(term):
            if not _CJK.fullmatch(piece) or len(piece) == 1:
                phrases.append(f'"{piece}"*')
            else:
                phrases.append('"' + " ".join(piece[i : i + 2] for i in range(len(piece) - 1)) + '"')
    return " AND ".join(phrases)


def _split_scripts(term: str) -> list[str]:
    pieces, at = [], 0
    for match in _CJK.finditer(term):
        pieces += [term[at : match.start()], match.group()]
        at = match.end()
    return [piece for piece in [*pieces, term[at:]] if piece]


def index(db: Database, seq: int, title: str | None, content: str) -> None:
    """Put one text into the index, replacing what stood under its number."""
    db.run("DELETE FROM reading_words WHERE rowid = ?", (seq,))
    db.run(
        "INSERT INTO reading_words (rowid, words) VALUES (?, ?)",
        (seq, search_form(f"{title or ''}\n{content}")),
    )


def search(db: Database, query: str, limit: int = 50) -> list[Hit]:
    """The texts that hold all words of the query, best first, each with its first place. Of more than 2,000 the last
    added are compared."""
    words = terms(query)
    if not words:
        return []
    asked = expression(words)
    # Words that stand in so many texts tell none of them apart: the newest of these are put in order. The words are
    # looked up once: of a word's beginning that takes longer than all the rest.
    ranked = db.rows(
        "SELECT bm25(reading_words), rowid FROM reading_words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?",
        (asked, _RANKED),
    )
    best = [seq for _, seq in sorted(ranked)][:limit]
    rows = db.rows(
        "SELECT r.source_id, r.content FROM json_each(?) best CROSS JOIN reading r ON r.seq = best.value"
        " ORDER BY best.key",
        (json.dumps(best),),
    )
    return [_hit(source, content, query, words) for source, content in rows]


def _hit(source: str, content: str, query: str, terms: list[str]) -> Hit:
    start, end = next(_places(content, query, terms), (0, 0))
    return Hit(
        source=source, start=start, end=end, before=content[max(0, start - _CONTEXT) : start],
        words=content[start:end], after=content[end : end + _CONTEXT],
    )  # fmt: skip


def _places(content: str, query: str, terms: list[str]) -> Iterator[tuple[int, int]]:
    for wanted in [query.strip(), *terms]:
        match = re.search(re.escape(wanted), content, re.IGNORECASE)
        if match:
            yield match.span()
