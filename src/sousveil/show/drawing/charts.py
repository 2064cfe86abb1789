"""Small pictures of yearly figures, each above a table with the same numbers.

A picture is an SVG that stands in the page: it has a title and a description, tells series apart by shape and dash as
well as by colour, and takes its colour from the text around it, so that it fits light and dark pages and prints. It has
no style of its own (the pages' policy forbids that) and no script. A year without a figure is a gap, never a zero.
Each number in it stands in the table; only the 0 that columns stand on need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from lxml import etree
from markupsafe import Markup
from msgspec import Struct

from sousveil.show.words.catalogue import composed
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.figures import figure
from sousveil.show.words.regional import joined
from sousveil.weigh.mirror import Mirror

__all__ = ["Chart", "Series", "mirror_chart", "small_charts", "yearly_chart"]

_SVG: Final = "http://www.w3.org/2000/svg"
_WIDTH, _HEIGHT = 480, 220
_SMALL_WIDTH, _SMALL_HEIGHT = 240, 140
_LETTER: Final = 6.6
"""Width of a letter of the 12-point type, about."""
_LINE: Final = 15
"""Height of a line of it."""
_DASHES: Final = ("", "6 3", "2 3", "8 3 2 3")
_BARS: Final = 2
"""Series that can be told apart as columns: one filled, one outlined."""
_CROSSED: Final = 5
"""Width of a column from which on a year without a figure is marked by a cross."""
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)
"""What XML cannot hold, and marks that turn the direction of what follows."""
_YEAR: Final = re.compile(r"\d{4}")


class Series(Struct, frozen=True, kw_only=True):
    """Figures by year; a year that is not there, or null, is a gap."""

    name: str
    values: Mapping[int, float | None]

    def known(self) -> dict[int, float]:
        """The years that have a figure, in order."""
        return {year: value for year, value in sorted(self.values.items()) if value is not None}


class Chart(Struct, frozen=True, kw_only=True):
    """A picture and its table."""

    svg: Markup
    """To be put into a page as it is."""
    title: str
    unit: str
    columns: tuple[str, ...]
    """The head of the table: `Year` and the names of the series."""
    rows: tuple[tuple[str, ...], ...]
    """Every year from the first to the last; `–` for a year without a figure."""


class _Frame(NamedTuple):
    """Where years and values lie in the picture."""

    left: float
    right: float
    top: float
    bottom: float
    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        """The middle of a year's column."""
        step = (self.right - self.left) / (self.last - self.first + 1)
        return self.left + step * (year - self.first + 0.5)

    def column(self, count: int) -> float:
        """The width of a column where `count` stand side by side in a year."""
        return min(26.0, (self.right - self.left) / (self.last - self.first + 1) * 0.8 / count)

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def yearly_chart(
    title: str, unit: str, series: Sequence[Series], *, key: str, kind: Literal["lines", "bars"] = "lines"
) -> Chart | None:
    """Up to four series as lines, or up to two as columns; null where there is no figure at all.

    Args:
        title: what is shown; also the picture's accessible name.
        unit: as people read it: `US dollars`, `% of people`.
        series: in the order of the legend.
        key: lower-case letters, digits and hyphens; makes the identifiers in the picture unique on its page.
        kind: columns are for amounts of a year, lines for a state.
    """
    years = [year for each in series for year in each.known()]
    if not years:
        return None
    return _chart(title, unit, series, key, kind, (min(years), max(years)), (_WIDTH, _HEIGHT))


def small_charts(panels: Sequence[tuple[str, str, Series]], *, key: str) -> tuple[Chart, ...]:
    """Small multiples: a picture each of (title, unit, series), with the same years below all of them.

    A panel without a figure is left out.
    """
    known = [panel for panel in panels if panel[2].known()]
    years = [year for _, _, series in known for year in series.known()]
    return tuple(
        _chart(
            title, unit, [series], f"{key}-{number}", "lines", (min(years), max(years)), (_SMALL_WIDTH, _SMALL_HEIGHT)
        )
        for number, (title, unit, series) in enumerate(known, 1)
    )


def mirror_chart(title: str, country: str, mirrors: Iterable[Mirror], *, key: str) -> Chart | None:
    """What a country reports to have bought, by year, beside what its partners report to have sold there.

    Months are left out: a year of which some months are known would look like a small one.
    """
    held = [mirror for mirror in mirrors if _YEAR.fullmatch(mirror.period)]
    bought = {int(mirror.period): mirror.bought_usd for mirror in held}
    sold = {int(mirror.period): mirror.sold_usd for mirror in held}
    series = (
        Series(name=_("Reported by {country}", country=country), values=bought),
        Series(name=_("Reported by its partners"), values=sold),
    )
    return yearly_chart(title, _("US dollars"), series, key=key, kind="bars")


def _chart(
    title: str,
    unit: str,
    series: Sequence[Series],
    key: str,
    kind: Literal["lines", "bars"],
    years: tuple[int, int],
    size: tuple[int, int],
) -> Chart:
    most = _BARS if kind == "bars" else len(_DASHES)
    if not 1 <= len(series) <= most or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        raise ValueError(f"a picture of {kind} needs 1 to {most} series and a key such as 'trade-8525'")
    title, unit = _clean(title), _clean(unit)
    held = [Series(name=_clean(each.name), values=each.known()) for each in series]
    span = range(years[0], years[1] + 1)
    rows = tuple((str(year), *(figure(each.values.get(year)) for each in held)) for year in span)
    root = etree.Element(
        f"{{{_SVG}}}svg",
        {
            "class": f"chart chart-{kind}",
            "viewBox": f"0 0 {size[0]} {size[1]}",
            "width": str(size[0]),
            "height": str(size[1]),
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-desc",
            "font-size": "12",
            "fill": "currentColor",
        },
        nsmap={None: _SVG},
    )
    _text_of(root, "title", {"id": f"{key}-title"}, title)
    _text_of(root, "desc", {"id": f"{key}-desc"}, _description(unit, held, span))
    frame = _frame(held, years, size, legend=len(held) > 1)
    _legend(root, held, unit, kind, frame)
    _axes(root, held, frame)
    for number, each in enumerate(held):
        group = etree.SubElement(root, f"{{{_SVG}}}g", {"class": f"series series-{number + 1}"})
        if kind == "bars":
            _columns(group, each, number, len(held), frame)
        else:
            _line(group, each, number, frame)
    svg = etree.tostring(root, encoding="unicode")
    return Chart(
        svg=Markup(svg),  # noqa: S704 - made by lxml, which escapes every text
        title=title,
        unit=unit,
        columns=(_("Year"), *(each.name for each in held)),
        rows=rows,
    )


def _description(unit: str, series: Sequence[Series], span: range) -> str:
    """The picture in words, for those who do not see it."""
    period = _("{first} to {last}", first=span[0], last=span[-1]) if len(span) > 1 else str(span[0])
    said = [_("By year, {period}, in {unit}.", period=period, unit=unit)]
    for each in series:
        known = each.known()
        if not known:
            said.append(_("{name}: no figures.", name=each.name))
            continue
        high, low = max(known, key=lambda year: known[year]), min(known, key=lambda year: known[year])
        gaps = [str(year) for year in span if year not in known]
        words = composed(
            "{name}: highest {most} in {high}, lowest {least} in {low}[; no figure for {gaps}].",
            name=each.name, most=figure(known[high]), high=high, least=figure(known[low]), low=low,
            gaps=joined(gaps) if len(gaps) <= 6 else _("many years"),
        )  # fmt: skip
        said.append(words)
    said.append(_("The table below has the same numbers."))
    return " ".join(said)


def _frame(series: Sequence[Series], years: tuple[int, int], size: tuple[int, int], *, legend: bool) -> _Frame:
    values = [value for each in series for value in each.known().values()]
    low, high = min(0.0, *values), max(0.0, *values)
    labels = [figure(value) for value in (low, high)]
    return _Frame(
        left=max(len(label) for label in labels) * _LETTER + 8,
        right=size[0] - 16,
        top=_LINE * (len(series) + 1 if legend else 1) + 12,
        bottom=size[1] - _LINE - 6,
        first=years[0],
        last=years[1],
        low=low,
        high=high if high > low else low + 1,
    )


def _legend(root: etree._Element, series: Sequence[Series], unit: str, kind: str, frame: _Frame) -> None:
    """The unit, and below it the name of each series beside a sample of how it is drawn."""
    crosses = kind == "bars" and frame.column(len(series)) >= _CROSSED
    if crosses and any(len(each.known()) <= frame.last - frame.first for each in series):
        _text(root, frame.right, _LINE - 4, _("× no figure"), "end", "chart-key")
    _text(root, 0, _LINE - 4, _cut(unit, int((frame.right - (90 if crosses else 0)) / _LETTER)), "start", "chart-unit")
    for number, each in enumerate(series if len(series) > 1 else ()):
        middle = _LINE * (number + 1) + 8
        group = etree.SubElement(root, f"{{{_SVG}}}g", {"class": f"series series-{number + 1}"})
        if kind == "bars":
            _box(group, 8, middle - 5, 12, 10, number)
        else:
            _path(group, f"M0 {middle}H28", number)
            _marker(group, 14, middle, number)
        _text(root, 34, middle + 4, _cut(each.name, int((frame.right - 34) / _LETTER)), "start", "chart-name")


def _axes(root: etree._Element, series: Sequence[Series], frame: _Frame) -> None:
    """The baseline, a line at the highest and lowest value with its figure, and the years."""
    axes = etree.SubElement(
        root, f"{{{_SVG}}}g", {"class": "chart-axes", "stroke": "currentColor", "stroke-width": "1"}
    )
    values = {0.0, *(value for each in series for value in each.known().values())}
    drawn: list[float] = []
    for value in sorted({max(values), min(values), 0.0}, key=lambda each: (each != 0, -abs(each))):
        height = frame.y(value)
        if all(abs(height - other) >= _LINE for other in drawn):
            drawn.append(height)
            opacity = {} if value == 0 else {"stroke-opacity": "0.35", "stroke-dasharray": "1 3"}
            _shape(axes, "path", {"d": f"M{_n(frame.left)} {_n(height)}H{_n(frame.right)}", "fill": "none", **opacity})
            _text(root, frame.left - 5, height + 4, figure(value), "end", "chart-figure")
    for year in _labelled(frame):
        _text(root, frame.x(year), frame.bottom + _LINE + 2, str(year), "middle", "chart-year")


def _labelled(frame: _Frame) -> list[int]:
    """Years with room for their number: the first, the last, and round ones between."""
    width = (frame.right - frame.left) / (frame.last - frame.first + 1)
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * width >= 40), 1000)
    chosen = [frame.first]
    chosen.extend(year for year in range(frame.first + 1, frame.last) if year % step == 0)
    kept: list[int] = []
    for year in chosen:
        if (not kept or (year - kept[-1]) * width >= 36) and (frame.last - year) * width >= 36:
            kept.append(year)
    return [*kept, frame.last]


def _line(group: etree._Element, series: Series, number: int, frame: _Frame) -> None:
    """A line that breaks where a year is missing, with a mark at each year."""
    known = series.known()
    path = "".join(
        f"{'L' if year - 1 in known else 'M'}{_n(frame.x(year))} {_n(frame.y(value))}" for year, value in known.items()
    )
    _path(group, path, number)
    for year, value in known.items():
        _marker(group, frame.x(year), frame.y(value), number)


def _columns(group: etree._Element, series: Series, number: int, count: int, frame: _Frame) -> None:
    """A column a year; a cross above the baseline where there is no figure, a flat line where it is 0."""
    known = series.known()
    width = frame.column(count)
    zero = frame.y(0)
    for year in range(frame.first, frame.last + 1):
        left = frame.x(year) + (number - count / 2) * width
        value = known.get(year)
        if value is None:
            if width < _CROSSED:
                continue
            arm = min(2.5, width / 3)
            middle = left + width / 2
            cross = (
                f"M{_n(middle - arm)} {_n(zero - 3 - 2 * arm)}l{_n(2 * arm)} {_n(2 * arm)}"
                f"M{_n(middle + arm)} {_n(zero - 3 - 2 * arm)}l{_n(-2 * arm)} {_n(2 * arm)}"
            )
            _shape(group, "path", {"d": cross, "class": "chart-gap", "fill": "none", "stroke": "currentColor"})
        else:
            height = max(abs(frame.y(value) - zero), 1)
            _box(group, left + 0.5, zero if value < 0 else zero - height, max(width - 1, 0.8), height, number)


def _box(group: etree._Element, x: float, y: float, width: float, height: float, number: int) -> None:
    fill = {"fill": "currentColor"} if number == 0 else {"fill": "none"}
    _shape(
        group, "rect",
        {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height), "stroke": "currentColor", **fill},
    )  # fmt: skip


def _marker(group: etree._Element, x: float, y: float, number: int) -> None:
    """Disc, square, triangle, diamond."""
    if number == 0:
        _shape(group, "circle", {"cx": _n(x), "cy": _n(y), "r": "2.5", "fill": "currentColor"})
        return
    outlines = {
        1: f"M{_n(x - 3)} {_n(y - 3)}h6v6h-6z",
        2: f"M{_n(x)} {_n(y - 3.5)}l3.5 6.5h-7z",
        3: f"M{_n(x)} {_n(y - 4)}l4 4l-4 4l-4 -4z",
    }
    _shape(group, "path", {"d": outlines[number], "fill": "none", "stroke": "currentColor"})


def _path(group: etree._Element, path: str, number: int) -> None:
    dash = {"stroke-dasharray": _DASHES[number]} if _DASHES[number] else {}
    _shape(group, "path", {"d": path, "fill": "none", "stroke": "currentColor", "stroke-width": "1.5", **dash})


def _text(root: etree._Element, x: float, y: float, text: str, anchor: str, kind: str) -> None:
    _text_of(root, "text", {"x": _n(x), "y": _n(y), "text-anchor": anchor, "class": kind}, text)


def _text_of(root: etree._Element, tag: str, attributes: dict[str, str], text: str) -> None:
    element = etree.SubElement(root, f"{{{_SVG}}}{tag}", attributes)
    element.text = text


def _shape(group: etree._Element, tag: str, attributes: dict[str, str]) -> None:
    etree.SubElement(group, f"{{{_SVG}}}{tag}", attributes)


def _n(number: float) -> str:
    """A coordinate, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"
