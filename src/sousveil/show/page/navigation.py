"""Where one can go: the rooms of a case, and the pages of the room one is in."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from sousveil.show.words.catalogue import later

__all__ = ["Place", "Room", "navigation"]


class Place(Struct, frozen=True):
    """A page in the navigation. `name` is English; whoever shows it says it in the language of the request."""

    path: str
    name: str
    here: bool = False


class Room(Struct, frozen=True):
    """Pages that belong together. The room's own link leads to the first of them."""

    name: str
    pages: tuple[Place, ...]

    @property
    def path(self) -> str:
        """Where its link leads."""
        return self.pages[0].path


_ROOMS: Final = (
    Room(later("Overview"), (Place("/", later("Overview")),)),
    Room(
        later("Review"),
        (
            Place("/review", later("Queue")), Place("/names", later("Names")),
            Place("/agreement", later("Agreement")), Place("/guidelines", later("Guidelines")),
        ),
    ),
    Room(
        later("Findings"),
        (
            Place("/findings", later("All findings")), Place("/map", later("Map")),
            Place("/timeline", later("Timeline")), Place("/network", later("Network")),
            Place("/countries", later("Countries")), Place("/organisations", later("Organisations")),
            Place("/compare", later("Compare dates")),
        ),
    ),
    Room(
        later("Sources"),
        (
            Place("/sources", later("All sources")), Place("/claims", later("Claims")),
            Place("/echoes", later("Echoes")), Place("/gaps", later("Gaps")), Place("/drops", later("Drops")),
            Place("/imports", later("Imports")),
        ),
    ),
    Room(
        later("Case"),
        (
            Place("/about", later("About")), Place("/vocabulary", later("Vocabulary")), Place("/log", later("Log")),
            Place("/settings", later("Settings")), Place("/api", later("API")),
        ),
    ),
)  # fmt: skip
_BELONGS: Final = {"/lineages": "/echoes"}
"""Pages that no link of the navigation leads to, and where they belong."""


def navigation(path: str) -> tuple[tuple[tuple[Room, bool], ...], tuple[Place, ...]]:
    """For an address: the rooms, each with whether one is in it, and the pages of that room; none where it has but
    one."""
    found = next((at for at in _ROOMS if any(_leads(page.path, path) for page in at.pages)), None)
    pages = found.pages if found and len(found.pages) > 1 else ()
    return (
        tuple((each, each is found) for each in _ROOMS),
        tuple(Place(page.path, page.name, _leads(page.path, path)) for page in pages),
    )


def _leads(page: str, path: str) -> bool:
    """Whether a page is the one at an address, or the list that it stands in."""
    first = f"/{path.split('/')[1]}"
    return page == _BELONGS.get(first, first)
