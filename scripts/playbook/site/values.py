"""Numbers in prose: the ``{value}`` role prints a value by key, as a link to the figure it is from.

Each value is a small file of its own, and a page notes the files that it quotes: when a number
changes, the pages that quote it are read again, and no others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging

from playbook.catalogue.numerals import PER_CENT, Quantity
from playbook.catalogue.plain_numbers import differing
from playbook.errors import nearest
from playbook.figures import words as writing
from playbook.site.quoting import Answer, QuotingRole

LOGGER = logging.getLogger(__name__)
FOLDER = "_values"
NOT_RUN = "a number that playbook build fills in"
"""Stands in prose for a number when nothing has been run."""


class ValueRole(QuotingRole):
    """Prints a value: ``{value}`key```, or other words for it: ``{value}`these words <key>```."""

    kind = "value"

    def run(self) -> Answer:
        """Give the link, or say that there is no value of this key."""
        words, key = self.quotation
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
        if wrong := disagreement(words, value):
            return self.refuse(f"says {wrong}, but {key} is {value['text']}. Leave its words out.")
        text, figure = words or value["text"], value.get("figure", "")
        return [self.link(text, value["page"], figure, value.get("period", ""), "pb-value")], []

    def _unknown(self, key: str, known: list[str]) -> Answer:
        return self.refuse(f"there is no value {key!r}. {nearest(key, known, noun='value')}")


def disagreement(words: str, value: dict[str, Any]) -> str:
    """Name the figures in some words that a value does not bear out; empty for none."""
    unit = PER_CENT if value["unit"] == "%" else value["unit"]
    known = [] if value["number"] is None else [Quantity(value["number"], unit)]
    return writing.listing([one.text for one in differing(words, known)])


def _say_once(env: Any) -> None:
    if env.temp_data.get("playbook_said") or getattr(env.app, "playbook_said", False):
        return
    env.app.playbook_said = True
    LOGGER.info("Numbers and charts are missing here: run 'playbook build' for the whole site.")
