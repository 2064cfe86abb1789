"""Which column of a table plays which role: known layouts, roles as column names, or the researcher's own map.

A map is a TOML file. Roles are those of `CodedRecord`, plus `url` for a table that only lists addresses:

    [roles]
    summary = "Description"
    technology = ["Technology 1", "Technology 2"]
    link = "Source"

    [constants]
    country = "US"
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from msgspec import Struct

from sousveil.errors import CollectLoss, UsageError
from sousveil.record import CodedRecord

__all__ = ["AddressColumn", "ColumnMap", "column_map", "layout"]

ROLES = (
    "summary", "technology", "supplier", "operator", "city", "district", "region", "country", "time", "record_id",
    "link", "published",
)  # fmt: skip
_ADDRESS_NAMES = ("url", "urls", "link", "links", "href", "uri", "source_url", "source url", "web address", "address",
                  "permalink", "article_url", "article url", "page_url", "website")  # fmt: skip


class ColumnMap(Struct, frozen=True, kw_only=True):
    """Role to the names of its columns, and roles that have one value for all rows."""

    roles: dict[str, tuple[str, ...]]
    constants: dict[str, str] = {}


class AddressColumn(Struct, frozen=True, kw_only=True):
    """The table lists addresses to fetch, in the column of this index."""

    index: int


_ATLAS = ColumnMap(
    roles={
        "record_id": ("AOSNUMBER",),
        "summary": ("Summary",),
        "technology": ("Technology",),
        "supplier": ("Vendor",),
        "operator": ("Agency",),
        "city": ("City",),
        "district": ("County",),
        "region": ("State",),
        "link": ("Link 1", "Link 2", "Link 3"),
        "published": ("Link 1 Date", "Link 2 Date", "Link 3 Date"),
    },
    constants={"country": "US"},
)
_ATLAS_MARKS = {"aosnumber", "agency", "technology", "type of lea", "vendor", "link 1"}
"""Columns of EFF's Atlas of Surveillance; four of them are a coincidence in no other table."""

_NAMED = ColumnMap(roles={role: (role,) for role in ROLES})


def column_map(path: Path) -> ColumnMap:
    """Read a map.

    Raises:
        UsageError: the file is missing, is no TOML, or names a role that does not exist.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"The column map {path} cannot be read: {error}") from error
    roles: dict[str, tuple[str, ...]] = {}
    for role, columns in _section(path, data, "roles").items():
        names = [columns] if isinstance(columns, str) else columns
        if role not in (*ROLES, "url"):
            raise UsageError(f"The column map {path} names the role {role!r}; the roles are {', '.join(ROLES)}, url.")
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise UsageError(f"In the column map {path}, {role} must be a column's name or a list of names.")
        roles[role] = tuple(names)
    constants = _section(path, data, "constants")
    if not all(role in ROLES and isinstance(value, str) for role, value in constants.items()):
        raise UsageError(f"In the column map {path}, [constants] may hold texts for: {', '.join(ROLES)}.")
    if not roles:
        raise UsageError(f"The column map {path} has no [roles]; give at least summary or url.")
    return ColumnMap(roles=roles, constants={role: str(value) for role, value in constants.items()})


def _section(path: Path, data: dict[str, object], name: str) -> dict[str, object]:
    section = data.get(name, {})
    if not isinstance(section, dict):
        raise UsageError(f"In the column map {path}, {name} must be a section: [{name}].")
    return section


def layout(header: tuple[str, ...], mapped: ColumnMap | None) -> CodedRecord | AddressColumn:
    """What a table with this header is.

    Raises:
        CollectLoss: `csv-missing-column`, `csv-double-column`, `csv-columns`; the message names the columns seen.
    """
    seen = {_plain(name): index for index, name in reversed(list(enumerate(header)))}
    is_atlas = len(_ATLAS_MARKS & seen.keys()) >= 4 or {"aosnumber", "summary"} <= seen.keys()
    if mapped is not None and not (is_atlas and not _fits(mapped, seen)):
        if "url" in mapped.roles and "summary" not in mapped.roles:
            return AddressColumn(index=seen[_plain(_present("url", mapped.roles["url"], header, seen)[0])])
        return _coded(mapped, header, seen, strict=True)
    if is_atlas:
        return _coded(_ATLAS, header, seen, strict=False)
    address = next((seen[name] for name in _ADDRESS_NAMES if name in seen), None)
    if "summary" in seen and (address is None or {"technology", "operator", "supplier"} & seen.keys()):
        return _coded(_NAMED, header, seen, strict=False)
    if address is not None:
        return AddressColumn(index=address)
    raise CollectLoss(
        "csv-columns",
        f"The table names no column of addresses (url, link) and none of coded records (summary). Its columns are: "
        f"{_list(header)}. Say with a column map which is which.",
    )


def _fits(mapped: ColumnMap, seen: dict[str, int]) -> bool:
    """Whether a map is for this table: an Atlas beside the researcher's own table is read as what it is."""
    return all(_plain(column) in seen for columns in mapped.roles.values() for column in columns)


def _coded(wanted: ColumnMap, header: tuple[str, ...], seen: dict[str, int], *, strict: bool) -> CodedRecord:
    """The record's description. Columns that a map names must be there; of a known layout only the summary."""
    roles: dict[str, tuple[str, ...]] = {}
    for role, columns in {"summary": ("Summary",), **wanted.roles}.items():
        required = strict or role == "summary"
        there = _present(role, columns, header, seen) if required else [c for c in columns if _plain(c) in seen]
        if there:
            roles[role] = tuple(header[seen[_plain(column)]] for column in there)
    names = [name for columns in roles.values() for name in columns]
    double = next((name for name in names if sum(_plain(name) == _plain(other) for other in header) > 1), None)
    if double is not None:
        raise CollectLoss("csv-double-column", f"Two columns are named {double!r}; rename one, so that each is known.")
    return CodedRecord(columns=header, roles=roles, constants=wanted.constants)


def _present(role: str, columns: tuple[str, ...], header: tuple[str, ...], seen: dict[str, int]) -> tuple[str, ...]:
    missing = next((column for column in columns if _plain(column) not in seen), None)
    if missing is not None:
        raise CollectLoss(
            "csv-missing-column",
            f"The table has no column {missing!r}, needed as {role}. Its columns are: {_list(header)}. "
            "Rename one of them, or say with a column map which is which.",
        )
    return columns


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _list(header: tuple[str, ...]) -> str:
    shown = ", ".join(repr(name) for name in header[:40])
    return shown + (f" and {len(header) - 40} more" if len(header) > 40 else "")
