"""Words that people propose for the vocabulary, kept with the case until somebody accepts or declines them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from sousveil.store.claims import met
from sousveil.store.claims.met import MetWords
from sousveil.store.database import Row
from sousveil.store.log import ledger
from sousveil.store.writing import Writing
from sousveil.vocabulary.proposing import Proposed

__all__ = ["Proposals", "StoredProposal"]

State = Literal["open", "accepted", "declined"]


class StoredProposal(Struct, frozen=True, kw_only=True):
    """A proposal with who made it, when (UTC) and why, and what became of it."""

    number: int
    at: str
    who: str
    why: str
    proposed: Proposed
    state: State
    decided_at: str | None = None
    decided_by: str | None = None
    decided_why: str | None = None


class _Record(Struct, frozen=True):
    proposed: Proposed
    why: str


class Proposals(Writing):
    """Proposals and the counts beside the vocabulary, for `Case`."""

    def met_words(self, slots: Sequence[str]) -> list[MetWords]:
        """With which words the claims of the case were read."""
        return met.met_words(self._db, slots)

    def propose(self, proposed: Proposed, why: str) -> int:
        """Keep a proposal; its number. The same one that is still open is not kept twice."""
        record = msgspec.json.encode(_Record(proposed, why)).decode()
        with self.transaction():
            for stored in self.proposals("open"):
                if stored.proposed == proposed:
                    return stored.number
            at = ledger.now()
            number = self._db.number("SELECT max(number) FROM proposal") + 1
            self._db.run(
                "INSERT INTO proposal (number, at, who, record) VALUES (?, ?, ?, ?)", (number, at, self.who, record)
            )
            self._log(number, "propose", why, proposed)
            return number

    def decide_proposal(self, number: int, state: Literal["accepted", "declined"], why: str) -> bool:
        """Accept or decline an open proposal; False where it is not open."""
        with self.transaction():
            stored = self.proposal(number)
            if stored is None or stored.state != "open":
                return False
            self._db.run(
                "UPDATE proposal SET state = ?, decided_at = ?, decided_by = ?, decided_why = ? WHERE number = ?",
                (state, ledger.now(), self.who, why, number),
            )
            self._log(number, "accept" if state == "accepted" else "decline", why, stored.proposed)
            return True

    def _log(self, number: int, what: str, why: str, proposed: Proposed) -> None:
        detail: dict[str, object] = {"what": what, "why": why, "proposed": msgspec.to_builtins(proposed)}
        ledger.append(self._db, self.who, "vocabulary", str(number), detail)

    def proposals(self, state: State | None = None, *, limit: int = -1) -> list[StoredProposal]:
        """Proposals, the newest first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM proposal WHERE ?1 IS NULL OR state = ?1 ORDER BY number DESC LIMIT ?2",
            (state, limit),
        )
        return [_stored(row) for row in rows]

    def proposal(self, number: int) -> StoredProposal | None:
        """One proposal, or None."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM proposal WHERE number = ?", (number,))
        return _stored(row) if row else None


_COLUMNS = "number, at, who, record, state, decided_at, decided_by, decided_why"


def _stored(row: Row) -> StoredProposal:
    number, at, who, record, state, decided_at, decided_by, decided_why = row
    held = msgspec.json.decode(record, type=_Record)
    return StoredProposal(
        number=number, at=at, who=who, why=held.why, proposed=held.proposed, state=state, decided_at=decided_at,
        decided_by=decided_by, decided_why=decided_why,
    )  # fmt: skip
