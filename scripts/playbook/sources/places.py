"""Look areas up while building tables: by kind, by name, and under their one code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from playbook.errors import PlaybookError
from playbook.sources.extract import Extracts, require_unique

ALIASES = Path("places") / "aliases.csv"


@dataclass(frozen=True)
class Places:
    """The areas that tables may name, and which of them are the system itself.

    Parameters
    ----------
    areas
        The table of areas (``code, name, type, ...``).
    country
        Code of the country, the usual benchmark.
    bodies
        Codes under which national data publish the system itself.
    aliases
        Other codes of a body (index) to the code that the tables use.
    """

    areas: pd.DataFrame
    country: str
    bodies: Iterable[str]
    aliases: pd.Series

    def codes(self, kind: str) -> set[str]:
        """Codes of all areas of a type."""
        return set(self.areas.loc[self.areas["type"] == kind, "code"])

    def name(self, code: str) -> str:
        """Name of an area."""
        return str(self.areas.set_index("code").loc[code, "name"])

    def body(self, kind: str) -> str:
        """Return the code under which the system is published as a body of this type."""
        for code in self.bodies:
            if code in self.codes(kind):
                return code
        raise PlaybookError(
            f"the system has no body of type {kind}. Add its code to the bodies of the system.",
            file="data/systems",
            field="bodies",
        )

    def canonical(self, codes: pd.Series) -> pd.Series:
        """Replace each alias by the code that the tables use."""
        return codes.map(self.aliases).fillna(codes)

    def by_name(self, published: pd.Series, kind: str) -> pd.Series:
        """Find areas of a type by name, whatever its capitals."""
        known = self.areas[self.areas["type"] == kind]
        codes = dict(zip(known["name"].str.upper(), known["code"], strict=True))
        found = published.str.upper().map(codes)
        if found.isna().any():
            strange = published[found.isna()].iloc[0]
            raise PlaybookError(
                f"no area of type {kind} is called {strange!r}. Add it, or correct the name.",
                file="data/places/areas.csv",
                field="name",
            )
        return found


def read_aliases(data: Path) -> pd.Series:
    """Read the record of second codes: alias (index) to code."""
    path = data / ALIASES
    frame = Extracts(path.parent).read(path.name, text=["alias", "code"])
    require_unique(frame, ["alias"])
    return frame.set_index("alias")["code"]
