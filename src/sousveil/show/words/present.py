"""Values for the templates: sentences and phrases composed from slots, never from anything but the records.

A sentence is one pattern for each language (`catalogue.composed`): what is not known leaves its part out, and where a
part stands is for the language to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sousveil.record.claim import Claim, Organisation, Place, Quantity
from sousveil.record.entity import Match
from sousveil.record.finding import Finding, Origins
from sousveil.record.source import Source
from sousveil.show.words import labels, regional
from sousveil.show.words.catalogue import ENGLISH, composed, language, later, later_many, ncomposed, ngettext
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.names import country_name, organisation_name, place_name
from sousveil.show.words.regional import joined, number

__all__ = [
    "capitalised",
    "chance_phrase",
    "claim_phrase",
    "date_phrase",
    "direction",
    "finding_sentence",
    "joined",
    "origins_phrase",
    "place_phrase",
    "plural",
    "precision_phrase",
    "quantity_phrase",
    "size_phrase",
    "slot_kind",
    "source_title",
    "technology_phrase",
]

# Year, month, day, a time of day that is left out, and how sure (EDTF: ~ approximate, ? uncertain, % both).
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?(?:T[^~?%]*)?([~?%]?)")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
_SEASONS = {
    "1": later("spring {year}"), "2": later("summer {year}"), "3": later("autumn {year}"),
    "4": later("winter {year}"),
}  # fmt: skip
_DECADE = re.compile(r"\d{3}X")
# Where no technology is named.
_NOUN_OF_KIND = labels.Words(
    "noun of a kind",
    {
        "deployment": "surveillance",
        "supply": "surveillance technology",
        "biometrics": "biometric records",
        "research": "surveillance technology",
        "human-surveillance": "human surveillance",
        "border-control": "border controls",
        "constraint": "surveillance",
        "law": "surveillance",
    },
)
_PLURAL_TECHNOLOGY = frozenset(
    {"camera", "thermal-camera", "body-camera", "drone", "fingerprint", "iris", "voiceprint", "digital-id",
     "border-sensor", "electric-fence", "physical-barrier", "cell-site-simulator", "checkpoint",
     "informant-network", "other"}
)  # fmt: skip
# The sentences of a finding by its status: what is said of one thing, and of several. "" is any other status.
_IN_USE = {
    "planned": later_many(
        "{what} is planned[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are planned[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "researched": later_many(
        "{what} is researched or tested[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are researched or tested[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "procured": later_many(
        "{what} is bought[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are bought[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "installed": later_many(
        "{what} is installed[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are installed[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "suspended": later_many(
        "{what} is suspended[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are suspended[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "ended": later_many(
        "{what} is ended[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are ended[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "banned": later_many(
        "{what} is banned[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are banned[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "denied": later_many(
        "{what} is said not to be in use[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are said not to be in use[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
    "": later_many(
        "{what} is in use[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
        "{what} are in use[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    ),
}
_RECORDED = later_many(
    "{what} is taken or stored[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
    "{what} are taken or stored[ {where}, by {operator}| {where}| by {operator}][, supplied by {supplier}].",
)
_SUPPLY = {
    "planned": later_many(
        "{what} is planned to be supplied[ by {supplier}][ to {operator}][ {where}].",
        "{what} are planned to be supplied[ by {supplier}][ to {operator}][ {where}].",
    ),
    "procured": later_many(
        "{what} is bought[ by {operator}][ from {supplier}][ {where}].",
        "{what} are bought[ by {operator}][ from {supplier}][ {where}].",
    ),
    "denied": later_many(
        "{what} is said not to have been supplied[ by {supplier}][ to {operator}][ {where}].",
        "{what} are said not to have been supplied[ by {supplier}][ to {operator}][ {where}].",
    ),
    "ended": later_many(
        "{what} is no longer supplied[ by {supplier}][ to {operator}][ {where}].",
        "{what} are no longer supplied[ by {supplier}][ to {operator}][ {where}].",
    ),
    "suspended": later_many(
        "{what} is no longer supplied for now[ by {supplier}][ to {operator}][ {where}].",
        "{what} are no longer supplied for now[ by {supplier}][ to {operator}][ {where}].",
    ),
    "banned": later_many(
        "{what} is banned from supply[ by {supplier}][ to {operator}][ {where}].",
        "{what} are banned from supply[ by {supplier}][ to {operator}][ {where}].",
    ),
    "": later_many(
        "{what} is supplied[ by {supplier}][ to {operator}][ {where}].",
        "{what} are supplied[ by {supplier}][ to {operator}][ {where}].",
    ),
}
_LAW = {
    "planned": later("A rule on {what} is planned[ {where}, by {operator}| {where}| by {operator}]."),
    "banned": later("A rule forbids {what}[ {where}, by {operator}| {where}| by {operator}]."),
    "ended": later("A rule on {what} has ended[ {where}, by {operator}| {where}| by {operator}]."),
    "suspended": later("A rule on {what} is suspended[ {where}, by {operator}| {where}| by {operator}]."),
    "denied": later("A rule on {what} is denied[ {where}, by {operator}| {where}| by {operator}]."),
    "": later("A rule on {what} is in force[ {where}, by {operator}| {where}| by {operator}]."),
}
_CONSTRAINT = {
    "suspended": later("Constraints have stopped {what}[ {where}, by {operator}| {where}| by {operator}][ ({about})]."),
    "ended": later("Constraints have ended {what}[ {where}, by {operator}| {where}| by {operator}][ ({about})]."),
    "denied": later(
        "Constraints are said not to hold back {what}[ {where}, by {operator}| {where}| by {operator}][ ({about})]."
    ),
    "planned": later("Constraints may hold back {what}[ {where}, by {operator}| {where}| by {operator}][ ({about})]."),
    "": later("Constraints hold back {what}[ {where}, by {operator}| {where}| by {operator}][ ({about})]."),
}
# How a kind of site is reached; "at" where it is not named here.
_AT, _ON, _IN = later("at {sites}"), later("on {sites}"), later("in {sites}")
_PREPOSITION = {
    "border": _ON, "street": _ON, "road": _ON, "network": _ON, "residence": _IN, "shop": _IN, "prison": _IN,
    "hotel": _IN, "stadium": _IN, "workplace": _IN,
}  # fmt: skip
_CURRENCIES = frozenset(
    {"USD", "EUR", "CNY", "KRW", "RUB", "JPY", "GBP", "KPW", "UAH", "CHF", "INR", "BRL", "MXN", "TRY", "KZT", "ILS",
     "THB"}
)  # fmt: skip
_COUNTED = {
    "camera": later_many("{number} camera", "{number} cameras"),
    "drone": later_many("{number} drone", "{number} drones"),
    "device": later_many("{number} device", "{number} devices"),
    "sensor": later_many("{number} sensor", "{number} sensors"),
    "mile": later_many("{number} mile", "{number} miles"),
    "volt": later_many("{number} volt", "{number} volts"),
    "person": later_many("{number} person", "{number} people"),
    "plate": later_many("{number} plate", "{number} plates"),
    "post": later_many("{number} post", "{number} posts"),
    "phone": later_many("{number} phone", "{number} phones"),
    "vehicle": later_many("{number} vehicle", "{number} vehicles"),
    "school": later_many("{number} school", "{number} schools"),
    "household": later_many("{number} household", "{number} households"),
    "building": later_many("{number} building", "{number} buildings"),
    "checkpoint": later_many("{number} checkpoint", "{number} checkpoints"),
    "city": later_many("{number} city", "{number} cities"),
    "site": later_many("{number} site", "{number} sites"),
    "percent": later_many("{number} percent", "{number} percent"),
}
_SIGNS = {"km": "km", "km2": "km²", "m2": "m²", "m": "m"}


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 origin`, `1,204 origins`, in English alone: what is shown goes through `ngettext`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capitalised(phrase: str) -> str:
    """The phrase with its first letter as a capital; the rest untouched (DNA stays DNA)."""
    return phrase[:1].upper() + phrase[1:]


def technology_phrase(technologies: Iterable[str], kind: str) -> str:
    """`cameras and face recognition`; the kind's own noun where no technology is named."""
    words = [labels.label(labels.TECHNOLOGY, technology) for technology in technologies]
    return joined(words) or labels.label(_NOUN_OF_KIND, kind if kind in _NOUN_OF_KIND else "deployment")


def place_phrase(place: Place | None) -> str:
    """`Pyongyang, North Korea`; the country's name alone for a place that is a country; empty where unknown."""
    if place is None:
        return ""
    country = country_name(place.country) if place.country else ""
    name = place_name(place)
    if place.precision == "country" or not name or name == country:
        return country or name
    return _("{place}, {country}", place=name, country=country) if country else name


def precision_phrase(place: Place | None) -> str:
    """`a city, within about 8 km`; without the radius where none is known, empty where nothing is."""
    if place is None or not place.precision:
        return ""
    words = labels.label(labels.PRECISION, place.precision)
    if not place.radius_km:
        return words
    return _("{precision}, within about {distance}", precision=words, distance=_distance(place.radius_km))


def _distance(kilometres: float) -> str:
    """A distance with as many digits as an estimate deserves: `400 m`, `2.5 km`, `8 km`, `120 km`."""
    if kilometres < 1:
        return f"{number(max(100, round(kilometres * 1000, -2)))} m"
    if kilometres < 10:
        return f"{number(round(kilometres * 2) / 2)} km"
    return f"{number(round(kilometres, -1) if kilometres >= 100 else round(kilometres))} km"


def quantity_phrase(quantity: Quantity | None) -> str:
    """`about 1,500 cameras`, `12.5 km`, `USD 3,000,000`; empty for none."""
    if quantity is None:
        return ""
    said, unit = number(quantity.value), quantity.unit
    if unit in _COUNTED:
        # What is no whole number counts as many: 1.5 people.
        count = int(quantity.value) if quantity.value % 1 == 0 else 2
        said = ngettext(*_COUNTED[unit], count, number=said)
    elif unit in _CURRENCIES:
        said = f"{unit} {said}"
    else:
        said = f"{said} {_SIGNS.get(unit, unit)}".rstrip()
    return _("about {quantity}", quantity=said) if quantity.approximate else said


def chance_phrase(match: Match) -> str:
    """How often such matches are right, as they were measured; empty where a person says so."""
    if match.method == "person":
        return ""
    return _("of 100 such matches about {n} are right", n=min(99, round(match.score * 100)))


def date_phrase(value: str | None) -> str:
    """EDTF as words: `16 April 2024`, `April 2024`, `2019 to 2021`, `about 2019`, `the 1990s`; as it is otherwise."""
    if not value:
        return ""
    first, slash, last = value.partition("/")
    if not slash:
        return _day_phrase(value)
    if first in {"", ".."}:
        return _("until {date}", date=_day_phrase(last))
    if last in {"", ".."}:
        return _("since {date}", date=_day_phrase(first))
    return _("{first} to {last}", first=_day_phrase(first), last=_day_phrase(last))


def _day_phrase(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        season = _SEASON.fullmatch(value)
        if season is not None:
            return _(_SEASONS[season[2]], year=season[1])
        return _("the {year}s", year=f"{value[:3]}0") if _DECADE.fullmatch(value) else value
    year, month, day, doubt = match.groups()
    write = regional.day if day else regional.month if month else regional.year
    try:
        words = write(date(int(year), int(month or 1), int(day or 1)))
    except ValueError:  # a day that no calendar has
        return value
    return _("about {date}", date=words) if doubt else words


def size_phrase(size: int) -> str:
    """Bytes for people: `812 bytes`, `14.2 KB`, `3.1 MB` (powers of 1000)."""
    if size < 1000:
        return ngettext("{count} byte", "{count} bytes", size)
    power = min((len(str(size)) - 1) // 3, 3)
    return f"{number(size / 1000**power, 1)} {('KB', 'MB', 'GB')[power - 1]}"


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
    """`at schools in Pyongyang, North Korea`; empty where nothing is known."""
    where = place_phrase(place)
    if place is not None and place.precision == "site" and place.name:
        # "at Sunan airport", not "at airports in Sunan airport"
        return _(_AT, sites=where)
    named = [site for site in sites if site not in {"nationwide", "other"}]
    groups = [
        _(preposition, sites=joined([labels.label(labels.SITE, site) for site in some]))
        for preposition, some in groupby(named, lambda site: _PREPOSITION.get(site, _AT))
    ]
    # "at the border in Hoeryong"; a whole country is said where the text says so
    return composed(
        "[{sites}][ across {whole}][ in {place}]",
        sites=joined(groups),
        whole=where if "nationwide" in sites else "",
        place=where if "nationwide" not in sites else "",
    ).strip()


def _name(organisation: Organisation | None) -> str:
    name = organisation_name(organisation) if organisation else ""
    return f"the {name[4:]}" if name.startswith("The ") and language() == ENGLISH else name


def finding_sentence(finding: Finding) -> str:
    """One sentence that says what the finding's claims say, from its slots alone.

    It states what is reported, not that it is true; the number of origins stands beside it on every page.
    """
    what = technology_phrase(finding.technology, finding.kind)
    about = joined([labels.label(labels.ABOUT, nature) for nature in finding.about])
    values = {
        "where": _where(finding.site_types, finding.place),
        "operator": _name(finding.operator),
        "supplier": _name(finding.supplier),
    }
    things = 2 if _is_plural(finding) else 1
    match finding.kind:
        case "law":
            what = about if about and not finding.technology else what
            said = composed(_LAW.get(finding.status, _LAW[""]), what=what, **values)
        case "constraint":
            said = composed(_CONSTRAINT.get(finding.status, _CONSTRAINT[""]), what=what, about=about, **values)
        case "supply":
            said = ncomposed(*_SUPPLY.get(finding.status, _SUPPLY[""]), things, what=what, **values)
        case "biometrics" if finding.status == "operating":
            said = ncomposed(*_RECORDED, things, what=what, **values)
        case _:
            said = ncomposed(*_IN_USE.get(finding.status, _IN_USE[""]), things, what=what, **values)
    return capitalised(said)


def _is_plural(finding: Finding) -> bool:
    if len(finding.technology) != 1:
        return len(finding.technology) > 1 or finding.kind in {"biometrics", "border-control"}
    return finding.technology[0] in _PLURAL_TECHNOLOGY


def claim_phrase(claim: Claim) -> str:
    """A claim in few words for a table or a card: `cameras · installed · at schools in Pyongyang`."""
    what = technology_phrase(claim.technology, claim.kind)
    if claim.kind == "law":
        what = _("law on {what}", what=what)
    elif claim.kind == "constraint":
        what = _("constraint on {what}", what=what)
    where = _where(claim.site_types, claim.place)
    return " · ".join([what, labels.label(labels.ACT, claim.act), *([where] if where else [])])


def origins_phrase(origins: Origins) -> str:
    """`1 origin`, `2 to 4 origins`, `at least 1, at most 3` is said as `1–3 origins`."""
    if origins.min == origins.max:
        return ngettext("{count} origin", "{count} origins", origins.max)
    return _("{least}–{most} origins", least=number(origins.min), most=number(origins.max))
