"""The two files that make a book of pages: its settings and its contents, as assembled.

The repository's own ``_config.yml`` and ``_toc.yml`` are valid for plain Jupyter Book.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from playbook.catalogue import Catalogue, Project, documents
from playbook.errors import PlaybookError
from playbook.execution.pages import Page
from playbook.site import address, prose


class Book(NamedTuple):
    """What a book is called, and where it will stand.

    Attributes
    ----------
    settings : dict
        Those of ``_config.yml``.
    own_title : str
        What the playbook's own book is called there.
    title : str
        What this one is called.
    address : str
        Where it will be published; empty when that is not known.
    """

    settings: dict[str, Any]
    own_title: str
    title: str
    address: str


def book_of(project: Project, base_address: str = "") -> Book:
    """Read what the book of a project is called, and where it will stand.

    Parameters
    ----------
    project : Project
        Whose book.
    base_address : str
        Where it will be published; by default as ``_config.yml`` says.

    Raises
    ------
    PlaybookError
        When ``_config.yml`` is missing or wrong.
    """
    settings = read(project.root / "_config.yml")
    own = str(settings.get("title", ""))
    title = prose.title(Catalogue.read(project), own)
    return Book(settings, own, title, address.of_site(project, settings, base_address))


def config(book: Book, extra: dict[str, Any]) -> dict[str, Any]:
    """Give Jupyter Book's configuration for the assembled book."""
    moved: dict[str, Any] = _without_prefix(book.settings)
    moved["title"] = book.title
    moved.setdefault("html", {})["baseurl"] = book.address
    moved.setdefault("sphinx", {}).setdefault("config", {}).update(extra)
    return moved


def contents(toc: dict[str, Any], pages: list[Page], known: Iterable[str] = ()) -> dict[str, Any]:
    """Give the table of contents with every notebook replaced by the pages it makes.

    Of the notebooks ``known``, those that make no page go; any other name is left for Jupyter Book
    to complain of.
    """
    by_notebook: dict[str, list[dict[str, str]]] = {name: [] for name in known}
    for page in pages:
        by_notebook.setdefault(f"notebooks/{page.notebook.stem}", []).append({"file": page.slug})

    def entries(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        expanded: list[dict[str, Any]] = []
        for item in items:
            made = by_notebook.get(item.get("file", ""))
            expanded += made if made is not None else [node(item)]
        return expanded

    def node(item: dict[str, Any]) -> dict[str, Any]:
        return {
            key: entries(value) if key in {"chapters", "sections"}
            else [node(part) for part in value] if key == "parts"
            else _without_prefix(value)
            for key, value in item.items()
            if key != "sections" or entries(value)
        }  # fmt: skip

    return node(toc)


def _without_prefix(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_prefix(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_prefix(item) for item in value]
    return value.removeprefix("book/") if isinstance(value, str) else value


def read(path: Path) -> dict[str, Any]:
    """Read one of the two files.

    Raises
    ------
    PlaybookError
        When it is missing or no YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        found: dict[str, Any] = yaml.load(text, Loader=documents.LOADER)  # noqa: S506 # a safe one
    except FileNotFoundError:
        raise PlaybookError("is missing; a playbook needs it", file=path.name) from None
    except yaml.YAMLError as error:
        raise PlaybookError(f"is not valid YAML: {error}", file=path.name) from error
    return found


def written(value: dict[str, Any]) -> bytes:
    """Write one of the two files."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True).encode()
