"""The Nu HTML checker, the validator behind validator.w3.org."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.audits import JAVA, package

QUICK = ["-XX:TieredStopAtLevel=1", "-Xss8m"]
"""Java would spend half of the time on code that runs faster later, after the last page."""


def errors(*places: Path) -> list[str]:
    """Validate pages, or every page below a folder; give a line for each error.

    Its remarks on markup that is right but could be shorter are left out.
    """
    checker = [JAVA, *QUICK, "-jar", str(package("vnu-jar/build/dist/vnu.jar"))]
    options = ["--format", "json", "--exit-zero-always", "--skip-non-html", "--stdout"]
    done = subprocess.run(
        [*checker, *options, *map(str, places)], capture_output=True, text=True, check=True
    )
    return [
        f"{message['url']}:{message.get('lastLine', 0)}: {message['message']} "
        f"{message.get('extract', '').strip()!r}"
        for message in json.loads(done.stdout)["messages"]
        if message["type"] != "info"
    ]
