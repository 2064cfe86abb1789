"""Bytes to characters: the byte order mark, then what the bytes prove, then what was declared, then a guess.

Labels lie often enough that none is believed unchecked. A label means what browsers take it to mean (WHATWG
Encoding Standard): `iso-8859-1` is windows-1252, `gb2312` is GB18030, `euc-kr` is CP949.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

__all__ = ["Decoded", "declared_in_markup", "decode"]

_ALIASES: Final = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "iso-8859-1": "cp1252", "iso_8859-1": "cp1252", "l1": "cp1252", "windows-1252": "cp1252", "ansi": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "chinese": "gb18030", "euc-cn": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "ksc5601": "cp949",
    "korean": "cp949", "windows-949": "cp949", "x-windows-949": "cp949", "uhc": "cp949", "ks_c_5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
    "windows-31j": "cp932", "x-euc-jp": "euc_jp", "euc-jp": "euc_jp", "iso-8859-9": "cp1254", "latin5": "cp1254",
    "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "unicode": "utf-16", "utf8": "utf-8",
    "x-cp1251": "cp1251", "koi": "koi8-r", "koi8": "koi8-r", "koi8_r": "koi8-r", "x-user-defined": "cp1252",
    "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
_NAMES: Final = {
    "cp1252": "windows-1252", "cp1251": "windows-1251", "cp1256": "windows-1256", "cp1250": "windows-1250",
    "cp1253": "windows-1253", "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1257": "windows-1257",
    "cp1258": "windows-1258", "cp874": "windows-874", "cp949": "euc-kr", "cp932": "shift_jis", "euc_jp": "euc-jp",
    "big5hkscs": (
        "big5"
    ), "koi8_r": "koi8-r", "koi8_u": "koi8-u", "utf_8": "utf-8", "ascii": "utf-8",
    "utf_16_le": "utf-16le", "utf_16_be": "utf-16be", "utf_32_le": "utf-32le", "utf_32_be": "utf-32be",
}  # fmt: skip
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip

# The most frequent characters of the languages that an encoding is used for. In a text of that language they
# make up a third and more of what is not ASCII; in the same bytes read wrongly, next to nothing.
_FREQUENT: Final = {
    "cp949": "이다는을의에가하고지은로한도를기서사인자대해어정시리들나있과게으전부일보장수스그라조주제만아",
    "gb18030": (
        "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天"
        "而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身"
        "些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第"
        "门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市记线"
    ),
    "big5hkscs": (
        "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可里後小麼心多天"
        "而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身"
        "些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第"
        "門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市記線"
    ),
    "cp932": "のにはをがでとしれさりたてなるいかもらくこっすまあんだスルントイリラアクシレ日本人年大国中一",
    "euc_jp": "のにはをがでとしれさりたてなるいかもらくこっすまあんだスルントイリラアクシレ日本人年大国中一",
    "cp1251": "оеаинтсрвлкмдпуяыьгз",
    "koi8_r": "оеаинтсрвлкмдпуяыьгз",
    "iso8859_5": "оеаинтсрвлкмдпуяыьгз",
    "cp866": "оеаинтсрвлкмдпуяыьгз",
    "cp1256": "اليمنرتبعدسفكحقهوةأ",
    "iso8859_6": "اليمنرتبعدسفكحقهوةأ",
    "cp1252": "éèàùçâêîôûëïüöäßÄÖÜñáíóúãõåøæœÉÀ’‘“”–—…«»„€°§·¿¡®©",
    "cp1250": "ąćęłńóśźżĄĆĘŁŚŻáčďéěíňřšťúůýžÁČŠŽőűÍÉ„”–—…’äöüßßčćžšđţşăâî",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŚŻáčďéěíňřšťúůýžÁČŠŽőűÍÉäöüßđţşăâî",
    "iso8859_15": "éèàùçâêîôûëïüöäßÄÖÜñáíóúãõåøæœÉÀ€°§·¿¡®©«»",
    "cp1253": "αοιετσνηυρπκμλςίόάέήύώγδφχθβωζΑΕΤΠΚΟ",
    "cp1254": "ığşçöüİĞŞÇÖÜâî’“”–",
    "cp1255": "יוהלאתרשמבנדםחקעפכגטצזןסךףץ",
    "cp874": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผถศฟ่้ัิีุู์็ำึืๆ",
}  # fmt: skip
_RIVALS: Final = tuple(_FREQUENT)
_LATIN: Final = frozenset({"cp1252", "cp1250", "cp1254", "iso8859_2", "iso8859_15", "cp1257"})
_WIDE: Final = frozenset({"cp949", "gb18030", "big5hkscs", "cp932", "euc_jp"})
_SHARE: Final = 0.9
"""Share of an alphabet's letters in what is not ASCII of a text in it."""
_WIDE_SHARE: Final = 0.4
"""Share of the listed characters in a Korean, Chinese or Japanese text; wrong readings have a quarter of it."""
_ACCENTS: Final = re.compile(r"[^\W\d_a-zA-Z]{3,}")
_INSIDE: Final = re.compile(r"(?<=[a-zA-Z])[^\W\d_a-zA-Z]|[^\W\d_a-zA-Z](?=[a-zA-Z])|(?<=[а-яёα-ώ])[А-ЯΑ-Ω]")
_SURE: Final = 0.5
"""A reading this plausible is believed."""
_TRUST: Final = 0.15
"""What a declared encoding is given on top: another must be clearly better to be preferred."""
_SAMPLE: Final = 120_000
_META: Final = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML: Final = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 8192
_C1: Final = re.compile("[\x80-\x9f\ufffd\ue000-\uf8ff]")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f\u00a0]")


class Decoded(NamedTuple):
    """Characters and the encoding that gave them (`utf-8`, `euc-kr`, `windows-1251`)."""

    text: str
    charset: str
    codec: str
    bom: int
    """Number of bytes of the byte order mark, which is not part of `text`."""


def declared_in_markup(payload: bytes) -> str | None:
    """The label in `<meta charset>` or the XML declaration, as written."""
    head = payload[:_HEAD]
    match = _META.search(head) or _XML.search(head)
    return match.group(1).decode("ascii") if match else None


def decode(payload: bytes, header: str | None = None, markup: str | None = None) -> Decoded:
    """Decode `payload`. `header` is the sender's label, `markup` the document's own; both may be wrong.

    Never raises: what cannot be decoded becomes U+FFFD.
    """
    for mark, marked in _BOMS:
        if payload.startswith(mark):
            return _decoded(payload, marked, len(mark))
    wide = _unmarked_utf16(payload)
    if wide:
        return _decoded(payload, wide)
    labels = [codec for codec in (_codec(header), _codec(markup)) if codec]
    if payload.isascii():
        return _decoded(payload, _escaped(payload, labels))
    if _is_utf8(payload):
        return _decoded(payload, "utf-8")
    return _decoded(payload, _best(payload, [label for label in labels if not label.startswith("utf")]))


def codec_of(charset: str) -> str:
    """Python's codec for a charset as `Decoded` names it."""
    return next((codec for codec, name in _NAMES.items() if name == charset and codec != "ascii"), charset)


def decode_as(payload: bytes, charset: str) -> str:
    """Decode with a charset that `decode` found before, without its byte order mark."""
    bom = next((len(mark) for mark, _ in _BOMS if payload.startswith(mark)), 0)
    return payload[bom:].decode(codec_of(charset), "replace")


def _decoded(payload: bytes, codec: str, bom: int = 0) -> Decoded:
    normal = codecs.lookup(codec).name.replace("-", "_")
    charset = _NAMES.get(normal, normal.replace("_", "-"))
    return Decoded(payload[bom:].decode(codec, "replace"), charset, codec, bom)


def _codec(label: str | None) -> str | None:
    """Python's codec for a label as browsers understand it; None for an unknown one."""
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python also registers codecs between bytes and bytes (zlib, hex) and escapes; a document is none of these.
    if not getattr(found, "_is_text_encoding", True) or found.name in {"idna", "punycode", "unicode_escape", "utf-7"}:
        return None
    return {"utf-16": "utf-8"}.get(found.name, found.name)  # no mark and no zero bytes: it is not UTF-16


def _unmarked_utf16(payload: bytes) -> str | None:
    """UTF-16 without a mark: markup makes every second byte of the start zero."""
    head = payload[:2048]
    if len(head) < 8 or head.count(0) < len(head) // 5:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 5 * even:
        return "utf-16-le"
    if even > 5 * odd:
        return "utf-16-be"
    return None


def _escaped(payload: bytes, labels: list[str]) -> str:
    """ASCII bytes: UTF-8, unless escape sequences of a seven-bit encoding are in them."""
    if b"\x1b$" in payload:
        for codec in [label for label in labels if label.startswith("iso2022")] + ["iso2022_jp_2", "iso2022_kr"]:
            try:
                payload.decode(codec)
            except UnicodeDecodeError:
                continue
            return codec
    return "utf-8"


def _is_utf8(payload: bytes) -> bool:
    """Whether the bytes are UTF-8, give or take a few broken ones (a cut end, a pasted foreign byte).

    Text in another encoding forms valid multi-byte sequences by chance only, so a handful of good ones against
    none or few bad ones is proof.
    """
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        text = payload.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        good = len(_NOT_ASCII.findall(text)) - bad
        return bad * 20 <= good
    return True


def _best(payload: bytes, labels: list[str]) -> str:
    sample = payload if len(payload) <= _SAMPLE else _informative(payload)
    best, best_score = "", -1.0
    for codec in dict.fromkeys((*labels, *_RIVALS)):
        score = _plausibility(sample, codec) + (_TRUST if codec in labels else 0.0)
        if score > best_score:
            best, best_score = codec, score
    if best_score >= _SURE:
        return best
    return _guess(sample) or (labels[0] if labels else "cp1252")


def _informative(payload: bytes) -> bytes:
    """The part of a long payload around its first byte that is not ASCII, cut at an ASCII byte."""
    match = re.search(rb"[\x80-\xff]", payload)
    start = max(0, match.start() - 1) if match else 0
    end = start + _SAMPLE
    while end < len(payload) and payload[end] != 0x0A and end < start + 2 * _SAMPLE:
        end += 1
    return payload[start:end]


def _plausibility(sample: bytes, codec: str) -> float:
    """How much a reading looks like a language that the encoding is used for: 1 and more as expected, 0 not at all.

    Counted are frequent characters against the share that a text of such a language has, less what a wrong reading
    makes: broken and private characters, foreign letters inside words of ASCII letters, or whole words of accents.
    """
    key = codecs.lookup(codec).name.replace("-", "_")
    text = sample.decode(codec, "replace")
    foreign = _NOT_ASCII.findall(text)
    if not foreign:
        return 0.0
    frequent = frozenset(_FREQUENT.get(key, ""))
    good = sum(char in frequent for char in foreign)
    bad = 5 * len(_C1.findall(text))
    if key in _LATIN:
        bad += sum(len(run) for run in _ACCENTS.findall(text))
    elif key not in _WIDE:
        bad += len(_INSIDE.findall(text))
    expected = _WIDE_SHARE if key in _WIDE else _SHARE
    return min(1.0, good / len(foreign) / expected) - bad / len(foreign)


def _guess(sample: bytes) -> str | None:
    """charset-normalizer's guess, for encodings that are not in our table."""
    from charset_normalizer import from_bytes

    match = from_bytes(sample[:20_000]).best()
    return match.encoding if match else None
