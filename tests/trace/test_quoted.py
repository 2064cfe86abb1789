"""What stands in quotation marks, or behind a dash, in the forms of many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.trace.quoting.quoted import quoted_spans, statements


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('He said: "We will watch every street," and left.', ["We will watch every street,"]),
        ("He said ''we will watch every street'' and left.", ["we will watch every street"]),
        ("‘I don’t think the students’ cards are safe,’ she said.", ["I don’t think the students’ cards are safe,"]),
        ("The dogs' kennel and the cats' basket stayed where they were.", []),
        ('A pipe of 5" and one of 6" were laid.', []),
        ("„Wir sehen alles“, sagte er. »Jede Straße«, sagte sie.", ["Wir sehen alles", "Jede Straße"]),
        ("”Vi ser allt”, sade han.", ["Vi ser allt"]),
        ("Он сказал: «Система «Тихий двор» работает».", ["Система «Тихий двор» работает"]),
        ("— Мы ставим камеры, — сказал мэр. — И точка.", ["Мы ставим камеры,", "И точка."]),
        ("—Vamos a verlo todo —dijo el alcalde—. Y punto.", ["Vamos a verlo todo", "Y punto."]),
        ("Сделали:\n\n— сорок камер\n— два столба\n", []),
        ("他说:“不先定好‘登记’就收集。”", ["不先定好‘登记’就收集。"]),
        ("市長は「『誰』が登録を決めるか」と述べた。", ["『誰』が登録を決めるか"]),
        ('대표는 "기록을 지웠다"고 말했다.', ["기록을 지웠다"]),
        ("An “opening that never closes.\n\nAnother paragraph.", []),
    ],
)
def test_marks_of_many_languages(content: str, expected: list[str]) -> None:
    assert [content[start:end].strip() for start, end in quoted_spans(content)] == expected


def test_a_quotation_over_several_paragraphs_is_one_statement() -> None:
    content = "“We put them up.\n\n“We took them down.\n\n“That is all,” she said.\n\n“Other,” said he."
    first, second = statements(content)
    assert [content[start:end] for start, end in first.parts] == [
        "We put them up.",
        "We took them down.",
        "That is all,",
    ]
    assert len(second.parts) == 1


def test_parts_between_which_the_speaker_stands_are_one_statement() -> None:
    (statement,) = statements("“The readers,” the mayor said on Monday, “were never meant for that.”")
    assert len(statement.parts) == 2


@given(st.text(alphabet="ab “”„«»‹›「」『』\"'’‘—\n.,", max_size=80))
def test_spans_lie_within_the_text_in_order(content: str) -> None:
    reached = 0
    for start, end in quoted_spans(content):
        assert reached <= start < end <= len(content)
        reached = end
