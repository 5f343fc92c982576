"""Outputs of notebooks that are not our components: cleaned, since anyone may propose a notebook.

A table or a drawing stays; what a browser would run does not: scripts, handlers of events, frames,
forms, addresses of scripts. The library nh3 keeps a list of what may pass, and parses as browsers
do.
"""

from __future__ import annotations

import nh3

HTML = "text/html"
RUN = frozenset(
    {"application/javascript", "text/javascript", "application/vnd.jupyter.widget-view+json"}
)
"""Outputs that are programs: never shown."""

DRAWN = frozenset({"image/svg+xml"})
"""A drawing can hold scripts too, and nh3 knows no drawings: never put into a page."""

TAGS = nh3.ALLOWED_TAGS - {"img"}
"""A picture is fetched from somewhere, which tells that the page was read."""

ATTRIBUTES = {tag: set(known) for tag, known in nh3.ALLOWED_ATTRIBUTES.items()}
for _tag in ("th", "td"):
    ATTRIBUTES.setdefault(_tag, set()).update({"scope", "colspan", "rowspan"})
SCHEMES = {"https", "mailto"}


def clean(markup: str) -> str:
    """Give the part of some HTML that shows, and nothing that runs."""
    return nh3.clean(
        markup,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        strip_comments=True,
    )
