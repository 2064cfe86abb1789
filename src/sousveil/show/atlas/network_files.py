"""The network as files: its ties as CSV and as GraphML, both sent as they are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Final
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.atlas.brief_asked import brief_asked
from sousveil.show.atlas.network import End, Joined, all_ties, end_of, names_of, restricted
from sousveil.show.atlas.network_page import columns_asked
from sousveil.show.page.table import csv_answer, download
from sousveil.store.case import Case
from sousveil.store.findings.briefs import Brief
from sousveil.store.findings.ties import Column

__all__ = ["network_csv", "network_graphml"]

_MOST: Final = 50_000
"""Ties of a pair of columns in a download."""
_FIRST, _BATCH = 50, 1_000
"""Ties whose ends are named together, at first and then."""
_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_UNFIT: Final = re.compile(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_KEYS: Final = (
    ("node", "label", "string"), ("node", "role", "string"), ("edge", "weight", "int"),
    ("edge", "origins_min", "int"), ("edge", "origins_max", "int"), ("edge", "disputed", "int"),
)  # fmt: skip


def network_csv(_case: Case, request: Request) -> Response:
    """Every tie, drawn or not, as CSV."""
    columns, wanted = columns_asked(request), _around(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for joined, names in _named(case, columns, wanted):
            yield (
                joined.one.column, names[joined.one], joined.one.value, joined.other.column, names[joined.other],
                joined.other.value, joined.tie.findings, joined.tie.origins_min, joined.tie.origins_max,
                joined.tie.disputed,
            )  # fmt: skip

    header = (
        "from_role", "from", "from_key", "to_role", "to", "to_key", "findings", "best_origins_min", "best_origins_max",
        "disputed",
    )  # fmt: skip
    return csv_answer(request, "network", header, rows)


def _around(request: Request) -> Brief:
    focus = end_of(request.query_params.get("focus", ""))
    wanted = brief_asked(request)
    return restricted(wanted, focus) if focus else wanted


def _named(case: Case, columns: tuple[Column, ...], wanted: Brief) -> Iterator[tuple[Joined, dict[End, str]]]:
    """Every tie with the names of its ends; ties of whoever is nobody are left out."""
    ties = all_ties(case, columns, wanted, limit=_MOST)
    for batch in chain((_FIRST,), repeat(_BATCH)):
        if not (some := list(islice(ties, batch))):
            return
        names = names_of(case, (end for joined in some for end in (joined.one, joined.other)))
        yield from ((joined, names) for joined in some if joined.one in names and joined.other in names)


def network_graphml(_case: Case, request: Request) -> Response:
    """The same as GraphML, which Gephi, yEd and networkx read."""
    columns, wanted = columns_asked(request), _around(request)
    return download(
        request, "network.graphml", "application/graphml+xml", lambda case: _graphml(_named(case, columns, wanted))
    )


def _graphml(ties: Iterator[tuple[Joined, dict[End, str]]]) -> Iterator[bytes]:
    """The file in parts: each end as a tie first has it, then the ties, which wait for that."""
    keys = "".join(f'  <key id="{n}" for="{of}" attr.name="{n}" attr.type="{kind}"/>\n' for of, n, kind in _KEYS)
    written = [f"<?xml version='1.0' encoding='UTF-8'?>\n<graphml xmlns=\"{_GRAPHML}\">\n{keys}"]
    edges: list[Joined] = []
    met: set[End] = set()
    for joined, names in ties:
        if not edges:
            written.append('  <graph edgedefault="directed">\n')
        edges.append(joined)
        for end in (joined.one, joined.other):
            if end not in met:
                met.add(end)
                written.append(_element("node", {"id": end.address}, label=names[end], role=end.column))
        if len(edges) == _FIRST or len(edges) % _BATCH == 0:
            yield "".join(written).encode()
            written = []
    for number, joined in enumerate(edges):
        given = {"id": f"e{number}", "source": joined.one.address, "target": joined.other.address}
        tie = joined.tie
        written.append(
            _element(
                "edge", given, weight=tie.findings, origins_min=tie.origins_min, origins_max=tie.origins_max,
                disputed=tie.disputed,
            )
        )  # fmt: skip
        if number % _BATCH == 0:
            yield "".join(written).encode()
            written = []
    written.append("  </graph>\n" if edges else '  <graph edgedefault="directed"/>\n')
    yield "".join((*written, "</graphml>\n")).encode()


def _element(name: str, given: dict[str, str], **values: object) -> str:
    said = "".join(f' {key}="{_attribute(value)}"' for key, value in given.items())
    data = "".join(f'      <data key="{key}">{escape(_plain(str(value)))}</data>\n' for key, value in values.items())
    return f"    <{name}{said}>\n{data}    </{name}>\n"


def _attribute(words: str) -> str:
    return escape(_plain(words), {'"': "&quot;"})


def _plain(words: str) -> str:
    """Words without the characters that XML cannot hold."""
    return _UNFIT.sub("", words)
