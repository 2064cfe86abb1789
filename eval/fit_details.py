"""The weights by which shared details are judged (`sousveil.trace.retelling.details.WEIGHTS`), fitted anew.

Pairs of texts of one language: those of the labelled echo sets and of `tests/trace/rewritten.toml`, news items on one
event and, for chance, news items on different ones. Pairs that share runs or near pairs of words are found without
details and are left out. Ridge logistic regression by Newton's method; every lineage is left out in turn, and the
figures are those of the pairs that were left out. Prints weights and figures, and writes nothing.
"""

from __future__ import annotations

import csv
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cases_text import plain_text
from echo_sets import MADE_FROM, EchoSet
from sousveil.record.text import Text
from sousveil.trace.copying.runs import aligned_runs
from sousveil.trace.direction import origin_first
from sousveil.trace.document import Document, prepare
from sousveil.trace.families import Families
from sousveil.trace.retelling.agreement import Rarity, agreement, in_common
from sousveil.trace.retelling.details import WEIGHTS, measures
from sousveil.trace.retelling.rewording import reworded, word_weights
from sousveil.trace.retelling.rewrites import Comparable, rarity_of
from sousveil.trace.retelling.telling import Teller
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import load

HERE = Path(__file__).parent
RIDGE = 1.0
CHANCE = 1500
"""Pairs of news items on different events."""
MOVED = 1.5
"""What is added to the constant, so that a half parts rewrites from others: most of the pairs here are none."""
MEASURES = [name for name in WEIGHTS if name != "always"]
_SHARED = 40
"""Words in common runs from which a pair is a copy."""


class Pair(Struct, frozen=True):
    """Two texts as they are judged."""

    values: tuple[float, ...]
    derived: bool
    case: str
    lineages: frozenset[str]
    names: tuple[str, str]


class _Case:
    """The texts of one language of a set, with how rare everything is among them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        vocabulary = load()
        wording, teller = Wording(vocabulary), Teller(vocabulary)
        texts = [Comparable(document, wording, teller) for document in documents]
        self.texts = {text.document.id: text for text in texts}
        self.rarity: Rarity = rarity_of(texts, Families([]))
        self.weights = word_weights([text.words for text in texts], Families([]))

    def values(self, one: str, other: str) -> tuple[float, ...] | None:
        """The measures of a pair; null where it is found without them, or shares nothing."""
        ordered = origin_first(self.texts[one].document, self.texts[other].document)
        echo, origin = self.texts[ordered.echo.id], self.texts[ordered.origin.id]
        runs = sum(run.last - run.first for run in aligned_runs(echo.document, origin.document))
        if runs >= _SHARED or reworded(echo.words, origin.words, self.weights, [], ordered) is not None:
            return None
        found = agreement(echo.told, origin.told, in_common(echo.told, origin.told, self.rarity), self.rarity)
        if found is None:
            return None
        measured = measures(echo.told, origin.told, found)
        return tuple(measured[name] for name in MEASURES)


def _labelled(path: Path) -> Iterator[Pair]:
    """The pairs of a labelled set. Who cites or quotes a text may say more than a report of its own: left out."""
    held = EchoSet(path)
    by_lang: dict[str, list[str]] = {}
    for ident in sorted(held.documents):
        by_lang.setdefault(held.documents[ident]["lang"], []).append(ident)
    sources = {ident: source for source, ident in held.names.items()}
    documents = {document.id: document for document in prepare(list(held.texts.values()), held.claims, load())}
    for idents in by_lang.values():
        case = _Case([documents[sources[ident]] for ident in idents])
        for at, other in enumerate(idents):
            for one in idents[:at]:
                types = {label.type for label in held.labels[other] if label.to == one}
                kin = held.are_kin(one, other)
                values = case.values(sources[one], sources[other])
                if values is not None and (kin or not types) and not types & (MADE_FROM - {"rewrite"}):
                    lineages = frozenset(f"{path.stem} {name.partition('-')[0]}" for name in (one, other))
                    yield Pair(values, kin, path.stem, lineages, (one, other))


def _own(path: Path) -> Iterator[Pair]:
    entries = {entry["id"]: entry for entry in tomllib.loads(path.read_text("utf-8"))["document"]}
    texts: dict[str, Text] = {
        ident: plain_text(
            f"{entry['title']}\n\n{entry['text'].strip()}", lang=entry["lang"], name=ident, published=entry["published"]
        )
        for ident, entry in entries.items()
    }
    documents = {document.id: document for document in prepare(list(texts.values()), {}, load())}
    for lang in sorted({entry["lang"] for entry in entries.values()}):
        idents = [ident for ident in entries if entries[ident]["lang"] == lang]
        case = _Case([documents[texts[ident].source_id] for ident in idents])
        for at, other in enumerate(idents):
            for one in idents[:at]:
                values = case.values(texts[one].source_id, texts[other].source_id)
                if values is not None:
                    lineages = frozenset(name.partition("-")[0] for name in (one, other))
                    models = [{name, *entries[name].get("repeats", ())} for name in (one, other)]
                    yield Pair(values, bool(models[0] & models[1]), "own", lineages, (one, other))


def _news(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["lang1"] == row["lang2"] == "en"]
    texts = {
        (row["pair_id"], side): plain_text(row[f"text{side}"], name=f"{row['pair_id']} {side}")
        for row in rows
        for side in "12"
    }
    case = _Case(prepare(list(texts.values()), {}, load()))
    wanted = [((row["pair_id"], "1"), (row["pair_id"], "2")) for row in rows]
    chosen = random.Random(1)
    wanted += [(first, second) for first, second in (chosen.sample(sorted(texts), 2) for _ in range(CHANCE))]
    for first, second in wanted:
        values = case.values(texts[first].source_id, texts[second].source_id)
        if values is not None:
            kind = "one event" if first[0] == second[0] else "chance"
            yield Pair(values, False, kind, frozenset({first[0], second[0]}), (first[0], second[0]))


def _fitted(values: NDArray[np.float64], derived: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights, the constant first; the ridge is on measures of variance one."""
    mean, spread = values.mean(0), values.std(0)
    table = np.c_[np.ones(len(values)), (values - mean) / spread]
    ridge = RIDGE * np.eye(table.shape[1])
    ridge[0, 0] = 1e-3
    weights = np.zeros(table.shape[1])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-table @ weights))
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(bend, table.T @ (likely - derived) + ridge @ weights)
    weights[1:] /= spread
    weights[0] -= weights[1:] @ mean
    return weights


def _left_out(pairs: list[Pair], values: NDArray[np.float64], derived: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each pair is worth by weights that were fitted without its lineages; of two such the worse."""
    worst = np.where(derived > 0, np.inf, -np.inf)
    names = sorted({name for pair in pairs for name in pair.lineages})
    few = {name for pair in pairs if pair.case not in {"one event", "chance"} for name in pair.lineages}
    folds = [{name} for name in names if name in few]
    rest = [name for name in names if name not in few]
    folds += [set(rest[first::10]) for first in range(10)]
    for fold in folds:
        tested = np.array([bool(pair.lineages & fold) for pair in pairs])
        weights = _fitted(values[~tested], derived[~tested])
        worth = weights[0] + values[tested] @ weights[1:]
        worst[tested] = np.where(
            derived[tested] > 0, np.minimum(worst[tested], worth), np.maximum(worst[tested], worth)
        )
    return worst + MOVED


def main() -> None:
    """Prints the weights and how the pairs are told apart."""
    news = HERE.parents[1] / "shared" / "data" / "same-story" / "pairs.csv"
    pairs = [pair for name in ("a", "b") for pair in _labelled(HERE / "cases" / "echoes" / f"{name}.toml")]
    pairs += _own(HERE.parent / "tests" / "trace" / "rewritten.toml")
    if news.is_file():
        pairs += _news(news)
    else:
        print(f"{news} is absent; news items are left out")
    values = np.array([pair.values for pair in pairs])
    derived = np.array([float(pair.derived) for pair in pairs])
    weights = _fitted(values, derived)
    weights[0] += MOVED
    for name, weight in zip(["always", *MEASURES], weights.tolist(), strict=True):
        print(f"{name:<14}{weight:>7.2f}{WEIGHTS[name]:>9.2f} in use")
    worth = _left_out(pairs, values, derived)
    counts: Counter[tuple[str, str]] = Counter()
    for pair, value in zip(pairs, worth.tolist(), strict=True):
        counts[pair.case, "rewrites" if pair.derived else "others"] += 1
        counts[pair.case, "found" if pair.derived else "wrong"] += value > 0
    for case in dict.fromkeys(pair.case for pair in pairs):
        print(
            f"{case:<10} {counts[case, 'found']} of {counts[case, 'rewrites']} rewrites found,"
            f" {counts[case, 'wrong']} of {counts[case, 'others']} others wrongly"
        )
    order = np.argsort(np.where(derived > 0, worth, -worth))
    for at in order[:12].tolist():
        print(f"  {worth[at]:>6.2f} {'rewrite' if pairs[at].derived else 'other'} {' '.join(pairs[at].names)}")


if __name__ == "__main__":
    main()
