"""A large case is traced text by text as it grows, and ends with the echoes that a whole trace gives."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import msgspec
import pytest

from lineage_making import make_claim, make_text
from sousveil.build import BuildOptions, build
from sousveil.build.sketching import make_sketches
from sousveil.build.tracing import trace_case
from sousveil.record import Capture, Claim, Text
from sousveil.store import Case
from sousveil.vocabulary import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea" / "sources"
_WORDS = [
    "".join(pair)
    for draw in [random.Random(3)]
    for pair in (
        [draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(draw.randint(2, 4))] for _ in range(900)
    )
]


def _sentence(draw: random.Random) -> str:
    return " ".join(draw.choices(_WORDS, k=14)).capitalize() + "."


def made(seed: int) -> list[tuple[Text, list[Claim]]]:
    """Families of copies, mixtures and quotations; texts with a footer; texts that cite and link to others."""
    draw = random.Random(seed)
    texts: list[Text] = []
    footer = " ".join(draw.choices(_WORDS, k=30))
    for number in range(5):
        told = [_sentence(draw) for _ in range(9)]
        outlet = f"{draw.choice(['Harbour', 'Meadow', 'Quarry'])} Wire"
        url = f"https://paper{number}.example/story"
        day = f"2024-03-{draw.randint(1, 9):02d}"
        texts.append(make_text(" ".join(told), outlet=outlet, published=day, url=url, title=f"Story {_sentence(draw)}"))
        for at in range(draw.randint(0, 4)):
            kept = [each for each in told if draw.random() < 0.8]
            texts.append(
                make_text(
                    f"({outlet}) {' '.join(kept)}\n\n{footer}",
                    outlet=f"Paper {at}",
                    published=draw.choice([f"2024-03-{draw.randint(5, 20):02d}", None]),
                )
            )
        fresh = " ".join(_sentence(draw) for _ in range(8))
        said = " ".join(told[2:4])
        texts.append(
            make_text(f"{fresh} “{said}” according to {outlet}. {footer}", outlet="Evening Gazette", links=(url,))
        )
        texts.append(make_text(f"{' '.join(told[:4])} {_sentence(draw)} {' '.join(told[5:])}", published="2024-03-28"))
    texts += [make_text(f"{' '.join(_sentence(draw) for _ in range(3))}\n\n{footer}", outlet=str(n)) for n in range(20)]
    claims = [[make_claim(text, text.content.split(".")[0])] if draw.random() < 0.3 else [] for text in texts]
    return list(zip(texts, claims, strict=True))


def put(case: Case, text: Text, claims: list[Claim]) -> None:
    payload = f"{text.outlet}\0{text.url}\0{text.content}".encode()
    capture = Capture(
        sha256=text.capture_sha256, size=len(payload), media_type="text/plain", locator=text.capture_sha256,
        retrieved="2024-05-01T00:00:00Z", method="file", url=text.url,
    )  # fmt: skip
    case.add(capture, payload)
    case.put_reading(text, claims, "1")


def echoes(case: Case) -> list[bytes]:
    return [msgspec.json.encode(stored.echo) for stored in case.echoes()]


@pytest.mark.parametrize("seed", [1, 2])
def test_traced_as_it_grows_it_has_the_echoes_of_a_whole_trace(tmp_path: Path, seed: int) -> None:
    vocabulary = load()
    items = made(seed)
    random.Random(seed).shuffle(items)
    with Case.create(tmp_path / "grown") as grown, Case.create(tmp_path / "whole") as whole:
        step = len(items) // 4
        for start in range(0, len(items), step):
            for item in items[start : start + step]:
                put(grown, *item)
            trace_case(grown, vocabulary, small=0)
        for item in sorted(items, key=lambda item: item[0].source_id):
            put(whole, *item)
        trace_case(whole, vocabulary, small=0)
        assert echoes(grown) == echoes(whole)
        assert len(echoes(whole)) > 15
        trace_case(whole, vocabulary, small=10_000)
        assert echoes(grown) == echoes(whole)


class Stopped(Exception):  # noqa: N818 - what happens, not a fault
    """Stands for a kill."""


def test_a_trace_that_is_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = load()
    items = made(5)
    monkeypatch.setattr(sys.modules[trace_case.__module__], "_TRACED", 7)
    monkeypatch.setattr(sys.modules[make_sketches.__module__], "_TOGETHER", 9)
    with Case.create(tmp_path / "stopped") as case, Case.create(tmp_path / "whole") as whole:
        for item in items:
            put(case, *item)
            put(whole, *item)
        trace_case(whole, vocabulary, small=0)
        for steps in range(1, 100, 5):
            try:
                trace_case(case, vocabulary, _StopsAfter(steps), small=0)
            except Stopped:
                continue
            break
        else:
            pytest.fail("it never came to an end")
        assert steps > 3
        assert echoes(case) == echoes(whole)


class _StopsAfter:
    def __init__(self, steps: int) -> None:
        self._left = steps

    def stage(self, name: str, total: int | None) -> None:
        """Only advances count."""

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        self._left -= 1
        if self._left < 0:
            raise Stopped


def test_what_a_new_text_does_not_touch_is_not_traced_again(tmp_path: Path) -> None:
    vocabulary = load()
    items = made(4)
    with Case.create(tmp_path / "case") as case:
        for item in items:
            put(case, *item)
        trace_case(case, vocabulary, small=0)
        before = case.traced()
        new = make_text(
            " ".join(_sentence(random.Random(99)) for _ in range(9)), outlet="Nobody", published="2024-04-01"
        )
        put(case, new, [])
        counted = _Counts()
        trace_case(case, vocabulary, counted, small=0)
        assert counted.stages["sketch"] == 1
        assert counted.stages["trace"] == 1
        after = case.traced()
        assert [source for source in before if after[source].signature != before[source].signature] == []
        # Texts that share rare words with it were compared with it, and that is remembered.
        assert sum(after[source] != before[source] for source in before) < len(before) // 2
        trace_case(case, vocabulary, counted, small=0)
        assert counted.stages["trace"] == 0
        trace_case(case, vocabulary, counted, small=0, whole=True)
        assert counted.stages["trace"] == len(items) + 1


class _Counts:
    def __init__(self) -> None:
        self.stages: dict[str, int | None] = {}

    def stage(self, name: str, total: int | None) -> None:
        self.stages[name] = total

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        """Not looked at."""


def test_sketches_of_several_processes_are_those_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = load()
    monkeypatch.setattr(sys.modules[make_sketches.__module__], "_SEVERAL", 1)
    monkeypatch.setattr(sys.modules[make_sketches.__module__], "_TOGETHER", 20)
    with Case.create(tmp_path / "case") as case:
        for item in made(7):
            put(case, *item)
        make_sketches(case, vocabulary, "1", _Counts(), jobs=1)
        one = list(case.sketches())
        make_sketches(case, vocabulary, "2", _Counts(), jobs=2)
        assert list(case.sketches()) == one


def test_sketches_can_be_thrown_away(tmp_path: Path) -> None:
    vocabulary = load()
    with Case.create(tmp_path / "case") as case:
        for item in made(6):
            put(case, *item)
        trace_case(case, vocabulary, small=0)
        first = echoes(case)
        case._db.run("DELETE FROM sketch")
        case._db.run("DELETE FROM traced")
        case._db.run("DELETE FROM tracing")
        trace_case(case, vocabulary, small=0)
        assert echoes(case) == first


def test_the_example_file_by_file_has_the_echoes_of_a_whole_trace(tmp_path: Path) -> None:
    vocabulary = load()
    with Case.create(tmp_path / "built") as built, Case.create(tmp_path / "grown") as grown:
        build(built, [EXAMPLE], BuildOptions(jobs=2))
        claims: dict[str, list[Claim]] = {}
        for stored in built.claims():
            claims.setdefault(stored.claim.evidence.source, []).append(stored.claim)
        captures = {capture.source_id: capture for capture in built.captures()}
        texts = list(built.texts())
        random.Random(8).shuffle(texts)
        for number, text in enumerate(texts):
            capture = captures[text.source_id]
            grown.add(capture, built.payload(capture.sha256))
            grown.put_reading(text, claims.get(text.source_id, []), "1")
            if number % 4 == 3:
                trace_case(grown, vocabulary, small=0)
        trace_case(grown, vocabulary, small=0)
        assert pointing(grown) == pointing(built)
        trace_case(grown, vocabulary, small=0, whole=True)
        assert echoes(grown) == echoes(built)


def pointing(case: Case) -> list[bytes]:
    """The echoes that do not go by how rare a word is."""
    return [
        msgspec.json.encode(stored.echo)
        for stored in case.echoes()
        if stored.echo.type in {"copy", "quote", "syndication"} or stored.echo.cited is not None
    ]
