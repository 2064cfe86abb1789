"""Which address leads to which page."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.api.page import explained
from sousveil.show.atlas import countries, map_page, network_files, network_page, places
from sousveil.show.case import gaps, imports, overview, record, settings, vocabulary
from sousveil.show.findings import citations, claims, compare, finding, findings, timeline_page
from sousveil.show.organisations import names, organisations_page
from sousveil.show.review import agreement, decide_forms, guidelines, writing
from sousveil.show.review import page as review_page
from sousveil.show.sources import archived, echoes, lineages, search, sources
from sousveil.store.case import Case

__all__ = ["ACTIONS", "PAGES", "Page"]

Page = Callable[[Case, Request], Response]

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", overview.overview),
    ("/about", overview.about),
    ("/findings", findings.findings),
    ("/findings.csv", findings.findings_csv),
    ("/findings/{id}.csv", finding.claims_csv),
    ("/findings/{id}.bib", citations.finding_bib),
    ("/findings/{id}.csl.json", citations.finding_csl),
    ("/findings/{id}", finding.finding),
    ("/timeline", timeline_page.timeline),
    ("/timeline.csv", timeline_page.timeline_csv),
    ("/compare", compare.compare),
    ("/compare.csv", compare.compare_csv),
    ("/organisations", organisations_page.organisations),
    ("/organisations.csv", organisations_page.organisations_csv),
    ("/organisations/{key:path}", organisations_page.organisation),
    ("/countries", countries.countries),
    ("/countries.csv", countries.countries_csv),
    ("/countries/{code}", countries.country),
    ("/countries/{code}/trade.csv", countries.trade_csv),
    ("/countries/{code}/indicators.csv", countries.indicators_csv),
    ("/names", names.names),
    ("/names.csv", names.names_csv),
    ("/imports", imports.imports),
    ("/review", review_page.review),
    ("/claims", claims.claims),
    ("/claims.csv", claims.claims_csv),
    ("/claims/{id}", claims.claim),
    ("/claims/{id}/place", places.why_place),
    ("/sources", sources.sources),
    ("/sources.csv", sources.sources_csv),
    ("/sources/{id}.bib", citations.source_bib),
    ("/sources/{id}.csl.json", citations.source_csl),
    ("/sources/{id}", sources.source),
    ("/sources/{id}/capture", sources.capture),
    ("/sources/{id}/record.warc.gz", sources.record),
    ("/sources/{id}/page", archived.archived_page),
    ("/echoes", echoes.echoes),
    ("/echoes.csv", echoes.echoes_csv),
    ("/echoes/{id}", echoes.echo),
    ("/echoes/{id}/aligned.csv", echoes.aligned_csv),
    ("/lineages", lineages.lineage_of_cited),
    ("/lineages.csv", lineages.lineage_csv),
    ("/lineages/{id}", lineages.lineage),
    ("/gaps", gaps.gaps),
    ("/gaps.csv", gaps.gaps_csv),
    ("/map", map_page.world),
    ("/map.csv", map_page.map_csv),
    ("/map.geojson", map_page.map_geojson),
    ("/network", network_page.network),
    ("/network.csv", network_files.network_csv),
    ("/network.graphml", network_files.network_graphml),
    ("/vocabulary", vocabulary.vocabulary),
    ("/vocabulary/propose", vocabulary.propose),
    ("/vocabulary/proposals/{number}.patch", vocabulary.patch),
    ("/vocabulary/proposals/{number}", vocabulary.proposal),
    ("/vocabulary/{kind}.csv", vocabulary.vocabulary_csv),
    ("/vocabulary/{kind}", vocabulary.vocabulary_group),
    ("/search", search.search),
    ("/search.csv", search.search_csv),
    ("/agreement", agreement.agreement),
    ("/agreement.csv", agreement.agreement_csv),
    ("/agreement/disagreements.csv", agreement.disagreements_csv),
    ("/guidelines", guidelines.guidelines),
    ("/guidelines/edit", guidelines.edit_guidelines),
    ("/settings", settings.settings),
    ("/drops", record.drops),
    ("/drops.csv", record.drops_csv),
    ("/log", record.log),
    ("/log.csv", record.log_csv),
    ("/api", explained),
)
ACTIONS: tuple[tuple[str, Page], ...] = (
    ("/review/decide", review_page.decide),
    ("/review/undo/{action}", review_page.undo),
    ("/claims", writing.write),
    ("/claims/{id}/decide", decide_forms.decide_claim),
    ("/echoes/{id}/decide", decide_forms.decide_echo),
    ("/names/{id}/decide", decide_forms.decide_name),
    ("/vocabulary/proposals", vocabulary.keep_proposal),
    ("/vocabulary/proposals/{number}", vocabulary.decide_proposal),
    ("/log/undo", record.undo),
    ("/guidelines", guidelines.save_guidelines),
    ("/settings", settings.save_settings),
)
"""Where forms go. These get the case open for writing."""
