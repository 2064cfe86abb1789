"""What collecting yields: bytes and their description, or a drop."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from sousveil.errors import CollectLoss
from sousveil.record import Capture, CodedRecord, Drop, sha256_bytes

__all__ = ["Collected", "capture", "drop", "utc"]

Header = tuple[str, str]


class Collected(Struct, frozen=True, kw_only=True):
    """A capture and its bytes; `capture.sha256` is the digest of `payload`."""

    capture: Capture
    payload: bytes


def capture(
    payload: bytes,
    *,
    media_type: str,
    locator: str,
    retrieved: str,
    method: str,
    url: str | None = None,
    status: int | None = None,
    charset: str | None = None,
    headers: tuple[Header, ...] = (),
    coded: CodedRecord | None = None,
) -> Collected:
    """Bytes with their digest and description."""
    described = Capture(
        sha256=sha256_bytes(payload),
        size=len(payload),
        media_type=media_type,
        locator=locator,
        url=url,
        retrieved=retrieved,
        method=method,
        status=status,
        charset=charset,
        headers=headers,
        coded=coded,
    )
    return Collected(capture=described, payload=payload)


def drop(loss: CollectLoss, locator: str, capture_sha256: str | None = None) -> Drop:
    """A loss, as it is counted and listed."""
    return Drop(stage="collect", reason=loss.reason, locator=locator, detail=str(loss), capture_sha256=capture_sha256)


def utc(seconds: float) -> str:
    """Seconds since 1970 as `2024-04-16T09:30:00Z`; years outside 1 to 9999 become the nearest that fits."""
    first, last = -62135596800, 253402300799
    return datetime.fromtimestamp(min(max(seconds, first), last), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
