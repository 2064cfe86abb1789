"""The guidelines for coders that a case begins with, until its people write their own."""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["default_guidelines"]


@cache
def default_guidelines() -> str:
    """Markdown: docs/CODING.md in short, for people who judge claims."""
    return (resources.files("sousveil.review") / "guidelines.md").read_text("utf-8")
