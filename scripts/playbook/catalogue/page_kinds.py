"""The record of which pages the notebooks make: ``notebooks/pages.yml``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.records import Record

Each = Literal["indicators", "boroughs", "trusts", "missions", "cases", "prioritisations"]
"""Records of which each has a page."""


class PageKind(Record):
    """One entry of ``pages.yml``: a notebook and the pages that it makes."""

    notebook: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w-]*\.ipynb$")]
    """File name under notebooks/."""
    slug: str
    """Address of the page; {id}, {slug} and {code} are taken from the record."""
    kind: Annotated[str, StringConstraints(min_length=1, max_length=20)] = "Page"
    """What its pages are, for readers of search results, such as Indicator."""
    each: (
        Literal["indicators", "boroughs", "trusts", "missions", "cases", "prioritisations"] | None
    ) = None
    """One page for each of these records; without it, one page."""
    parameters: dict[str, Any] = Field(default_factory=dict)
    """What the notebook is run with; texts may hold {id}, {slug} and {code}."""


class PageKinds(Record):
    """The whole of ``pages.yml``."""

    pages: tuple[PageKind, ...]
