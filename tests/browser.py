"""Finding a Chromium for the tests, and installing one when there is none.

``python tests/browser.py`` prints the one that is used; ``--install`` makes sure there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Quiet start: no look-ups of its own, so that every request seen is the site's."""


def find() -> str | None:
    """Give the path of a Chromium: ``PLAYBOOK_CHROMIUM``, one on the path, or Playwright's own."""
    named = os.environ.get("PLAYBOOK_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


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
