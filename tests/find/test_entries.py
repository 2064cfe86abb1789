"""Tables and lists: one claim a row, with what stands over it; and words that take up a heading or a paragraph."""

from __future__ import annotations

from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.record.text import Dated, Paragraph, Text

HEAD = "City\tTechnology\tSupplier\tYear\tNumber"


def _found(*blocks: tuple[str, str]) -> list[Claim]:
    """The claims of a text of blocks, each with its role; cells of a row are joined by tabs, as readers do."""
    content, paragraphs = "", []
    for role, words in blocks:
        content += ("\n" if role in {"row", "item"} else "\n\n") if content else ""
        role = "cell" if role == "row" else role  # noqa: PLW2901 - a row's cells are read as one line here
        paragraphs.append(Paragraph(start=len(content), end=len(content) + len(words), lang="en", role=role))
        content += words
    text = Text(
        capture_sha256="0" * 64, content=content, extractor="test/1", lang="en", paragraphs=tuple(paragraphs),
        segments=(), published=Dated(value="2024-03-05", evidence="label", certainty="high"),
    )  # fmt: skip
    claims = find(text)
    for claim in claims:
        assert content[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert all(0 <= start < end <= len(content) for start, end in claim.slots.values())
    return claims


def test_each_row_of_a_table_is_a_claim_with_the_values_of_its_columns() -> None:
    claims = _found(
        ("caption", "Face recognition cameras installed by the police"),
        ("cell", HEAD),
        ("row", "Sinuiju\tFace recognition cameras\tHikvision\t2021\t320"),
        ("row", "Hyesan\tLicence plate readers\t\t2022\t45"),
    )
    first, second = claims
    assert (first.kind, first.act, set(first.technology)) == ("deployment", "install", {"face-recognition", "camera"})
    assert first.supplier is not None
    assert first.supplier.ref == "hikvision"
    assert first.place is not None
    assert first.place.name == "Sinuiju"
    assert (first.time, first.quantity and first.quantity.value) == ("2021", 320)
    assert second.technology == ("plate-recognition",)
    assert second.supplier is None
    assert second.evidence.quote == "Hyesan\tLicence plate readers\t\t2022\t45"


def test_columns_that_count_technologies_make_a_claim_each() -> None:
    claims = _found(
        ("paragraph", "The police have installed the following equipment since 2019:"),
        ("cell", "City\tSurveillance cameras\tDrones\tCost"),
        ("row", "Busan\t1,200\t8\t$300,000"),
        ("row", "Daegu\t900\t0\t$100,000"),
    )
    told = [(c.place and c.place.name, c.technology, c.quantity and c.quantity.value) for c in claims]
    assert told == [("Busan", ("camera",), 1200), ("Busan", ("drone",), 8), ("Daegu", ("camera",), 900)]


def test_a_table_of_prices_makes_no_claim() -> None:
    assert not _found(
        ("heading", "Our products"),
        ("cell", "Model\tType\tPrice"),
        ("row", "X-200\tSurveillance camera\t$129"),
        ("row", "X-300\tFace recognition terminal\t$349"),
    )


def test_items_take_their_verb_from_the_sentence_over_them() -> None:
    claims = _found(
        ("paragraph", "The police use the following systems:"),
        ("item", "Seoul: 1,200 surveillance cameras"),
        ("item", "Busan: licence plate readers on all main roads"),
    )
    assert [(c.act, c.technology, c.place and c.place.name) for c in claims] == [
        ("operate", ("camera",), "Seoul"), ("operate", ("plate-recognition",), "Busan"),
    ]  # fmt: skip
    assert all(c.operator and c.operator.name == "The police" for c in claims)


def test_items_of_a_demand_make_no_claim() -> None:
    assert not _found(
        ("paragraph", "Should the police use the following systems?"),
        ("item", "1,200 surveillance cameras in Seoul"),
    )


def test_a_bulleted_line_of_plain_text_is_an_item_and_no_heading() -> None:
    claims = _found(
        ("paragraph", "In 2023 the city government installed:"),
        ("paragraph", "- 40 surveillance cameras in schools"),
        ("paragraph", "- face recognition gates at the airport"),
    )
    assert [(c.time, c.evidence.quote[:2]) for c in claims] == [("2023", "40"), ("2023", "fa")]


def test_the_system_takes_up_a_heading_and_the_paragraph_before() -> None:
    claims = _found(
        ("heading", "Face recognition at Larnok airport"),
        ("paragraph", "The system was installed by the border police in 2020."),
    )
    assert [(c.act, c.technology) for c in claims] == [("install", ("face-recognition",))]
    claims = _found(
        ("paragraph", "The police installed licence plate readers on every main road in 2020."),
        ("paragraph", "The system was suspended in 2022 after a ruling."),
    )
    assert [(c.act, c.technology) for c in claims] == [
        ("install", ("plate-recognition",)), ("suspend", ("plate-recognition",)),
    ]  # fmt: skip


def test_a_plan_over_a_list_reaches_its_items() -> None:
    claims = _found(
        ("paragraph", "The city government will install the following:"),
        ("item", "Busan: 300 surveillance cameras in use at the railway station"),
    )
    assert [(c.act, c.technology) for c in claims] == [("plan", ("camera",))]
    assert all(f":{c.act}:" in c.rule for c in claims)
