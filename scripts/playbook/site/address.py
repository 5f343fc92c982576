"""Where the site is published: canonical addresses, the sitemap and the word to robots.

One setting says it, ``html.baseurl`` in ``_config.yml``, or ``--base-address`` for one build. Empty
means that it is not known: then no absolute address is made up, and there is no sitemap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from playbook.catalogue import Project
from playbook.errors import PlaybookError

HOME = "index"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
UNKNOWN = (
    "The site's address is not known, so it has no canonical addresses and no sitemap: "
    "set html.baseurl in _config.yml, or build with --base-address."
)


def checked(text: str, *, file: str | None = None, field: str | None = None) -> str:
    """Give a base address with a slash at its end; empty stays empty.

    Parameters
    ----------
    text : str
        What a person wrote.
    file, field : str, optional
        Where, for the message.

    Raises
    ------
    PlaybookError
        If it is no address that pages can be below.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    whole = parts.scheme in {"http", "https"} and host and not any(map(str.isspace, text))
    if not whole or parts.query or parts.fragment or parts.username is not None or '"' in text:
        raise PlaybookError(
            f"{text!r} is not the address of a site. "
            "Write it whole, without ? and #: https://example.org/playbook/",
            file=file,
            field=field,
        )
    return text.rstrip("/") + "/"


def of_site(project: Project, settings: dict[str, Any], given: str = "") -> str:
    """Give the address that a book is published at.

    Parameters
    ----------
    project : Project
        Whose book: the address in ``_config.yml`` is that of the playbook's own, and no other's.
    settings : dict
        Those of ``_config.yml``.
    given : str
        What goes before them.
    """
    if given or project.system:
        return checked(given)
    written = (settings.get("html") or {}).get("baseurl") or ""
    return checked(str(written), file="_config.yml", field="html.baseurl")


def of_page(base: str, name: str) -> str:
    """Give the address of a page; empty when that of the site is not known."""
    return base and base + ("" if name == HOME else f"{quote(name)}.html")


def prefix(base: str) -> str:
    """Give the path that the site is below, from the root of its host: ``/`` or ``/playbook/``."""
    return urlsplit(base).path or "/"


def sitemap(base: str, names: Iterable[str], day: str) -> str:
    """List the pages of a site; all of them were last changed on the day of the edition, as ISO."""
    return sitemap_of((of_page(base, name), day) for name in names)


def sitemap_of(pages: Iterable[tuple[str, str]]) -> str:
    """List addresses, each with the day on which it was last changed, as ISO."""
    urls = "".join(
        f"<url><loc>{escape(page)}</loc><lastmod>{day}</lastmod></url>\n"
        for page, day in sorted(pages)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{urls}</urlset>\n'


def robots(base: str) -> str:
    """Let every robot in, and show it the sitemap.

    Robots read this only at the root of a host: below a path it is the sitemap's address alone
    that search engines have to be told.
    """
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")
