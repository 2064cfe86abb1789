"""Claims laid over text: whatever nests or overlaps, the words stay the words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.record import Claim, Evidence, Paragraph, Text, sha256_bytes
from sousveil.show.page.highlight import Highlight, blocks_of, parts_of

CONTENT = "Fences and cameras line the river.\n\nGuards watch them by night,\nand drones by day. The end"


def text_of(content: str, cuts: list[int]) -> Text:
    borders = sorted({0, len(content), *(cut for cut in cuts if cut < len(content))})
    paragraphs = tuple(Paragraph(start=a, end=b, lang="en") for a, b in pairwise(borders))
    return Text(
        capture_sha256=sha256_bytes(b"x"), content=content, extractor="test/1", lang="en", paragraphs=paragraphs,
        segments=(),
    )  # fmt: skip


def claim_at(text: Text, start: int, end: int, slot: tuple[int, int] | None = None) -> Claim:
    said = Evidence(
        source="s1", url=None, lang="en", text_sha256=text.sha256, start=start, end=end, quote=text.content[start:end]
    )
    return Claim(
        kind="deployment", technology=("camera",), act="operate", polarity="affirmed", certainty="stated",
        evidence=said, slots={"technology": slot} if slot else {}, extractor="test/1", rule="test",
    )  # fmt: skip


spans = st.tuples(st.integers(0, len(CONTENT)), st.integers(0, len(CONTENT))).map(sorted).filter(lambda s: s[0] < s[1])


@settings(max_examples=300, deadline=None)
@given(st.lists(spans, max_size=6), st.lists(st.integers(1, len(CONTENT) - 1), max_size=4), st.lists(spans, max_size=2))
def test_runs_are_the_text(claimed: list[list[int]], cuts: list[int], found: list[list[int]]) -> None:
    text = text_of(CONTENT, cuts)
    claims = [claim_at(text, a, b, (a, min(a + 3, b))) for a, b in claimed]
    (part,) = parts_of(text)
    blocks = blocks_of(text, claims, part, [Highlight(a, b) for a, b in found])
    assert "".join(run.words for block in blocks for run in block.runs) == CONTENT
    runs = [run for block in blocks for run in block.runs]
    for claim in claims:
        mine = "".join(run.words for run in runs if claim.id in run.claims)
        assert mine == claim.evidence.quote
        assert sum(claim.id in run.opens for run in runs) == 1
        assert sum(claim.id in run.closes for run in runs) == 1
        assert sum(claim.id in block.claims for block in blocks) == 1


def test_the_narrowest_slot_names_the_words() -> None:
    text = text_of(CONTENT, [])
    start = CONTENT.index("cameras")
    wide = claim_at(text, 0, 34, (0, start + 7))
    narrow = claim_at(text, 0, 34, (start, start + 7))
    (part,) = parts_of(text)
    (block,) = blocks_of(text, [wide, narrow], part)
    assert [run.slot for run in block.runs if run.words == "cameras"] == ["technology"]


def test_words_outside_paragraphs_are_shown() -> None:
    text = Text(
        capture_sha256=sha256_bytes(b"x"), content="Head\nBody\nFoot", extractor="test/1", lang="en",
        paragraphs=(Paragraph(start=5, end=9, lang="en"),), segments=(),
    )  # fmt: skip
    (part,) = parts_of(text)
    shown = "".join(run.words for block in blocks_of(text, [], part) for run in block.runs)
    assert shown == "Head\nBody\nFoot"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5), st.integers(1, 200_000))
def test_parts_cover_long_texts(lines: int, length: int) -> None:
    content = "\n".join("word " * (length // 5) for _ in range(lines + 1))
    borders, paragraphs = 0, []
    for line in content.split("\n"):
        paragraphs.append(Paragraph(start=borders, end=borders + len(line), lang="en"))
        borders += len(line) + 1
    text = Text(
        capture_sha256=sha256_bytes(b"x"), content=content, extractor="test/1", lang="en",
        paragraphs=tuple(paragraphs), segments=(),
    )  # fmt: skip
    parts = parts_of(text)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    shown = "".join(run.words for part in parts for block in blocks_of(text, [], part) for run in block.runs)
    assert shown.replace("\n", "") == content.replace("\n", "")
