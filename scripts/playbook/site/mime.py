"""How a notebook's output becomes part of a page: myst-nb asks this class for every output."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.util import logging

from playbook.errors import PlaybookError
from playbook.figures.components import MEDIA_TYPE
from playbook.site import admitted, findable, outputs, pages, runs
from playbook.site.components import render

LOGGER = logging.getLogger(__name__)
CHART = "application/vnd.vegalite.v6+json"
"""For Jupyter Lab alone: on a page the figure's component carries the chart."""


class PlaybookMimeRenderer:
    """Renders components in HTML; other builders take the plain text beside them."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [
        (builder, MEDIA_TYPE, 1) for builder in ("html", "dirhtml", "singlehtml")
    ]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Give the nodes of one output, or None when it is not ours."""
        if data.mime_type == CHART:
            return []
        if data.mime_type in outputs.RUN | outputs.DRAWN:
            return []
        if data.mime_type == outputs.HTML:
            cleaned = outputs.clean(str(data.content))
            return [nodes.raw("", cleaned, format="html", classes=[admitted.OURS])]
        if data.mime_type != MEDIA_TYPE or inline:
            return None
        env = renderer.renderer.sphinx_env
        if env is None:
            return []
        try:
            payload = data.content
            if isinstance(payload, int):
                # In an assembled book the notebook has only its number.
                payload = runs.components(env, env.docname)[payload]
            shown = component(env, payload)
        except PlaybookError as error:
            cell = f"cell {(data.cell_index or 0) + 1}"
            LOGGER.error(f"{cell}: {error}", location=env.docname)
            return []
        return [shown] if shown["markup"].strip() else []


def component(env: Any, payload: dict[str, Any]) -> findable.Component:
    """Render a component on the page that Sphinx is reading, and note what it brought along."""
    page = pages.context(env)
    markup = render(payload, page)
    if payload["component"] == "provenance":
        env.metadata[env.docname]["playbook_source"] = payload["notebook"]
    pages.note(env, page)
    return findable.node(payload, markup)
