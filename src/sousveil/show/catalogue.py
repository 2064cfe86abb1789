"""The interface's words in the language of whoever reads: English as it stands in the code, others from catalogues."""

from __future__ import annotations

from contextvars import ContextVar

__all__ = ["gettext", "language", "ngettext", "use"]

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def use(code: str) -> None:
    """Speak this language (BCP 47) for the rest of this request."""
    _LANGUAGE.set(code)


def language() -> str:
    """The language of this request, BCP 47."""
    return _LANGUAGE.get()


def gettext(said: str, **values: object) -> str:
    """A text in the language of this request, `{name}` in it filled with the value of that name."""
    return said.format(**values) if values else said


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The text for one or for several, with `{count}` and what else it names filled in."""
    return (one if count == 1 else many).format(count=f"{count:,}", **values)
