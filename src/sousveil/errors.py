"""One tree of exceptions. Every message names the thing, the fact and the next step.

A `Loss` is an error about one item (a file, a page, a claim): the caller counts it as a drop, lists it and
goes on. Any other `SousveilError` ends the command with exit code 2 and its message as one sentence.
"""

from __future__ import annotations


class SousveilError(Exception):
    """Base of every error that sousveil raises on purpose."""


class UsageError(SousveilError):
    """The command, or an argument of a public function, cannot be carried out as given."""


class CaseError(SousveilError):
    """A case folder is missing, locked, damaged, or written by a newer version."""


class CaseBusyError(CaseError):
    """Another process holds the case. Nothing was done; the same call will do once that one ends."""


class CaseFullError(CaseError):
    """The disk has no room for what was to be written. Nothing of it was kept; what was there before is."""


class CaseDamagedError(CaseError):
    """The file of a case cannot be read: the disk gives other bytes than were written, or it is no case at all."""


class VocabularyError(SousveilError):
    """A vocabulary file is wrong. The message names the file and the entry."""


class IntegrityError(SousveilError):
    """Stored evidence no longer says what it said: a digest, a quote or the log does not match."""


class EndpointError(SousveilError):
    """The model that the user named cannot be asked: nobody answers, the key is refused, the address is not allowed."""


class ReferenceDataError(SousveilError):
    """A file to import is not what it is said to be: an unknown format, a missing column, a broken mapping."""


class Loss(SousveilError):  # noqa: N818 - a loss is counted and is no failure of the run
    """One item is lost; the rest goes on.

    `reason` is a short identifier that drops are counted by, such as `pdf-encrypted`; the message is for people.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def __reduce__(self) -> tuple[type[Loss], tuple[str, str]]:
        # Losses cross process borders: Exception's own pickling would pass the message alone.
        return (type(self), (self.reason, str(self)))


class CollectLoss(Loss):
    """Bytes could not be had: a dead URL, a missing file, a truncated archive record, a refused address."""


class ReadLoss(Loss):
    """Bytes were kept but hold no text that we can read: a scan, a broken PDF, an unknown format."""


class FindLoss(Loss):
    """A claim, or a value of one, that a model gave and that the text does not bear out; or an answer without use."""
