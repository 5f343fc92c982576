"""What a build did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.execution.recap import Recap


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    recap : Recap
        What was executed, reused and failed.
    site : Path
        The finished site.
    pages : int
        HTML pages in it.
    changed : list of str
        Files of the assembled book that differ from last time.
    seconds : float
        Wall-clock time of it all.
    address : str
        Where the site says that it is published; empty when that is not known.
    """

    recap: Recap
    site: Path
    pages: int
    changed: list[str]
    seconds: float
    address: str

    def plain(self) -> dict[str, Any]:
        """Write it as plain values."""
        return vars(self) | {"recap": self.recap.plain(), "site": str(self.site)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Built:
        """Make it of plain values again."""
        return cls(**plain | {"recap": Recap.of(plain["recap"]), "site": Path(plain["site"])})
