"""What identifiers of the records are called: the filter `label` of the templates."""

from __future__ import annotations

from sousveil.record.entity import NAME_KEY
from sousveil.show.words import labels
from sousveil.show.words.names import country_name, entity_name

__all__ = ["in_words"]


def in_words(identifier: str | None, table: str) -> str:
    """The words for an identifier of a table: "country", "act", "site_type" and the like; none for none."""
    if not identifier:
        return ""
    if table == "country":
        return country_name(identifier)
    if table in {"supplier", "operator", "speaker"}:
        return entity_name(identifier).removeprefix(NAME_KEY)
    if table == "technology":
        # Alone it is a name, not a phrase: "biometric database", not "a biometric database".
        return labels.label(labels.TECHNOLOGY, identifier).removeprefix("a ").removeprefix("an ")
    tables = {
        "kind": labels.KIND, "site_type": labels.SITE, "act": labels.ACT,
        "status": labels.STATUS, "echo": labels.ECHO, "slot": labels.SLOT, "state": labels.STATE,
        "precision": labels.PRECISION, "media_type": labels.FORMAT, "lang": labels.LANGUAGE, "role": labels.ROLE,
        "method": labels.METHOD, "permission": labels.PERMISSION, "import": labels.IMPORT, "flow": labels.FLOW,
    }  # fmt: skip
    return labels.label(tables[table], identifier) if table in tables else identifier
