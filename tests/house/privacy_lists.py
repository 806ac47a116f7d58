"""Write the lists of names and of ordinary words that the privacy check reads, from their sources.

`python -m tests.house.privacy_lists SCOWL` in an environment with `pip install faker==40.63.0 names==0.3.0`; SCOWL is
the folder /usr/share/dict/scowl of Debian's package scowl 2020.12.07-2. None of the three is needed to run Ettle. What
we wrote by hand is in other files beside the lists, and is not touched.
"""

from __future__ import annotations

import importlib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "src/ettle/texts/privacy/data"
# Where people in the workforce, and those they support, have their names from; only names in Latin letters are used.
LOCALES = (
    "en_GB en_IE ga_IE en_IN en_PK en_NG ha_NG ig_NG yo_NG en_KE sw zu_ZA tw_GH pl_PL ro_RO lt_LT lv_LV et_EE cs_CZ "
    "sk_SK hu_HU es_ES it_IT pt_PT fr_FR de_DE nl_NL tr_TR hr_HR"
)
GIVEN_ATTRIBUTES = (
    "first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_names_unisex",
    "first_male_names", "first_female_names",
)  # fmt: skip
MOST_GIVEN, MOST_FAMILY = 1_200, 5_000  # of each list of `names`, the most frequent first
ORDINARY_SIZES = (10, 20, 35, 40, 50, 55, 60)  # of SCOWL: 60 is what a spelling checker takes
CAPITAL_SIZES = (10, 20, 35, 40, 50)

FAKER = f"Faker 40.63.0 (MIT licence), locales {LOCALES}"
NAMES = "the package names 0.3.0 (MIT licence; figures of the United States census, in the public domain)"
SCOWL = """SCOWL 2020.12.07 by Kevin Atkinson, words of sizes 10 to 60, English and British.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty."""


def main(scowl: Path) -> None:
    ordinary = {word for word in read_scowl(scowl, "words", ORDINARY_SIZES) if word.islower()}
    ordinary |= {word.replace("'", "") for word in read_scowl(scowl, "contractions", ORDINARY_SIZES)}
    given, family = set(read_faker(GIVEN_ATTRIBUTES)), set(read_faker(("last_names",)))
    for part in ("male.first", "female.first"):
        given |= set(read_census(part, MOST_GIVEN))
    family |= set(read_census("all.last", MOST_FAMILY))
    capitals = set(read_scowl(scowl, "upper", CAPITAL_SIZES))
    write_list("ordinary_words.txt", SCOWL, (word for word in ordinary if word.isalpha()))
    write_list("given_names.txt", f"{FAKER}; {NAMES}", given)
    write_list("family_names.txt", f"{FAKER}; {NAMES}", family - given)
    folded = {fold_letters(word).casefold() for word in capitals if word[:1].isupper() and word.isalpha()}
    write_list("capitals.txt", SCOWL, folded - given - family - ordinary)


def fold_letters(word: str) -> str:
    """Return the word without marks on its letters."""
    word = word.translate(str.maketrans("łŁøØđĐßıİ", "lLoOdDsiI"))
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def clean_names(words: Iterable[str]) -> Iterator[str]:
    """Yield each name in small Latin letters; those of two words as two."""
    for word in words:
        for name in fold_letters(word).replace("-", " ").casefold().split():
            letters = re.sub(r"['’.]", "", name)
            if len(letters) > 1 and letters.isascii() and letters.isalpha():
                yield letters


def read_faker(attributes: Iterable[str]) -> Iterator[str]:
    for locale in LOCALES.split():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in attributes:
            yield from clean_names(getattr(provider, attribute, ()))


def read_census(part: str, most: int) -> Iterator[str]:
    package = importlib.import_module("names")
    lines = (Path(str(package.__file__)).parent / f"dist.{part}").read_text().splitlines()
    yield from clean_names(line.split()[0] for line in lines[:most])


def read_scowl(folder: Path, kind: str, sizes: Iterable[int]) -> Iterator[str]:
    for spelling in ("english", "british"):
        for size in sizes:
            file = folder / f"{spelling}-{kind}.{size}"
            if file.exists():
                yield from (fold_letters(word) for word in file.read_text("latin-1").split() if "'s" not in word)


def write_list(name: str, source: str, words: Iterable[str]) -> None:
    """Write the words in order below a head that names their source, so that a change can be read in git."""
    (FOLDER / name).write_text(f"# From {source}\n" + "\n".join(sorted(set(words))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
