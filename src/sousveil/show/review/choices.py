"""What a coder can choose from when a slot is corrected: the terms of the record with their words, as JSON for the
island."""

from __future__ import annotations

from typing import Final

import msgspec

from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES
from sousveil.show.review.slots import FIELDS, label_of
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import language
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.present import capitalised
from sousveil.vocabulary.rejecting import load_rejecting

__all__ = ["UNITS", "choices_json"]

UNITS: Final = (
    "camera", "person", "drone", "device", "site", "km", "USD", "CNY", "EUR", "KRW", "RUB", "GBP", "KPW", "record",
    "system", "officer", "percent", "hour",
)  # fmt: skip
"""Units that are offered; any other can be typed."""


def choices_json(folder: str | None) -> str:
    """The terms by slot, each with its words; the reasons for rejecting; the slots with their keys."""
    terms = {
        "kind": [(each, in_words(each, "kind")) for each in KINDS],
        "technology": [(each, in_words(each, "technology")) for each in TECHNOLOGIES],
        "act": [(each, in_words(each, "act")) for each in ACTS],
        "site_types": [(each, in_words(each, "site_type")) for each in SITE_TYPES],
        "unit": [(each, each) for each in UNITS],
    }
    return msgspec.json.encode({
        "terms": {name: [(each, capitalised(words)) for each, words in some] for name, some in terms.items()},
        "reasons": [(each.id, each.names.get(language(), each.says), each.says) for each in load_rejecting(folder)],
        "fields": [
            {"name": each.name, "key": each.key, "asks": each.asks, "slot": each.slot, "label": label_of(each.name)}
            for each in FIELDS
        ],
        "none": _("not told"),
    }).decode()  # fmt: skip
