"""Which claims say the same thing.

A claim is cut into its simplest statements: one technology at one type of site (or the one thing that a law, a
constraint or a control is about), by one operator or supplier, at one place. Claims with a statement in common are
one group. Groups that hold exactly the same claims are one finding, so that a sentence about cameras in schools and
airports is one finding until another source speaks of schools alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from sousveil.record.claim import SITE_TYPES, TECHNOLOGIES, Claim, Organisation
from sousveil.record.identity import identifier
from sousveil.resolve.nameless import names_nobody
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.natures import natures_of

__all__ = [
    "Group", "Grouped", "Statement", "bundle_key", "group_claims", "group_of", "group_statements", "statements_of",
]  # fmt: skip

_BY_SUPPLIER = {"supply"}
_BY_NATURE = {"constraint", "law", "human-surveillance", "border-control"}


class Statement(NamedTuple):
    """One thing that a claim says. Claims that have one in common say the same."""

    kind: str
    place: str
    technology: str
    site: str
    nature: str
    supplier: str
    operator: str


class Grouped(Struct, frozen=True):
    """Statements that exactly the same claims make, with the identifiers of these, sorted."""

    statements: tuple[Statement, ...]
    claims: tuple[str, ...]

    @property
    def id(self) -> str:
        """The identifier of the finding. It follows from what is said, never from the order or number of claims."""
        first = self.statements[0]
        said = sorted(f"{part.technology}@{part.site}@{part.nature}" for part in self.statements)
        return identifier("f", first.kind, first.place, first.supplier, first.operator, *said)


class Group(Struct, frozen=True):
    """Claims that say the same thing, by identifier, with what the thing is; `id` is the finding's, which has all else
    of it, too."""

    id: str
    kind: str
    technology: tuple[str, ...]
    site_types: tuple[str, ...]
    about: tuple[str, ...]
    """Natures of a constraint, a law, a control."""
    claims: tuple[Claim, ...]


def group_claims(claims: Sequence[Claim], vocabulary: Vocabulary) -> list[Group]:
    """The groups of all claims. Every claim is in at least one."""
    held = {claim.id: claim for claim in claims}
    said = ((claim_id, statements_of(claim, vocabulary)) for claim_id, claim in held.items())
    return [group_of(grouped, [held[each] for each in grouped.claims]) for grouped in group_statements(said)]


def group_statements(said: Iterable[tuple[str, Iterable[Statement]]]) -> list[Grouped]:
    """The groups that claims form, in whatever order they come: each by its identifier, with what it says."""
    members: dict[Statement, set[str]] = defaultdict(set)
    for claim, statements in said:
        for statement in statements:
            members[statement].add(claim)
    _join_unnamed_operators(members)
    alike: dict[tuple[tuple[str, ...], str, str, str, str], list[Statement]] = defaultdict(list)
    for statement, held in sorted(members.items()):
        claims = tuple(sorted(held))
        alike[claims, statement.kind, statement.place, statement.supplier, statement.operator].append(statement)
    return [Grouped(tuple(statements), same[0]) for same, statements in alike.items()]


def group_of(grouped: Grouped, claims: Sequence[Claim]) -> Group:
    """The group whose claims these are, in their order."""
    statements = grouped.statements
    technologies = {statement.technology for statement in statements} - {""}
    if not technologies:
        technologies = {technology for claim in claims for technology in claim.technology}
    sites = {statement.site for statement in statements} - {""}
    return Group(
        id=grouped.id,
        kind=statements[0].kind,
        technology=tuple(name for name in TECHNOLOGIES if name in technologies),
        site_types=tuple(name for name in SITE_TYPES if name in sites),
        about=tuple(sorted({statement.nature for statement in statements} - {""})),
        claims=tuple(claims),
    )


def bundle_key(claim: Claim, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """Kind, place and supplier, as far as they part groups: claims that differ in one are never in one group."""
    supplier = _organisation(claim.supplier, claim.evidence.lang, vocabulary) if claim.kind in _BY_SUPPLIER else ""
    return claim.kind, _place(claim, vocabulary), supplier


def statements_of(claim: Claim, vocabulary: Vocabulary) -> list[Statement]:
    """What a claim says, cut into its simplest parts; at least one."""
    lang = claim.evidence.lang
    natures: tuple[str, ...] = ()
    if claim.kind in _BY_NATURE:
        natures = natures_of(claim.kind, claim.evidence.quote, lang, vocabulary)
    technologies = claim.technology if not (natures and claim.kind in {"constraint", "law"}) else ()
    kind, place, supplier = bundle_key(claim, vocabulary)
    operator = _organisation(claim.operator, lang, vocabulary) if claim.kind not in {"constraint", "law"} else ""
    return [
        Statement(kind, place, technology, site, nature, supplier, operator)
        for technology in technologies or ("",)
        for site in claim.site_types or ("",)
        for nature in natures or ("",)
    ]


def _place(claim: Claim, vocabulary: Vocabulary) -> str:
    place = claim.place
    if place is None:
        return ""
    if place.precision == "country" or (place.geonameid is None and place.country and place.precision is None):
        return f"country:{place.country or place.name}"
    if place.geonameid is not None:
        return f"place:{place.geonameid}"
    if place.lat is not None and place.lon is not None:
        # A place of places.toml has no number of GeoNames; its point is the same in every script.
        return f"at:{place.lat:.3f},{place.lon:.3f}"
    return f"named:{_normal(place.name, claim.evidence.lang, vocabulary)}:{place.country or ''}"


def _organisation(organisation: Organisation | None, lang: str, vocabulary: Vocabulary) -> str:
    """What an organisation is known by; empty where the words only say that there is one ("Chinese vendors")."""
    if organisation is None:
        return ""
    if organisation.ref:
        return organisation.ref
    if names_nobody(organisation.name, lang, vocabulary):
        return ""
    return f"named:{_normal(organisation.name, lang, vocabulary)}"


def _normal(name: str, lang: str, vocabulary: Vocabulary) -> str:
    """The name in lower case, without the articles of its text's language."""
    language = vocabulary.language(lang)
    articles = {*language.naming.articles, *language.naming.indefinite} if language else set()
    words = re.findall(r"[^\W_]+", name.casefold())
    return " ".join(word for word in words if word not in articles) or name


def _join_unnamed_operators(members: dict[Statement, set[str]]) -> None:
    """A claim that names no operator joins the one operator that others name for the same statement. Where several
    are named it stays apart: to which of them it belongs is not known."""
    named: dict[Statement, list[Statement]] = defaultdict(list)
    for statement in members:
        if statement.operator:
            named[_without_operator(statement)].append(statement)
    for bare, statements in named.items():
        if len(statements) == 1 and bare in members:
            members[statements[0]].update(members.pop(bare))


def _without_operator(statement: Statement) -> Statement:
    return statement._replace(operator="")
