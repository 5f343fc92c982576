"""Numbers in running text: found, read, and compared with the figure that they quote.

A numeral is what a writer typed; an amount is what it stands for. ``2.7 million`` and
``2,700,000`` are two numerals of one amount, and ``1 in 5`` is a share in two numerals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PER_CENT = "per cent"
POUNDS = "pounds"
SCALES = {"thousand": 3, "million": 6, "billion": 9, "m": 6, "bn": 9, "k": 3}
"""Words behind a numeral that add noughts to it, and how many."""

NUMERAL = re.compile(
    r"(?<![\w.])(?P<pound>£)?(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:\s|(?<=\d))(?P<scale>thousand|million|billion|bn|m|k)(?![\w]))?"
    r"(?P<unit>\s?%|\sper\scent\b)?"
)
ODDS = re.compile(r"(?<![\w.,])(?P<part>\d+) (?:in|out of) (?P<whole>\d+(?:,\d{3})*)(?![\d%])")
"""A share as people say it: ``1 in 5``, ``6 in 10``."""

FEWEST_DIGITS = 2
"""A rounded quotation keeps at least so many digits: 210,000 for 207,729 and not 200,000."""


@dataclass(frozen=True)
class Numeral:
    """A number as it stands in a text.

    Attributes
    ----------
    text : str
        As written, with its sign of per cent or of pounds.
    start, end : int
        Where it stands.
    amount : Decimal
        What it stands for.
    unit : str
        ``per cent`` or ``pounds`` where a sign says so, else empty.
    digits : int
        How many digits it was given to, noughts at the end not counted.
    step : Decimal
        The least by which two numerals written to the same place differ.
    """

    text: str
    start: int
    end: int
    amount: Decimal
    unit: str
    digits: int
    step: Decimal


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, as a record holds it."""

    number: float
    unit: str


def numerals(text: str) -> Iterator[Numeral]:
    """Find the numbers of a text, in order; ``1 in 5`` counts as one."""
    found = [_odds(match) for match in ODDS.finditer(text) if _whole(match)]
    taken = [(one.start, one.end) for one in found]
    found += [
        _numeral(match)
        for match in NUMERAL.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    yield from sorted(found, key=lambda one: one.start)


def _numeral(match: re.Match[str]) -> Numeral:
    digits = match["digits"].replace(",", "")
    places = SCALES.get(match["scale"] or "", 0)
    bare = digits.replace(".", "").lstrip("0")
    decimals = len(digits.partition(".")[2])
    noughts = 0 if "." in digits else len(bare) - len(bare.rstrip("0"))
    return Numeral(
        text=match[0],
        start=match.start(),
        end=match.end(),
        amount=Decimal(digits).scaleb(places),
        unit=POUNDS if match["pound"] else PER_CENT if match["unit"] else "",
        digits=len(bare.rstrip("0")) or 1,
        step=Decimal(1).scaleb(places - decimals + noughts),
    )


def _odds(match: re.Match[str]) -> Numeral:
    whole = Decimal(match["whole"].replace(",", ""))
    part = Decimal(match["part"])
    share = 100 * part / whole
    # The next share that would be said otherwise: 1 in 4 and 1 in 6 lie around 1 in 5.
    step = 100 / (whole - 1) - 100 / whole if part == 1 and whole > 1 else 100 / whole
    return Numeral(match[0], match.start(), match.end(), share, PER_CENT, FEWEST_DIGITS, step)


def _whole(match: re.Match[str]) -> bool:
    return 0 < int(match["part"]) <= int(match["whole"].replace(",", ""))


def says(numeral: Numeral, quantity: Quantity) -> bool:
    """Say whether a numeral is a quantity, written out or fairly rounded.

    A sign of per cent or pounds must be that of the quantity. A rounded numeral lies within half a
    step of it and keeps 2 digits or more.
    """
    if numeral.unit and numeral.unit != quantity.unit:
        return False
    number = abs(Decimal(str(quantity.number)))
    if numeral.amount == number:
        return True
    near = abs(numeral.amount - number) * 2 <= numeral.step
    return numeral.digits >= FEWEST_DIGITS and near


def written(quantity: Quantity) -> str:
    """Write a quantity for people: ``57%``, ``£750,000``, ``2.7 million people``."""
    number = _grouped(Decimal(str(quantity.number)))
    if quantity.unit == PER_CENT:
        return f"{number}%"
    return f"£{number}" if quantity.unit == POUNDS else f"{number} {quantity.unit}"


def _grouped(number: Decimal) -> str:
    for word in ("billion", "million"):
        scaled = number.scaleb(-SCALES[word])
        # Only where nothing is lost: 2,700,000 is 2.7 million, 207,729 stays.
        if abs(scaled) >= 1 and scaled == round(scaled, 1):
            return f"{scaled.normalize():,f} {word}"
    return f"{number.normalize():,f}"


def quotient(part: float, whole: float, stated: Quantity, further: int = 0) -> Decimal:
    """Divide a part by a whole, in the unit of the stated result and to its decimals.

    Parameters
    ----------
    part, whole : float
        What is divided by what.
    stated : Quantity
        Gives the unit, ``per cent`` or any other, and how many decimals.
    further : int
        Decimals to show beyond those.

    Raises
    ------
    ZeroDivisionError
        If the whole is 0.
    """
    result = Decimal(str(part)) / Decimal(str(whole)) * (100 if stated.unit == PER_CENT else 1)
    number = Decimal(str(stated.number)).normalize()
    decimals = max(-int(number.as_tuple().exponent), 0) + further
    return result.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def holds(part: float, whole: float, stated: Quantity) -> bool:
    """Say whether a part divided by a whole gives the stated result at its own precision."""
    return bool(whole) and quotient(part, whole, stated) == Decimal(str(stated.number))
