"""Names as people write them, from names as publishers file them."""

from __future__ import annotations

import re

SMALL_WORDS = {"and", "of", "the", "upon", "on", "in", "to", "for", "with"}
ACRONYMS = {"NHS", "CCG", "STP", "ICB", "ICS"}


def title_case(name: str) -> str:
    """Turn a name in capitals into title case: "KING'S COLLEGE AND NHS" keeps "and" and "NHS"."""
    words = re.split(r"(\s+|-)", name.strip())
    return "".join(_word(word, first=place == 0) for place, word in enumerate(words))


def _word(word: str, first: bool) -> str:
    bare = word.strip("(),")
    if bare.upper() in ACRONYMS:
        return word.upper()
    if bare.lower() in SMALL_WORDS and not first:
        return word.lower()
    # str.title() would write "King'S", and str.capitalize() "(westminster)".
    return re.sub(r"[A-Za-z]", lambda letter: letter.group().upper(), word.lower(), count=1)


def short_trust(name: str) -> str:
    """Drop the article and the legal form: "The Rotherham NHS Foundation Trust" is "Rotherham"."""
    return re.sub(r"^The |,?\s+NHS (?:Foundation )?Trust$", "", name)


def short_group(name: str) -> str:
    """Drop what every commissioning group starts with: "NHS Brent CCG" is "Brent CCG"."""
    return name.removeprefix("NHS ")


def short_sub_icb(name: str) -> str:
    """Drop the codes of a sub-ICB: "NHS Devon ICB - 15N" is "Devon ICB 15N"."""
    return name.removeprefix("NHS ").replace(" - ", " ")
