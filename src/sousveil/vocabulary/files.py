"""Reading vocabulary files: where ours stand, how one is parsed, how a researcher's own is laid over it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sousveil.errors import VocabularyError

__all__ = ["DATA", "converted", "merged", "overlaid", "parsed"]

DATA = Path(__file__).parent / "data"
"""The files that ship."""
Shape = TypeVar("Shape")


def parsed(path: Path) -> dict[str, Any]:
    """The content of a file. Raises `VocabularyError` where it is no TOML in UTF-8."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path} is not valid TOML: {error}") from error


def converted(value: dict[str, Any], shape: type[Shape], where: str) -> Shape:
    """The content in its shape. Raises `VocabularyError`, which begins with `where`, where it has another one."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}: {error}") from error


def merged(old: Any, new: Any) -> Any:
    """Tables are joined key by key, lists are appended, anything else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merged(old[key], value) if key in old else value for key, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(value for value in new if value not in old)]
    return new


def overlaid(name: str, folder: str | None) -> dict[str, Any]:
    """The content of a file that ships, with the one of the same name in a researcher's folder merged over it.

    Raises `VocabularyError` where one of them is no TOML in UTF-8.
    """
    content = parsed(DATA / name)
    own = Path(folder) / name if folder else None
    if own is not None and own.is_file():
        content = merged(content, parsed(own))
    return content
