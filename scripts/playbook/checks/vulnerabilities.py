"""What is known to be unsafe among the locked packages, as pip-audit found it.

``make vulnerabilities`` asks pip-audit and reads its answer here. pip-audit says "no known
vulnerabilities" also of packages that its database did not answer for; this does not.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNREACHED = (
    "The database of known vulnerabilities could not be reached, so nothing was audited. "
    "Ask again where the machine may reach the Python Package Index."
)


@dataclass(frozen=True)
class Audit:
    """What was asked and what came back.

    Parameters
    ----------
    clean : tuple of str
        Packages that the database answered for and knows nothing against.
    unsafe : tuple of str
        A line for each known vulnerability, with the version that mends it.
    unasked : tuple of str
        Packages that the database did not answer for.
    """

    clean: tuple[str, ...]
    unsafe: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Every package was audited, and nothing is known against any."""
        return bool(self.clean) and not self.unsafe and not self.unasked

    def lines(self) -> list[str]:
        """Say it for people."""
        if not self.clean and not self.unsafe:
            return [UNREACHED]
        counted = f"{len(self.clean)} packages audited without a finding"
        said = [*self.unsafe]
        if self.unasked:
            said.append(
                f"{len(self.unasked)} packages were not audited: the database did not answer for "
                f"{', '.join(self.unasked[:5])}{', ...' if len(self.unasked) > 5 else ''}."
            )
        return [*said, f"{counted}, {len(self.unsafe)} known vulnerabilities."]


def read(path: Path) -> Audit:
    """Read the answer of ``pip-audit --format json``; without a file nothing was audited."""
    try:
        packages = json.loads(path.read_text(encoding="utf-8"))["dependencies"]
    except (FileNotFoundError, ValueError, KeyError):
        packages = []
    return Audit(
        clean=tuple(one["name"] for one in packages if one.get("vulns") == []),
        unsafe=tuple(_line(one, each) for one in packages for each in one.get("vulns", [])),
        unasked=tuple(one["name"] for one in packages if "skip_reason" in one),
    )


def _line(package: dict[str, Any], found: dict[str, Any]) -> str:
    mended = found.get("fix_versions") or []
    known = f"Mended in {' and '.join(mended)}: `make lock`."
    remedy = known if mended else "Nothing mends it yet."
    return f"{package['name']} {package['version']}: {found['id']}. {remedy}"


if __name__ == "__main__":
    audit = read(Path(sys.argv[1]))
    print("\n".join(audit.lines()))
    sys.exit(not audit.passed)
