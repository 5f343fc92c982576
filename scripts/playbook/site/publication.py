"""What the world outside asks a site for: icons, the page for lost readers, robots, the sitemap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playbook.catalogue import Project
from playbook.site import address, icons, notfound, pages
from playbook.writing import put


def publish(app: Any) -> None:
    """Write what has to stand at the root of a finished site, and the icons."""
    site, base = Path(app.outdir), app.config.playbook_address
    if favicon := mark(pages.project_of(app), "favicon.svg"):
        icons.put(pages.pictures(app), site / "_static", favicon)
    notfound.settle(site, address.prefix(base))
    put(site / "robots.txt", address.robots(base).encode())
    listing = site / "sitemap.xml"
    if base:
        day = app.config.html_context["playbook"]["day"]
        put(listing, address.sitemap(base, app.env.found_docs, day).encode())
    else:
        listing.unlink(missing_ok=True)


def mark(project: Project, name: str) -> str:
    """Give one of the book's own marks as SVG; empty when it has none."""
    path = project.book / "_static" / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
