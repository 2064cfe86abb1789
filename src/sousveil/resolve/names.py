"""Names of organisations as keys and as words: what of a spelling is the writer's hand and not the name.

Case, width, punctuation, white space and invisible characters go; so do letters that look alike where a word mixes
scripts, because "НIKVISION" with a Cyrillic Н is no other company. Letters are never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sousveil.record.entity import NAME_KEY
from sousveil.vocabulary.gazetteer_keys import is_east_asian, is_hangul, script_of

__all__ = ["bracketed", "name_key", "plain", "words_of"]

_LATIN_LIKE = dict(zip("авекмнорстухіјѕαβεικνορτυχη", "abekmhopctyxijsabeikvoptuxn", strict=True))
"""Small letters of Cyrillic and Greek that stand for a Latin one in a word that has Latin letters, too."""
_CYRILLIC_LIKE = {latin: other for other, latin in _LATIN_LIKE.items() if script_of(other) == "cyrillic"}
_INVISIBLE = {0x200C: " ", **dict.fromkeys(map(ord, "\u200d\u00ad\u2060\ufeff\u200b\u200e\u200f\u0640"), "")}
"""The joiner of Persian stands between words; soft hyphens, marks of direction and long strokes do nowhere."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʾʿ׳"), None)
_SAME_LETTERS = str.maketrans("ٱىیکةۀэ", "اييكههе")
"""Letters that are one to a reader, once their marks are gone: of Arabic and Persian, and the Russian э, which writers
of foreign names take turns with е."""
_GERSHAYIM = re.compile(r'(?<=[\u05d0-\u05ea])["״”](?=[\u05d0-\u05ea])')
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W_]\.){2,}(?:[^\W_](?![^\W_]))?")
_SLASHED = re.compile(r"(?<![^\W_])([^\W_])/([^\W_])(?![^\W_])")
_BRACKETS = re.compile(r"[(\[（【〔]([^()\[\]（）【】〔〕]*)[)\]）】〕]")
_KEPT = "&+"
_MARKED = ("latin", "greek", "cyrillic", "arabic", "hebrew")
"""Scripts in which marks are left out when names are compared; elsewhere a mark is a letter."""


def name_key(name: str) -> str:
    """The key of a name that no register has: `name:` and its folded form.

    Two spellings have one key where they differ by case, width, punctuation, white space and characters that nobody
    sees. Marks, legal forms and traditional letters are kept: such names are matched, not made one.
    """
    folded = " ".join(_split(_repaired(plain(name)), _KEPT))
    return NAME_KEY + (_closed(folded) or " ".join(unicodedata.normalize("NFKC", name).casefold().split()))


def plain(name: str) -> str:
    """A name in compatibility form and small letters, without invisible characters and with initials joined."""
    if not name.isascii():
        name = _GERSHAYIM.sub("", unicodedata.normalize("NFKC", name).translate(_INVISIBLE))
    name = _SLASHED.sub(r"\1\2", _INITIALS.sub(lambda found: found.group().replace(".", ""), name))
    return unicodedata.normalize("NFC", name.translate(_APOSTROPHES).casefold())


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: without marks and punctuation; runs of Han, kana and Hangul are words
    of their own. `&` and `+` are words."""
    text = _repaired(plain(name))
    if text.isascii():
        return _split(text, _KEPT)
    text = _unmarked(text).translate(_SAME_LETTERS)
    return [run for word in _split(text, _KEPT) for run in _runs(word)]


def bracketed(name: str) -> tuple[str, tuple[str, ...]]:
    """A name without its brackets, and what stood in them."""
    inside = tuple(found for found in _BRACKETS.findall(name) if found.strip())
    return (_BRACKETS.sub(" ", name), inside) if inside else (name, ())


def _split(text: str, kept: str) -> list[str]:
    return "".join(_character(char, kept) for char in text).split()


@lru_cache(maxsize=20_000)
def _character(char: str, kept: str) -> str:
    if char in kept:
        return f" {char} "
    return char if unicodedata.category(char)[0] in "LMN" else " "


def _repaired(text: str) -> str:
    """Words that mix Latin letters with look-alikes of another script, in one script."""
    if text.isascii():
        return text
    return " ".join(_one_script(word) if not word.isascii() else word for word in text.split())


def _one_script(word: str) -> str:
    scripts = {script_of(char) for char in word if char.isalpha()}
    numbered = scripts == {"cyrillic"} and any(char.isdigit() for char in word)
    if not numbered and ("latin" not in scripts or not scripts & {"cyrillic", "greek"}):
        return word
    foreign = [char for char in word if script_of(char) in ("cyrillic", "greek")]
    if all(char in _LATIN_LIKE for char in foreign):
        return "".join(_LATIN_LIKE.get(char, char) for char in word)
    latin = [char for char in word if script_of(char) == "latin"]
    if latin and all(char in _CYRILLIC_LIKE for char in latin):
        return "".join(_CYRILLIC_LIKE.get(char, char) for char in word)
    return word


def _unmarked(text: str) -> str:
    out: list[str] = []
    for char in text:
        if char.isascii():
            out.append(char)
        elif script_of(char) in _MARKED:
            out.append("".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part)))
        elif not unicodedata.combining(char) or script_of(char) not in ("other", *_MARKED):
            out.append(char)
    return "".join(out)


def _kind(char: str) -> str:
    if is_east_asian(char):
        return "han" if char >= "\u3400" else "kana"
    return "hangul" if is_hangul(char) else "spaced"


def _runs(word: str) -> list[str]:
    """A word cut where Han, kana, Hangul and other letters meet."""
    runs: list[str] = []
    before = ""
    for char in word:
        kind = before if char == "ー" and before else _kind(char)
        if kind == before and runs:
            runs[-1] += char
        else:
            runs.append(char)
        before = kind
    return runs


def _closed(folded: str) -> str:
    """Without spaces between Han and kana, which writers set or not."""
    if folded.isascii():
        return folded
    out: list[str] = []
    for place, char in enumerate(folded):
        if char == " " and is_east_asian(folded[place - 1]) and is_east_asian(folded[place + 1]):
            continue
        out.append(char)
    return "".join(out)
