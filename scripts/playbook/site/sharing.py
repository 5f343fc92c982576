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


def draw(app: Any, _doctree: nodes.document) -> None:
    """Paint the social card of the page that Sphinx has just read."""
    name, logo = app.env.docname, app.config.html_context["playbook"]["logo"]
    drawn = _card(app, name).svg(pages.drawings(app), pages.lettering(app), logo)
    pages.pictures(app).put(Path(app.outdir) / card_of(name), drawn)


def furnish(app: Any, pagename: str, context: dict[str, Any]) -> None:
    """Give a page its description, its one address and its social card.

    Pages of the program's own, such as the search page, say what they are in their templates.
    """
    base = app.config.playbook_address
    context["pageurl"] = None
    if pagename not in app.env.found_docs:
        return
    title, description = _said(app, pagename)
    card, image = _card(app, pagename), card_of(pagename)
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


def _card(app: Any, pagename: str) -> Card:
    parts, edition = runs.parts(Path(app.srcdir), pagename), app.config.html_context["playbook"]
    return Card.of(parts, *_said(app, pagename), app.config.html_title, edition["edition"])


def _said(app: Any, pagename: str) -> tuple[str, str]:
    """Give the title of a page and its description."""
    noted = app.env.metadata[pagename].get("description", "")
    described = runs.description(Path(app.srcdir), pagename) or noted
    return app.env.titles[pagename].astext(), described


def card_of(pagename: str) -> str:
    """Name the file of a page's card."""
    return f"{CARDS}/{pagename}.png"
