"""Which blocks of a page are its main text.

Three steps: weigh each block as prose; find the element that holds the main text, by what its names promise and
by the share of prose in it; drop what stands inside it and is not part of it. All thresholds are here.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from sousveil.read.boilerplate import is_boilerplate
from sousveil.read.html_blocks import Block, Container

__all__ = ["choose"]

PROSE_CHARS: Final = 80
"""From this length on a block counts as prose in full; below, it counts a third."""
LINK_SHARE: Final = 0.5
"""More of a block than this inside links, and it is a list of links."""
OVERRULED: Final = 0.6
"""An element that holds more of the page's prose than this is main text whatever its name says."""
NAMED_SHARE: Final = {3: 0.25, 2: 0.4, 1: 0.5}
"""Share of the prose that an element must hold to be chosen for its name, by how much the name promises."""
NAMED_LEAST: Final = 140
"""... and at least so many characters of prose."""
DESCEND: Final = 0.75
"""Without a name, descend as long as one child holds this share of its parent's prose."""


def choose(blocks: list[Block], containers: list[Container]) -> dict[int, str]:
    """Indices of blocks that are left out, each with the reason."""
    prose = [_prose(block) for block in blocks]
    reasons = _reasons(blocks, containers, prose)
    weights = [0.0 if reasons[index] else prose[index] for index in range(len(blocks))]
    main = _main_container(containers, weights)
    dropped: dict[int, str] = {}
    parts = _parts(containers, main, weights, blocks)
    inside = set()
    for part in parts:
        inside.update(range(part.first, part.last))
    for index, block in enumerate(blocks):
        if index not in inside:
            dropped[index] = reasons[index] or "outside-main-text"
        elif reasons[index]:
            dropped[index] = reasons[index]
        else:
            reason = is_boilerplate(block)
            if reason:
                dropped[index] = reason
    _drop_link_lists(blocks, dropped)
    _drop_loose_headings(blocks, dropped)
    return dropped


def _prose(block: Block) -> float:
    free = block.chars - block.link_chars
    if free <= 0 or block.link_chars > LINK_SHARE * block.chars:
        return 0.0
    return float(free) if block.chars >= PROSE_CHARS else free / 3


def _reasons(blocks: list[Block], containers: list[Container], prose: list[float]) -> list[str]:
    """Why each block would be left out by the names around it; empty where nothing speaks against it."""
    sums = [0.0, *accumulate(prose)]
    total = sums[-1]
    for container in containers:
        if container.reason and container.reason not in ("comments", "footer", "consent"):
            held = sums[container.last] - sums[container.first]
            if held > OVERRULED * total:
                container.reason = None
    inherited: dict[Container, str] = {}
    for container in containers:
        above = inherited.get(container.parent, "") if container.parent is not None else ""
        inherited[container] = above or container.reason or ""
    return [inherited[block.container] or block.reason or "" for block in blocks]


def _main_container(containers: list[Container], weights: list[float]) -> Container:
    sums = [0.0, *accumulate(weights)]

    def held(container: Container) -> float:
        return sums[container.last] - sums[container.first]

    total = sums[-1]
    for promise, share in NAMED_SHARE.items():
        best: Container | None = None
        for container in containers:
            if container.body != promise or container.reason:
                continue
            if best is None or held(container) > held(best):
                best = container
        if best is not None and held(best) >= max(NAMED_LEAST, share * total):
            return best
    current = containers[0]
    children: dict[Container, list[Container]] = {}
    for container in containers:
        if container.parent is not None:
            children.setdefault(container.parent, []).append(container)
    while True:
        best = max(children.get(current, []), key=held, default=None)
        if best is None or held(best) < DESCEND * held(current) or held(best) <= 0:
            return current
        current = best


def _parts(containers: list[Container], main: Container, weights: list[float], blocks: list[Block]) -> list[Container]:
    """The main container and the elements that carry its name beside it: texts are cut up around adverts."""
    name = main.element.get("class")
    parts = [main]
    if name and main.body >= 2:
        parts += [
            other
            for other in containers
            if other is not main and other.tag == main.tag and other.element.get("class") == name
            and other.parent is not None and other.parent is main.parent
        ]  # fmt: skip
    return parts


def _drop_link_lists(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Items and short paragraphs that are mostly link, where they stand in a row of such."""
    for index, block in enumerate(blocks):
        if index in dropped:
            continue
        if block.link_chars > 0.8 * block.chars and (
            block.container.role in ("item", "cell", "heading") or block.chars < 200
        ):
            dropped[index] = "links"


def _drop_loose_headings(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Headings at the end, with nothing under them."""
    for index in range(len(blocks) - 1, -1, -1):
        if index in dropped:
            continue
        if blocks[index].container.role != "heading":
            return
        dropped[index] = "heading-without-text"
