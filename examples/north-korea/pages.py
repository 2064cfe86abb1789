"""Web pages of the example: an article within what stands around articles on real sites.

The frame comes from a design in `written/designs/`, its words from `written/labels.toml`; no page loads anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Any

LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
MONTHS = {
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
    "es": "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre,octubre,noviembre,diciembre",
    "de": "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember",
    "ru": "января,февраля,марта,апреля,мая,июня,июля,августа,сентября,октября,ноября,декабря",
}


@dataclass
class Page:
    """What a design needs."""

    head: dict[str, Any]
    labels: dict[str, Any]
    design: str
    notice: str
    reports: list[dict[str, str]]
    paragraphs: list[str]


def visible_date(lang: str, moment: str) -> str:
    """A date as a page of that language prints it; `moment` is ISO 8601."""
    year, month, day = (int(part) for part in moment[:10].split("-"))
    clock = moment[11:16]
    base = lang.partition("-")[0]
    if base == "ko":
        written = f"{year}.{month:02d}.{day:02d}"
    elif base in ("ja", "zh"):
        written = f"{year}年{month}月{day}日"
    else:
        name = MONTHS[base].split(",")[month - 1]
        written = {
            "en": f"{day} {name} {year}", "es": f"{day} de {name} de {year}",
            "de": f"{day}. {name} {year}", "ru": f"{day} {name} {year} г.",
        }[base]  # fmt: skip
    return f"{written} {clock}".strip()


def linked(text: str) -> str:
    """Escaped text, with `[words](address)` as a link."""
    return LINK.sub(r'<a href="\2">\1</a>', escape(text, quote=False))


def block(paragraph: str) -> str:
    """One paragraph, subheading or list item group of the article."""
    if paragraph.startswith("## "):
        return f"<h2>{linked(paragraph[3:])}</h2>"
    if paragraph.startswith("- "):
        items = "".join(f"<li>{linked(line[2:])}</li>" for line in paragraph.splitlines())
        return f"<ul>{items}</ul>"
    return f"<p>{linked(' '.join(paragraph.splitlines()))}</p>"


def article(page: Page) -> str:
    """The article's body; the magazine design interrupts it, as such pages do."""
    blocks = [block(paragraph) for paragraph in page.paragraphs]
    if page.head["design"] == "magazine" and len(blocks) > 3:
        blocks.insert(2, f'<div class="newsletter-box"><p>{escape(page.labels["newsletter"])}</p></div>')
    return "\n".join(blocks)


def structured(page: Page) -> str:
    """The page's JSON-LD, as sites give it for search engines."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.head["title"],
        "datePublished": page.head["published"],
        "dateModified": page.head.get("updated", page.head["published"]),
        "inLanguage": page.head["lang"],
        "publisher": {"@type": "Organization", "name": page.head["outlet_name"]},
        "mainEntityOfPage": page.head["url"],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")


def listed(items: list[str], host: str, folder: str) -> str:
    """Links of a navigation bar or a list of other articles."""
    return "".join(
        f'<li><a href="https://{host}/{folder}/{number}">{escape(item, quote=False)}</a></li>'
        for number, item in enumerate(items, start=1)
    )


def html_page(page: Page) -> str:
    """The whole page."""
    head, labels = page.head, page.labels
    lang = str(head["lang"])
    headlines = list(labels["headlines"])
    turn = sum(map(ord, str(head["url"]))) % len(headlines)
    others = [line for line in headlines[turn:] + headlines[:turn] if line != head["title"]]
    reports = "".join(f'<li><a href="{escape(r["url"])}">{escape(r["name"])}</a></li>' for r in page.reports)
    notice_words = labels["notice"].replace("OUTLET", head["outlet_name"])
    facts_words = labels["facts_from"] if page.reports else labels["no_facts"]
    notice = f"<p>{escape(notice_words)} {escape(facts_words)}</p>" + (f"<ul>{reports}</ul>" if reports else "")
    values = {
        "lang": lang,
        "charset": head.get("charset_label", head.get("charset", "utf-8")),
        "title": escape(head["title"], quote=False),
        "title_attribute": escape(head["title"]),
        "outlet": escape(head["outlet_name"], quote=False),
        "host": head["host"],
        "url": head["url"],
        "published": head["published"],
        "updated": head.get("updated", head["published"]),
        "date": visible_date(lang, head["published"]),
        "masthead_date": visible_date(lang, head["masthead"]) if "masthead" in head else "",
        "byline": escape(head.get("byline", labels["staff"]), quote=False),
        "notice": notice,
        "notice_attribute": escape(page.notice),
        "json_ld": structured(page),
        "article": article(page),
        "nav": listed(labels["nav"], head["host"], "section"),
        "share": " ".join(f'<a class="share" href="#">{escape(word)}</a>' for word in labels["share"]),
        "related_heading": escape(labels["related"]),
        "related": listed(others[:3], head["host"], "archive"),
        "popular_heading": escape(labels["popular"]),
        "popular": listed(others[3:6], head["host"], "archive"),
        "cookie": escape(labels["cookie"]),
        "footer": escape(labels["footer"].replace("OUTLET", head["outlet_name"])),
        "posted": escape(labels["posted"]),
    }
    return Template(page.design).substitute(values)
