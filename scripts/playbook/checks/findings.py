"""What a gate finds: the place, what is wrong, what to do; and whether it stops an edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from playbook.errors import PlaybookError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a gate found.

    Attributes
    ----------
    rule : str
        Short name of the rule that it breaks.
    problem, remedy : str
        What is wrong, and what to do about it.
    file : str
        Below the root of the playbook.
    line, cell : int or None
        Where in it; a line of a notebook counts within its cell.
    field : str or None
        Field of a record.
    severity : str
        ``error`` stops an edition, ``warning`` does not.
    """

    rule: str
    problem: str
    remedy: str
    file: str
    line: int | None = None
    cell: int | None = None
    field: str | None = None
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """The place as editors and terminals turn it into a link."""
        if self.cell is not None:
            return f"{self.file}: cell {self.cell}, line {self.line}"
        return f"{self.file}:{self.line}" if self.line else self.file

    def row(self) -> tuple[str, str, str, str]:
        """Give the cells of its row: severity, place, what is wrong, what to do."""
        said = f"{self.field}: {self.problem}" if self.field else self.problem
        return self.severity, self.place, said, self.remedy

    def record(self) -> dict[str, Any]:
        """Give it as plain values, for a program."""
        return dict(vars(self))

    @classmethod
    def of_error(cls, error: PlaybookError, rule: str, remedy: str) -> list[Finding]:
        """Turn what the reader of records refused into findings."""
        return [
            cls(
                rule=rule,
                problem=one.message,
                remedy=remedy,
                file=one.file or "data",
                line=one.line,
                cell=one.cell,
                field=one.field,
            )
            for one in error.problems
        ]


def lines(findings: Iterable[Finding]) -> list[str]:
    """Lay findings out as a table for a terminal, errors first, then by place."""
    order = {"error": 0, "warning": 1}
    found = sorted(findings, key=lambda one: (order[one.severity], one.file, one.line or 0))
    heads = ("", "Where", "What is wrong", "What to do")
    rows = [heads, *(one.row() for one in found)] if found else []
    wide = [max(len(row[at]) for row in rows) for at in range(3)] if rows else []
    return [
        "  ".join([*(c.ljust(w) for c, w in zip(row, wide, strict=False)), row[3]]) for row in rows
    ]


def failed(findings: Iterable[Finding]) -> bool:
    """Say whether one of them stops an edition."""
    return any(one.severity == "error" for one in findings)
