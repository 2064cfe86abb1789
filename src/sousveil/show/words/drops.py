"""Why something was not kept, in words, and what to do about it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later

__all__ = ["FAMILIES", "REASONS", "STAGES", "Why", "reason_words", "stage_words"]

STAGES: Final = {
    "collect": later("Collecting"),
    "read": later("Reading"),
    "find": later("Finding claims"),
    "model": later("A model’s answers"),
    "resolve": later("Names and places"),
    "trace": later("Echoes"),
    "import": later("Imports"),
    "review": later("Claims by hand"),
}
"""What the steps are called at which something can be left out."""
_AGAIN: Final = later("Build the case again later: what could not be had is tried again.")
_SAVE: Final = later("Open it in a browser, save the page, and add the file.")
_FETCH: Final = later("Get the file again from where it came: it is damaged or cut off.")
_REPORT: Final = later("Please report it with the file: this is for us to mend.")
_NOTHING: Final = later("Nothing to do, if this is what you meant.")
_OCR: Final = later("Read it with a program that recognises letters in pictures, and add the text that comes of it.")
_TABLE: Final = later("Mend the row in the table and build again.")
_MEND: Final = later("Mend the file and import it again, if you need them.")
_MODEL: Final = later("Nothing to do: what a model says counts only where the text bears it out.")
_SERVER: Final = later("See whether the model’s server runs, and read with it again.")
_LIMIT: Final = later("Raise the limit and build again.")

Words = tuple[str, str]
REASONS: Final[dict[str, Words]] = {
    "address-refused": (
        later("The address lies inside this machine or network"),
        later("Allow private addresses if you trust the list, or save the page and add the file."),
    ),
    "arc-garbage": (later("Bytes in an archive belong to no record"), _FETCH),
    "arc-header": (later("An archive begins otherwise than its format says"), _FETCH),
    "archive-damaged": (later("An archive cannot be read"), _FETCH),
    "archive-empty": (later("An archive holds no page"), later("See whether it is the archive that you meant.")),
    "archive-ratio": (
        later("A packed file unpacks to far more than is plausible"),
        later("Look at the file before you unpack it yourself: such files are made to do harm."),
    ),
    "archive-truncated": (later("An archive ends in the middle"), _FETCH),
    "archive-zstd": (
        later("An archive is packed in a way that is not read"),
        later("Unpack it with zstd and add what comes out."),
    ),
    "claim-contradicts-words": (later("A model’s claim is not what its words say"), _MODEL),
    "claim-repeated": (later("A model gave the same claim twice"), _MODEL),
    "claim-shape": (later("A model’s claim has not the form that was asked for"), _MODEL),
    "claim-term": (later("A model used a term that there is not"), _MODEL),
    "claims-too-many": (later("A model gave more claims than a passage can have"), _MODEL),
    "coded-broken": (later("A row of a table holds no values"), _TABLE),
    "collector-crashed": (later("Collecting stopped at this file"), _REPORT),
    "collector-hung": (later("Collecting took too long at this file"), _REPORT),
    "container": (later("A packed file is not one that is read"), later("Unpack it and add the folder.")),
    "csv-columns": (
        later("A table names no column that is known"),
        later("Name a column url or link for addresses, or summary for coded records."),
    ),
    "csv-double-column": (later("Two columns of a table have the same name"), later("Rename one and build again.")),
    "csv-empty-cell": (later("A row gives no address or summary"), _TABLE),
    "csv-missing-column": (
        later("A table lacks a column that is needed"),
        later("Rename a column as the message says, and build again."),
    ),
    "csv-ragged": (later("A row has more cells than the table has columns"), _TABLE),
    "csv-row": (later("A row of a table cannot be read"), _TABLE),
    "csv-short-row": (later("A row has fewer cells than the table has columns"), _TABLE),
    "dead-url": (
        later("Nothing is at this address any more"),
        later("Look for it in a web archive, save the page, and add the file."),
    ),
    "docx-broken": (later("A Word document is damaged"), later("Open it, save it again, and add the new file.")),
    "docx-too-large": (
        later("A Word document unpacks to very much"),
        later("Save its words as plain text and add that."),
    ),
    "eml-broken": (later("An e-mail cannot be taken apart"), later("Save its text and add that.")),
    "empty": (later("There is nothing in it"), _NOTHING),
    "hidden": (later("A hidden file or folder was left out"), later("Name the file itself if you want it.")),
    "html-empty": (later("The page holds nothing"), _SAVE),
    "http-chunks": (
        later("An archived answer is damaged"),
        later("What could be read is kept. Fetch the page again if you need the rest."),
    ),
    "http-encoding": (later("An archived answer is packed in a way that is not read, or damaged"), _SAVE),
    "http-head": (later("An archived answer has no proper beginning"), _FETCH),
    "http-protocol": (later("The server answered otherwise than the rules say"), _SAVE),
    "http-status": (
        later("The server has no page there, or does not give it"),
        later("Open it in a browser. If the page is there, save it and add the file; if not, look in a web archive."),
    ),
    "http-truncated": (
        later("An archived answer was cut off"),
        later("What is there is kept. Fetch the page again if you need the rest."),
    ),
    "image-needs-ocr": (later("It is a picture"), _OCR),
    "link": (later("A link to another file was left out"), later("Name the file that it leads to if you want it.")),
    "missing": (later("There is no such file or folder"), later("Check the path.")),
    "model-broken": (later("A model’s answer broke off"), _SERVER),
    "model-cut-short": (later("A model’s answer was cut short"), _SERVER),
    "model-encoding": (later("A model’s answer came packed"), _SERVER),
    "model-no-answer": (later("A model gave no answer"), _SERVER),
    "model-not-json": (later("A model’s answer has not the form that was asked for"), _MODEL),
    "model-shape": (later("A model’s answer has not the form that was asked for"), _MODEL),
    "model-status": (later("A model’s server refused"), _SERVER),
    "model-timeout": (later("A model did not answer in time"), _SERVER),
    "model-too-large": (later("A model’s answer is too long"), _MODEL),
    "model-tool-call": (later("A model wanted to call a program"), later("Nothing to do: nothing was called.")),
    "no-main-text": (
        later("The page holds no text beside its menus"),
        later("Its words may be made by scripts: save the page from a browser, or print it to a PDF, and add that."),
    ),
    "no-summary": (later("A record has no summary"), _TABLE),
    "no-text-layer": (later("The PDF holds pictures of pages and no text"), _OCR),
    "not-a-file": (later("It is no file"), _NOTHING),
    "offline": (later("The network was turned off"), later("Build again without --offline.")),
    "pdf-broken": (later("The PDF cannot be opened"), _FETCH),
    "pdf-encrypted": (
        later("The PDF is locked with a password"),
        later("Save a copy without the password and add it."),
    ),
    "pdf-unmapped-font": (later("The PDF does not say which letters it shows"), _OCR),
    "quote-ambiguous": (later("A model’s quote stands in the passage more than once"), _MODEL),
    "quote-in-heading": (later("A model quoted a headline"), _MODEL),
    "quote-not-in-text": (later("A model’s quote is not in the text"), _MODEL),
    "quote-of-several": (later("A model’s quote spans several sentences"), _MODEL),
    "redirects": (later("The address leads on and on"), _SAVE),
    "robots": (later("The site does not let programs fetch this page"), _SAVE),
    "robots-unreachable": (later("The site’s rules for programs could not be read"), _AGAIN),
    "sentence-refused": (later("A model’s claim is of a sentence that makes none"), _MODEL),
    "timeout": (later("The server kept silent"), _AGAIN),
    "tls": (
        later("The server’s certificate was not accepted"),
        later("Look at the page in a browser. If you trust it, save it and add the file."),
    ),
    "too-large": (later("It is larger than the limit"), later("Raise the limit with --max-mib and build again.")),
    "unknown-format": (later("No reader knows its format"), later("Save it as HTML, PDF, Word or text and add that.")),
    "unknown-host": (
        later("Nobody knows this name on the network"),
        later("Check the address for a slip. If it is right, look for the page in a web archive."),
    ),
    "unreachable": (later("The server cannot be reached"), _AGAIN),
    "unreadable": (later("The file may not be read"), later("Check its permissions.")),
    "url": (later("It is no address that can be fetched"), later("Check it for a slip.")),
    "url-credentials": (
        later("The address holds a name and a password"),
        later("Take them out: a case keeps addresses for others to read."),
    ),
    "warc-cut": (
        later("A record of an archive is only a part"),
        later("Add the archive that has the other parts, or fetch the page again."),
    ),
    "warc-damaged": (later("A record of an archive is damaged"), _FETCH),
    "warc-digest": (later("A record of an archive has other bytes than it states"), _FETCH),
    "warc-garbage": (later("Bytes in an archive belong to no record"), _FETCH),
    "warc-header": (later("A record of an archive has no proper beginning"), _FETCH),
    "warc-length": (later("A record of an archive has another length than it states"), _FETCH),
    "warc-revisit": (
        later("An archive says that a page was as before, without its bytes"),
        later("Add the archive that has the page."),
    ),
    "warc-type": (later("A record of an archive is of a kind that is not read"), _NOTHING),
    "words-not-in-quote": (later("A model’s words are not in its quote"), _MODEL),
    "words-not-known": (
        later("The vocabulary reads no such claim from these words"),
        later("If it should, add the words to the vocabulary."),
    ),
    "worker-crashed": (later("Reading it made the reader crash"), _REPORT),
    "worker-error": (later("Reading it failed by a fault of ours"), _REPORT),
    "worker-memory": (later("Reading it took too much memory"), _LIMIT),
    "worker-timeout": (later("Reading it took too long"), _LIMIT),
}
"""What each reason says, and what to do."""
FAMILIES: Final[dict[str, Words]] = {
    "archive": (later("An archive cannot be read as it is"), _FETCH),
    "csv": (later("A row of a table cannot be read"), _TABLE),
    "http": (later("The server’s answer cannot be read"), _SAVE),
    "model": (later("A model’s answer is of no use"), _SERVER),
    "pdf": (later("The PDF cannot be read"), _FETCH),
    "warc": (later("A record of an archive cannot be read"), _FETCH),
}
"""The same for reasons that begin so and that the table does not have."""
_IMPORTED: Final[dict[str, Words]] = {
    "persons": (later("Persons on a list"), later("Nothing to do: sousveil holds no records of persons.")),
    "vessels": (later("Ships on a list"), _NOTHING),
    "aircraft": (later("Aircraft on a list"), _NOTHING),
    "kind-not-told": (
        later("Entries of which nothing says that they are no persons"),
        later("Add a column that says what they are, and import the file again."),
    ),
    "no-organisation": (later("Records that are of no organisation"), _NOTHING),
    "not-listed": (later("Organisations of which nothing says that they are listed"), _NOTHING),
    "weak-names": (later("Names that the list itself marks as weak"), _NOTHING),
    "country": (later("Countries that could not be told"), _MEND),
    "date": (later("Dates that could not be read"), _MEND),
    "link": (later("Links that are no web addresses"), _MEND),
    "long-name": (later("Names that are too long to be names"), _MEND),
}
"""Reasons of imports, which mean other things there."""
_BY_STAGE: Final[dict[str, Words]] = {
    "import": (
        later("A row of an imported file was left out"),
        later("The message says why. Mend the file and import it again."),
    ),
    "review": (
        later("A claim that somebody wrote has no place in the text any more"),
        later("Look at the text as it is read now, and write the claim again."),
    ),
}


class Why(Struct, frozen=True, kw_only=True):
    """A reason in words."""

    what: str
    todo: str
    """What to do about it; empty where the message of each thing alone can tell."""


def reason_words(stage: str, reason: str) -> Why:
    """What a reason says, in the language of the request; the reason itself where nothing is known of it."""
    imported = _IMPORTED.get(reason) if stage == "import" else None
    known = imported or REASONS.get(reason) or FAMILIES.get(reason.partition("-")[0]) or _BY_STAGE.get(stage)
    return Why(what=_(known[0]), todo=_(known[1])) if known else Why(what=reason, todo="")


def stage_words(stage: str) -> str:
    """What a stage is called; the stage itself where that is not known."""
    return _(STAGES[stage]) if stage in STAGES else stage
