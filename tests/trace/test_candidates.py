"""Fingerprints over arrays, the pairs that they propose, and families too large to compare each with each."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from lineage_making import make_text
from sousveil.trace import trace
from sousveil.trace.copying.candidates import search
from sousveil.trace.copying.fingerprints import fingerprints, prints_of
from sousveil.trace.copying.print_table import QUOTED, PrintTable
from sousveil.trace.hashing import hash_runs
from sousveil.trace.large.proposals import Rule, propose, propose_quoting
from sousveil.trace.tokens import scan_each, tokenise

_DRAW = random.Random(11)
_WORDS = ["".join(_DRAW.choice("bdfgklmnprst") + _DRAW.choice("aeiou") for _ in range(3)) for _ in range(2_000)]


def words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choices(_WORDS, k=count))


def table_of(contents: list[str], folder: Path | None = None) -> PrintTable:
    table = PrintTable(folder)
    for batch in prints_of(contents):
        table.add(batch)
    return table.close()


def test_a_run_has_one_hash_wherever_it_stands() -> None:
    items = np.array([5, 1, 2, 3, 9, 9, 1, 2, 3, 0], np.uint64)
    first, second, other = hash_runs(items, np.array([1, 6, 2]), np.array([4, 9, 5]))
    assert first == second != other


def test_texts_cut_together_are_as_if_cut_alone() -> None:
    contents = [
        "Kameras in Köln, 2024",
        "",
        "据当地居民介绍 64 台",
        "한국어 뉴스 don’t",
        "𝒜 wide 𠀀 one",
        " — ",
        "İstanbul a_b",
    ]
    for content, scanned in zip(contents, scan_each(contents), strict=True):
        alone = tokenise(content)
        assert scanned.starts.tolist() == alone.starts
        assert scanned.hashes.tolist() == alone.hashes.tolist()
    assert tokenise("据当地 2024 居民a").words == ["据", "当", "地", "2024", "居", "民", "a"]


def test_fingerprints_of_many_texts_are_those_of_each() -> None:
    draw = random.Random(1)
    contents = [words(draw, draw.choice([0, 3, 8, 9, 11, 40, 300])) for _ in range(200)]
    table = table_of(contents)
    for number, content in enumerate(contents):
        own = table.values[table.bounds[number] : table.bounds[number + 1]]
        assert sorted(set(own.tolist())) == fingerprints(tokenise(content).hashes).values.tolist()


def test_eleven_words_in_common_give_a_fingerprint_in_common() -> None:
    draw = random.Random(2)
    for _ in range(100):
        shared = words(draw, 11)
        one, other = (f"{words(draw, draw.randint(0, 30))} {shared} {words(draw, draw.randint(0, 30))}" for _ in "ab")
        values = [set(fingerprints(tokenise(content).hashes).values.tolist()) for content in (one, other)]
        assert values[0] & values[1]


def test_quoted_fingerprints_are_marked() -> None:
    draw = random.Random(3)
    table = table_of([f"{words(draw, 30)} “{words(draw, 25)}” {words(draw, 30)}"])
    quoted = (table.places & QUOTED) != 0
    places = table.places & ~QUOTED
    assert quoted.any()
    assert ((places[quoted] >= 30) & (places[quoted] < 55)).all()


def test_candidates_are_the_pairs_that_share_a_passage_in_memory_and_in_files(tmp_path: Path) -> None:
    draw = random.Random(4)
    contents = [words(draw, 200) for _ in range(300)]
    planted = set()
    for _ in range(60):
        one, other = sorted(draw.sample(range(300), 2))
        passage = " ".join(contents[one].split()[40:110])
        contents[other] = f"{words(draw, 80)} {passage} {words(draw, 60)}"
        planted.add((one, other))
    real = {
        (one, other)
        for one, other in planted
        if " ".join(contents[other].split()[80:150]) in contents[one]  # not written over by a later one
    }
    found = []
    for number, folder in enumerate((None, tmp_path)):
        candidates = search(table_of(contents, folder), folder)
        found.append(set(zip(candidates.firsts.tolist(), candidates.seconds.tolist(), strict=True)))
        assert real <= found[number]
    assert found[0] == found[1]
    assert len(found[0]) < 150


def test_a_hundred_copies_come_from_the_earliest() -> None:
    """More copies than are compared each with each."""
    draw = random.Random(5)
    story = words(draw, 120)
    texts = [
        make_text(
            f"{words(draw, 6)} {story}", outlet=f"Paper {day}", published=f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}"
        )
        for day in range(100)
    ]
    echoes = trace(texts, {})
    assert {echo.origin_to.source for echo in echoes if echo.origin_to} == {texts[0].source_id}
    assert {echo.origin_from.source for echo in echoes} == {text.source_id for text in texts[1:]}


def test_texts_that_share_rare_units_are_proposed() -> None:
    def units(*numbers: int) -> np.ndarray:
        return np.array(numbers, np.uint64) << np.uint64(40)

    texts = [units(1, 2, 3, 9), units(1, 2, 7, 9), units(7, 8, 9), units(9), units(9)]
    found = propose(texts, Rule(holders=4, shared=2, compared=5))
    assert (found.firsts.tolist(), found.seconds.tolist()) == ([0], [1])
    rarest = propose(texts, Rule(holders=4, shared=1, compared=5, rarest=1))
    assert (rarest.firsts.tolist(), rarest.seconds.tolist()) == ([0], [1])
    none = units()
    quoting, common = propose_quoting([units(1, 2), none, none], [none, units(1, 2), units(3)], Rule(4, 6, 5))
    assert (quoting.firsts.tolist(), quoting.seconds.tolist()) == ([0], [1])
    assert not len(common)
