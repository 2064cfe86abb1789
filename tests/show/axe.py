"""What axe-core finds on a page, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from show.served import missing

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, *rules: str, iframes: bool = True) -> list[tuple[str, list[str]]]:
    """The rules that a page breaks, each with the first places where it does; all rules, where none is named.

    axe is handed to the page from outside, which the pages' own policy would refuse: the page's context needs
    `bypass_csp`.
    """
    if not AXE.exists():
        missing("axe-core is not installed: run `make setup`")
    if page.evaluate("typeof axe") == "undefined":
        page.add_script_tag(path=AXE)
    options = {"resultTypes": ["violations"], "iframes": iframes, **({"runOnly": list(rules)} if rules else {})}
    result = page.evaluate("options => axe.run(options)", options)
    found = [
        (v["id"], [n["html"][:160] for n in v["nodes"] if not _in_a_sentence(n)][:3]) for v in result["violations"]
    ]
    return [(rule, where) for rule, where in found if where]


def of_scheme(scheme: str) -> tuple[str, ...]:
    """The rules to look at in a scheme, where the page was seen in the light: only colours differ in the dark."""
    return ("color-contrast",) if scheme == "dark" else ()


def _in_a_sentence(node: dict[str, Any]) -> bool:
    """Words of a sentence that can be corrected where they stand: WCAG takes them as small as the sentence is."""
    return 'class="review-edit"' in node["html"] and any(each["id"] == "target-size" for each in node["any"])
