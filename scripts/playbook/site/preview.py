"""What the preview adds to a page: what is wrong with the newest edit, and a look for the next one.

Nothing of it is in the site: the server puts it into what it sends. Its script is a file of the
preview's own host, so the pages' policy lets it run as it is.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

SCRIPT, STATE = "/_preview.js", "/_preview.json"
WATCH = """"use strict";
(() => {
  const shown = Number(document.currentScript.dataset.build);
  const look = async () => {
    try {
      const state = await (await fetch("/_preview.json", { cache: "no-store" })).json();
      if (state.build !== shown) { location.reload(); return; }
    } catch { /* The preview has ended, or is starting again. */ }
    setTimeout(look, 250);
  };
  look();
})();
"""
STYLE = (
    "position:relative;z-index:2000;margin:0;padding:1rem 1.5rem;background:#7a0019;color:#fff;"
    "font-size:1rem;border-bottom:4px solid #fff"
)


@dataclass
class Preview:
    """How many builds there have been, and what was wrong with the last.

    Attributes
    ----------
    builds : int
        Pages that were sent under another number are asked for again.
    problem : str
        What a person has to mend, as the terminal says it; empty when the build went well.
    """

    builds: int = 0
    problem: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def settle(self, problem: str) -> None:
        """Note the end of a build."""
        with self._lock:
            self.builds, self.problem = self.builds + 1, problem

    def state(self) -> bytes:
        """Give what the script of a page asks for."""
        with self._lock:
            return json.dumps({"build": self.builds, "problem": self.problem}).encode()

    def page(self, read: Callable[[], bytes]) -> bytes:
        """Read a page of the site, and add the problem and the script to it.

        Its number is that of before: a build that ends meanwhile has the page asked for again.
        """
        with self._lock:
            builds, problem = self.builds, self.problem
        content = read()
        head, found, rest = content.partition(b"<body")
        if not found:
            return content
        body, end, rest = rest.partition(b">")
        script = f'<script src="{SCRIPT}" data-build="{builds}" defer></script>'.encode()
        return b"".join((head, found, body, end, _notice(problem), script, rest))

    def missing(self) -> bytes:
        """Give a page for when there is no site yet."""
        return b"<!doctype html><title>Preview</title>" + self.page(
            lambda: b"<body><p>There is no such page in the site so far.</p></body>"
        )


def _notice(problem: str) -> bytes:
    if not problem:
        return b""
    return (
        f'<section id="preview-problem" role="alert" style="{STYLE}">'
        "<strong>Your last edit is not shown: it could not be built.</strong>"
        f'<pre style="margin:.5rem 0 0;white-space:pre-wrap;background:none;border:0;'
        f'color:inherit">{html.escape(problem)}</pre></section>'
    ).encode()
