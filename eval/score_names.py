"""Names of companies: are two names of one company joined, and two companies kept apart?

`eval/cases/names/pairs.jsonl` has labelled pairs in many scripts, a third of them hard negatives: rivals, sister firms,
look-alikes. A pair counts as the same when both names lead to one register entry, or a chain of matches at or above
the proposal threshold joins them; the sentences of a pair, where it has some, are read as texts. Where a pair is joined
by a method it counts for `names.METHOD.precision`; a pair joined by the register alone is `listed`.
`names.unlisted.*` are the same with empty registers: what the rules do for companies that nobody listed.
`names.second.*` and `names.third.*` are the same for `second.jsonl` and `third.jsonl`.
`names.registers.*` compares all spellings of all listed companies with each other; `score_registers` says how.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.record.entity import Match
from sousveil.record.text import Text
from sousveil.resolve.apposition import names_beside
from sousveil.resolve.matching import PROPOSED, Named, matcher_of
from sousveil.resolve.names import name_key
from sousveil.resolve.organisations import is_pattern
from sousveil.resolve.parents import top_of
from sousveil.vocabulary.loader import Entry, Vocabulary, load

_CASES = Path(__file__).parent / "cases" / "names"
_PAIRS = _CASES / "pairs.jsonl"
_LATER = ("second", "third")
"""Sets by other hands, which the rules were not written with; scored where they are there."""
_ENOUGH = 10
"""Pairs of a method from which on its precision is a figure."""


class Pair(Struct, frozen=True):
    """Two names, and whether they are one company's."""

    a: str
    b: str
    same: bool
    why: str
    a_lang: str = "en"
    b_lang: str = "en"
    context: tuple[str, ...] = ()


def joined(pair: Pair, vocabulary: Vocabulary) -> str | None:
    """The method by which a pair is joined, the weakest of the chain; null where it is not."""
    matcher = matcher_of(vocabulary)
    keys: list[str] = []
    names: list[Named] = []
    for name, lang in ((pair.a, pair.a_lang), (pair.b, pair.b_lang)):
        entry = matcher.registry.find(name, "supplier")
        keys.append(entry.id if entry else name_key(name))
        names.append(Named(key=keys[-1], name=name, lang=lang))
    if keys[0] == keys[1]:
        return "listed"
    matches = [*matcher.for_names(names)]
    for sentence in pair.context:
        text = Text(
            capture_sha256="0" * 64, content=sentence, extractor="eval/1", lang="en", paragraphs=(), segments=()
        )
        matches += [beside.match(text_source="s0") for beside in names_beside(text, names, vocabulary)]
    return _chain(keys[0], keys[1], [m for m in matches if m.score >= PROPOSED])


def _chain(one: str, other: str, matches: list[Match]) -> str | None:
    direct = [m for m in matches if {m.left, m.right} == {one, other}]
    if direct:
        return max(direct, key=lambda m: m.score).method
    mine = {m.right if m.left == one else m.left: m for m in matches if one in (m.left, m.right)}
    theirs = {m.right if m.left == other else m.left: m for m in matches if other in (m.left, m.right)}
    for between in sorted(mine.keys() & theirs.keys()):
        return min(mine[between], theirs[between], key=lambda m: m.score).method
    return None


def read_pairs(path: Path = _PAIRS) -> list[Pair]:
    """The labelled pairs."""
    return [msgspec.json.decode(line, type=Pair) for line in path.read_bytes().splitlines() if line.strip()]


def score_pairs(pairs: list[Pair], vocabulary: Vocabulary, name: str = "names") -> dict[str, float]:
    """Precision, recall and F1 over pairs; for each method with enough pairs its precision, and its share of recall."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for pair in pairs:
        method = joined(pair, vocabulary)
        if method is not None:
            (right if pair.same else wrong)[method] += 1
    same = sum(pair.same for pair in pairs)
    precision = right.total() / max(1, right.total() + wrong.total())
    recall = right.total() / max(1, same)
    scores = {
        f"{name}.precision": precision,
        f"{name}.recall": recall,
        f"{name}.f1": 2 * precision * recall / max(1e-9, precision + recall),
        f"{name}.pairs": float(len(pairs)),
    }
    for method in sorted({*right, *wrong}):
        found = right[method] + wrong[method]
        if found >= _ENOUGH:
            scores[f"{name}.{method}.precision"] = right[method] / found
        scores[f"{name}.{method}.recall"] = right[method] / max(1, same)
    return scores


def score(data: Path | None) -> dict[str, float]:  # noqa: ARG001 - the labels are our own
    """Scores of our own labelled pairs; no shared data have such pairs."""
    if not _PAIRS.is_file():
        return {}
    scores = score_both(read_pairs(), "names")
    for name in _LATER:
        path = _CASES / f"{name}.jsonl"
        if path.is_file():
            scores |= score_both(read_pairs(path), f"names.{name}")
    return scores | score_registers(load())


def score_both(pairs: list[Pair], name: str) -> dict[str, float]:
    """The scores of pairs with the registers, and without them as `NAME.unlisted`."""
    return score_pairs(pairs, load(), name) | score_pairs(pairs, unlisted(load()), f"{name}.unlisted")


def score_registers(vocabulary: Vocabulary) -> dict[str, float]:
    """Precision of each method over all spellings of all companies at once, as if one case named them all and no
    register knew any: `names.registers.METHOD.precision`, over `.matches`. Names of owner and owned are neutral."""
    owners: dict[str, set[str]] = {}
    names: dict[str, Named] = {}
    for section in ("suppliers", "companies"):
        for entry in getattr(vocabulary, section).values():
            for spelling in entry.spellings:
                if not is_pattern(spelling):
                    name = spelling.removeprefix("=")
                    owners.setdefault(name_key(name), set()).add(top_of(entry.id, vocabulary))
                    names.setdefault(name_key(name), Named(key=name_key(name), name=name))
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for match in matcher_of(unlisted(vocabulary)).for_names(list(names.values())):
        if match.score >= PROPOSED:
            found[match.method] += 1
            right[match.method] += bool(owners[match.left] & owners[match.right])
    scores: dict[str, float] = {}
    for method in sorted(found):
        scores[f"names.registers.{method}.precision"] = right[method] / found[method]
        scores[f"names.registers.{method}.matches"] = float(found[method])
    return scores


def unlisted(vocabulary: Vocabulary) -> Vocabulary:
    """A vocabulary with empty registers, so that only the rules are measured."""
    empty: dict[str, Entry] = {}
    return msgspec.structs.replace(
        vocabulary, suppliers=empty, companies=empty, operators=empty, outlets=empty,
        digest=f"{vocabulary.digest}, unlisted",
    )  # fmt: skip


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    for file in given or [_PAIRS, *(_CASES / f"{each}.jsonl" for each in _LATER)]:
        if not file.is_file():
            continue
        chosen = read_pairs(file)
        for each in chosen:
            how = joined(each, load())
            if (how is not None) != each.same:
                verdict = f"WRONG {how}" if how else "missed"
                print(f"{verdict}: {each.a} | {each.b} | {each.why} {' '.join(each.context)}")
        for key, value in score_both(chosen, "names" if file == _PAIRS else f"names.{file.stem}").items():
            print(f"{key:<48}{value:.4f}")
