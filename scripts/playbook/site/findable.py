"""What a reader can find on a page: the words of components for the search index, and landmarks.

A component is a node of its own. HTML takes its markup as it is; the search index walks on to its
text, which holds the words that a reader would type and none of a chart's axis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes

SAID = {"title", "subtitle", "text", "label", "question", "answer", "caption", "goal", "state",
        "term", "summary", "description", "items", "groups", "rows", "facts",
        "metrics"}  # fmt: skip
"""Fields of a component's record that a reader would search for, or that hold such fields.

Not among them: drawings, their keys and files, and single figures.
"""

LONGEST = 300
"""Letters that search engines and lists of results have room for."""

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")


class Component(nodes.General, nodes.Element):
    """A component on a page: its ``markup`` for HTML, its words, as text, for everything else."""


def write_html(writer: Any, component: Component) -> None:
    """Write a component's markup as it is, and not its words."""
    writer.body.append(component["markup"])
    raise nodes.SkipNode


@dataclass
class Landmark:
    """A place within a page that has an address of its own.

    Attributes
    ----------
    title, text : str
        What it is called, and what it says.
    anchor : str
        Where it is.
    of : str
        Page of the indicator whose figure it shows; empty for other landmarks.
    """

    title: str
    text: str
    anchor: str
    of: str = ""


@dataclass
class Found:
    """What is to be found on one page.

    Attributes
    ----------
    text : str
        What the page says in a sentence.
    notebook : str
        The notebook that made it; empty for prose.
    parameters : dict
        What the notebook was run with.
    landmarks : list of Landmark
        Places within it.
    """

    text: str = ""
    notebook: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    landmarks: list[Landmark] = field(default_factory=list)


def node(payload: dict[str, Any], markup: str) -> Component:
    """Give the node of a component, with its words and its landmarks."""
    name = payload["component"]
    known: dict[str, Any] = {"component": name, "markup": markup}
    if name == "provenance":
        known |= {key: payload[key] for key in ("notebook", "parameters")}
    if name == "minis":
        known["landmarks"] = list(_figures(payload))
    said = dict.fromkeys(words.replace("**", "") for words in words_of(payload))
    return Component("", nodes.Text(". ".join(said)), **known)


def words_of(value: Any) -> Iterator[str]:
    """Give the texts of a component's record that a reader would search for.

    Of a table that is the first column: the places.
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, dict):
        for key in (name for name in value if name in SAID):
            yield from words_of(value[key])
        if "table" in value:
            yield from (row[0] for row in value["table"]["rows"])


def _figures(payload: dict[str, Any]) -> Iterator[Landmark]:
    """Give the small charts that lead to an indicator, each with its figure in words."""
    for item in payload["items"]:
        if item["href"]:
            text = f"{item['value']}, {item['period']}. {item['comparison']['word']}."
            yield Landmark(item["title"], text, item["id"], item["href"])


def shortened(text: str) -> str:
    """Keep the whole sentences at the beginning that there is room for."""
    kept = ""
    for part in SENTENCE.split(" ".join(text.split())):
        if kept and len(kept) + 1 + len(part) > LONGEST:
            break
        kept = f"{kept} {part}".strip()
    return kept


def note(app: Any, doctree: nodes.document) -> None:
    """Keep what is to be found on the page that Sphinx has just read."""
    found = Found(shortened(_sentence(doctree)))
    for one in doctree.findall(Component):
        found.notebook = one.get("notebook", found.notebook)
        found.parameters = one.get("parameters", found.parameters)
        found.landmarks += one.get("landmarks", [])
    if not found.notebook:
        found.landmarks += [*_sections(doctree), *_terms(doctree)]
    app.env.metadata[app.env.docname]["playbook_found"] = found


def of(env: Any, docname: str) -> Found:
    """Give what was noted of a page."""
    found: Found = env.metadata[docname]["playbook_found"]
    return found


def _sentence(within: nodes.Node) -> str:
    """Give the answer, or else the first paragraph."""
    for one in within.findall(Component):
        if one["component"] == "answer":
            return one.astext()
    return next((one.astext() for one in within.findall(nodes.paragraph)), "")


def _sections(doctree: nodes.document) -> Iterator[Landmark]:
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        if title is not None and section["ids"] and not isinstance(section.parent, nodes.document):
            yield Landmark(title.astext(), shortened(_sentence(section)), section["ids"][0])


def _terms(doctree: nodes.document) -> Iterator[Landmark]:
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            term, meaning = item.next_node(nodes.term), item.next_node(nodes.definition)
            if term is not None and meaning is not None and term["ids"]:
                name = "".join(part.astext() for part in term if isinstance(part, nodes.Text))
                yield Landmark(name, shortened(meaning.astext()), term["ids"][0])
