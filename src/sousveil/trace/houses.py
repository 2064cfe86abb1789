"""The outlets that publish the case's own sources: how other sources name them, credit them and shorten them.

An outlet of the case need not stand in the vocabulary. Its name is known from its pages, and so are the initials that
agencies sign with: "(MW)" is Meridian Wire where the case holds texts of that name and no agency of the vocabulary
signs so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.record.text import Text
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Credited", "Houses", "entry_key", "house_key"]

_SIGNED = re.compile(r"[(\uff08\[【/]([^()\uff08\uff09\[\]【】/\n]{2,60})[)\uff09\]】/]")
_HEAD_LINES = 8
_DATELINE = 90
_LEAST_NAME, _LEAST_JOINED = 6, 4
"""Characters of a name that is sought in the text of others, in scripts with and without spaces."""


class Credited(Struct, frozen=True):
    """`text[start:end]` signs for the outlet `key`."""

    start: int
    end: int
    key: str


def house_key(name: str, vocabulary: Vocabulary) -> str:
    """What an outlet that the vocabulary lacks is known by within a case: its name in lower case, bare."""
    words = re.findall(r"[^\W_]+", name.casefold())
    if len(words) > 1 and words[0] in vocabulary.naming("articles"):
        words = words[1:]
    return "name:" + " ".join(words)


def entry_key(entry: Entry) -> str:
    """What citations of an outlet of the vocabulary are merged by: its newsroom. State media stay apart, since which
    of them said it is part of the evidence."""
    return f"org:{entry.family if entry.family and entry.role != 'state-media' else entry.id}"


class Houses:
    """Names and initials of the outlets in the case that the vocabulary lacks."""

    def __init__(self, outlets: Iterable[str], vocabulary: Vocabulary) -> None:
        self.names: dict[str, str] = {}
        initials: dict[str, set[str]] = {}
        for name in sorted(set(outlets)):
            key = house_key(name, vocabulary)
            self.names.setdefault(name, key)
            words = re.findall(r"[A-Z][\w’']*", _without_article(name, vocabulary))
            if len(words) >= 2:
                initials.setdefault("".join(word[0] for word in words), set()).add(key)
        self._initials = {short: next(iter(keys)) for short, keys in initials.items() if len(keys) == 1}

    def signs(self) -> dict[str, str]:
        """Every name and initials that stand for an outlet of the case, with its key."""
        return {**self._initials, **self.names}

    def sought(self) -> list[tuple[str, str]]:
        """The names that are worth seeking in other texts, with their keys: a single word is too often only that."""
        return [(name, key) for name, key in self.names.items() if _is_telling(name)]

    def credit(self, text: Text) -> Credited | None:
        """The outlet of the case that signs the dateline of a text, by its name or its initials."""
        start = 0
        for number, line in enumerate(text.content.split("\n")):
            if number >= _HEAD_LINES:
                break
            for match in _SIGNED.finditer(line[: _DATELINE + 40]):
                inner = match.group(1)
                signed = inner.rsplit("=", 1)[-1].rsplit("\uff1d", 1)[-1].strip()
                key = self.names.get(signed) or self._initials.get(signed)
                if key is not None and match.start() <= _DATELINE:
                    at = start + match.start(1) + inner.rfind(signed)
                    return Credited(at, at + len(signed), key)
            start += len(line) + 1
        return None


def _without_article(name: str, vocabulary: Vocabulary) -> str:
    """The name that initials are taken from; of an article that begins another word nothing is known."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in vocabulary.naming("articles") else name


def _is_telling(name: str) -> bool:
    if not re.search(r"[^\W\d_]", name):
        return False
    if re.search(r"[\u3040-\u9fff\uac00-\ud7af]", name):
        return len(name) >= _LEAST_JOINED
    parts = len(re.findall(r"[^\W_]+", name))
    return len(name) >= _LEAST_NAME and (parts > 1 or re.search(r"\d|[a-z][A-Z]", name) is not None)
