"""The errors of the playbook: what is wrong, where, and what to do next.

A leaf module: every room may import it, and it imports none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any

_SHOWN_PROBLEMS = 20
"""More lines than this bury the first one, which is the one to repair first."""


class PlaybookError(Exception):
    """Something in the playbook is wrong, and a person can put it right.

    Parameters
    ----------
    message
        What is wrong and what to do next, in plain English.
    file
        The file to open, relative to the root of the playbook where possible.
    line
        Line of that file, counted from 1.
    field
        Field of a record or column of a table.
    cell
        Cell of a notebook, counted from 1.

    Notes
    -----
    Printed as ``data/indicators/x.yml:12: unit: is missing. Add ...``, so that editors and
    terminals turn the place into a link.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | PurePath | None = None,
        line: int | None = None,
        field: str | None = None,
        cell: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file.as_posix() if isinstance(file, PurePath) else file
        self.line = line
        self.field = field
        self.cell = cell
        self.problems: tuple[PlaybookError, ...] = (self,)

    def __str__(self) -> str:
        if self.problems != (self,):
            return _listed(self.problems)
        place = ""
        if self.file is not None:
            place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [
            place,
            f"cell {self.cell}" if self.cell is not None else "",
            self.field or "",
        ]
        return ": ".join([*(part for part in parts if part), self.message])

    @classmethod
    def together(cls, problems: Iterable[PlaybookError]) -> PlaybookError:
        """Join several problems into one error that prints a line for each.

        Raises
        ------
        ValueError
            If there is no problem to report.
        """
        flat = [each for problem in problems for each in problem.problems]
        if not flat:
            raise ValueError("together() needs at least one problem")
        if len(flat) == 1:
            return flat[0]
        first = flat[0]
        joined = cls(
            first.message,
            file=first.file,
            line=first.line,
            field=first.field,
            cell=first.cell,
        )
        joined.problems = tuple(flat)
        return joined


def _listed(problems: Sequence[PlaybookError]) -> str:
    lines = [str(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    hidden = len(problems) - len(lines)
    if hidden:
        lines.append(f"... and {hidden} more")
    return "\n".join(lines)


def nearest(name: str, valid: Iterable[str], *, noun: str = "valid name") -> str:
    """Say which valid names are nearest to a name that is not valid.

    Returns a sentence such as ``Did you mean ae_four_hour?``, or, when nothing is near, the
    whole list when it is short, or how many there are.
    """
    choices = sorted(set(valid))
    close = get_close_matches(name, choices, n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if not choices:
        return f"There is no {noun} yet."
    if len(choices) <= 12:
        return f"Choose from: {', '.join(choices)}."
    return f"There are {len(choices)} of the kind {noun}, and none is near it."


class PagesFailedError(Exception):
    """Some pages could not be executed; the site was left as it was.

    Parameters
    ----------
    recap
        What the run did; see `playbook.execution.recap.Recap`.
    """

    def __init__(self, recap: Any) -> None:
        super().__init__(recap)
        self.recap = recap

    def __str__(self) -> str:
        return f"{len(self.recap.failures)} pages failed"
