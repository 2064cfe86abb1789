"""The names by which agencies sign, and who is meant by the words between the brackets of a credit.

`(Seoul=Yonhap)`, `(dpa/lno)`, `(EFE y AFP)`, 【ソウル共同】, `/Корр. БЕЛТА/`: a place, a reporter or a desk may stand
beside the name, and one bracket may sign for two agencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.vocabulary.loader import Vocabulary

__all__ = ["SignedNames", "signed_names"]

_ROLES = {"agency", "state-media"}
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTS = re.compile(r"[/,;&|・·、，؛،=＝]")
_DESK = re.compile(r"[a-z]{2,6}")
"""`lno` in (dpa/lno), `red` in (efe/red); a name there is a photographer's."""
_BESIDE = 3
"""Words before a name in a bracket: a city, a date, `Корр.`."""
_BESIDE_JOINED = 8
"""Characters, in scripts without spaces."""
_LEAST_SMALL = 3
"""Letters of an abbreviation that counts when it is written small, as (dpa) is."""


class SignedNames(Struct, frozen=True):
    """By name, as it is signed: the identifier in `outlets.toml`."""

    exact: dict[str, str]
    small: dict[str, str]
    """Abbreviations in small letters: `efe`."""
    joined: tuple[tuple[str, str], ...]
    """Names in scripts without spaces, the longest first."""
    both: re.Pattern[str]
    """Words that join two names, in all languages of citing.toml."""
    around: re.Pattern[str]
    """Words that stand before or behind a name in a bracket: 综合, 消息."""
    cables: tuple[str, ...]

    def of(self, name: str) -> str | None:
        """Who signs by exactly this name."""
        return self.exact.get(name.strip(" .\t"))

    def within(self, inner: str, *, small: bool = False) -> list[str]:
        """Who signs by the words of a bracket, in their order; empty where they are no credit.

        `small` lets abbreviations count that are written in small letters.
        """
        whole = self.of(inner) or (self.small.get(inner.strip()) if small else None)
        if whole:
            return [whole]
        found: list[str] = []
        slashed = "/" in inner
        for part in self._parts(inner):
            ref = self._one(part, small=small)
            if ref is None:
                if slashed and "=" not in inner and not _DESK.fullmatch(part):
                    return []
                continue
            if ref not in found:
                found.append(ref)
        return found

    def _parts(self, inner: str) -> Iterator[str]:
        for rough in _PARTS.split(inner):
            for part in self.both.split(rough):
                if part.strip():
                    yield from (part.strip(),) if self._one(part.strip()) or "-" not in part else part.split("-")

    def _one(self, part: str, *, small: bool = False) -> str | None:
        bare = part.strip(" .\u3000")
        ref = self.exact.get(bare) or (self.small.get(bare) if small else None)
        if ref or not bare:
            return ref
        words = bare.split()
        for count in range(1, min(_BESIDE, len(words) - 1) + 1):
            ref = self.exact.get(" ".join(words[count:]))
            if ref and not any(word in self.exact for word in words[:count]):
                return ref
        return self._joined(bare) if _JOINED.search(bare) else None

    def _joined(self, part: str) -> str | None:
        """Names that run together with what stands beside them: 釜山聯合, 综合韩联社, 中央社記者…電."""
        bare = self.around.sub("", part).strip()
        for name, ref in self.joined:
            if bare.endswith(name) and len(bare) - len(name) <= _BESIDE_JOINED:
                return ref
            if bare.startswith(name) and part.endswith(self.cables):
                return ref
        return None


_known: dict[str, SignedNames] = {}


def signed_names(vocabulary: Vocabulary) -> SignedNames:
    """The names of all agencies of a vocabulary, and of other outlets that have credit lines."""
    if vocabulary.digest not in _known:
        _known[vocabulary.digest] = _read(vocabulary)
    return _known[vocabulary.digest]


def _read(vocabulary: Vocabulary) -> SignedNames:
    exact: dict[str, str] = {}
    small: dict[str, str] = {}
    for entry in vocabulary.outlets.values():
        if entry.role not in _ROLES or not (entry.credits or entry.signs or entry.role == "agency"):
            continue
        for spelling in (*entry.spellings, *entry.signs):
            name = spelling.removeprefix("=")
            exact.setdefault(name, entry.id)
            if name.isascii() and name.isalpha() and len(name) >= _LEAST_SMALL and name in {name.upper(), name.lower()}:
                small.setdefault(name.lower(), entry.id)
    joined = sorted((name for name in exact if _JOINED.search(name)), key=lambda name: (-len(name), name))

    def words(part: str) -> list[str]:
        lists = (getattr(each, part) for each in vocabulary.citing.values())
        return list(dict.fromkeys(word for listed in lists for word in listed))

    both = "|".join(map(re.escape, words("both"))) or "(?!)"
    around = "|".join(sorted(map(re.escape, words("around")), key=lambda word: (-len(word), word))) or "(?!)"
    return SignedNames(
        exact=exact,
        small=small,
        joined=tuple((name, exact[name]) for name in joined),
        both=re.compile(rf"\s+(?:{both})\s+|(?<=[\u3040-\u9fff])(?:{both})(?=[\u3040-\u9fff])"),
        around=re.compile(rf"^(?:{around})+|(?:{around})+$"),
        cables=tuple(words("cables")) or ("\0",),
    )
