"""What a browser may do with a page: the policy that stands in its head.

Scripts come from files of the site and from nowhere else. The one exception is the two lines of the
theme that set light or dark before the first paint; they are known by their hash. Drawings and the
theme style what they draw, so styles may stand in a page. A web host can send the same policy as a
header; `frame-ancestors` works there alone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

THEME = "theme/pydata_sphinx_theme/layout.html"
SCRIPT = re.compile(r'<script data-cfasync="false">(.*?)</script>', re.DOTALL)
MODE = re.compile(r"\{\{ *default_mode *\}\}")


def furnish(context: dict[str, Any]) -> None:
    """Give a page its policy, and take away the scripts of the theme that would stand in it.

    They name the page for a switcher of versions that no page has. Sphinx's translations of its own
    few messages go too: it evaluates a rule of theirs as code.
    """
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not getattr(script, "attributes", {}).get("body")
        and "translations.js" not in str(getattr(script, "filename", ""))
    ]
    context["playbook_policy"] = policy(str(context.get("default_mode", "")))


@lru_cache
def policy(mode: str) -> str:
    """Write the policy for a site that begins in a mode of the theme."""
    template = files("pydata_sphinx_theme").joinpath(THEME).read_text(encoding="utf-8")
    hashes = " ".join(f"'{_hash(MODE.sub(mode, one))}'" for one in SCRIPT.findall(template))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
        )
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
