"""What `npm run build` in web/ makes: scripts, styles, the basemap, names of countries."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from sousveil.errors import UsageError

__all__ = ["BUILT", "built_file", "static_address"]

BUILT: Final = Path(__file__).parent / "static" / "built"


def static_address(name: str) -> str:
    """Where a page finds a built file. Another content has another address, so that browsers may keep it for good."""
    try:
        written = (BUILT / name).stat().st_mtime_ns
    except FileNotFoundError:
        return f"/static/{name}"
    return f"/static/{name}?v={_digest(name, written)}"


@lru_cache(maxsize=64)
def _digest(name: str, _written: int) -> str:
    return hashlib.sha256((BUILT / name).read_bytes()).hexdigest()[:12]


def built_file(name: str) -> str:
    """The text of a built file. Raises UsageError where the pages were not built."""
    try:
        return (BUILT / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            "The web pages have not been built. In a checkout, run `make setup` (it needs node);"
            " an installed wheel carries them."
        ) from error
