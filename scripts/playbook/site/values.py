"""Numbers in prose: the ``{value}`` role prints a value by key, as a link to the figure it is from.

Each value is a small file of its own, and a page notes the files that it quotes: when a number
changes, the pages that quote it are read again, and no others.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from playbook.errors import nearest

LOGGER = logging.getLogger(__name__)
FOLDER = "_values"
WITH_WORDS = re.compile(r"(?P<words>.+?)\s*<(?P<key>[^<>]+)>", re.DOTALL)
NOT_RUN = "a number that playbook build fills in"
"""Stands in prose for a number when nothing has been run."""


class ValueRole(SphinxRole):
    """Prints a value: ``{value}`key```, or other words for it: ``{value}`these words <key>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the link, or say that there is no value of this key."""
        match = WITH_WORDS.fullmatch(self.text.strip())
        words, key = (match["words"], match["key"].strip()) if match else ("", self.text.strip())
        folder = Path(self.env.srcdir) / FOLDER
        if not folder.is_dir():
            if self.env.config.playbook_strict:
                return self._unknown(key, [])
            _say_once(self.env)
            return [nodes.inline("", f"[{words or NOT_RUN}]", classes=["pb-pending"])], []
        path = folder / f"{key}.json"
        self.env.note_dependency(str(path))
        if not path.is_file() or path.parent != folder:
            return self._unknown(key, sorted(p.stem for p in folder.glob("*.json")))
        value = json.loads(path.read_text(encoding="utf-8"))
        return [self._link(value, words)], []

    def _unknown(self, key: str, known: list[str]) -> tuple[list[nodes.Node], list[Any]]:
        message = f"there is no value {key!r}. {nearest(key, known, noun='value')}"
        LOGGER.error(message, location=self.get_location(), type="playbook", subtype="value")
        return [nodes.problematic(self.rawtext, self.rawtext)], []

    def _link(self, value: dict[str, Any], words: str) -> nodes.Node:
        text = words or value["text"]
        if value["page"] not in self.env.found_docs:
            return nodes.inline("", text, classes=["pb-value"])
        up = "../" * self.env.docname.count("/")
        anchor = f"#{value['figure']}" if value.get("figure") else ""
        address = f"{up}{value['page']}.html{anchor}"
        return nodes.reference(
            "",
            text,
            refuri=address,
            internal=True,
            classes=["pb-value"],
            reftitle=value.get("period", ""),
        )


def _say_once(env: Any) -> None:
    if env.temp_data.get("playbook_said") or getattr(env.app, "playbook_said", False):
        return
    env.app.playbook_said = True
    LOGGER.info("Numbers and charts are missing here: run 'playbook build' for the whole site.")
