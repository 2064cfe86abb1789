"""How many or how much: numbers in digits and words, and what they count."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.find.numerals import IDEOGRAPHS, MYRIADS, THOUSANDS, ideographic, of_myriads
from sousveil.find.tables import Mention, Tables, one_of
from sousveil.record.claim import Quantity

__all__ = ["number_in", "numbers_in", "quantity_of"]

_DIGITS = r"\d{1,3}(?:[,.   ٬،]\d{3})+(?!\d)|\d+(?:[.,٫]\d+)?"
_MONEY = {
    "USD", "EUR", "GBP", "CNY", "KRW", "JPY", "RUB", "TWD", "HKD",
    "AED", "AFN", "BHD", "DZD", "EGP", "IQD", "IRR", "JOD", "KWD", "LBP", "LYD", "MAD", "OMR", "QAR", "SAR", "SYP",
    "TND", "YER",
}  # fmt: skip
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₩": "KRW", "₽": "RUB"}
_PIECES = {"device": {"camera", "drone", "sensor"}}
_LONG = "-" * 9
"""Stands for a word, which is taken to be long."""


class _Numbers:
    """The number words of a language, compiled."""

    def __init__(self, tables: Tables) -> None:
        numbers = tables.language.numbers
        spaced = tables.language.writing == "spaced"
        spelled = tables.orthography
        listed = spelled.letters.term
        edge = r"(?<![^\W_])" if spaced else ""
        words = "|".join(re.escape(listed(word)) for word in sorted(numbers.words, key=len, reverse=True))
        scales = "|".join(re.escape(listed(word)) for word in sorted(numbers.scales, key=len, reverse=True))
        value = _DIGITS + (f"|{edge}(?:{words})" + (r"(?![^\W_])" if spaced else "") if words else "")
        if tables.language.writing == "joined":
            value += f"|[{IDEOGRAPHS}]+"
        if not spaced:
            part = rf"(?:{_DIGITS}|[{IDEOGRAPHS}]+)"
            value = rf"{part} ?[{MYRIADS}] ?{part}(?: ?[{THOUSANDS}](?![{MYRIADS}]))?|{value}"
        scale = rf"(?:[ \u00a0-]?(?P<scale>{scales})" + (r"(?![^\W_])" if spaced else "") + ")?" if scales else ""
        joining = one_of(map(listed, numbers.joining))
        if numbers.joining and words and scales:
            # "دو هزار و ششصد": parts joined by "and", behind a number in words or one with a scale.
            part = rf"(?:{words}|{_DIGITS})(?: (?:{scales}))?"
            ends = r"(?![^\W_])"
            rest = rf"(?P<rest>(?:\s*(?:{joining})\s*{part})+){ends}"
            value = rf"{_DIGITS}|{edge}(?P<word>{words})(?=\s*(?:{joining})\s*{part}{ends}|{ends})"
            scale += rf"(?:(?(word)|(?(scale)|(?!))){rest})?"
        self.part = re.compile(rf"(?P<scale>{scales})(?![^\W_])|(?P<value>{words}|{_DIGITS})", re.IGNORECASE)
        glued = spelled.inflection.before(_LONG) if spaced else ""
        if glued:
            # "بعشرين", "بـ500": a small word is written together with the number.
            value = value.replace(edge, "")
            opened = rf"(?:{edge}{glued}(?=\d|{words})|(?=\d))"
        else:
            opened = ""
        self.number = re.compile(rf"(?:(?P<sign>[$€£¥₩₽]) ?)?{opened}(?P<value>{value}){scale}", re.IGNORECASE)
        self.words = {listed(word).lower(): number for word, number in numbers.words.items()}
        self.scales = {listed(word).lower(): number for word, number in numbers.scales.items()}
        self.units = [
            (unit, re.compile(spelled.expression(term, "spaced" if spaced else "joined"), re.IGNORECASE))
            for unit, terms in numbers.units.items()
            for term in terms
            if term not in _SIGNS
        ]
        near = sorted(map(listed, numbers.approximate), key=len, reverse=True)
        either = "|".join(map(re.escape, near))
        bounded = rf"(?<![^\W_]){glued}(?:{either})(?![^\W_])" if spaced else either
        self.pairs = [
            (unit, re.compile(spelled.expression(term), re.IGNORECASE))
            for unit, terms in numbers.pairs.items()
            for term in terms
        ]
        self.approximate = re.compile(bounded, re.IGNORECASE) if near else None
        self.gap = re.compile(
            r"(?:[ \u00a0-]+[^\s\d,;:.()،؛]+){0,3}?[ \u00a0-]+"
            if spaced
            else rf"\W?(?:{one_of(map(listed, numbers.more))})?\W?"
        )
        self.vague = {listed(word).lower() for word in numbers.vague}
        self.counters = tuple(map(listed, numbers.counters))


@lru_cache(maxsize=64)
def _numbers(tables: Tables) -> _Numbers:
    return _Numbers(tables)


def quantity_of(
    tables: Tables, content: str, start: int, end: int, technologies: list[Mention]
) -> tuple[Quantity, tuple[int, int]] | None:
    """What is counted in the clause `content[start:end]`: devices before money.

    A plain counter of devices takes the name of the technology that stands beside it ("CCTV 300대": camera).
    """
    numbers, written, content = _numbers(tables), content, tables.view(content)
    best: tuple[int, Quantity, tuple[int, int]] | None = None
    for match in numbers.number.finditer(content, start, end):
        found = _counted(numbers, content, end, match, technologies)
        if found is None:
            continue
        unit, stop = found
        rank = 0 if unit not in _MONEY and unit != "person" else 1
        if best is None or rank < best[0]:
            value = _value(numbers, match)
            if value is None:
                continue
            around = content[max(start, match.start() - 14) : match.start()] + " " + content[match.end() : stop + 2]
            approximate = bool(numbers.approximate and numbers.approximate.search(around)) or (
                match["value"].lower() in numbers.vague
            )
            best = (rank, Quantity(value=value, unit=unit, approximate=approximate), (match.start(), stop))
    if best is None or best[0]:
        pair = _pair(numbers, content, start, end, technologies)
        if pair is not None:
            return pair
    return (best[1], tables.orthography.letters.original(written, *best[2])) if best else None


def _pair(
    numbers: _Numbers, content: str, start: int, end: int, technologies: list[Mention]
) -> tuple[Quantity, tuple[int, int]] | None:
    """Two of something, said by the form of its word: "كاميرتان"."""
    found = [(m, unit) for unit, expression in numbers.pairs for m in expression.finditer(content, start, end)]
    if not found:
        return None
    match, unit = min(found, key=lambda pair: pair[0].start())
    return Quantity(value=2, unit=_piece(unit, match.start(), technologies), approximate=False), match.span()


def numbers_in(tables: Tables, content: str, start: int, end: int) -> list[tuple[float, tuple[int, int]]]:
    """The numbers of `content[start:end]` that are neither years nor money, in order, with their spans."""
    numbers, written, content = _numbers(tables), content, tables.view(content)
    found: list[tuple[float, tuple[int, int]]] = []
    for match in numbers.number.finditer(content, start, end):
        value = _value(numbers, match)
        part = _goes_on(content, match.start())
        year = re.fullmatch(r"(?:19|20)\d\d", match["value"]) is not None
        if value is not None and value >= 2 and not (part or year or match["sign"]):
            found.append((value, tables.orthography.letters.original(written, *match.span())))
    return found


def number_in(tables: Tables, content: str, start: int, end: int) -> tuple[float, tuple[int, int]] | None:
    """The number that `content[start:end]`, a cell of a table, is; null where it is none, or nothing at all."""
    content = tables.view(content)
    match = _numbers(tables).number.search(content, start, end)
    if match is None or match["sign"]:
        return None
    value = _value(_numbers(tables), match)
    around = content[start : match.start()] + content[match.end() : end]
    return None if not value or any(char.isalnum() for char in around) else (value, (match.start(), match.end()))


_RUN_ON = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Letters that are no part of a number which stands right behind them: 设1,200个."""


def _goes_on(content: str, at: int) -> bool:
    """Whether a number that seems to start at `at` is the rest of a longer word or number."""
    before = content[at - 1] if at else " "
    return (before.isalnum() and not _RUN_ON.match(before)) or before in ".,-/"


def _counted(
    numbers: _Numbers, content: str, end: int, match: re.Match[str], technologies: list[Mention]
) -> tuple[str, int] | None:
    if _goes_on(content, match.start()):
        return None
    year = re.fullmatch(r"(?:19|20)\d\d", match["value"]) and not match.groupdict().get("scale")
    if year and not match["sign"] and not content.startswith(numbers.counters, match.end()):
        # A year, unless a counter stands right behind it.
        return None
    if match["sign"]:
        return _SIGNS[match["sign"]], match.end()
    best: tuple[int, str, int] | None = None
    for unit, expression in numbers.units:
        found = expression.search(content, match.end(), min(end, match.end() + 48))
        if found is None:
            continue
        between = content[match.end() : found.start()]
        if between.strip() and not numbers.gap.fullmatch(between):
            continue
        if best is None or found.start() < best[0]:
            best = (found.start(), unit, found.end())
    if best is None:
        return None
    return _piece(best[1], match.start(), technologies), best[2]


def _piece(unit: str, at: int, technologies: list[Mention]) -> str:
    """A unit, by the technology that stands nearest where the unit is only a counter."""
    near = min(technologies, key=lambda mention: abs(mention.start - at), default=None)
    if unit not in _PIECES or near is None:
        return unit
    if near.ident in _PIECES[unit]:
        return near.ident
    return "camera" if near.ident == "body-camera" else unit


def _value(numbers: _Numbers, match: re.Match[str]) -> float | None:
    if match.groupdict().get("rest"):
        return _sum(numbers, match.group())
    scale = match.groupdict().get("scale")
    parts = of_myriads(match["value"], numbers.scales[scale.lower()] if scale else 1)
    if parts is not None:
        return parts
    value = _simple(numbers, match["value"])
    return value * numbers.scales[scale.lower()] if scale and value is not None else value


def _simple(numbers: _Numbers, text: str) -> float | None:
    """The value of one number, in digits or in words."""
    text = text.lower()
    if not text[0].isdigit():
        return numbers.words.get(text) or ideographic(text)
    grouped = re.fullmatch(r"\d{1,3}(?:[,.   ٬،]\d{3})+", text)
    return float(re.sub(r"\D", "", text)) if grouped else float(re.sub("[,٫]", ".", text))


def _sum(numbers: _Numbers, text: str) -> float | None:
    """The value of a number of several parts: "دو هزار و ششصد" is two thousand and six hundred."""
    total = current = 0.0
    for part in numbers.part.finditer(text):
        if part["scale"]:
            scale = numbers.scales[part["scale"].lower()]
            total, current = total + (current or 1) * scale, 0.0
        else:
            current += _simple(numbers, part["value"]) or 0
    return total + current
