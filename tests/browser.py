"""Finding a Chromium for the tests, and installing one when there is none.

``python tests/browser.py`` prints the one that is used; ``--install`` makes sure there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playbook.checks.browser import find


def install() -> str:
    """Install Chromium: Debian's package where that works, else Playwright's own build."""
    apt = shutil.which("apt-get")
    if apt:
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {"stdout": subprocess.DEVNULL, "check": False}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*root, apt, "update", "-qq"], env=environment, **quiet)
        subprocess.run([*root, apt, "install", "-y", "-qq", "chromium"], env=environment, **quiet)
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
