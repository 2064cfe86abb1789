"""Files and folders as sources, in an order that depends on their names alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sousveil.collect.collected import Collected, capture, drop, utc
from sousveil.collect.options import CollectOptions
from sousveil.collect.sniff import media_type
from sousveil.errors import CollectLoss
from sousveil.record import Drop

__all__ = ["document", "modified", "walk"]

_LITTER = {".DS_Store", ".git", ".gitignore", ".gitkeep", ".gitattributes", ".hg", ".svn", ".localized", ".directory",
           ".Trashes", ".fseventsd", ".Spotlight-V100"}  # fmt: skip
"""Hidden names that no researcher would miss."""


def modified(path: Path) -> str:
    """A file's own modification time, UTC: the same on each run, unlike the time of reading."""
    return utc(path.stat().st_mtime)


def walk(root: Path, options: CollectOptions) -> Iterator[Path | Drop]:
    """The files under `root`, folders and files sorted by name; what is passed over is a drop unless it is litter."""
    # Below the root no link is followed, so real paths are the root's with the rest; asking for each would be slow.
    real = Path(os.path.realpath(root))
    excluded = {Path(os.path.realpath(path)) for path in options.exclude}
    # A stack and not a function that calls itself: folders nest deeper than calls may.
    waiting: list[Path | Drop] = _entries(root)[::-1]
    while waiting:
        found = waiting.pop()
        if isinstance(found, Drop):
            yield found
        elif found.name in _LITTER or found.name.startswith("._") or real / found.relative_to(root) in excluded:
            continue
        elif found.name.startswith("."):
            detail = "Hidden files and folders are not collected; name it as a source of its own if it should be."
            yield drop(CollectLoss("hidden", detail), printable(found))
        elif not found.is_dir():
            yield found
        elif found.is_symlink():
            detail = "Links to folders are not followed; name the folder as a source of its own."
            yield drop(CollectLoss("link", detail), printable(found))
        else:
            waiting += _entries(found)[::-1]


def _entries(folder: Path) -> list[Path | Drop]:
    try:
        return [*sorted(folder.iterdir(), key=lambda path: path.name)]
    except OSError as error:
        detail = f"The folder cannot be listed ({error.strerror}); fix its permissions and build again."
        return [drop(CollectLoss("unreadable", detail), printable(folder))]


def document(path: Path, options: CollectOptions) -> Collected:
    """One file as one capture, whatever it holds: reading says what it cannot read.

    Raises:
        CollectLoss: `missing`, `not-a-file`, `unreadable`, `empty`, `too-large`.
    """
    size = regular_size(path)
    if size > options.max_bytes:
        raise CollectLoss(
            "too-large", f"The file has {size} bytes, more than the {options.max_bytes} that `--max-mib` allows."
        )
    try:
        payload = path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error
    if not payload.strip():
        raise CollectLoss("empty", "The file is empty.")
    return capture(
        payload,
        media_type=media_type(payload, path.name),
        locator=printable(path),
        retrieved=modified(path),
        method="file",
    )


def regular_size(path: Path) -> int:
    """Size in bytes of a regular file, looked at before it is opened: opening a pipe would wait for ever.

    Raises:
        CollectLoss: `missing`, `not-a-file`, `unreadable`.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise CollectLoss("missing", "There is no such file or folder; check the path.") from error
    except OSError as error:
        raise unreadable(error) from error
    if not stat.S_ISREG(status.st_mode):
        raise CollectLoss("not-a-file", "This is a device, pipe or socket, and not a file.")
    return status.st_size


def unreadable(error: OSError) -> CollectLoss:
    """The loss of a file that the system does not let us read."""
    reason = error.strerror or str(error)
    return CollectLoss("unreadable", f"The file cannot be read ({reason}); fix its permissions and build again.")


def printable(path: Path | str) -> str:
    """A path or an address as a locator; bytes that are no UTF-8 are written as escapes, so that it can be stored."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
