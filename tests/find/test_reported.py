"""A claim tells apart when something happened and when it was reported."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.record.text import Dated, Paragraph, Text


def claim_of(lang: str, content: str) -> Claim:
    text = Text(
        capture_sha256="ab" * 32, content=content, extractor="test/1", lang=lang, segments=(),
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),),
        published=Dated(value="2024-05-15", evidence="given", certainty="high"),
    )  # fmt: skip
    (claim,) = find(text)
    return claim


@pytest.mark.parametrize(
    ("lang", "content", "time", "reported", "words"),
    [
        (
            "en", "Police said on Monday that 40 surveillance cameras were installed in Minsk in March.",
            "2024-03", "2024-05-13", "Monday",
        ),
        (
            "en",
            "In a report dated 3 May 2021, Human Rights Watch said police installed surveillance cameras in Minsk.",
            None, "2021-05-03", "3 May 2021",
        ),
        (
            "de", "Die Polizei teilte am Dienstag mit, dass im März in Minsk Überwachungskameras installiert wurden.",
            "2024-03", "2024-05-14", "Dienstag",
        ),
        (
            "ko", "데일리NK는 지난 3월 회령시에 감시카메라 40대가 설치됐다고 13일 보도했다.",
            "2024-03", "2024-05-13", "13일",
        ),
    ],
)  # fmt: skip
def test_when_it_was_said_and_when_it_happened(
    lang: str, content: str, time: str | None, reported: str, words: str
) -> None:
    claim = claim_of(lang, content)
    assert (claim.time, claim.reported) == (time, reported)
    start, end = claim.slots["reported"]
    assert words in content[start:end]


def test_a_claim_that_is_attributed_to_nobody_was_reported_by_nobody() -> None:
    claim = claim_of("en", "Police installed 40 surveillance cameras in Minsk on Monday.")
    assert (claim.time, claim.reported) == ("2024-05-13", None)
    assert "reported" not in claim.slots


def test_the_outlets_own_date_is_no_time_of_a_report() -> None:
    claim = claim_of("en", "Police said that 40 surveillance cameras were installed in Minsk.")
    assert claim.attributed_to
    assert (claim.time, claim.reported) == (None, None)
