"""Which claims say the same thing.

A claim is cut into its simplest statements: one technology at one type of site (or the one thing that a law, a
constraint or a control is about), by one operator or supplier, at one place. Claims with a statement in common are
one group. Groups that hold exactly the same claims are one finding, so that a sentence about cameras in schools and
airports is one finding until another source speaks of schools alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.claim import SITE_TYPES, TECHNOLOGIES, Claim, Organisation
from sousveil.resolve.nameless import names_nobody
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.natures import natures_of

__all__ = ["Group", "bundle_key", "group_claims"]

_BY_SUPPLIER = {"supply"}
_BY_NATURE = {"constraint", "law", "human-surveillance", "border-control"}


class _Statement(Struct, frozen=True, order=True):
    kind: str
    place: str
    technology: str
    site: str
    nature: str
    supplier: str
    operator: str


class Group(Struct, frozen=True):
    """Claims that say the same thing, with what the thing is; `key` names it and never depends on their order."""

    key: tuple[str, ...]
    kind: str
    technology: tuple[str, ...]
    site_types: tuple[str, ...]
    about: tuple[str, ...]
    """Natures of a constraint, a law, a control."""
    claims: tuple[Claim, ...]


def group_claims(claims: Sequence[Claim], vocabulary: Vocabulary) -> list[Group]:
    """The groups of all claims, sorted by key. Every claim is in at least one."""
    members: dict[_Statement, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        for statement in _statements(claim, vocabulary):
            members[statement][claim.id] = claim
    _join_unnamed_operators(members)
    alike: dict[tuple[tuple[str, ...], str, str, str, str], list[_Statement]] = defaultdict(list)
    for statement, held in sorted(members.items()):
        same = (tuple(sorted(held)), statement.kind, statement.place, statement.supplier, statement.operator)
        alike[same].append(statement)
    groups = [_group(statements, members[statements[0]]) for statements in alike.values()]
    return sorted(groups, key=lambda group: group.key)


def bundle_key(claim: Claim, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """Kind, place and supplier, as far as they part groups: claims that differ in one are never in one group."""
    supplier = _organisation(claim.supplier, claim.evidence.lang, vocabulary) if claim.kind in _BY_SUPPLIER else ""
    return claim.kind, _place(claim, vocabulary), supplier


def _statements(claim: Claim, vocabulary: Vocabulary) -> list[_Statement]:
    lang = claim.evidence.lang
    natures: tuple[str, ...] = ()
    if claim.kind in _BY_NATURE:
        natures = natures_of(claim.kind, claim.evidence.quote, lang, vocabulary)
    technologies = claim.technology if not (natures and claim.kind in {"constraint", "law"}) else ()
    kind, place, supplier = bundle_key(claim, vocabulary)
    operator = _organisation(claim.operator, lang, vocabulary) if claim.kind not in {"constraint", "law"} else ""
    return [
        _Statement(kind, place, technology, site, nature, supplier, operator)
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


def _join_unnamed_operators(members: dict[_Statement, dict[str, Claim]]) -> None:
    """A claim that names no operator joins the one operator that others name for the same statement. Where several
    are named it stays apart: to which of them it belongs is not known."""
    named: dict[_Statement, list[_Statement]] = defaultdict(list)
    for statement in members:
        if statement.operator:
            named[_without_operator(statement)].append(statement)
    for bare, statements in named.items():
        if len(statements) == 1 and bare in members:
            members[statements[0]].update(members.pop(bare))


def _without_operator(statement: _Statement) -> _Statement:
    return _Statement(
        statement.kind, statement.place, statement.technology, statement.site, statement.nature, statement.supplier, ""
    )


def _group(statements: list[_Statement], held: dict[str, Claim]) -> Group:
    first = statements[0]
    technologies = {statement.technology for statement in statements} - {""}
    if not technologies:
        technologies = {technology for claim in held.values() for technology in claim.technology}
    sites = {statement.site for statement in statements} - {""}
    technology = tuple(name for name in TECHNOLOGIES if name in technologies)
    site_types = tuple(name for name in SITE_TYPES if name in sites)
    said = sorted(f"{part.technology}@{part.site}@{part.nature}" for part in statements)
    key = (first.kind, first.place, first.supplier, first.operator, *said)
    claims = tuple(held[ident] for ident in sorted(held))
    about = tuple(sorted({statement.nature for statement in statements} - {""}))
    return Group(
        key=key, kind=first.kind, technology=technology, site_types=site_types, about=about, claims=claims
    )  # fmt: skip
