"""A case of captures that were really read, one of each format, so that their texts have a map back to the bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from read.paper import pdf
from show.hostile import QUOTE, hostile_page
from show.small_case import VERSION, claim_of
from sousveil.read import read
from sousveil.record import Capture, Text, sha256_bytes
from sousveil.store import Case

__all__ = ["DOT", "NESTED", "PAPER", "build"]

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
NESTED = "<i>Face recognition</i> was added at the <b>airport &amp; the station</b> in 2022."
"""Words across elements, with an entity."""
ARTICLE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Eyes on the road</title>
<style>p {{ color: red }}</style><script>track()</script></head><body><nav><a href="/">Home</a></nav>
<article><h1>Eyes on the road</h1><p>Cameras were installed along the road to Wonsan in June 2021, a trader said.</p>
<p>{NESTED}</p><p hidden>A part that nobody saw.</p><img src="https://pictures.example/a.jpg" alt="A mast with cameras">
<img alt="A dot" src="data:image/png;base64,{DOT}">
<p>Residents said that the lamps at the crossings had been switched off for weeks,
since the power was needed elsewhere.</p>
</article></body></html>"""
LETTER = """\
From: Lantern Watch <desk@lantern.example>
To: editors@list.example
Subject: Eyes in the mail
Date: Tue, 16 Apr 2024 08:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Plain.
--b
Content-Type: text/html; charset=utf-8

<p>Fingerprints are taken at the border post in Sinuiju, a letter said.</p><p>It went on for a page.</p>
--b--
"""
PLAIN = """\
Notes from the border

Kameras für die Straße: guards set up 30 cameras near Hyesan in 2020.

Nothing else was seen.
"""
PAPER = ("Thermal cameras were set up along the river in 2020.", "Drones were flown over the river in 2023.")


def build(path: Path, listener: str = "listener.invalid:9") -> dict[str, str]:
    """Make the case; identifiers of its sources by what they are."""
    paper = pdf([[(72, 700, 12, "A paper on the river"), (72, 660, 11, PAPER[0])], [(72, 700, 11, PAPER[1])]])
    with Case.create(path, title="Copies") as case:
        return {
            "hostile": _add(case, hostile_page(listener), "text/html", QUOTE),
            "article": _add(
                case, ARTICLE.encode(), "text/html",
                "Cameras were installed along the road to Wonsan in June 2021, a trader said.",
                "Face recognition was added at the airport & the station in 2022.",
            ),
            "letter": _add(
                case, LETTER.encode(), "message/rfc822", "Fingerprints are taken at the border post in Sinuiju"
            ),
            "plain": _add(case, PLAIN.encode(), "text/plain", "guards set up 30 cameras near Hyesan in 2020."),
            "paper": _add(case, paper, "application/pdf", *PAPER),
            "word": _add(case, _word("Iris scanners stand at a gate in Pyongyang."), _WORD, "Iris scanners"),
        }  # fmt: skip


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _add(case: Case, payload: bytes, media_type: str, *quotes: str) -> str:
    capture = Capture(
        sha256=sha256_bytes(payload), size=len(payload), media_type=media_type, locator="sample",
        retrieved="2024-06-01T09:30:00Z", method="file",
    )  # fmt: skip
    case.add(capture, payload)
    text: Text = read(capture, payload)
    case.put_reading(text, [claim_of(text, quote, {}) for quote in quotes], VERSION)
    return text.source_id


def _word(words: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{words}</w:t></w:r></w:p></w:body></w:document>",
        )
        archive.writestr("[Content_Types].xml", "<Types/>")
    return held.getvalue()
