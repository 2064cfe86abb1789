"""What is wrong in the vocabulary files, one sentence each: ours, and a researcher's own laid over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sousveil.errors import VocabularyError
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES
from sousveil.vocabulary.areas import check_areas
from sousveil.vocabulary.company_words_check import check_company_words
from sousveil.vocabulary.date_patterns import pattern_faults
from sousveil.vocabulary.files import DATA
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_check import check_places
from sousveil.vocabulary.gazetteer_peoples import check_peoples, read_peoples
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.lists import check_lists
from sousveil.vocabulary.loader import ORGANISATIONS, REGISTERS, Entry, Vocabulary, language_terms, load
from sousveil.vocabulary.originals import check_originals
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.orthography_check import check_orthography
from sousveil.vocabulary.rejecting import check_rejecting
from sousveil.vocabulary.trade import check_trade

__all__ = ["check", "check_language", "check_registers"]

_IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "technology": TECHNOLOGIES,
    "technology_weak": TECHNOLOGIES,
    "act": ACTS,
    "act_weak": ACTS,
    "modifier": (*ACTS, "negated"),
    "leading": ACTS,
    "site": SITE_TYPES,
    "topics": KINDS,
}
_MARKS = re.compile(r"[()|/*~.=]")
"""What has a meaning of its own in a term."""
_OFFSET = re.compile(r"-?\d+ (?:day|week|weekend|month|quarter|half|year|decade|spring|summer|autumn|winter|\w+day)")
_PLAIN = {"sentences", "numbers", "countries", "times", "naming", "reporting", "grammar", "standing", "subsidiary"}


def check(extra: Path | None = None) -> list[str]:
    """Everything that is wrong in the vocabulary files, one sentence each; empty where all is well."""
    try:
        vocabulary = load(extra)
    except VocabularyError as error:
        return [str(error)]
    problems: list[str] = []
    broken = False
    for code, language in vocabulary.languages.items():
        faults = list(check_orthography(code, language, vocabulary.letters))
        broken = broken or bool(faults)
        problems.extend(faults or check_language(code, language, vocabulary.orthography(code)))
    if broken:
        # Terms in other files cannot be read where a language's letters and forms cannot.
        return problems
    problems.extend(_check_dates(vocabulary))
    problems.extend(check_registers(vocabulary))
    problems.extend(_check_citing(vocabulary))
    problems.extend(_check_houses(vocabulary))
    problems.extend(_check_natures(vocabulary))
    problems.extend(_check_weighing(vocabulary))
    problems.extend(_check_wording(vocabulary))
    problems.extend(check_company_words(vocabulary.company_words))
    problems.extend(check_lists(vocabulary.folder))
    problems.extend(check_rejecting(vocabulary.folder))
    places = check_places()
    # Without sound places there is nothing to look peoples up in.
    problems.extend(places or check_peoples(load_gazetteer().place_of, str(extra) if extra else None))
    problems.extend(_check_bodies(vocabulary))
    problems.extend(_check_statistics(vocabulary.folder))
    if extra is not None:
        problems.extend(_check_names(extra))
        if (extra / "places.toml").is_file():
            problems.extend(check_places(extra / "places.toml", over=DATA / "places.toml"))
    return problems


def _check_statistics(folder: str | None) -> Iterator[str]:
    for check_file in (check_areas, check_originals, check_trade):
        try:
            yield from check_file(folder)
        except VocabularyError as error:
            yield str(error)


def _check_bodies(vocabulary: Vocabulary) -> Iterator[str]:
    for code in vocabulary.languages:
        file = read_peoples(code, vocabulary.folder)
        listed = [*file.bodies.values(), *file.givers.values(), *file.wares.values()]
        for term in (term for terms in listed for term in terms):
            yield from (f"peoples/{code}.toml: {fault}" for fault in _faults(term, vocabulary.orthography(code)))


def _check_names(extra: Path) -> Iterator[str]:
    """Files that nothing would read: a misspelled name would go unnoticed otherwise."""
    known = {path.name for path in DATA.glob("*.toml")} | {"aliases.toml"}
    for path in sorted(extra.rglob("*.toml")):
        if path.parent.name not in {"languages", "letters", "peoples"} and path.name not in known:
            yield f"{path.name} is no file of the vocabulary; use one of {', '.join(sorted(known))}"
        elif path.parent.name == "languages" and not re.fullmatch(r"[a-z]{2,3}", path.stem):
            yield f"languages/{path.name}: the name must be a code of ISO 639 such as `it`"


def check_language(code: str, language: Language, spelled: Orthography) -> Iterator[str]:
    """What is wrong in the terms of a language file, written by its own rules."""
    builtins = msgspec.to_builtins(language)
    for section, allowed in _IDENTIFIERS.items():
        for ident, terms in builtins[section].items():
            if ident not in allowed:
                known = ", ".join(allowed)
                yield f"languages/{code}.toml [{section}]: '{ident}' is no identifier; use one of {known}"
            if not terms:
                yield f"languages/{code}.toml [{section}]: '{ident}' has no terms; add one or remove the line"
    seen: dict[tuple[str, str], str] = {}
    listed: set[tuple[str, str, str]] = set()
    for section, ident, term in language_terms(language):
        where = f"languages/{code}.toml [{section}{'.' + ident if ident else ''}]"
        if (section, ident, term) in listed:
            yield f"{where}: '{term}' stands there twice; keep one"
        listed.add((section, ident, term))
        other = seen.setdefault((section, term), ident)
        if other != ident and section == "site":
            yield f"{where}: '{term}' also stands under '{other}'; keep one"
        if section in _PLAIN and not term.startswith("/"):
            continue
        yield from (f"{where}: {fault}" for fault in _faults(term, spelled))


def _check_dates(vocabulary: Vocabulary) -> Iterator[str]:
    held = {f"languages/{code}.toml": language.times for code, language in vocabulary.languages.items()}
    for name, times in {**held, "times.toml": vocabulary.times}.items():
        where = f"{name} [times] patterns" if name in held else f"{name} patterns"
        for pattern in times.patterns:
            yield from (f"{where}: in '{pattern}' {fault}" for fault in pattern_faults(pattern))
        for phrase, offset in times.relative.items():
            if not _OFFSET.fullmatch(offset):
                yield f"{name}: '{phrase}' must lead to a number and a unit, such as '-1 month', and not to '{offset}'"


def _faults(term: str, spelled: Orthography) -> Iterator[str]:
    if term.strip() and not _MARKS.search(term):
        # Plain words can always be read.
        return
    try:
        compiled = spelled.matcher(term).pattern
    except (ValueError, re.error) as error:
        yield f"'{term}' cannot be read: {error}"
        return
    if compiled.search("") is not None:
        yield f"'{term}' matches nothing at all; make part of it obligatory"


def check_registers(vocabulary: Vocabulary) -> Iterator[str]:
    """What is wrong in the registers of names."""
    owners: dict[str, str] = {}
    for section in ORGANISATIONS:
        for ident in getattr(vocabulary, section):
            other = owners.setdefault(ident, section)
            if other != section:
                yield f"{section}.toml [{ident}]: {other}.toml has this identifier, too; give one of them another"
    for section in REGISTERS:
        entries: dict[str, Entry] = getattr(vocabulary, section)
        spelled: dict[str, str] = {}
        for entry in entries.values():
            where = f"{section}.toml [{entry.id}]"
            yield from (f"{where}: {fault}" for fault in _faults_of(entry))
            known = owners if section in ORGANISATIONS else entries
            if entry.parent is not None and entry.parent not in known:
                yield f"{where}: parent '{entry.parent}' is no entry of {section}.toml or of another register"
            if section == "programmes" and not entry.technology:
                yield f"{where}: a programme needs `technology`, what its name stands for"
            for name in entry.spellings:
                other = spelled.setdefault(name.casefold().removeprefix("="), entry.id)
                if other != entry.id:
                    yield f"{where}: the name '{name}' also belongs to '{other}'; keep one"


def _faults_of(entry: Entry) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", entry.id):
        yield "the identifier must be lower-case words joined by hyphens"
    if entry.country is not None and not re.fullmatch(r"[A-Z]{2}", entry.country):
        yield f"country '{entry.country}' must be two capital letters (ISO 3166-1)"
    if entry.wikidata is not None and not re.fullmatch(r"Q[1-9]\d*", entry.wikidata):
        yield f"wikidata '{entry.wikidata}' must look like Q42"
    if entry.wikidata is not None and not entry.checked:
        yield f"say in `checked` where the identifier {entry.wikidata} was seen"
    for technology in (*entry.technology, *entry.products):
        if technology not in TECHNOLOGIES:
            yield f"'{technology}' is no technology"
    for listing in entry.listings:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", listing.list):
            yield f"the list '{listing.list}' must be lower-case words joined by hyphens, as `us-entity-list`"
        for date in (listing.since, listing.until):
            if date is not None and not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", date):
                yield f"the date '{date}' of a listing must look like 2019, 2019-10 or 2019-10-07"
    for name in entry.spellings:
        if "~" in name:
            yield f"'{name}' has a marker for forms; names need none, remove '~'"


def _check_citing(vocabulary: Vocabulary) -> Iterator[str]:
    for code, words in vocabulary.citing.items():
        yield from _check_code("citing.toml", code)
        for part in (
            "before",
            "after",
            "back",
            "hearsay",
            "press",
            "papers",
            "official",
            "studies",
            "titled",
            "issued",
            "reprinted",
            "translated",
        ):
            for term in getattr(words, part):
                yield from (
                    f"citing.toml [{code}] {part}: {fault}" for fault in _faults(term, vocabulary.orthography(code))
                )


def _check_houses(vocabulary: Vocabulary) -> Iterator[str]:
    for kind, by_lang in vocabulary.houses.items():
        for code, terms in by_lang.items():
            where = f"houses.toml [{kind}] {code}"
            yield from _check_code(where, code)
            for term in terms:
                yield from (f"{where}: {fault}" for fault in _faults(term, vocabulary.orthography(code)))


def _check_natures(vocabulary: Vocabulary) -> Iterator[str]:
    for kind, natures in vocabulary.natures.items():
        if kind not in KINDS:
            yield f"natures.toml: '{kind}' is no kind of claim; use one of {', '.join(KINDS)}"
        for nature, by_lang in natures.items():
            where = f"natures.toml [{kind}.{nature}]"
            for code, terms in by_lang.items():
                yield from _check_code(where, code)
                if not terms:
                    yield f"{where}: '{code}' has no terms; add one or remove the line"
                for term in terms:
                    yield from (f"{where} {code}: {fault}" for fault in _faults(term, vocabulary.orthography(code)))


def _check_weighing(vocabulary: Vocabulary) -> Iterator[str]:
    for code, words in vocabulary.weighing.items():
        yield from _check_code("weighing.toml", code)
        for part in ("own", "told", "learned", "doubts", "ranges"):
            where = f"weighing.toml [{code}] {part}"
            for term in getattr(words, part):
                yield from (f"{where}: {fault}" for fault in _faults(term, vocabulary.orthography(code)))


def _check_wording(vocabulary: Vocabulary) -> Iterator[str]:
    for code, words in vocabulary.wording.items():
        yield from _check_code("wording.toml", code)
        for part in ("function", "openings", "endings"):
            listed = getattr(words, part).split()
            twice = sorted({word for word in listed if listed.count(word) > 1})
            for word in twice:
                yield f"wording.toml [{code}] {part}: '{word}' stands there twice; keep one"
            for word in listed:
                if word != word.lower():
                    yield f"wording.toml [{code}] {part}: '{word}' must be written small; it would never be met"


def _check_code(where: str, code: str) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2,3}", code):
        yield f"{where}: '{code}' is no code of a language (ISO 639) such as `it`"
