"""Mail messages and web pages saved as MIME (MHTML): the best part that holds text."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

import msgspec

from sousveil.errors import ReadLoss
from sousveil.read.dates import latest
from sousveil.read.frozen import Omissions
from sousveil.read.html import read_html
from sousveil.read.plain import read_plain
from sousveil.record import Capture, Dated, Text

__all__ = ["EXTRACTOR", "part_payload", "read_eml"]

EXTRACTOR: Final = "eml/1"
_DEEP: Final = 50
"""Messages in messages: nobody writes that deep."""


def read_eml(capture: Capture, payload: bytes) -> Text:
    """The text of a message: its HTML part, else its plain part. Anchors' paths start with the part's index.

    Raises ReadLoss: `eml-broken`, `no-main-text`.
    """
    parts = _parts(payload)
    message = parts[0]
    texts = [(index, part) for index, part in enumerate(parts) if _is_text(part)]
    # A web page saved as one file has its address in Content-Location.
    url = capture.url or _header(message, "Snapshot-Content-Location") or None
    reason: ReadLoss | None = None
    for index, part in sorted(texts, key=lambda item: (item[1].get_content_type() != "text/html", item[0])):
        inner = msgspec.structs.replace(
            capture, charset=part.get_content_charset(), media_type=part.get_content_type(), url=url
        )
        body = _decoded(part)
        read = read_html if part.get_content_type() == "text/html" else read_plain
        try:
            text = read(inner, body, prefix=str(index))
        except ReadLoss as loss:
            reason = loss
            continue
        return _described(text, message, parts, index, capture)
    raise reason or ReadLoss("no-main-text", "The message holds no text, only attachments.")


def part_payload(payload: bytes, index: int) -> bytes:
    """The decoded bytes of the part that an anchor's path starts with."""
    return _decoded(_parts(payload)[index])


def _parts(payload: bytes) -> list[Message]:
    try:
        message = email.message_from_bytes(payload, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError) as error:
        raise ReadLoss("eml-broken", f"The message cannot be taken apart: {error}. Save its text instead.") from error
    parts: list[Message] = []
    queue: list[tuple[Message, int]] = [(message, 0)]
    while queue:
        part, depth = queue.pop()
        parts.append(part)
        if part.is_multipart() and depth < _DEEP:
            inner = [child for child in part.get_payload() if isinstance(child, Message)]
            queue.extend((child, depth + 1) for child in reversed(inner))
    return parts


def _is_text(part: Message) -> bool:
    return (
        part.get_content_type() in ("text/html", "text/plain")
        and not part.is_multipart()
        and part.get_content_disposition() != "attachment"
    )


def _decoded(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _described(text: Text, message: Message, parts: list[Message], chosen: int, capture: Capture) -> Text:
    omissions = Omissions()
    for index, part in enumerate(parts):
        if index != chosen and not part.is_multipart():
            kind = "alternative-part" if _is_text(part) else "attachment"
            omissions.add(kind, part.get_filename() or part.get_content_type(), 0)
    name, address = parseaddr(_header(message, "From"))
    return msgspec.structs.replace(
        text,
        extractor=EXTRACTOR,
        title=_header(message, "Subject") or text.title,
        outlet=name or address or text.outlet,
        published=_published(message, capture.retrieved) or text.published,
        omissions=text.omissions + omissions.freeze(),
        url=text.url or capture.url,
    )


def _header(message: Message, name: str) -> str:
    """A header with its encoded words decoded, on one line."""
    raw = message.get(name)
    if raw is None:
        return ""
    modern = EmailMessage(policy=policy.default)
    try:
        modern[name] = str(raw).replace("\r", " ").replace("\n", " ")
        return " ".join(str(modern[name]).split())
    except (ValueError, LookupError, IndexError, AttributeError):  # the parser of headers trips over malformed ones
        return " ".join(str(raw).split())


def _published(message: Message, retrieved: str) -> Dated | None:
    stated = _header(message, "Date")
    try:
        sent = parsedate_to_datetime(stated).date()
    except (ValueError, TypeError, IndexError):
        return None
    limit = latest(retrieved)
    if limit is not None and sent > limit:
        return None
    return Dated(value=sent.isoformat(), evidence=f"email Date: {stated}", certainty="high")
