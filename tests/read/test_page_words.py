"""The word lists of the reader: every entry works, none decides what it should not."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from sousveil.read.boilerplate import is_share_bar, label_of
from sousveil.read.html_hints import body_hint, negative_hint
from sousveil.read.html_main import OVERRULED

DATA = files("sousveil.read") / "data"


def test_every_phrase_is_a_pattern_without_capital_letters() -> None:
    phrases = tomllib.loads((DATA / "phrases.toml").read_text("utf-8"))
    for section in ("labels", "calls", "of_the_site", "credits"):
        for phrase in phrases[section]:
            assert not re.compile(phrase).match(""), f"{phrase} matches everything"
            assert re.sub(r"\\[A-Z]", "", phrase) == re.sub(r"\\[A-Z]", "", phrase).lower()


def test_every_reason_can_be_overruled() -> None:
    names = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
    reasons = {reason for section in names.values() for reason in section}
    assert reasons <= OVERRULED.keys()


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("related-posts", "related"), ("relatedPosts", "related"), ("entry-footer share-bar", "footer"),
        ("sr-only", "hidden"), ("has-sidebar", None), ("article-and-aside", None),
        ("post category-drones tag-share", None),
        ("article-body", None), ("news-commentary", None), ("gradient", None), ("headline", None), ("is-share", None),
    ],
)  # fmt: skip
def test_names_are_read_word_by_word(names: str, reason: str | None) -> None:
    assert negative_hint(names, "") == reason


@pytest.mark.parametrize(
    ("names", "promise"),
    [("article-body", 3), ("entry-content", 3), ("text", 2), ("main", 1), ("x", 0), ("contents-table", 0)],
)
def test_names_that_promise_the_text(names: str, promise: int) -> None:
    assert body_hint(names, "") == promise


def test_share_bars_and_labels() -> None:
    assert is_share_bar("WhatsAppWhatsAppFacebookFacebookShareShare")
    assert is_share_bar("카카오톡 페이스북 공유")
    assert not is_share_bar("Facebook said on Monday that it would share the data.")
    assert not is_share_bar("Facebook")
    assert label_of("Recent Posts")
    assert label_of("관련기사")
    assert not label_of("Related deaths rose in May, the ministry said in a note.")
