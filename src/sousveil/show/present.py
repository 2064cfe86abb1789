"""Values for the templates: sentences and phrases composed from slots, never from anything but the records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from sousveil.record.claim import Claim, Organisation, Place, Quantity
from sousveil.record.entity import Match
from sousveil.record.finding import Finding, Origins
from sousveil.record.source import Source
from sousveil.show import labels
from sousveil.show.names import country_name, organisation_name, place_name

__all__ = [
    "claim_phrase",
    "date_phrase",
    "direction",
    "finding_sentence",
    "joined",
    "origins_phrase",
    "place_phrase",
    "plural",
    "quantity_phrase",
    "size_phrase",
    "slot_kind",
    "source_title",
    "technology_phrase",
]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Year, month, day, a time of day that is left out, and how sure (EDTF: ~ approximate, ? uncertain, % both).
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T[^~?%]*)?([~?%]?)")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
_SEASONS = ("", "spring", "summer", "autumn", "winter")
_DECADE = re.compile(r"\d{3}X")
_NOUN_OF_KIND = {
    "deployment": "surveillance",
    "supply": "surveillance technology",
    "biometrics": "biometric records",
    "research": "surveillance technology",
    "human-surveillance": "human surveillance",
    "border-control": "border controls",
    "constraint": "surveillance",
    "law": "surveillance",
}
_PLURAL_TECHNOLOGY = frozenset(
    {"camera", "thermal-camera", "body-camera", "drone", "fingerprint", "iris", "voiceprint", "digital-id",
     "border-sensor", "electric-fence", "physical-barrier", "cell-site-simulator", "checkpoint",
     "informant-network", "other"}
)  # fmt: skip
_LAW = {
    "planned": "A rule on {} is planned",
    "banned": "A rule forbids {}",
    "ended": "A rule on {} has ended",
    "suspended": "A rule on {} is suspended",
    "denied": "A rule on {} is denied",
}
_PREPOSITION = {
    "border": "on", "street": "on", "road": "on", "network": "on", "residence": "in", "shop": "in", "prison": "in",
    "hotel": "in", "stadium": "in", "workplace": "in",
}  # fmt: skip
_CONSTRAINT = {
    "suspended": "Constraints have stopped",
    "ended": "Constraints have ended",
    "denied": "Constraints are said not to hold back",
    "planned": "Constraints may hold back",
}
_SUPPLY = {
    "planned": "planned to be supplied",
    "procured": "bought",
    "denied": "said not to have been supplied",
    "ended": "no longer supplied",
    "suspended": "no longer supplied for now",
    "banned": "banned from supply",
}
_CURRENCIES = frozenset({"USD", "EUR", "CNY", "KRW", "RUB", "JPY", "GBP", "KPW"})


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 origin`, `1,204 origins`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capitalised(phrase: str) -> str:
    """The phrase with its first letter as a capital; the rest untouched (DNA stays DNA)."""
    return phrase[:1].upper() + phrase[1:]


def technology_phrase(technologies: Iterable[str], kind: str) -> str:
    """`cameras and face recognition`; the kind's own noun where no technology is named."""
    words = [labels.label(labels.TECHNOLOGY, technology) for technology in technologies]
    return joined(words) or _NOUN_OF_KIND.get(kind, "surveillance")


def place_phrase(place: Place | None) -> str:
    """`Pyongyang, North Korea`; the country's name alone for a place that is a country; empty where unknown."""
    if place is None:
        return ""
    country = country_name(place.country) if place.country else ""
    name = place_name(place)
    if place.precision == "country" or not name or name == country:
        return country or name
    return f"{name}, {country}" if country else name


def precision_phrase(place: Place | None) -> str:
    """`a city, within about 8 km`; without the radius where none is known, empty where nothing is."""
    if place is None or not place.precision:
        return ""
    words = labels.label(labels.PRECISION, place.precision)
    return f"{words}, within about {_distance(place.radius_km)}" if place.radius_km else words


def _distance(kilometres: float) -> str:
    """A distance with as many digits as an estimate deserves: `400 m`, `2.5 km`, `8 km`, `120 km`."""
    if kilometres < 1:
        return f"{max(100, round(kilometres * 1000, -2)):.0f} m"
    if kilometres < 10:
        return f"{round(kilometres * 2) / 2:g} km"
    return f"{round(kilometres, -1) if kilometres >= 100 else round(kilometres):.0f} km"


def quantity_phrase(quantity: Quantity | None) -> str:
    """`about 1,500 cameras`, `12.5 km`, `USD 3,000,000`; empty for none."""
    if quantity is None:
        return ""
    number = f"{quantity.value:,.10g}" if quantity.value % 1 else f"{quantity.value:,.0f}"
    about = "about " if quantity.approximate else ""
    if quantity.unit in _CURRENCIES:
        return f"{about}{quantity.unit} {number}"
    unit = quantity.unit
    if quantity.value != 1 and unit.isalpha() and len(unit) > 3 and not unit.endswith("s"):
        unit = "people" if unit == "person" else f"{unit}s"
    return f"{about}{number} {unit}".rstrip()


def chance_phrase(match: Match) -> str:
    """How often such matches are right, as they were measured; empty where a person says so."""
    if match.method == "person":
        return ""
    return f"of 100 such matches about {min(99, round(match.score * 100))} are right"


def date_phrase(value: str | None) -> str:
    """EDTF as words: `16 April 2024`, `April 2024`, `2019 to 2021`, `about 2019`, `the 1990s`; as it is otherwise."""
    if not value:
        return ""
    first, slash, last = value.partition("/")
    if not slash:
        return _day_phrase(value)
    if first in {"", ".."}:
        return f"until {_day_phrase(last)}"
    if last in {"", ".."}:
        return f"since {_day_phrase(first)}"
    return f"{_day_phrase(first)} to {_day_phrase(last)}"


def _day_phrase(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        season = _SEASON.fullmatch(value)
        decade = f"the {value[:3]}0s" if _DECADE.fullmatch(value) else value
        return f"{_SEASONS[int(season[2])]} {season[1]}" if season else decade
    year, month, day, doubt = match.groups()
    words = year
    if month:
        words = f"{_MONTHS[int(month) - 1]} {words}"
    if day:
        words = f"{int(day)} {words}"
    return f"about {words}" if doubt else words


def size_phrase(size: int) -> str:
    """Bytes for people: `812 bytes`, `14.2 KB`, `3.1 MB` (powers of 1000)."""
    if size < 1000:
        return plural(size, "byte")
    power = min((len(str(size)) - 1) // 3, 3)
    return f"{size / 1000**power:.1f} {('KB', 'MB', 'GB')[power - 1]}"


def direction(lang: str | None) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if (lang or "").split("-")[0] in labels.RIGHT_TO_LEFT else "ltr"


def slot_kind(slot: str) -> str:
    """The slot's name without its number: `technology.2` → `technology`."""
    return slot.partition(".")[0]


def source_title(source: Source) -> str:
    """What to call a source: its title, else its address, else the end of its locator."""
    return source.title or source.url or source.locator.rsplit("/", 1)[-1] or source.id


def _where(sites: Sequence[str], place: Place | None) -> str:
    if place is not None and place.precision == "site" and place.name:
        # "at Sunan airport", not "at airports in Sunan airport"
        return f" at {place_phrase(place)}"
    words = ""
    named = [site for site in sites if site not in {"nationwide", "other"}]
    groups = [
        f"{preposition} {joined([labels.label(labels.SITE, site) for site in some])}"
        for preposition, some in groupby(named, lambda site: _PREPOSITION.get(site, "at"))
    ]
    if groups:
        words = f" {joined(groups)}"
    where = place_phrase(place)
    if where:
        # "at the border in Hoeryong"; a whole country is said where the text says so
        across = "across" if "nationwide" in sites else "in"
        words += f" {across} {where}"
    return words


def _name(organisation: Organisation) -> str:
    name = organisation_name(organisation)
    return f"the {name[4:]}" if name.startswith("The ") else name


def finding_sentence(finding: Finding) -> str:
    """One sentence that says what the finding's claims say, from its slots alone.

    It states what is reported, not that it is true; the number of origins stands beside it on every page.
    """
    what = technology_phrase(finding.technology, finding.kind)
    where = _where(finding.site_types, finding.place)
    by = f" by {_name(finding.operator)}" if finding.operator else ""
    if by and where:
        by = f",{by}"
    sold = f", supplied by {_name(finding.supplier)}" if finding.supplier else ""
    status = finding.status
    be = "are" if _is_plural(finding) else "is"
    about = joined([labels.label(labels.ABOUT, nature) for nature in finding.about])
    if finding.kind == "law":
        what = about if about and not finding.technology else what
        return f"{_LAW.get(status, 'A rule on {} is in force').format(what)}{where}{by}."
    if finding.kind == "constraint":
        reason = f" ({about})" if about else ""
        return f"{_CONSTRAINT.get(status, 'Constraints hold back')} {what}{where}{by}{reason}."
    if finding.kind == "supply":
        return f"{capitalised(what)} {be} {_supply_phrase(finding)}{where}."
    phrase = labels.label(labels.STATUS_PHRASE, status)
    if finding.kind == "biometrics" and status == "operating":
        phrase = "taken or stored"
    return f"{capitalised(what)} {be} {phrase}{where}{by}{sold}."


def _supply_phrase(finding: Finding) -> str:
    phrase = _SUPPLY.get(finding.status, "supplied")
    seller = _name(finding.supplier) if finding.supplier else ""
    buyer = _name(finding.operator) if finding.operator else ""
    if finding.status == "procured":
        return phrase + (f" by {buyer}" if buyer else "") + (f" from {seller}" if seller else "")
    return phrase + (f" by {seller}" if seller else "") + (f" to {buyer}" if buyer else "")


def _is_plural(finding: Finding) -> bool:
    if len(finding.technology) != 1:
        return len(finding.technology) > 1 or finding.kind in {"biometrics", "border-control"}
    return finding.technology[0] in _PLURAL_TECHNOLOGY


def claim_phrase(claim: Claim) -> str:
    """A claim in few words for a table or a card: `cameras · installed · at schools in Pyongyang`."""
    what = technology_phrase(claim.technology, claim.kind)
    if claim.kind in {"law", "constraint"}:
        what = f"{claim.kind} on {what}"
    words = [what, labels.label(labels.ACT, claim.act)]
    where = _where(claim.site_types, claim.place).strip()
    if where:
        words.append(where)
    return " · ".join(words)


def origins_phrase(origins: Origins) -> str:
    """`1 origin`, `2 to 4 origins`, `at least 1, at most 3` is said as `1–3 origins`."""
    if origins.min == origins.max:
        return plural(origins.max, "origin")
    return f"{origins.min}–{origins.max} origins"
