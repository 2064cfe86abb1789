"""Which blocks of a page are its main text.

Three steps: weigh each block as prose; find the element that holds the main text, by what its names promise and
by the share of prose in it; drop what stands inside it and is not part of it. All thresholds are here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sousveil.read.boilerplate import words_against
from sousveil.read.html_blocks import Block, Container

__all__ = ["Choice", "choose"]

PROSE_CHARS: Final = 80
"""From this length on a block counts as prose in full; below, it counts a third."""
LINK_SHARE: Final = 0.5
"""More of a block than this inside links, and it is a list of links."""
OVERRULED: Final = {
    "share": 0.3, "byline": 0.3, "interface": 0.3, "newsletter": 0.3, "teaser": 0.3, "caption": 0.4, "gallery": 0.3,
    "advertisement": 0.4, "navigation": 0.5, "sidebar": 0.6, "related": 0.5, "comments": 0.8, "consent": 0.6,
    "footer": 0.6, "hidden": 0.6, "noscript": 0.6,
}  # fmt: skip
"""An element that holds more than this share of the prose around it is not what its name says, by reason."""
OVERRULING_LEAST: Final = 300
"""... and at least so many characters of prose."""
NAMED_SHARE: Final = {3: 0.12, 2: 0.4, 1: 0.5}
"""Share of the prose that an element must hold to be chosen for its name, by how much the name promises."""
NAMED_LEAST: Final = 140
"""... and at least so many characters of prose."""
DESCEND: Final = 0.75
"""Without a name, descend as long as one child holds this share of its parent's prose."""
ENOUGH: Final = 200
"""With fewer characters than this kept, the page is looked at again with less faith in names."""
LINKED: Final = 0.8
"""More of a block than this inside links, and it leads elsewhere ..."""
LINKED_CHARS: Final = 200
"""... if it is an item, a heading or shorter than this (characters)."""
NARROW: Final = 0.88
"""In an element with a broad name (`content`), a child with this share of its prose is taken instead."""
GROWN: Final = 1.6
"""An ancestor of the chosen element is taken instead where it holds so many times the prose ..."""
GROW_LEVELS: Final = 4
"""... at most so many levels up, and not beyond the article."""
ASIDE_FACTOR: Final = 0.2
"""Prose under an element that is named as something else counts so much when main texts are compared."""
LEAD_CHARS: Final = 50
"""A paragraph between the headline and the text is its lead from this length on (characters)."""
HEADING_CHARS: Final = 120
"""Longer headings are text."""
LEAD_DISTANCE: Final = 30
"""... when no more blocks than this stand between."""

LISTED: Final = frozenset({"links", "related", "teaser", "navigation", "newsletter", "comments", "outside-main-text"})
ISOLATED: Final = frozenset({"paragraph"})
"""Roles of short blocks that only stay beside prose; items, cells and headings are short by nature."""
_HARD: Final = frozenset({"comments", "sidebar", "footer", "related", "navigation", "consent", "hidden", "noscript"})
_BELIEVED: Final = frozenset({"comments", "footer", "consent", "navigation", "hidden"})
_LEAVES: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "figcaption", "blockquote"})
_SENTENCE_END: Final = re.compile(r"[.!?…:。！？؟।][\"'”’»)\]]*\s*\Z")


class _Prose:
    """Prose of each container: all of it, and net of what stands under elements named as something else."""

    def __init__(self, blocks: list[Block], containers: list[Container]) -> None:
        self.weights = [_weight(block) for block in blocks]
        self.net: dict[Container, float] = dict.fromkeys(containers, 0.0)
        self.children: dict[Container, list[Container]] = {}
        for block, weight in zip(blocks, self.weights, strict=True):
            if block.reason is None:
                self.net[block.container] += weight
        for container in reversed(containers):  # children come after their parents
            parent = container.parent
            if parent is not None:
                if container.reason is None:
                    self.net[parent] += self.net[container]
                self.children.setdefault(parent, []).append(container)


def _weight(block: Block) -> float:
    free = block.chars - block.link_chars
    if free <= 0 or block.link_chars > LINK_SHARE * block.chars:
        return 0.0
    return float(free) if block.chars >= PROSE_CHARS else free / 3


class Choice(NamedTuple):
    """Indices of the blocks that are left out, each with the reason, and the element that holds the text."""

    dropped: dict[int, str]
    main: Container


def choose(blocks: list[Block], containers: list[Container]) -> Choice:
    """Decide about every block. There must be at least one container, the body.

    Where next to nothing would be left, the names are believed less: a page whose every part is called `sidebar`
    still has a text.
    """
    names = [container.reason for container in containers]
    choice = _choose(blocks, containers)
    for believed in (_BELIEVED, frozenset({"hidden"})):
        kept = _kept(blocks, choice)
        if kept >= ENOUGH:
            break
        for container, name in zip(containers, names, strict=True):
            container.reason = name if name in believed else None
        again = _choose(blocks, containers)
        if _kept(blocks, again) > 2 * kept:
            choice = again
    return choice


def _kept(blocks: list[Block], choice: Choice) -> int:
    return sum(block.chars for index, block in enumerate(blocks) if index not in choice.dropped)


def _choose(blocks: list[Block], containers: list[Container]) -> Choice:
    _overrule(blocks, containers)
    prose = _Prose(blocks, containers)
    main = _main_container(containers, prose)
    above: Container | None = main
    while above is not None:
        above.reason = None
        above = above.parent
    reasons = _reasons(blocks, containers)
    inside: set[int] = set()
    for part in _parts(containers, main):
        inside.update(range(part.first, part.last))
    inside |= _lead(blocks, reasons, main)
    dropped: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if index not in inside:
            dropped[index] = reasons[index] or "outside-main-text"
            continue
        reason = reasons[index] or words_against(block)
        if reason and reason != "lead":
            dropped[index] = reason
    _drop_link_lists(blocks, dropped)
    _drop_label_headings(blocks, dropped)
    _drop_isolated(blocks, dropped)
    _drop_loose_headings(blocks, dropped)
    return Choice(dropped, main)


def _overrule(blocks: list[Block], containers: list[Container]) -> None:
    """Take back names that the amount of prose under them speaks against, from the inside out."""
    prose = _Prose(blocks, containers)
    named = any(
        container.body and prose.net[container] >= OVERRULING_LEAST and not _under_hard(container)
        for container in containers
    )
    total = sum(prose.weights)
    net: dict[Container, float] = dict.fromkeys(containers, 0.0)
    for block, weight in zip(blocks, prose.weights, strict=True):
        if block.reason is None:
            net[block.container] += weight
    for container in reversed(containers):
        held = net[container]
        reason = container.reason
        overruled = reason and held >= OVERRULING_LEAST and held > OVERRULED[reason] * total
        if overruled and not (named and reason in _HARD):
            container.reason = None
        if container.reason is None and container.parent is not None:
            net[container.parent] += held


def _under_hard(container: Container) -> bool:
    above: Container | None = container
    while above is not None:
        if above.reason in _HARD:
            return True
        above = above.parent
    return False


def _reasons(blocks: list[Block], containers: list[Container]) -> list[str]:
    """Why each block would be left out by the names around it; empty where nothing speaks against it."""
    inherited: dict[Container, str] = {}
    for container in containers:
        above = inherited.get(container.parent, "") if container.parent is not None else ""
        inherited[container] = above or container.reason or ""
    return [inherited[block.container] or block.reason or "" for block in blocks]


def _main_container(containers: list[Container], prose: _Prose) -> Container:
    factor: dict[Container, float] = {}
    for container in containers:
        above = factor[container.parent] if container.parent is not None else 1.0
        factor[container] = above * (ASIDE_FACTOR if container.reason in _HARD else 1.0)

    def held(container: Container) -> float:
        return prose.net[container] * factor[container]

    total = max(prose.net[containers[0]], *map(held, containers))
    for promise, share in NAMED_SHARE.items():
        best: Container | None = None
        for container in containers:
            if container.body != promise or container.reason in _HARD or container.tag in _LEAVES:
                continue
            if best is None or held(container) > held(best):
                best = container
        if best is not None and held(best) >= max(NAMED_LEAST, share * total):
            return _narrowed(_grown(best, prose), prose) if promise < 3 else _grown(best, prose)
    current = containers[0]
    while True:
        best = max(prose.children.get(current, []), key=held, default=None)
        if best is None or best.tag in _LEAVES or held(best) < DESCEND * held(current) or held(best) <= 0:
            return current
        current = best


def _grown(main: Container, prose: _Prose) -> Container:
    """A nearby ancestor, where most of the text stands beside the element that was named for it."""
    best = main
    above = main.parent
    for _ in range(GROW_LEVELS):
        if above is None or above.tag == "body" or above.reason in _HARD:
            break
        if prose.net[above] > GROWN * prose.net[best]:
            best = above
        if above.body or above.tag in ("article", "main"):
            break
        above = above.parent
    return best


def _narrowed(main: Container, prose: _Prose) -> Container:
    """The part of a broadly named element that holds nearly all of its prose."""
    while True:
        best = max(prose.children.get(main, []), key=lambda child: prose.net[child], default=None)
        if best is None or best.reason or best.tag in _LEAVES or prose.net[best] < NARROW * prose.net[main]:
            return main
        main = best


def _parts(containers: list[Container], main: Container) -> list[Container]:
    """The main container and those of the same name near it: texts are cut up around adverts and pictures."""
    name = main.element.get("class")
    if not name or main.body < 2:
        return [main]
    near: list[Container | None] = [main.parent]
    for _ in range(2):
        last = near[-1]
        if last is None or last.body >= 1 or last.tag in ("article", "main", "body"):
            break
        near.append(last.parent)
    return [main] + [
        other
        for other in containers
        if other is not main and other.tag == main.tag and other.element.get("class") == name
        and other.reason is None and _under(other, near)
    ]  # fmt: skip


def _under(container: Container, near: list[Container | None]) -> bool:
    above = container.parent
    for _ in range(3):
        if above is None:
            return False
        if above in near:
            return True
        above = above.parent
    return False


def _lead(blocks: list[Block], reasons: list[str], main: Container) -> set[int]:
    """Paragraphs between the headline and the main text: the lead stands outside the text on many sites."""
    found: set[int] = set()
    headline: int | None = None
    for index in range(main.first - 1, max(-1, main.first - LEAD_DISTANCE), -1):
        block = blocks[index]
        if block.container.tag == "h1" or (block.container.parent is not None and block.container.parent.tag == "h1"):
            headline = index
            break
    if headline is None:
        around = main.parent.parent if main.parent is not None and main.parent.parent is not None else main
        headline = max(around.first, main.first - LEAD_DISTANCE) - 1
    first = next((at for at in range(main.first, main.last) if not reasons[at] and _weight(blocks[at]) > 0), main.first)
    for index in range(headline + 1, first):
        block = blocks[index]
        if block.chars < LEAD_CHARS or block.link_chars > 0.3 * block.chars:
            continue
        if reasons[index] not in ("", "teaser"):
            continue
        if _SENTENCE_END.search(block.text()) or block.chars > 80:
            found.add(index)
            reasons[index] = ""
    return found


def _drop_link_lists(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Items, headings and short paragraphs that are links; a linked cell stays in a row that says more."""
    linked = [block.link_chars > LINKED * block.chars for block in blocks]
    rows = {
        block.container.row
        for index, block in enumerate(blocks)
        if index not in dropped and block.container.role == "cell" and not linked[index]
    }
    for index, block in enumerate(blocks):
        if index in dropped or not linked[index]:
            continue
        container = block.container
        if container.role == "cell" and container.row is not None and container.row in rows:
            continue
        if container.role in ("item", "heading") or block.chars < LINKED_CHARS:
            dropped[index] = "links"


def _drop_label_headings(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Headings over lists that were dropped: two blocks or more of links or teasers follow at once."""
    for index, block in enumerate(blocks):
        if index in dropped or block.container.role != "heading" or block.chars > HEADING_CHARS:
            continue
        after = [dropped.get(at) for at in range(index + 1, min(index + 3, len(blocks)))]
        if len(after) == 2 and all(reason in LISTED for reason in after):
            dropped[index] = "heading-without-text"


def _drop_isolated(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Short blocks that stand neither beside prose nor in an element that holds some: buttons, notes, labels."""
    beside: set[Container | None] = set()
    for index, block in enumerate(blocks):
        if index not in dropped and _weight(block) >= PROSE_CHARS:
            beside.update((block.container, block.container.parent))
    for index, block in enumerate(blocks):
        if not beside or index in dropped or block.chars >= PROSE_CHARS:
            continue
        container = block.container
        if container.role not in ISOLATED or {container, container.parent} & beside:
            continue
        if container.tag != "p" or not _SENTENCE_END.search(block.text()):
            dropped[index] = "isolated"


def _drop_loose_headings(blocks: list[Block], dropped: dict[int, str]) -> None:
    """Headings at the end, with nothing under them."""
    for index in range(len(blocks) - 1, -1, -1):
        if index in dropped:
            continue
        if blocks[index].container.role != "heading" or blocks[index].chars > HEADING_CHARS:
            return
        dropped[index] = "heading-without-text"
