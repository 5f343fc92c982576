"""How a tree of editions grows: what each edition holds, and what of it no earlier one has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playbook.editions import tree
from playbook.site.data_sources import size


@dataclass(frozen=True)
class Added:
    """What one edition adds to a tree.

    Attributes
    ----------
    name : str
        The edition.
    files, bytes : int
        What it holds, as a web server counts it.
    new_files, new_bytes : int
        Contents that no earlier edition has: what a file system with links, or git, stores.
    total : int
        Bytes stored of it and all before it.
    """

    name: str
    files: int
    bytes: int
    new_files: int
    new_bytes: int
    total: int

    def line(self) -> str:
        """Write it for people."""
        share = 1 - self.new_bytes / self.bytes
        return (
            f"{self.name}: {self.files:,} files, {size(self.bytes)}; new {self.new_files:,} files, "
            f"{size(self.new_bytes)} ({share:.0%} shared); stored so far {size(self.total)}"
        )

    def plain(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return asdict(self)


def of(place: Path) -> Iterator[Added]:
    """Measure each edition of a tree, oldest first.

    Raises
    ------
    PlaybookError
        If it is no tree of editions.
    """
    seen: set[str] = set()
    total = 0
    for name, manifest in tree.editions(place).items():
        own = place / name / tree.MANIFEST
        held = {path: (place / name / path).stat().st_size for path in manifest.files}
        fresh = {sha: held[path] for path, sha in manifest.files.items() if sha not in seen}
        seen |= fresh.keys()
        new = sum(fresh.values()) + own.stat().st_size
        total += new
        whole = sum(held.values()) + own.stat().st_size
        yield Added(name, len(held) + 1, whole, len(fresh) + 1, new, total)


def ahead(found: Sequence[Added], count: int) -> str:
    """Say how large a tree becomes at the pace of its newest edition; empty where none is known."""
    if len(found) < 2:
        return ""
    last, more = found[-1], count - len(found)
    if more <= 0:
        return ""
    served = sum(one.bytes for one in found) + (more + 1) * last.bytes
    return (
        f"At the pace of {last.name}, {count} editions hold {size(served)} as they are served, the "
        f"newest twice, and {size(last.total + more * last.new_bytes)} as they are stored."
    )
