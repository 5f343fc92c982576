"""A block of prose that rests on claims as a whole: a table of figures, or a worked account.

Where every number of a passage is of the same source, a role around each would be hard to read and
to write. The block names its claims once; all of its figures have to be theirs.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from playbook.catalogue import Catalogue, quotable
from playbook.errors import PlaybookError
from playbook.site import claims, pages
from playbook.site.quoting import link

LOGGER = logging.getLogger(__name__)


class Sourced(SphinxDirective):
    """``{sourced} c-1 c-2``: its body as it is, and below it the rows that it rests on."""

    required_arguments = 1
    optional_arguments = 9
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Give the body and the line of sources; an error names the page and the line."""
        project = pages.project_of(self.env.app)
        claims.note(self.env, project)
        catalogue = Catalogue.read(project)
        try:
            found = [quotable.find(catalogue, name) for name in self.arguments]
        except PlaybookError as error:
            LOGGER.error(str(error), location=self.get_location(), type="playbook", subtype="claim")
            return []
        block = nodes.container(classes=["pb-sourced"])
        self.state.nested_parse(self.content, self.content_offset, block)
        line = nodes.paragraph("", "Source: ", classes=["pb-small"])
        for number, one in enumerate(found):
            claims.quotes(self.env).setdefault(self.env.docname, {})[one.id] = None
            line += [nodes.Text("; ")] if number else []
            page, _, anchor = one.row.partition("#")
            line += link(self.env, one.source, page, anchor, "", "pb-claim")
        return [block, line]
