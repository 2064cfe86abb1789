"""Names to entities and places: candidates with scores and reasons, the best of them filled in.

Invariant: resolution adds what a name refers to and takes nothing away. No claim is dropped, no word of a document is
changed, and a claim's identifier stays the same; a name that nothing fits stays a name.
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
