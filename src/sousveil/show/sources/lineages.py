"""Lineages: where words come from and who repeats them, as a tree over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.record.source import Source
from sousveil.show.addresses import address
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.sources.descent import Tree, cited_by, climb, tree_of
from sousveil.show.sources.echoes import KINDS_OF_LINK
from sousveil.show.words.catalogue import gettext
from sousveil.show.words.links import lag_phrase
from sousveil.store.case import Case

__all__ = ["lineage", "lineage_csv", "lineage_of_cited"]


def lineage(case: Case, request: Request) -> Response:
    """The lineage that a source stands in, from its start; with `from=here`, what stands below the source alone."""
    asked = case.source(request.path_params["id"])
    if asked is None:
        raise HTTPException(404, gettext("This case has no such source."))
    here = request.query_params.get("from") == "here"
    start = asked.id if here else climb(case, asked.id)
    cited = [] if here else cited_by(case, start)
    if len(cited) == 1:
        # What starts it is not held, and only one thing can be it.
        return _page(request, tree_of(case, None, cited=cited[0].ref), asked, cited=cited[0].ref)
    tree = tree_of(case, start, after=request.query_params.get("after") or None if here else None)
    return _page(request, tree, asked, start=start, origins=cited, here=here)


def lineage_of_cited(case: Case, request: Request) -> Response:
    """Everyone who cites an origin that the case does not hold, and who repeats them."""
    cited = request.query_params.get("cited")
    if not cited:
        return RedirectResponse("/echoes", status_code=303)
    tree = tree_of(case, None, cited=cited, after=request.query_params.get("after") or None)
    if tree.cited is None:
        raise HTTPException(404, gettext("Nothing in this case cites that origin."))
    return _page(request, tree, None, cited=cited)


def _page(
    request: Request, tree: Tree, asked: Source | None, *, start: str | None = None,
    cited: str | None = None, origins: Sequence[object] = (), here: bool = False,
) -> Response:  # fmt: skip
    nodes = list(tree.nodes())
    dates = [node.source.published for node in nodes if node.source and node.source.published]
    top = tree.roots[0].source if tree.roots else None
    first = tree.cited.date if tree.cited else (top.published if top else None)
    return render(
        request, "lineage.html",
        tree=tree, kinds_of_link=KINDS_OF_LINK, nodes=nodes, asked=asked, origins=origins, partial=here, cited=cited,
        names={node.identifier: node.source for node in nodes},
        lags={node.identifier: lag_phrase(first, node.source.published if node.source else None) for node in nodes},
        langs=sorted({node.source.lang for node in nodes if node.source}),
        earliest=min(dates, default=None), latest=max(dates, default=None),
        partly=any(node.more or node.last for node in nodes) or tree.last is not None,
        csv=address("/lineages.csv", source=start, cited=cited),
    )  # fmt: skip


def lineage_csv(_: Case, request: Request) -> Response:
    """All of a lineage as CSV: `source` or `cited` says where it starts."""
    source = request.query_params.get("source") or None
    cited = request.query_params.get("cited") or None
    if (source is None) == (cited is None):
        raise HTTPException(400, "Say where the lineage starts: source=ID or cited=REF.")

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for node in tree_of(case, source, cited=cited, whole=True).nodes():
            held, link = node.source, node.link.echo if node.link else None
            yield (
                node.level, node.identifier, held.title if held else None, held.outlet if held else None,
                held.lang if held else None, held.published if held else None,
                node.under or (cited if link else None), link.type if link else None, link.id if link else None,
                link.score if link else None, link.direction if link else None, link.reason if link else None,
                node.link.state if node.link else None,
            )  # fmt: skip

    header = (
        "level", "source", "title", "outlet", "lang", "published", "repeats", "type", "echo", "score", "direction",
        "reason", "state",
    )  # fmt: skip
    return csv_answer(request, "lineage", header, rows)
