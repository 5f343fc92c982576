"""The gates that an edition has to pass, by name, and what came of asking them.

Each gate is a module of this room with a function ``check`` that takes a playbook and gives its
findings. Three kinds: a quick one looks at what people write; one of the site reads the site that
was built, and is not run where there is none; a slow one takes minutes or a browser, and runs when
it is named.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from playbook.catalogue import Project
from playbook.checks.findings import Finding, failed
from playbook.errors import PlaybookError, nearest

Kind = Literal["quick", "site", "slow"]

BUILD_FIRST = "there is no site yet: run `playbook build` first"
BY_NAME = "takes minutes: name it, or ask for --all"


@dataclass(frozen=True)
class Gate:
    """One gate.

    Attributes
    ----------
    name : str
        How the command line calls it; its module in this room has the same name.
    about : str
        What it looks for, in a few words.
    kind : str
        ``quick``, ``site`` or ``slow``.
    """

    name: str
    about: str
    kind: Kind = "quick"

    def check(self, project: Project) -> list[Finding]:
        """Look, and give what was found.

        Raises
        ------
        PlaybookError
            If it cannot look at all.
        """
        # Imported when asked: the slow gates bring a browser, and no other needs one.
        found: Callable[[Project], Iterable[Finding]]
        found = import_module(f"playbook.checks.{self.name}").check
        return list(found(project))


GATES = (
    Gate("records", "every record fits its schema and the others, and makes its pages"),
    Gate("data", "every table fits its schema, its indicator and its hash"),
    Gate("claims", "every figure in prose is bound, every claim has a source, every sum holds"),
    Gate("notebooks", "notebooks are clean: no outputs, typed parameters, no path of a machine"),
    Gate("disclosure", "nothing identifies a person, and no withheld count can be worked out"),
    Gate("freshness", "no publication has newer figures to be expected than those that we hold"),
    Gate("links", "every link of the site leads to a page and a place on it", "site"),
    Gate("accessibility", "axe-core finds nothing on any page, in light and dark", "slow"),
    Gate("reproducibility", "made again in another folder, the site is the same", "slow"),
)


@dataclass(frozen=True)
class Outcome:
    """What came of asking one gate.

    Attributes
    ----------
    gate : Gate
        Which.
    findings : list of Finding
        What it found.
    seconds : float
        How long it took.
    skipped : str
        Why it was not asked; empty when it was.
    """

    gate: Gate
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    skipped: str = ""

    @property
    def verdict(self) -> str:
        """Whether it lets an edition pass, in a word or two."""
        if self.skipped:
            return "not run"
        return "fails" if failed(self.findings) else "passes"

    @property
    def errors(self) -> int:
        """How many of its findings stop an edition."""
        return sum(one.severity == "error" for one in self.findings)

    def record(self) -> dict[str, Any]:
        """Give it as plain values, for a program."""
        return {
            "gate": self.gate.name,
            "verdict": self.verdict,
            "errors": self.errors,
            "warnings": len(self.findings) - self.errors,
            "seconds": round(self.seconds, 3),
            "skipped": self.skipped,
        }


def named(names: Iterable[str]) -> list[Gate]:
    """Give the gates of these names, in their own order.

    Raises
    ------
    PlaybookError
        If there is no gate of a name; the nearest are given.
    """
    known = {gate.name: gate for gate in GATES}
    for name in (wanted := list(names)):
        if name not in known:
            hint = nearest(name, known, noun="gate")
            raise PlaybookError(f"there is no gate {name!r}. {hint}")
    return [gate for gate in GATES if gate.name in wanted]


def ask(project: Project, names: Iterable[str] = (), *, every: bool = False) -> Iterator[Outcome]:
    """Ask gates one after the other.

    Parameters
    ----------
    project : Project
        The playbook.
    names : iterable of str
        Which gates. By default those that are quick, and those of the site when there is one.
    every : bool
        Ask all that there are.

    Raises
    ------
    PlaybookError
        If there is no such gate, or one that was named has no site to look at.
    """
    wanted = named(names)
    for gate in wanted or GATES:
        why = _excuse(project, gate, asked=bool(wanted) or every)
        if why and (wanted or every):
            raise PlaybookError(f"gate {gate.name}: {why}.")
        if why:
            yield Outcome(gate, skipped=why)
            continue
        started = time.perf_counter()
        found = gate.check(project)
        yield Outcome(gate, found, time.perf_counter() - started)


def quick() -> list[str]:
    """Name the gates that look only at what people write."""
    return [gate.name for gate in GATES if gate.kind == "quick"]


BEFORE, AFTER = [name for name in quick() if name != "disclosure"], ["disclosure", "links"]
"""Gates that a publication asks before it builds, and then of the site that it has built."""


def _excuse(project: Project, gate: Gate, *, asked: bool) -> str:
    if gate.kind == "slow" and not asked:
        return BY_NAME
    reads_site = gate.kind == "site" or gate.name == "accessibility"
    return BUILD_FIRST if reads_site and not (project.build / "site").is_dir() else ""


def lines(outcomes: Iterable[Outcome]) -> list[str]:
    """Lay what came of the gates out as a table for a terminal."""
    rows = [("Gate", "Result", "Errors", "Warnings", "Seconds", "")]
    for one in outcomes:
        told = [str(one.errors), str(len(one.findings) - one.errors), f"{one.seconds:.1f}"]
        counts = ["", "", ""] if one.skipped else told
        rows.append((one.gate.name, one.verdict, *counts, one.skipped or one.gate.about))  # type: ignore[arg-type]
    wide = [max(len(row[at]) for row in rows) for at in range(5)]
    return [
        "  ".join([*(cell.ljust(w) for cell, w in zip(row, wide, strict=False)), row[5]]).rstrip()
        for row in rows
    ]
