"""Finds and reads the files of unpacked packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["find", "read_json", "read_rows", "read_words"]


def find(packages: Path, package: str, name: str) -> Path:
    """A package's file. Raises SystemExit, which names the package, where it was not unpacked there."""
    found = sorted(packages.glob(f"**/{package}/{name}")) + sorted(packages.glob(f"**/{package}/data/{name}"))
    if not found:
        raise SystemExit(f"{packages} holds no {package} with {name}; unpack the package there")
    return found[0]


def read_json(packages: Path, package: str, name: str) -> Any:
    """A package's JSON file."""
    return json.loads(find(packages, package, name).read_text("utf-8"))


def read_rows(packages: Path, package: str, name: str) -> list[list[str]]:
    """The rows of a package's file of tab-separated values."""
    text = find(packages, package, name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


def read_words(packages: Path, kind: str, count: int) -> list[str]:
    """The most common given names or surnames of the US census, in small letters."""
    text = find(packages, "names", f"dist.{kind}").read_text("ascii")
    return [line.split()[0].lower() for line in text.splitlines()[:count]]
