"""The page for an address that is not there: shown at any depth, so its links begin at the root."""

from __future__ import annotations

import re
from pathlib import Path

NAME = "404.html"
LINK = re.compile(r'(\s(?:href|src|action|data-content_root)=")(?!#|/|[a-z]+:)(?:\./)?')
ROOT = re.compile(rb'data-content_root="(/[^"]+/)"')


def settle(site: Path, prefix: str) -> None:
    """Make every link of the page begin at the root of the host.

    Parameters
    ----------
    site : Path
        The finished site; a book without such a page is left as it is.
    prefix : str
        The path that the site is below, ``/`` or ``/playbook/``.
    """
    page = site / NAME
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        page.write_text(LINK.sub(rf"\g<1>{prefix}", text), encoding="utf-8")


def at_root(page: bytes) -> bytes:
    """Give the page as it is where the site is all of its host, as in a preview."""
    below = ROOT.search(page)
    return page.replace(b'="' + below[1], b'="/') if below else page
