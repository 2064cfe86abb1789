"""The folder of a case: what may lie in it before it is one, and its settings file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from sousveil.errors import CaseError

__all__ = ["FORMAT", "UNFINISHED", "is_free", "settings_of", "toml_string"]

FORMAT = 1
UNFINISHED = "case.toml.part"


def is_free(folder: Path) -> bool:
    """Whether a case can be made here: nothing is in the folder, or only what a crash left of making one."""
    left = {"archive", "case.sqlite", "case.sqlite-wal", "case.sqlite-shm", "case.sqlite-journal", UNFINISHED}
    if not folder.is_dir() or not {path.name for path in folder.iterdir()} <= left:
        return False
    archive = folder / "archive"
    return not archive.exists() or (archive.is_dir() and not any(archive.iterdir()))


def toml_string(text: str) -> str:
    """A TOML basic string. JSON's escapes are TOML's, but TOML wants DEL escaped and has no lone surrogates."""
    printable = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return json.dumps(printable, ensure_ascii=False).replace("\x7f", "\\u007f")


def settings_of(folder: Path) -> dict[str, str]:
    """Title and creation time of a case. Raises CaseError where its case.toml is missing or wrong."""
    path = folder / "case.toml"
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CaseError(f"{folder} is no case: it has no case.toml. `sousveil init {folder}` makes one.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CaseError(f"{path} cannot be read: {error}. Mend the file by hand.") from error
    if settings.get("format") != FORMAT:
        raise CaseError(
            f"{path} says format {settings.get('format')}; this sousveil knows {FORMAT}. Install a newer sousveil."
        )
    return {"title": str(settings.get("title", folder.resolve().name)), "created": str(settings.get("created", ""))}
