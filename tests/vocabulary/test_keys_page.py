"""The page of all keys of a language file says what the code reads."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sousveil.vocabulary.language import Language

PAGE = Path(__file__).parents[2] / "docs" / "VOCABULARY_KEYS.md"
PARTS = {f"`[{field.name}]`": field.type for field in msgspec.structs.fields(Language)}


def struct_of(part: object) -> type[msgspec.Struct] | None:
    """The struct of a key's value, or of the values of its table."""
    for candidate in (part, *getattr(part, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, msgspec.Struct):
            return candidate
    return None


STRUCTS = {"At the top": Language, **{head: struct for head, part in PARTS.items() if (struct := struct_of(part))}}


@pytest.mark.parametrize("head", STRUCTS)
def test_every_key_stands_on_the_page_and_no_other(head: str) -> None:
    chapters = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", PAGE.read_text("utf-8"), re.MULTILINE))
    held = {re.sub(r"\.[A-Z]+(?=\])", "", name): body for name, body in chapters.items()}
    told = re.findall(r"^\| `(\w+)` \| \S", held[head], re.MULTILINE)
    assert told == list(STRUCTS[head].__struct_fields__), f"docs/VOCABULARY_KEYS.md, {head}"
