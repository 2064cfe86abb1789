"""What `npm run build` in web/ makes: scripts, styles, the basemap, names of countries."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sousveil.errors import UsageError

__all__ = ["BUILT", "built_file"]

BUILT: Final = Path(__file__).parent / "static" / "built"


def built_file(name: str) -> str:
    """The text of a built file. Raises UsageError where the pages were not built."""
    try:
        return (BUILT / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            "The web pages have not been built. In a checkout, run `make setup` (it needs node);"
            " an installed wheel carries them."
        ) from error
