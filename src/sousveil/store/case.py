"""A case: one folder with `case.toml`, one SQLite file and the archive of captured bytes."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from sousveil.errors import CaseBusyError, CaseError, IntegrityError
from sousveil.record import Capture, Claim, Drop, Text
from sousveil.store.claims import claims as claim_table
from sousveil.store.database import Database
from sousveil.store.deciding import Deciding
from sousveil.store.folder import FORMAT, UNFINISHED, is_free, settings_of, toml_string
from sousveil.store.log import ledger, seals
from sousveil.store.people.accounts import Accounts
from sousveil.store.proposals import Proposals
from sousveil.store.reader import Reader, archive_name
from sousveil.store.sources import evidence
from sousveil.store.sources.answers import KeptAnswers
from sousveil.store.tracing import Tracing
from sousveil.store.weighing import Weighing

__all__ = ["Case"]

_ARCHIVE_BYTES = 1 << 30
"""A new archive file is begun when the last one is larger: a gigabyte, as crawlers do."""


class Case(Deciding, Weighing, Tracing, Proposals, Reader):
    """Everything that one investigation holds. Several processes may read while one writes.

    Open it with `create` or `open`; it is a context manager. Raises CaseError where the folder is no case.
    """

    def __init__(self, path: Path, *, write: bool) -> None:
        settings = settings_of(path)
        self.title = settings["title"]
        self.created = settings["created"]
        self.who = "sousveil"
        """Who is named in the log; the command line sets it."""
        super().__init__(path, Database(path / "case.sqlite", write=write))

    @classmethod
    def create(cls, path: str | Path, title: str | None = None, who: str = "sousveil") -> Case:
        """Make a new, empty case in a folder that does not exist or is empty, and open it for writing.

        Raises CaseError where that cannot be; `who` is named in the log.
        """
        folder = Path(path)
        if (folder / "case.toml").exists():
            raise CaseError(f"{folder} is a case already. `sousveil build ... -o {folder}` adds to it.")
        if folder.exists() and not is_free(folder):
            raise CaseError(f"{folder} is not empty. Choose a new folder for the case.")
        settings = (
            "# A sousveil case. The evidence is in archive/ (WARC), the rest in case.sqlite.\n"
            f"format = {FORMAT}\ntitle = {toml_string(title or folder.resolve().name)}\n"
            f'created = "{ledger.now()}"\n'
        )
        try:
            (folder / "archive").mkdir(parents=True, exist_ok=True)
            # The database first: a folder counts as a case once case.toml is there, whole. A crash before that
            # leaves what `is_free` knows, and the next call goes on from it.
            Database(folder / "case.sqlite", write=True, create=True).close()
            (folder / UNFINISHED).write_text(settings, "utf-8")
            (folder / UNFINISHED).replace(folder / "case.toml")
        except OSError as error:
            raise CaseError(
                f"No case can be made at {folder} ({error.strerror}). Choose a folder that you may write to."
            ) from error
        case = cls(folder, write=True)
        case.who = who
        case.note("init", case.title)
        return case

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> Case:
        """Open a case: to read it, or (`write`) to add and to judge."""
        return cls(Path(path), write=write)

    def close(self) -> None:
        """Close the files of the case."""
        for archive in self._archives.values():
            archive.close()
        self._archives.clear()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the case for a build: one at a time. Cuts off what a killed build left at the archive's end.

        Raises:
            CaseBusyError: another process builds it.
            IntegrityError: the archive lost bytes; adding to what is left would hide that.
        """
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise CaseBusyError(f"{self.path} is being built by another process. Wait for it to end.") from error
            self._check_archive()
            self._cut_archive()
            yield

    def _lock_file(self) -> TextIO:
        try:
            return (self.path / "lock").open("w")
        except OSError as error:
            raise CaseError(f"{self.path} cannot be written ({error.strerror}). Check its permissions.") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is on the disk together, or not at all. An inner one joins the outer."""
        if self._db.in_transaction:
            yield
            return
        try:
            with self._db.transaction():
                yield
                # Bytes first: a row never points at an archive record that a power cut could take away.
                for archive in self._archives.values():
                    archive.flush()
        except BaseException:
            self._cut_archive()
            raise

    def add(self, capture: Capture, payload: bytes) -> bool:
        """Keep captured bytes; False where the case holds them already and only the sighting is noted."""
        with self.transaction():
            if evidence.location(self._db, capture.sha256):
                evidence.add_sighting(self._db, self.who, capture)
                return False
            number = self._archive_number()
            offset, length = self._archive(number).append(capture, payload)
            evidence.add_capture(self._db, self.who, capture, (number, offset, length))
            return True

    def put_reading(self, text: Text, claims: Sequence[Claim], version: str) -> None:
        """Set the text of a capture and the claims found in it, as one; `version` names what read and found them.

        Raises IntegrityError where a quote does not stand in the text at its place.
        """
        digest = text.sha256
        _check_quotes(text, claims)
        with self.transaction():
            before = self._db.row("SELECT text_sha256 FROM reading WHERE source_id = ?", (text.source_id,))
            if before and before[0] != digest:
                # What a model found stands in the old text.
                self._put_claims(text.source_id, [], of_model=True)
                evidence.clear_drops(self._db, "model", capture_sha256=text.capture_sha256)
            # A model's claim that the rules made too would be missing where they no longer make it.
            self._db.run(
                "DELETE FROM attempt WHERE sha256 = ? AND stage IN ('model', 'resolve')", (text.capture_sha256,)
            )
            evidence.put_text(self._db, text)
            self._put_claims(text.source_id, claims)
            ledger.append(
                self._db,
                self.who,
                "read",
                text.source_id,
                {
                    "extractor": text.extractor,
                    "text_sha256": digest,
                    "records": seals.text(self._db, text.source_id),
                    "claims": seals.claims(self._db, text.source_id),
                },
            )
            self._attempted(text.capture_sha256, version)

    def _put_claims(self, source_id: str, claims: Sequence[Claim], *, of_model: bool = False) -> None:
        self.forget_drops("review", source_id)
        for drop in claim_table.put_claims(self._db, source_id, claims, self.identities(), of_model=of_model):
            self.add_drop(drop)

    def put_resolved(self, text: Text, claims: Sequence[Claim], version: str) -> None:
        """Set the claims of a text that the case holds, found again with more known about its outlet; `version` names
        what was known. Raises IntegrityError where a quote does not stand in the text at its place."""
        _check_quotes(text, claims)
        with self.transaction():
            self._put_claims(text.source_id, claims)
            detail: dict[str, object] = {"version": version, "claims": seals.claims(self._db, text.source_id)}
            ledger.append(self._db, self.who, "resolve", text.source_id, detail)
            self._db.run("INSERT OR REPLACE INTO attempt VALUES (?, 'resolve', ?)", (text.capture_sha256, version))

    def put_places_told(self, source_id: str, version: str, record: str) -> None:
        """Keep what a text tells about the home of its outlet."""
        with self.transaction():
            self._db.run("INSERT OR REPLACE INTO places_told VALUES (?, ?, ?)", (source_id, version, record))

    def forget_places_told(self, wanted: Sequence[str]) -> None:
        """Keep only what these sources tell: homes are learned from no other."""
        with self.transaction():
            self._db.run(
                "DELETE FROM places_told WHERE source_id NOT IN (SELECT value FROM json_each(?))",
                (json.dumps(list(wanted)),),
            )

    def put_model_reading(
        self, text: Text, claims: Sequence[Claim], drops: Sequence[Drop], version: str, *, complete: bool
    ) -> None:
        """Set what a model found in a text that the case holds, and list what of its answers was not kept.

        The claims of the rules stay. Where the reading is not `complete`, the text is waiting for the model still.
        Raises IntegrityError where a quote does not stand in the text at its place.
        """
        _check_quotes(text, claims)
        with self.transaction():
            self._put_claims(text.source_id, claims, of_model=True)
            evidence.clear_drops(self._db, "model", capture_sha256=text.capture_sha256)
            for drop in drops:
                self.add_drop(drop)
            detail: dict[str, object] = {"version": version, "claims": seals.claims(self._db, text.source_id)}
            ledger.append(self._db, self.who, "read-model", text.source_id, detail)
            if complete:
                self._db.run("INSERT OR REPLACE INTO attempt VALUES (?, 'model', ?)", (text.capture_sha256, version))

    def unread_by_model(self, version: str) -> list[str]:
        """The sources whose text this model and prompt have not read, in the order in which they came."""
        return [
            row[0]
            for row in self._db.rows(
                "SELECT r.source_id FROM reading r JOIN capture c ON c.seq = r.seq WHERE NOT EXISTS (SELECT 1 FROM"
                " attempt a WHERE a.sha256 = c.sha256 AND a.stage = 'model' AND a.version = ?) ORDER BY r.seq",
                (version,),
            )
        ]

    def answers(self) -> KeptAnswers:
        """What models answered in this case."""
        return KeptAnswers(self._db)

    def accounts(self) -> Accounts:
        """Who may sign in where this case is served to a team; what is changed is logged under `who`."""
        return Accounts(self._db, self.who)

    def put_unread(self, drop: Drop, version: str) -> None:
        """List a capture that could not be read, so that it is not tried again with the same version."""
        assert drop.capture_sha256 is not None
        with self.transaction():
            self._attempted(drop.capture_sha256, version)
            self.add_drop(drop)

    def _attempted(self, sha256: str, version: str) -> None:
        evidence.clear_drops(self._db, "read", capture_sha256=sha256)
        evidence.clear_drops(self._db, "find", capture_sha256=sha256)
        self._db.run("INSERT OR REPLACE INTO attempt VALUES (?, 'read', ?)", (sha256, version))

    def unread(self, version: str) -> list[str]:
        """Digests of the captures that this version has not been tried on, in the order in which they came."""
        return [
            row[0]
            for row in self._db.rows(
                "SELECT sha256 FROM capture c WHERE NOT EXISTS (SELECT 1 FROM attempt a WHERE a.sha256 = c.sha256"
                " AND a.stage = 'read' AND a.version = ?) ORDER BY seq",
                (version,),
            )
        ]

    def add_drop(self, drop: Drop) -> bool:
        """List something that was not kept; False when it is listed already."""
        with self.transaction():
            if not evidence.add_drop(self._db, drop):
                return False
            detail: dict[str, object] = {"stage": drop.stage, "reason": drop.reason, "locator": drop.locator}
            ledger.append(self._db, self.who, "drop", drop.capture_sha256 or "", detail)
            return True

    def forget_drops(self, stage: str, locator: str) -> None:
        """Take a listed drop back because its thing is being tried again."""
        with self.transaction():
            evidence.clear_drops(self._db, stage, locator=locator)

    def note(self, action: str, subject: str = "", detail: dict[str, object] | None = None) -> None:
        """Put an entry into the log."""
        with self.transaction():
            ledger.append(self._db, self.who, action, subject, detail)

    def _archive_number(self) -> int:
        number = max(1, self._last_archive())
        return number + 1 if self._archive(number).size >= _ARCHIVE_BYTES else number

    def _last_archive(self) -> int:
        """The number of the file that was last written to; 0 where none was."""
        return self._db.number("SELECT max(archive_file) FROM capture")

    def _archive_end(self, number: int) -> int:
        """Where what the case knows of a file ends: records stand in the order in which they came."""
        return self._db.number(
            "SELECT archive_offset + archive_length FROM capture WHERE archive_file = ? ORDER BY archive_offset DESC"
            " LIMIT 1",
            (number,),
        )

    def _check_archive(self) -> None:
        for number in range(1, self._last_archive() + 1):
            if self._archive(number).size < (end := self._archive_end(number)):
                raise IntegrityError(
                    f"{self.path / 'archive' / archive_name(number)} is missing or shorter than the {end} bytes that"
                    " the case wrote. Restore it from a copy, and run the same command again."
                )

    def _cut_archive(self) -> None:
        """Cut off records that no row points at: a build was killed between writing the bytes and committing."""
        committed = max(1, self._last_archive())
        for path in sorted((self.path / "archive").glob("captures-*.warc.gz")):
            number = int(path.name.removeprefix("captures-").split(".")[0])
            if number >= committed and self._archive(number).size > (end := self._archive_end(number)):
                self._archive(number).truncate(end)


def _check_quotes(text: Text, claims: Sequence[Claim]) -> None:
    """Raises IntegrityError where a quote does not stand in the text at its place."""
    digest = text.sha256
    for claim in claims:
        said = claim.evidence
        if said.text_sha256 != digest or text.content[said.start : said.end] != said.quote:
            raise IntegrityError(
                f"A claim of {said.source} quotes words that are not at {said.start} of its text. This is a fault"
                f" of {claim.extractor}: please report it."
            )
