"""Reasons for rejecting a claim (`rejecting.toml`): what a coder chooses from by a number instead of typing it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.vocabulary.files import converted, overlaid

__all__ = ["MOST", "Reason", "check_rejecting", "load_rejecting"]

MOST: Final = 9
"""One key each, 1 to 9."""
_LONGEST: Final = 60
"""Characters: it is a line in a list."""
_FILE: Final = "rejecting.toml"


class Reason(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reason. It is recorded as `says`, so that whoever reads the log needs no table."""

    id: str
    says: str
    """What is recorded and shown, in English."""
    means: str = ""
    """When it is the right one, in a sentence."""
    names: dict[str, str] = {}
    """What is shown in another language, by its code."""


class _Reasons(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: tuple[Reason, ...] = ()


@cache
def load_rejecting(folder: str | None = None) -> tuple[Reason, ...]:
    """The reasons in their order; those of a researcher's `folder` come behind ours, one of the same identifier takes
    the place of ours. At most nine are offered.

    Raises VocabularyError where a file has another shape.
    """
    return tuple(_read(folder).values())[:MOST]


def _read(folder: str | None) -> dict[str, Reason]:
    found = converted(overlaid(_FILE, folder), _Reasons, _FILE).reason
    return {each.id: each for each in found if each.says}


def check_rejecting(folder: str | None = None) -> Iterator[str]:
    """What is wrong in the file, one sentence each."""
    try:
        reasons = converted(overlaid(_FILE, folder), _Reasons, _FILE).reason
    except VocabularyError as error:
        yield str(error)
        return
    for each in reasons:
        if not each.id or not each.id.replace("-", "").isalnum() or each.id != each.id.lower():
            yield f"{_FILE}: '{each.id}' is no identifier: use small letters, digits and hyphens"
        for words in (each.says, *each.names.values()):
            if len(words) > _LONGEST:
                yield f"{_FILE}: '{each.id}' says more than {_LONGEST} characters; put the rest into 'means'"
    offered = [each for each in {each.id: each for each in reasons}.values() if each.says]
    if len(offered) > MOST:
        yield f'{_FILE}: {len(offered)} reasons, and keys for {MOST}; leave one of ours out with says = ""'
