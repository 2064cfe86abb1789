"""What robots.txt lets us fetch (RFC 9309), remembered for each host as long as the collector lives."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from sousveil.errors import CollectLoss

__all__ = ["MAX_ROBOTS", "Robots"]

MAX_ROBOTS = 500 * 1024
"""Bytes of a robots.txt that are read; the standard asks for at least that many."""


class Robots:
    """The rules of the hosts that were asked."""

    def __init__(self, user_agent: str) -> None:
        self._agent = user_agent.split("/", maxsplit=1)[0].split(maxsplit=1)[0] if user_agent.strip() else "*"
        self._rules: dict[str, Protego | int] = {}

    @staticmethod
    def place(url: str) -> str:
        """Where the rules for an address stand."""
        parts = urlsplit(url)
        return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))

    def knows(self, place: str) -> bool:
        """Whether the rules at `place` were learnt."""
        return place in self._rules

    def learn(self, place: str, status: int, body: bytes) -> None:
        """Remember an answer: a file, none (any other 4xx, which allows all), or a server in trouble."""
        if 200 <= status <= 299:
            self._rules[place] = Protego.parse(body.decode("utf-8-sig", "replace"))
        elif 400 <= status <= 499 and status != 429:
            self._rules[place] = Protego.parse("")
        else:
            self._rules[place] = status

    def check(self, url: str) -> None:
        """Do nothing where the address may be fetched.

        Raises:
            CollectLoss: `robots`, `robots-unreachable`.
        """
        place = self.place(url)
        rules = self._rules[place]
        if isinstance(rules, int):
            raise CollectLoss(
                "robots-unreachable",
                f"{place} answered with status {rules}, so nothing is known to be allowed there; try again later.",
            )
        if not rules.can_fetch(url, self._agent):
            raise CollectLoss(
                "robots",
                f"{place} does not let programs fetch this page. Save it in a browser and add the file, or turn "
                "robots rules off (`--ignore-robots`) if you may.",
            )

    def delay(self, url: str) -> float:
        """Seconds between two requests that the host asks for; 0 where it asks for nothing."""
        rules = self._rules.get(self.place(url))
        if rules is None or isinstance(rules, int):
            return 0.0
        return float(rules.crawl_delay(self._agent) or 0.0)
