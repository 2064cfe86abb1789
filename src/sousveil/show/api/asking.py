"""What a program asks for in the address: known parameters, each once, each with a value that it can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from starlette.requests import Request

from sousveil.errors import UsageError

__all__ = ["AFTER", "FLAG", "LIMIT", "MOST", "Parameter", "asked", "limit_of"]

MOST: Final = 500
"""Records in one answer."""
_USUAL: Final = 100
FLAG: Final = ("true", "false")
_SHOWN: Final = 40
"""Characters of what was sent that are told back."""


class Parameter(Struct, frozen=True, kw_only=True):
    """One value that may stand in the address."""

    name: str
    about: str
    values: tuple[str, ...] = ()
    """Those that it can have; empty takes any."""
    upper: bool = False
    """Whether small letters mean capitals."""

    def schema(self) -> dict[str, object]:
        """Its JSON schema."""
        if self.name == LIMIT.name:
            return {"type": "integer", "minimum": 1, "maximum": MOST, "default": _USUAL}
        if self.values == FLAG:
            return {"type": "boolean"}
        return {"type": "string", **({"enum": list(self.values)} if self.values else {"minLength": 1})}


LIMIT: Final = Parameter(name="limit", about=f"How many records at most: 1 to {MOST}, {_USUAL} if it is left out.")
AFTER: Final = Parameter(name="after", about="Where the page before ended; take it from “next” as it is.")


def asked(request: Request, parameters: Sequence[Parameter]) -> dict[str, str]:
    """The values in the address.

    Raises UsageError for a parameter that is unknown here or given twice, and for a value that it cannot have.
    """
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, str] = {}
    for name, given in request.query_params.multi_items():
        parameter = known.get(name)
        if parameter is None:
            takes = f"It takes {', '.join(known)}." if known else "It takes none."
            raise UsageError(f"This address has no parameter “{_short(name)}”. {takes}")
        if name in found:
            raise UsageError(f"“{name}” stands in the address twice. Give one value.")
        value = given.strip().upper() if parameter.upper else given.strip()
        if not value:
            raise UsageError(f"“{name}” is empty. Give it a value or leave it out.")
        if parameter.values and value not in parameter.values:
            raise UsageError(f"“{name}” cannot be “{_short(value)}”. Choose one of: {', '.join(parameter.values)}.")
        found[name] = value
    return found


def limit_of(values: Mapping[str, str]) -> int:
    """How many records are wanted. Raises UsageError where that is no number that we give."""
    given = values.get(LIMIT.name)
    if given is None:
        return _USUAL
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    if not 1 <= number <= MOST:
        raise UsageError(f"“{LIMIT.name}” cannot be “{_short(given)}”. Give a number from 1 to {MOST}.")
    return number


def _short(given: str) -> str:
    return given if len(given) <= _SHOWN else f"{given[:_SHOWN]}…"
