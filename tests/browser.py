"""Finding a Chromium for the tests, and installing one when there is none.

``python -m tests.browser`` prints the one that is used; ``--install`` makes sure there is one.
"""

from __future__ import annotations

import subprocess
import sys

from playbook.checks.browser import find
from tests import debian


def install() -> str:
    """Install Chromium: Debian's package where that works, else Playwright's own build."""
    debian.install("chromium")
    if not find():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)
    found = find()
    if not found:
        sys.exit(
            "No Chromium could be installed. Install one by hand and name it in PLAYBOOK_CHROMIUM."
        )
    return found


if __name__ == "__main__":
    chromium = find() or (install() if "--install" in sys.argv else None)
    print(chromium or "no Chromium found; run with --install")
