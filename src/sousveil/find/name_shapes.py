"""How a language writes names that the vocabulary lacks: by capitals, and by the articles before them."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.find.tables import Tables, one_of

__all__ = ["NameShapes", "name_shapes"]


class NameShapes:
    """Expressions for names that the vocabulary lacks, and for the small words around them."""

    def __init__(self, tables: Tables) -> None:
        naming = tables.language.naming
        joiners = one_of(tables.vocabulary.naming("joiners"))
        articles = one_of((*naming.articles, *naming.indefinite))
        self.capitals = re.compile(
            rf"(?:[A-ZÀ-ÞА-Я][\w.’'-]*|[A-Z]{{2,}})(?: (?:{joiners}) [A-ZÀ-ÞА-Я][\w’'-]*"
            r"| [A-ZÀ-ÞА-Я0-9][\w’'-]*){0,5}"
        )
        self.article = re.compile(rf"\s+(?:(?:{articles}) )?")
        capital_nouns = tables.language.grammar.capital_nouns
        articles_before_names = "(?!)" if capital_nouns else one_of(naming.articles)
        self.definite = re.compile(rf"(?i:{articles_before_names})\s+(?=[A-ZÀ-ÞА-ЯҐЄІЇ])")
        """An article that is no part of the name behind it: `the Ministry`."""
        self.common = re.compile(rf"\s+((?:{articles}) [\w-]+(?: [\w-]+)?)")
        self.between = {"", *naming.between}
        self.nobody = set(naming.nobody)


@lru_cache(maxsize=64)
def name_shapes(tables: Tables) -> NameShapes:
    """The shapes of names in the language of the tables."""
    return NameShapes(tables)
