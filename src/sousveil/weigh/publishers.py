"""Who publishes a source or stands behind a cited origin, and which of them are one house.

A house is what one owner or newsroom publishes: the entries of one family or owner in `outlets.toml`; of an outlet that
stands there not, the pages of one host, else of one name.
"""

from __future__ import annotations

from sousveil.record.claim import Organisation
from sousveil.record.source import Source
from sousveil.resolve.parents import top_of
from sousveil.trace.addresses import host_of
from sousveil.trace.houses import house_key
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Publishers"]

_WORKS_ITSELF = {"research", "ngo", "intergovernmental"}
"""Publishers whose own documents rest on work of their own: a survey, interviews, images."""


class Publishers:
    """Answers from the vocabulary's outlets."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        outlets = vocabulary.outlets.values()
        self._hosts = {host: entry for entry in outlets for host in entry.hosts}
        self._names = {
            spelling.removeprefix("=").casefold(): entry for entry in outlets for spelling in entry.spellings
        }
        self._families = {entry.family: entry for entry in outlets if entry.family}

    def of_source(self, source: Source | None) -> Entry | None:
        """The entry of a source's publisher: by the host of the address, else by the name of the outlet."""
        if source is None:
            return None
        known = self._of_address(source.url) if source.url else None
        return known or (self._names.get(source.outlet.strip().casefold()) if source.outlet else None)

    def of_cited(self, ref: str) -> Entry | None:
        """The entry of a cited origin: by its reference, `org:` and an entry or a family, `url:` and an address."""
        if ref.startswith("url:"):
            return self._of_address(ref.removeprefix("url:"))
        ident = ref.partition("#")[0].removeprefix("org:")
        return self._vocabulary.outlets.get(ident) or self._families.get(ident)

    def of_speaker(self, speaker: Organisation) -> Entry | None:
        """The entry of an outlet that a text names as the one that says something."""
        return self.of_cited(speaker.ref) if speaker.ref else self._names.get(speaker.name.strip().casefold())

    def house_of(self, entry: Entry) -> str:
        """What all that belongs to one owner is counted by."""
        owner = self._vocabulary.outlets.get(top_of(entry.id, self._vocabulary), entry)
        return f"house:{entry.family or owner.family or owner.id}"

    def house_of_source(self, source: Source | None) -> str | None:
        """The house of a source; null where neither its address nor its outlet tells."""
        entry = self.of_source(source)
        if entry is not None:
            return self.house_of(entry)
        if source is None:
            return None
        host = host_of(source.url) if source.url else ""
        if source.outlet:
            return house_key(source.outlet, self._vocabulary)
        return f"host:{host}" if host else None

    def house_of_cited(self, ref: str) -> str:
        """The house of a cited origin; its reference, without the document, where no outlet is known."""
        entry = self.of_cited(ref)
        if entry is not None:
            return self.house_of(entry)
        return ref if ref.startswith("url:") else ref.partition("#")[0]

    def works_itself(self, entry: Entry | None) -> bool:
        """Whether what a publisher publishes rests on work of its own."""
        return entry is not None and entry.role in _WORKS_ITSELF

    def interest(self, entry: Entry | None, country: str | None) -> str | None:
        """The state whose media these are, where they report on it: they speak with one voice."""
        if entry is not None and entry.role == "state-media" and entry.country == country is not None:
            return country
        return None

    def _of_address(self, url: str) -> Entry | None:
        host = url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0].split(":", 1)[0].lower()
        while "." in host:
            if host in self._hosts:
                return self._hosts[host]
            host = host.split(".", 1)[1]
        return None
