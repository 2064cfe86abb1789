"""Texts, claims and sources made by hand, for the tests of trace and weigh."""

from __future__ import annotations

from sousveil.record.claim import Claim, Evidence, Organisation, Place
from sousveil.record.identity import sha256_text
from sousveil.record.source import Source
from sousveil.record.text import Dated, Link, Paragraph, Text


def make_text(
    content: str,
    *,
    lang: str = "en",
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    canonical: str | None = None,
    title: str | None = None,
    links: tuple[str, ...] = (),
    coded: dict[str, tuple[str, ...]] | None = None,
) -> Text:
    return Text(
        capture_sha256=sha256_text(f"{outlet}\0{url}\0{content}"),
        content=content,
        extractor="test/1",
        lang=lang,
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),),
        segments=(),
        title=title,
        outlet=outlet,
        published=Dated(value=published, evidence="test", certainty="high") if published else None,
        url=url,
        canonical_url=canonical,
        links=tuple(Link(start=0, end=0, url=link) for link in links),
        coded=coded,
    )


def make_source(text: Text) -> Source:
    return Source(
        id=text.source_id,
        url=text.url,
        title=text.title,
        outlet=text.outlet,
        published=text.published.value if text.published else None,
        published_evidence=None,
        lang=text.lang,
        capture_sha256=text.capture_sha256,
        text_sha256=text.sha256,
        retrieved="2026-01-01T00:00:00Z",
        bytes=len(text.content),
        media_type="text/plain",
        locator="test",
        characters=len(text.content),
        own=text.own,
    )


def make_claim(
    text: Text,
    quote: str,
    *,
    kind: str = "deployment",
    technology: tuple[str, ...] = ("camera",),
    act: str = "operate",
    polarity: str = "affirmed",
    sites: tuple[str, ...] = (),
    place: str | None = None,
    country: str | None = "KP",
    geonameid: int | None = None,
    said_by: tuple[tuple[str, str | None], ...] = (),
    supplier: Organisation | None = None,
    operator: Organisation | None = None,
) -> Claim:
    start = text.content.index(quote)
    return Claim(
        kind=kind,
        technology=technology,
        act=act,
        polarity=polarity,  # type: ignore[arg-type]
        certainty="stated",
        evidence=Evidence(
            source=text.source_id,
            url=text.url,
            lang=text.lang,
            text_sha256=text.sha256,
            start=start,
            end=start + len(quote),
            quote=quote,
        ),
        place=Place(
            name=place or country or "",
            country=country,
            geonameid=geonameid,
            precision="city" if geonameid else "country",
        )
        if place or country
        else None,
        site_types=sites,
        supplier=supplier,
        operator=operator,
        attributed_to=tuple(Organisation(name=name, ref=ref) for name, ref in said_by),
        extractor="test/1",
        rule="test",
    )
