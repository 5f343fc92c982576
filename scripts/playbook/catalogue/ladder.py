"""The ladder of evidence: what each grade means, and the words that it does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record
from playbook.catalogue.system import Text

Grade = Annotated[int, Field(ge=0, le=6)]
"""A rung of the ladder."""

QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
"""The words of others, which may say what ours may not."""


class Rung(Record):
    """One grade of evidence."""

    grade: Grade
    """Its number, from the weakest."""
    name: Text
    """What it is called."""
    meaning: Text
    """What was done to know it."""
    words: Text
    """How a result of this grade may be said."""


class CausalWord(Record):
    """A word that says that one thing brought about another."""

    word: Text
    """The word as it is named in a message."""
    pattern: Text
    """Its forms, as a regular expression over whole words."""
    instead: Text
    """What to write instead."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The pattern is a regular expression."""
        try:
            re.compile(self.pattern)
        except re.error as error:
            yield ("pattern",), f"is no regular expression: {error}."


class Ladder(Record):
    """The file of the ladder."""

    source: Text
    """Whose ladder it is."""
    grades: tuple[Rung, ...] = Field(min_length=7, max_length=7)
    """The rungs, the weakest first."""
    causal_from: Grade
    """The first grade at which a causal word may stand."""
    causal: tuple[CausalWord, ...]
    """Words that are refused below it."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """The rungs are numbered from 0 without a gap."""
        for number, rung in enumerate(self.grades):
            if rung.grade != number:
                yield ("grades", number, "grade"), f"is {rung.grade}, but {number} is its turn."

    def rung(self, grade: int) -> Rung:
        """Give the rung of a grade."""
        return self.grades[grade]

    def refused(self, text: str, grade: int) -> Iterator[tuple[str, CausalWord]]:
        """Find the causal words in our own words that evidence of a grade does not bear.

        Yields
        ------
        tuple
            The word as it stands, and its entry.
        """
        if grade >= self.causal_from:
            return
        own = QUOTED.sub("", text)
        for one in self.causal:
            for match in re.finditer(rf"\b(?:{one.pattern})\b", own, re.IGNORECASE):
                yield match[0], one
