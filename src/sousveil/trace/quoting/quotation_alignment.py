"""Which words of a quotation stand in another text in the same order, with what was cut, put in or exchanged between.

Runs of equal words around telling ones are chained, after the chaining of anchors by which long sequences are aligned
(Abouelhoda and Ohlebusch, "Chaining algorithms for multiple genome comparison", 2005); words between two runs are then
compared for a shared stem or spelling.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sousveil.trace.quoting.quotation_words import QuotedWords

__all__ = ["EXACT", "Alignment", "Piece", "align"]

PLACES = 3
"""Places of the other text in which one quotation may stand: in the lead, and again in full."""
CUT = 60
"""Words that one side may leave out between two runs: "We will watch … every street"."""
CUT_TOLD = 12
"""The same where the other side has no marks: there, what stands between is somebody else's."""
CHANGED = 7
"""Words that both sides may have in place of each other's between two runs."""
GAP_COST = 0.12
"""What a word that both sides exchanged costs; a word that one side cut costs a fifth."""
OFTEN, TOO_OFTEN = 10, 400
"""Places of a word in a text from which no run is begun at it unless the next word is the same, and from which none is
at all."""
EXACT = 2.2
"""Least worth of the longest run of equal words."""
LEAST = 3.0
"""Least worth of all runs, before the words between them are looked at."""
EDGE = 7
"""Words beyond the first and last run among which forms of one word are sought."""
LEAST_PREFIX = 4
PREFIX = 0.6
"""Share of the longer word that two forms of one word begin with alike, in letters."""


class Piece(Struct, frozen=True):
    """Tokens `first` up to `last` of one text say the same as `other` up to `other_last` of the other text."""

    first: int
    last: int
    other: int
    other_last: int
    is_equal: bool = True


class Alignment(Struct, frozen=True):
    """A quotation laid beside the words of another text."""

    pieces: tuple[Piece, ...]
    weight: float
    """What the words are worth that both have in order."""
    exact: float
    """What the longest run of equal words is worth."""
    content: int
    """Telling words, or pairs of characters, among them."""


class _Run(Struct, frozen=True):
    first: int
    """Number in the sequence of the quotation's tokens."""
    last: int
    other: int
    """Token of the other text."""
    weight: float


def align(mine: QuotedWords, quotation: Sequence[int], theirs: QuotedWords) -> list[Alignment]:
    """The best alignment of a quotation with any place of another text, and the next best with places beside it.

    `quotation` holds the tokens of one statement, in order.
    """
    runs = _runs(mine, quotation, theirs)
    if not runs:
        return []
    found: list[Alignment] = []
    taken: list[tuple[int, int]] = []
    for chain in _chains(runs, theirs):
        worth = [run.weight for run in chain]
        if max(worth) < EXACT or sum(worth) < LEAST:
            continue
        extent = chain[0].other, chain[-1].other + chain[-1].last - chain[-1].first
        if all(extent[1] <= first or last <= extent[0] for first, last in taken):
            taken.append(extent)
            found.append(_filled(mine, quotation, theirs, chain))
        if len(found) == PLACES:
            break
    return found


def _runs(mine: QuotedWords, quotation: Sequence[int], theirs: QuotedWords) -> list[_Run]:
    """Maximal runs of equal stems around each telling word that both have."""
    stems, others = mine.stems, theirs.stems
    found: list[_Run] = []
    reached: dict[int, int] = {}
    for at, token in enumerate(quotation):
        seed = mine.seed_of[token]
        places = theirs.seeds.get(seed, []) if seed else []
        if len(places) > OFTEN and at + 1 < len(quotation):
            # A frequent word begins a run where the next one is the same, too.
            behind = stems[quotation[at + 1]]
            places = [place for place in places[:TOO_OFTEN] if others[place + 1 : place + 2] == [behind]]
        for other in places:
            diagonal = other - at
            if reached.get(diagonal, -1) > at:
                continue
            first, last = at, at + 1
            while (
                first > 0
                and other - (at - first) > 0
                and stems[quotation[first - 1]] == others[other - (at - first) - 1]
            ):
                first -= 1
            while (
                last < len(quotation)
                and diagonal + last < len(others)
                and stems[quotation[last]] == others[diagonal + last]
            ):
                last += 1
            reached[diagonal] = last
            weight = sum(mine.weights[quotation[place]] for place in range(first, last))
            found.append(_Run(first, last, diagonal + first, weight))
    return sorted(found, key=lambda run: (run.other, run.first))


def _chains(runs: list[_Run], theirs: QuotedWords) -> list[list[_Run]]:
    """The heaviest chains of runs in the order of both texts, each run in one chain, the heaviest first."""
    best = [run.weight for run in runs]
    before = [-1] * len(runs)
    places = [theirs.places[run.other] for run in runs]
    longest = max(run.last - run.first for run in runs)
    for at, run in enumerate(runs):
        for left in range(at - 1, -1, -1):
            if places[at] - places[left] > longest + CUT:
                break
            if runs[left].first >= run.first:
                continue
            joined = _joined(runs[left], run, theirs)
            if joined is not None and best[left] + joined > best[at]:
                best[at], before[at] = best[left] + joined, left
    used: set[int] = set()
    chains = []
    for end in sorted(range(len(runs)), key=lambda at: (-best[at], at)):
        chain: list[_Run] = []
        at = end
        while at >= 0 and at not in used:
            used.add(at)
            chain.append(runs[at])
            at = before[at]
        if chain:
            chains.append(_parted(chain[::-1]))
    return chains


def _joined(left: _Run, right: _Run, theirs: QuotedWords) -> float | None:
    """What a run adds behind another one, less the cost of what lies between; null where it cannot follow."""
    over = max(0, left.last - right.first, left.other + left.last - left.first - right.other)
    if over >= right.last - right.first:
        return None
    end = left.other + left.last - left.first
    begin = right.other + over
    gap = right.first + over - left.last
    other_gap = theirs.places[begin] - theirs.places[end - 1] - 1
    voice = theirs.voices[begin]
    cut = CUT if voice >= 0 and voice == theirs.voices[end - 1] else CUT_TOLD
    changed = min(gap, other_gap)
    if right.first + over < left.last or other_gap < 0 or gap > CUT or other_gap > cut or changed > CHANGED:
        return None
    share = 1 - over / (right.last - right.first)
    return right.weight * share - GAP_COST * changed - GAP_COST / 5 * abs(gap - other_gap)


def _parted(chain: list[_Run]) -> list[_Run]:
    """The runs of a chain, each without what the one before it has already."""
    found: list[_Run] = []
    for run in chain:
        over = 0
        if found:
            left = found[-1]
            over = max(0, left.last - run.first, left.other + left.last - left.first - run.other)
        if over < run.last - run.first:
            found.append(_Run(run.first + over, run.last, run.other + over, run.weight))
    return found


def _filled(mine: QuotedWords, quotation: Sequence[int], theirs: QuotedWords, chain: list[_Run]) -> Alignment:
    """The chain with the words between its runs that are forms or spellings of each other."""
    start = chain[0].other
    pieces = _at_end(mine, quotation[: chain[0].first][-EDGE:], theirs, _edge(theirs, start, before=True))
    for at, run in enumerate(chain):
        if at:
            gap = quotation[chain[at - 1].last : run.first]
            pieces.extend(_forms(mine, gap, theirs, range(pieces[-1].other_last, run.other)))
        pieces.extend(_unbroken(quotation, run))
    end = pieces[-1].other_last
    pieces.extend(_at_end(mine, quotation[chain[-1].last :][:EDGE], theirs, _edge(theirs, end, before=False)))
    weight = sum(mine.weights[token] for piece in pieces for token in range(piece.first, piece.last))
    exact = max(sum(mine.weights[quotation[at]] for at in range(run.first, run.last)) for run in chain)
    content = sum(bool(mine.seed_of[token]) for piece in pieces for token in range(piece.first, piece.last))
    return Alignment(tuple(pieces), weight, exact, content)


def _edge(theirs: QuotedWords, at: int, *, before: bool) -> range:
    """The tokens at one end of an alignment that the same voice says."""
    if before:
        voice, begin = theirs.voices[at], at
        while begin > max(0, at - EDGE) and theirs.voices[begin - 1] == voice:
            begin -= 1
        return range(begin, at)
    voice, end = theirs.voices[at - 1], at
    while end < min(len(theirs.voices), at + EDGE) and theirs.voices[end] == voice:
        end += 1
    return range(at, end)


def _at_end(mine: QuotedWords, gap: Sequence[int], theirs: QuotedWords, other: range) -> list[Piece]:
    """Words beyond the first or last run that are forms of one word: telling ones, and small ones side by side."""
    found = _forms(mine, gap, theirs, other)
    pairs = {at for at in range(1, len(found)) if _follows(found[at - 1], found[at])}
    pairs |= {at - 1 for at in pairs}
    telling = [at for at, piece in enumerate(found) if mine.seed_of[piece.first] or at in pairs]
    return found[telling[0] : telling[-1] + 1] if telling else []


def _follows(left: Piece, right: Piece) -> bool:
    return left.last == right.first and left.other_last == right.other


def _unbroken(quotation: Sequence[int], run: _Run) -> list[Piece]:
    """A run as pieces of neighbouring tokens: between two parts of a statement stands who said it."""
    found: list[Piece] = []
    for at in range(run.first, run.last):
        token, other = quotation[at], run.other + at - run.first
        if found and found[-1].last == token:
            found[-1] = Piece(found[-1].first, token + 1, found[-1].other, other + 1)
        else:
            found.append(Piece(token, token + 1, other, other + 1))
    return found


def _forms(mine: QuotedWords, gap: Sequence[int], theirs: QuotedWords, other: range) -> list[Piece]:
    """Words of two gaps that are forms of one word, in the order of both."""
    found: list[Piece] = []
    begin = other.start
    if len(other) > CUT:
        return found
    for token in gap:
        for there in range(begin, other.stop):
            if _alike(mine.tokens.words[token], theirs.tokens.words[there]):
                equal = mine.tokens.words[token] == theirs.tokens.words[there]
                found.append(Piece(token, token + 1, there, there + 1, equal))
                begin = there + 1
                break
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two words are one in another form (`watched`, `watching`) or spelling (`labour`, `labor`)."""
    if one == other:
        return True
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    if len(short) < LEAST_PREFIX:
        return False
    if long.endswith(short) and len(short) >= PREFIX * len(long):
        return True
    same = next((at for at, (left, right) in enumerate(zip(long, short, strict=False)) if left != right), len(short))
    if same >= max(LEAST_PREFIX, PREFIX * len(long)):
        return True
    # One letter more, less or other, behind which the words are alike again.
    rest = long[same + 1 :]
    return len(short) > LEAST_PREFIX and rest in {short[same:], short[same + 1 :]}
