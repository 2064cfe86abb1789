"""What names of classes, identifiers and roles say about an element. All of it guesses: the chooser overrules.
The words are in data/names.toml.

Names are split into words (`relatedPosts` and `related-posts` are `related posts`), because sites in every
language name their parts in English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from sousveil.read.words import name_words

__all__ = ["body_hint", "negative_hint"]

_NAMES: Final = name_words()
_REASON: Final = {word: reason for reason, words in _NAMES.words.items() for word in words}
_PAIRS: Final = {tuple(pair.split()): reason for reason, pairs in _NAMES.pairs.items() for pair in pairs}
_STEM: Final = re.compile("|".join(f"(?P<{reason}>{'|'.join(stems)})" for reason, stems in _NAMES.stems.items()))
_WHOLE: Final = {name: reason for reason, names in _NAMES.whole.items() for name in names}
# Words that name a part or a state next to the thing, not the thing: `has-sidebar`, `tag-cameras`.
_QUALIFIED: Final = re.compile(
    r"(?:has|no|not|with|without|is|hide|show|tag|category|categories|post|format|status|type|author|topic|section|lang|"
    r"single|page|template|theme|col|span|row|grid|g|hentry|sticky|align|wp-image|wp-block|elementor|et|vc|js|"
    r"layout|tablet|desktop|mobile|icon|fa)[-_].*"
)
_KEEP_QUALIFIED: Final = re.compile(
    r"(?:tags?|category|categories)[-_](?:list|cloud|links?)\b.*|"
    r"(?:post|page|author|section|topic|single|show|wp-block|elementor|et|mobile|desktop)[-_]"
    r"(?:meta|info|tags?|nav\w*|footer|share|sharing|related|comments?|author|date|bio|box|links?|list|cloud|"
    r"navigation|pagination|social|categories|sidebar|menu|search\w*|byline|buttons?)\b.*"
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD: Final = re.compile(r"[a-z0-9]+")
_BODY: Final = re.compile(
    r"(?:article|artikel|post|entry|story|news|blog|blogpost|page|text|main|single|hnews|node|field|art|beitrag|"
    r"meldung|rich|td|pf|the|body|c|detail|inhalt|noticia|nota|paragraph|recipe|product)?[-_]{0,2}"
    r"(?:article|artikel|post|entry|story|news|item|main|name|field|the)?[-_]{0,2}"
    r"(?:body|content|contents|text|fulltext|maintext|storytext|inhalt|texto|contenu|contenido|copy|richtext|"
    r"bodytext|description)"
    r"(?:[-_]{0,2}(?:body|inner|wrapper|wrap|container|text|main|content|area|html|inside|article|clearfix))?\Z"
)
_STRONG_BODY: Final = re.compile(
    r"(?:article|artikel|post|entry|story|news|blog|td-post|e|blogpost|itemprop|single|beitrags?)[-_]{0,2}"
    r"(?:body|content|text|bodytext|fulltext|maintext|inhalt|copy)\Z|(?:storytext|articletext|fulltext|bodytext|"
    r"articlebody|post-?bodycopy|e-content|instapaper_body|field--name-body|node-?content|theme-content|rich-?text)"
    r"(?:[-_]{0,2}(?:wrapper|wrap|container|inner|content|text|main|full|[a-z]?\d*))?\Z"
)
_OUTER: Final = re.compile(
    r"(?:h-?entry|post|article|artikel|story|main|maincontent|main-?content|content-?main|page-?content|"
    r"primary|contentarea|content-?area|single|single-?post|blog-?post|detail|newsdetail)\Z"
)
_LONG: Final = 400
_SHORT_WORDS: Final = re.compile(r"(?:.*[-_])?(?:ad|vc|fb)(?:[-_].*)?\Z")


def negative_hint(names: str, identifier: str) -> str | None:
    """Why an element named so is likely not main text; None where its names say nothing against it."""
    found: str | None = None
    for token in f"{names[:_LONG]} {identifier[:100]}".split():
        reason = _reason_of(token)
        if reason == "hidden":
            return reason
        found = found or reason
    return found


def body_hint(names: str, identifier: str) -> int:
    """How much the names promise the main text: 3 `article-body`, 2 `text`, 1 `main` or `post`, 0 nothing."""
    return max(map(_promise_of, f"{names[:_LONG]} {identifier[:100]}".split()), default=0)


@lru_cache(maxsize=32768)
def _reason_of(token: str) -> str | None:
    whole = _WHOLE.get(token.lower())
    if whole:
        return whole
    name = token.partition("--")[0]  # after it stands a state, not a name
    lower = name.lower()
    if _QUALIFIED.match(lower) and not _KEEP_QUALIFIED.match(lower):
        return None
    words = _WORD.findall(_CAMEL.sub(" ", name).lower())
    if not words or words[0] in ("is", "has") or "and" in words or "with" in words or _STRONG_BODY.match(lower):
        return None
    for pair in pairwise(words):
        if pair in _PAIRS:
            return _PAIRS[pair]
    for word in (*words, "".join(words)):
        reason = _REASON.get(word) if len(word) > 2 or _SHORT_WORDS.match(lower) else None
        if reason is None and len(word) > 5 and (stem := _STEM.match(word)):
            reason = stem.lastgroup
        if reason:
            return reason
    return None


@lru_cache(maxsize=32768)
def _promise_of(token: str) -> int:
    lower = token.lower()
    if _STRONG_BODY.match(lower):
        return 3
    if _BODY.match(lower):
        return 2
    return 1 if _OUTER.match(lower) else 0
