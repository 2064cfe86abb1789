"""Names to entities and places: candidates with scores and reasons, the best of them filled in.

Invariant: resolution adds what a name refers to and takes nothing away. No claim is dropped, no word of a document is
changed, and a claim's identifier stays the same; a name that nothing fits stays a name.

The modules, in the order in which to read them:

    filling         the claims of one text, with everything below filled in: what `resolve` calls

Places (docs/RESOLVING.md, "Places"):

    places          every name of a text with its candidates, ranked
      reasons       the reasons of a candidate by itself, their points, and what is known of the source (`homes`)
      senses        one meaning of a name in one document, and what the document's names say about each other
      places_beside what is written right beside a name
    place_names     a name that is known to be a place's, or begins or ends with one, as a toponym
    coded_places    the columns of a coded record as places
    claim_places    the place of a claim: the finest, without a point where `doubt` finds rivals (`distances`)
    why             the same for people: candidates, points and reasons

Organisations (docs/RESOLVING.md, "Companies"):

    organisations   what the registers list, by its listed spellings; this alone is filled in
    names           a name as key and as words
    forms           a company's name taken apart, by the words of `lexicon`
    sounds          how a brand sounds in another script
    comparing       two names taken apart: whether they may be one company's, and what speaks for it
    candidates      which names are compared at all; `entries` holds those of the registers
    matching        the proposals for the names of a case; `listed` those for the entries of imported lists
    apposition      the proposals from texts that put two names side by side
    deciding        who is who after people decided
    parents         who owns whom, as the registers have it
    nameless        words in a name's place that name nobody
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sousveil.record.claim import Claim
    from sousveil.record.text import Text
    from sousveil.resolve.homes import Home
    from sousveil.vocabulary.loader import Vocabulary

__all__ = ["resolve"]


def resolve(
    claims: list[Claim], text: Text, vocabulary: Vocabulary | None = None, homes: Mapping[str, Home] | None = None
) -> list[Claim]:
    """The claims of one text, in the same order, with place, operator, supplier and speakers resolved.

    A pure function of its arguments; `homes` are those of the case's outlets (`resolve.homes.learn_homes`). A place
    gets GeoNames identifier, country (ISO 3166-1 alpha-2), degrees (WGS 84), radius in kilometres and precision; a
    country, a claim about a whole country and a name that may as well mean another place get no degrees. An
    organisation that the vocabulary knows by this name gets its identifier and the country of its seat; others keep
    `ref` null.
    """
    from sousveil.resolve.filling import resolve_claims

    return resolve_claims(claims, text, vocabulary, homes)
