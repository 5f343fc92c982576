"""Packages of the system that tests need, where it is a Debian or one of its children."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Try to install a package; whoever asked looks for what it brings."""
    apt = shutil.which("apt-get")
    if not apt:
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"stdout": subprocess.DEVNULL, "check": False}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*root, apt, "update", "-qq"], env=environment, **quiet)
    subprocess.run([*root, apt, "install", "-y", "-qq", package], env=environment, **quiet)
