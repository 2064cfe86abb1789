"""Words for the identifiers of the records. The identifiers stay what a URL and an export carry.

The tables are English; `label` says them in the language of the request. The name of a table is the context of its
words in the catalogues, since `research` is another word as a kind than as an act.
"""

from __future__ import annotations

from typing import Final

from sousveil.show.words.catalogue import ENGLISH, language, pgettext
from sousveil.show.words.regional import language_name

__all__ = [
    "ABOUT", "ACT", "ECHO", "FLOW", "FORMAT", "IMPORT", "KIND", "LANGUAGE", "METHOD", "METHOD_PHRASE",
    "PERMISSION", "PRECISION", "RIGHT_TO_LEFT", "ROLE", "SITE", "SLOT", "STATE", "STATUS",
    "TECHNOLOGY", "Words", "label",
]  # fmt: skip


class Words(dict[str, str]):
    """English words by identifier, with the context under which catalogues hold them."""

    def __init__(self, context: str, words: dict[str, str]) -> None:
        super().__init__(words)
        self.context = context


ABOUT: Final = Words(
    "about",
    {
        "power": "power supply",
        "network": "networks",
        "parts": "spare parts",
        "content": "forbidden media",
        "speech": "ways of speaking",
        "youth": "young people",
        "border": "the border",
    },
)
KIND: Final = Words(
    "kind",
    {
        "deployment": "Deployment",
        "supply": "Supply",
        "biometrics": "Biometric programme",
        "research": "Research",
        "law": "Law",
        "human-surveillance": "Human surveillance",
        "border-control": "Border control",
        "constraint": "Constraint",
    },
)
# As they stand inside a sentence.
TECHNOLOGY: Final = Words(
    "technology",
    {
        "camera": "cameras",
        "face-recognition": "face recognition",
        "plate-recognition": "number-plate recognition",
        "video-analytics": "video analytics",
        "thermal-camera": "thermal cameras",
        "body-camera": "body cameras",
        "drone": "drones",
        "gunshot-detection": "gunshot detection",
        "fingerprint": "fingerprints",
        "iris": "iris scans",
        "voiceprint": "voiceprints",
        "dna": "DNA",
        "biometric-database": "a biometric database",
        "digital-id": "digital identity cards",
        "border-sensor": "border sensors",
        "electric-fence": "electric fences",
        "physical-barrier": "fences, walls and guard posts",
        "signal-jamming": "signal jamming",
        "phone-spyware": "phone spyware",
        "phone-monitoring": "phone monitoring",
        "phone-forensics": "phone forensics",
        "cell-site-simulator": "cell-site simulators",
        "interception": "interception of communications",
        "deep-packet-inspection": "deep packet inspection",
        "internet-filtering": "internet filtering",
        "location-tracking": "location tracking",
        "social-media-monitoring": "social media monitoring",
        "predictive-policing": "predictive policing",
        "integrated-platform": "an integrated platform",
        "fusion-center": "a fusion centre",
        "camera-registry": "a camera registry",
        "doorbell-camera-partnership": "a doorbell-camera partnership",
        "access-control": "access control",
        "checkpoint": "checkpoints",
        "informant-network": "informant networks",
        "other": "other means",
    },
)
SITE: Final = Words(
    "site",
    {
        "school": "schools",
        "workplace": "workplaces",
        "airport": "airports",
        "station": "stations",
        "port": "ports",
        "border": "the border",
        "street": "streets",
        "road": "roads",
        "residence": "homes",
        "hospital": "hospitals",
        "shop": "shops",
        "prison": "prisons",
        "checkpoint": "checkpoints",
        "worship": "places of worship",
        "government": "government sites",
        "monument": "monuments",
        "hotel": "hotels",
        "stadium": "stadiums",
        "network": "networks",
        "nationwide": "the whole country",
        "other": "other sites",
    },
)
ACT: Final = Words(
    "act",
    {
        "plan": "planned",
        "research": "researched",
        "procure": "bought",
        "supply": "supplied",
        "install": "installed",
        "operate": "in use",
        "expand": "expanded",
        "suspend": "suspended",
        "end": "ended",
        "ban": "banned",
    },
)
STATUS: Final = Words(
    "status",
    {
        "planned": "Planned",
        "researched": "Researched",
        "procured": "Bought",
        "installed": "Installed",
        "operating": "In use",
        "suspended": "Suspended",
        "ended": "Ended",
        "banned": "Banned",
        "denied": "Denied",
    },
)
ECHO: Final = Words(
    "echo",
    {
        "copy": "copies",
        "rewrite": "rewrites",
        "translation": "translates",
        "quote": "quotes",
        "citation": "cites",
        "syndication": "carries the wire story of",
    },
)
FORMAT: Final = Words(
    "format",
    {
        "text/html": "web page",
        "application/xhtml+xml": "web page (XHTML)",
        "text/plain": "plain text",
        "application/pdf": "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
        "message/rfc822": "e-mail",
        "text/csv": "row of a table",
    },
)
SLOT: Final = Words(
    "slot",
    {
        "technology": "technology",
        "act": "act",
        "supplier": "supplier",
        "operator": "operator",
        "place": "place",
        "site": "site",
        "site_types": "site",
        "target": "target",
        "time": "time",
        "quantity": "quantity",
        "attributed_to": "speaker",
        "polarity": "denial",
        "certainty": "hedge",
    },
)
STATE: Final = Words(
    "state",
    {
        "proposed": "Proposed by the machine",
        "accepted": "Accepted",
        "rejected": "Rejected",
        "edited": "Edited",
        "confirmed": "Confirmed",
        "cut": "Cut",
    },
)
PRECISION: Final = Words(
    "precision",
    {
        "site": "a site",
        "city": "a city",
        "district": "a district",
        "region": "a region",
        "country": "a country",
    },
)
PERMISSION: Final = Words("permission", {"read": "read", "review": "review", "lead": "lead"})
ROLE: Final = Words("role", {"supplier": "supplier", "operator": "operator", "speaker": "speaker"})
# How a match of two names was seen.
METHOD: Final = Words(
    "method",
    {
        "listed": "listed spelling",
        "normalised": "same but for form",
        "arm": "arm in a country",
        "transliteration": "same sounds",
        "context": "side by side",
        "identifier": "same identifier",
        "person": "said by somebody",
    },
)
METHOD_PHRASE: Final = Words(
    "method_phrase",
    {
        "listed": "a register has this very spelling",
        "normalised": "the same but for legal form, punctuation, order of words or look-alike letters",
        "arm": "the same brand with the name of a country or region",
        "transliteration": "the same sounds in another script",
        "context": "a text puts both side by side as two names of one",
        "identifier": "both have the same public identifier",
        "person": "somebody says so",
    },
)
IMPORT: Final = Words("import", {"lists": "list", "trade": "trade statistics", "indicators": "indicators"})
FLOW: Final = Words(
    "flow", {"import": "imports", "export": "exports", "re-import": "re-imports", "re-export": "re-exports"}
)
LANGUAGE: Final = Words("language", {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "he": "Hebrew", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "th": "Thai", "tr": "Turkish", "ug": "Uyghur",
    "uk": "Ukrainian", "und": "unknown", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
})  # fmt: skip
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ug", "ur", "yi"})


def label(table: Words, identifier: str) -> str:
    """The words for an identifier; what is no identifier of ours is shown as it is."""
    if table is LANGUAGE and language() != ENGLISH:
        return language_name(identifier) or identifier
    said = table.get(identifier)
    return identifier if said is None else pgettext(table.context, said)
