"""The templates, of components and of pictures, and what they may call."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NoReturn

import jinja2
from markupsafe import Markup, escape

from playbook.site.lettering import BOLD
from playbook.site.svg import Sparkline

COMPONENTS = Path(__file__).parent / "templates" / "components"
PICTURES = COMPONENTS.with_name("pictures")


def rich(text: str) -> Markup:
    """Escape a sentence and turn ``**words**`` into strong words."""
    return Markup(BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 # escaped first


def sentence(text: str) -> str:
    """Begin with a capital letter: ``year to March 2026`` at the head of a line."""
    return text[:1].upper() + text[1:]


def _unknown(noun: str, name: str) -> NoReturn:
    raise ValueError(f"there is no {noun} {name!r}")


@lru_cache
def environment() -> jinja2.Environment:
    """Give the templates, of components and of pictures; what they are filled with is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([COMPONENTS, PICTURES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"rich": rich, "sentence": sentence, "sparkline": Sparkline}
    environment.globals["unknown"] = _unknown
    return environment


def warm() -> None:
    """Compile every template, in a process that will render again and again."""
    for name in environment().list_templates():
        environment().get_template(name)
