"""PDF: paragraphs from geometry, boxes, running headers, and what is named instead of read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from read.paper import pdf
from read.samples import capture, read_sample, reason
from sousveil.errors import Loss, ReadLoss
from sousveil.read import read
from sousveil.read.anchors import verify
from sousveil.read.isolate import Workers
from sousveil.record import Text
from sousveil.vocabulary.loader import load

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "pdf"
NAMED = {"no-text-layer", "pdf-encrypted", "pdf-broken", "pdf-unmapped-font"}

PARAGRAPH = [
    "The harbour authority installed forty cameras along the northern quay",
    "last week, a spokesman said on Monday. Residents were not told about",
    "it.",
]


def sheet(number: int, lines: list[tuple[float, float, float, str]]) -> list[tuple[float, float, float, str]]:
    return [(60, 810, 9, "The Coast Paper - quarterly"), *lines, (290, 25, 9, f"Page {number}")]


def set_lines(top: float, words: list[str]) -> list[tuple[float, float, float, str]]:
    return [(60, top - 14 * index, 11, line) for index, line in enumerate(words)]


def document() -> bytes:
    first = [
        (60, 760, 20, "Cameras at the quay"),
        (60, 730, 11, "16 April 2024"),
        *set_lines(700, PARAGRAPH),
        *set_lines(630, PARAGRAPH),
    ]
    second = [*set_lines(760, ["The equipment came from a company abroad, customs records", "show."])]
    return pdf(
        [sheet(1, first), sheet(2, second), sheet(3, set_lines(760, PARAGRAPH))], "/CreationDate (D:20240501120000Z)"
    )


def test_lines_become_paragraphs_and_headers_are_left_out() -> None:
    text = read_sample(document(), "application/pdf")
    assert text.content.split("\n\n") == [
        "Cameras at the quay", "16 April 2024", " ".join(PARAGRAPH), " ".join(PARAGRAPH),
        "The equipment came from a company abroad, customs records show.", " ".join(PARAGRAPH),
    ]  # fmt: skip
    assert text.title == "Cameras at the quay"
    assert [(o.reason, o.count) for o in text.omissions] == [("running-header", 6)]


def test_each_line_has_its_page_and_box() -> None:
    text = read_sample(document(), "application/pdf")
    start = text.content.index("The equipment")
    anchor = next(s.anchor for s in text.segments if s.start <= start < s.end)
    assert anchor.page == 2
    assert anchor.box is not None
    left, bottom, right, top = anchor.box
    assert 59 <= left <= 62
    assert 750 <= bottom < 762 < top <= 775
    assert 300 < right < 400


def test_the_date_on_the_paper_is_believed_before_that_of_the_file() -> None:
    found = read_sample(document(), "application/pdf").published
    assert found is not None
    assert (found.value, found.certainty) == ("2024-04-16", "medium")
    other = read_sample(
        pdf([set_lines(700, PARAGRAPH)], "/CreationDate (D:20240501120000Z)"), "application/pdf"
    ).published
    assert other is not None
    assert (other.value, other.certainty) == ("2024-05-01", "low")


def test_hyphens_stay_and_join() -> None:
    text = read_sample(
        pdf([set_lines(700, ["The new system of surveil-", "lance is in use in all of the schools of this city."])]),
        "application/pdf",
    )
    assert "surveil-lance is in use" in text.content


def test_what_cannot_be_read_is_named() -> None:
    assert reason(pdf([[]]), "application/pdf") == "no-text-layer"
    assert reason(b"%PDF-1.7\nnothing here", "application/pdf") == "pdf-broken"
    encrypted = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> /P -4 >> /ID [<00> <00>]"
    )
    assert reason(pdf([set_lines(700, PARAGRAPH)], trailer=encrypted), "application/pdf") == "pdf-encrypted"


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data are not here")
def test_hundreds_of_broken_files_do_no_harm() -> None:
    files = sorted(HOSTILE.iterdir())
    counts: Counter[str] = Counter()
    # As a build does it: the vocabulary is loaded before the first file and not within its time.
    with Workers(2, read, timeout_s=30, memory_bytes=1 << 30, prepare=load) as workers:
        results = workers.map(
            (path, capture(data, "application/pdf"), data) for path in files for data in [path.read_bytes()]
        )
        for path, result in results:
            if isinstance(result, Loss):
                assert isinstance(result, ReadLoss)
                assert result.reason in NAMED or result.reason.startswith("worker-"), (path, result)
                assert result.reason != "worker-error", (path, result)
                counts[result.reason] += 1
            else:
                assert isinstance(result, Text)
                counts["read"] += 1
    assert counts.total() == len(files)
    assert counts["read"] > len(files) / 3, counts


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data are not here")
def test_boxes_lead_back_to_the_words_of_broken_files() -> None:
    for path in sorted(HOSTILE.iterdir())[::10]:
        data = path.read_bytes()
        try:
            text = read(capture(data, "application/pdf"), data)
        except ReadLoss:
            continue
        verify(text, data)
