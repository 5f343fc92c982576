"""What a page tells search engines, and sites where someone passes its address on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes

from playbook.site import address, pages, runs
from playbook.site.card import HEIGHT, WIDTH, Card
from playbook.site.downloads import CARDS
from playbook.site.findable import shortened
from playbook.site.lettering import BOLD


def summarise(app: Any, doctree: nodes.document) -> None:
    """Note the summary of a page that was read: its first paragraph, unless it names another."""
    about = app.env.metadata[app.env.docname]
    if not about.get("description"):
        about["description"] = next(
            (
                shortened(node.astext())
                for node in doctree.findall(nodes.paragraph)
                if isinstance(node.parent, nodes.section)
            ),
            "",
        )


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Give a page its description, its one address and its social card.

    Pages of the program's own, such as the search page, say what they are in their templates.
    """
    base = app.config.playbook_address
    context["pageurl"] = None
    if pagename not in app.env.found_docs:
        return
    parts = runs.parts(Path(app.srcdir), pagename)
    about = context["playbook"]
    title = app.env.titles[pagename].astext()
    description = runs.description(Path(app.srcdir), pagename) or app.env.metadata[pagename].get(
        "description", ""
    )
    card = Card.of(parts, title, description, app.config.html_title, about["edition"])
    drawn = card.svg(pages.drawings(app), pages.lettering(app), about["logo"])
    image = card_of(pagename)
    pages.pictures(app).order(image, drawn)
    lead = BOLD.sub(r"\1", card.lead)
    context["pageurl"] = address.of_page(base, pagename) or None
    context["playbook_description"] = description
    context["playbook_share"] = {
        "title": title,
        "type": "website" if pagename == app.config.root_doc else "article",
        "description": lead,
        # An absolute address is the rule; without one, some readers take it from the page's own.
        "image": base + image if base else context["pathto"](image, 1),
        "alt": f"{title}. {lead}",
        "width": WIDTH,
        "height": HEIGHT,
    }


def card_of(pagename: str) -> str:
    """Name the file of a page's card."""
    return f"{CARDS}/{pagename}.png"
