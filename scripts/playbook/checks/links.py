"""The gate of links: no page of the site links to a page, a file or a place that is not there.

Addresses of other hosts are not asked: a build and its gates need no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

from playbook.catalogue import Project
from playbook.checks.findings import Finding

LOADED = {"stylesheet", "preload", "icon", "shortcut icon", "apple-touch-icon"}
"""Links to files that a browser takes by itself."""

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
TAKEN = ("src", "data-script", "data-vega")
"""Attributes that name a file."""

REMEDY = "Mend the link in the page's prose or record, or bring back what it leads to."


class Page(HTMLParser):
    """The links of one page, each with its line, and the places that links may lead to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: dict[str, int] = {}
        self.anchors: set[str] = set()
        self.root = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to, and its id."""
        given = {name: value or "" for name, value in attrs}
        self.root = given.get("data-content_root", self.root)
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        found = [given[name] for name in TAKEN if name in given]
        if (tag == "a" or (tag == "link" and given.get("rel") in LOADED)) and "href" in given:
            found.append(given["href"])
        if tag == "meta" and given.get("property") == "og:image":
            found.append(given["content"])
        for link in found:
            self.links.setdefault(link, self.getpos()[0])


def check(project: Project) -> list[Finding]:
    """Follow every link within the site that was built."""
    site = project.build / "site"
    pages = {path: Page(path) for path in sorted(site.rglob("*.html"))}
    return [
        Finding(rule="broken", problem=problem, remedy=REMEDY, file=project.shown(path), line=line)
        for path, page in pages.items()
        for line, problem in _broken(site, path, page, pages)
    ]


def target_of(site: Path, path: Path, address: str) -> Path:
    """Find the file that a link of a page leads to; a link may begin at the root of the site."""
    name = unquote(address.partition("?")[0])
    if not name:
        return path
    return (site / name[1:] if name.startswith("/") else path.parent / name).resolve()


def _broken(
    site: Path, path: Path, page: Page, pages: dict[Path, Page]
) -> Iterator[tuple[int, str]]:
    for link, line in page.links.items():
        if ELSEWHERE.match(link):
            continue
        address, anchor = urldefrag(link)
        if page.root.startswith("/") and address.startswith(page.root):
            # The page for lost readers names its files from the root of the host.
            address = address.removeprefix(page.root[:-1])
        target = target_of(site, path, address)
        if not target.is_relative_to(site.resolve()):
            yield line, f"{link} leads out of the site."
        elif not target.is_file():
            yield line, f"{link} leads nowhere: there is no such file."
        elif anchor and target in pages and unquote(anchor) not in pages[target].anchors:
            yield line, f"{link} leads to a page that has no such place."
