"""From a component's record to its markup: one template a component; only templates hold HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from playbook.catalogue import Project
from playbook.errors import PlaybookError, nearest
from playbook.observations import as_of
from playbook.site.downloads import Downloads, live_script
from playbook.site.framed import framed, origin
from playbook.site.lettering import Lettering
from playbook.site.svg import Drawings, inline
from playbook.site.templating import COMPONENTS, environment

ELSEWHERE = re.compile(r"^(https?:|mailto:|#)")


@dataclass
class PageContext:
    """The page that a component stands on: its address, its links and its files.

    Attributes
    ----------
    docname : str
        Address of the page, without ``.html``.
    root : Path
        The playbook's folder.
    drawings : Drawings
        Where charts are drawn.
    downloads : Downloads
        Where its files go.
    lettering : Lettering
        Measures text on pictures.
    knows : callable
        Says whether the book has a page of an address.
    book : str
        What the book is called.
    address : str
        Where the page is published; empty when that is not known.
    repository : str
        Where the source can be read, ending in the branch; empty when that is not known.
    missing : list of str
        Pages that were linked to and that the book does not have.
    """

    docname: str
    root: Path
    drawings: Drawings
    downloads: Downloads
    lettering: Lettering
    knows: Callable[[str], bool]
    book: str = ""
    address: str = ""
    repository: str = ""
    missing: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """What a picture says of where it is from."""
        return origin(self.book, self.address)

    @property
    def _up(self) -> str:
        return "../" * self.docname.count("/")

    def link(self, target: str) -> str:
        """Give the address of another page from this one; empty when there is no such page."""
        if not target or ELSEWHERE.match(target):
            return target
        name, mark, anchor = target.partition("#")
        if not self.knows(name):
            self.missing.append(name)
            return ""
        return f"{self._up}{name}.html{mark}{anchor}"

    def static(self, name: str) -> str:
        """Give the address of a file of the theme."""
        return f"{self._up}_static/{name}"

    def source_link(self, path: str) -> str:
        """Give the address of a source file in the repository; empty when it is not published."""
        return f"{self.repository}/{path}" if self.repository else ""

    def table_file(self, path: str) -> str:
        """Put a table of the playbook into the site; give its address, or an empty text."""
        source, home = (self.root / path).resolve(), (self.root / "data").resolve()
        if not source.is_relative_to(home) or not path.startswith("data/") or ".." in path:
            raise ValueError(f"{path!r} is no file below data/")
        if not source.is_file():
            return ""
        content = as_of.content(Project(self.root), source)
        return self.downloads.table(path.removeprefix("data/"), content)

    def drawing(self, spec: dict[str, Any], uid: str, kind: str, title: str, text: str) -> Markup:
        """Draw a chart into the page."""
        return Markup(inline(self.drawings.shape(spec), uid, kind, title, text))  # noqa: S704 # made by us, escaped

    def csv_file(self, item: dict[str, Any]) -> str:
        """Write the rows of a small chart and give their address."""
        return self.downloads.put(item["csv"]["filename"], item["csv"]["text"])

    def figure_files(self, figure: dict[str, Any]) -> dict[str, str]:
        """Write a figure's files and give their addresses: ``csv``, ``svg``, ``png``, ``js``."""
        uid, put = figure["id"], self.downloads.put
        chart = self.drawings.svg(figure["wide"])
        alone = framed(figure, chart, self.lettering, self.origin)
        return {
            "csv": self.csv_file(figure),
            "svg": put(f"{uid}.svg", alone),
            "png": self.downloads.picture(f"{uid}.png", alone),
            "js": put(f"{uid}.js", live_script(uid, figure["wide"], figure["narrow"])),
        }


def render(payload: dict[str, Any], page: PageContext) -> str:
    """Give the markup of one component.

    Parameters
    ----------
    payload : dict
        The record that a notebook or a directive made; ``component`` names the template.
    page : PageContext
        The page that it stands on.

    Raises
    ------
    PlaybookError
        When there is no such component, or a field that its template needs is missing.
    """
    name = str(payload.get("component"))
    if name not in names():
        raise PlaybookError(f"there is no component {name!r}. {nearest(name, names())}")
    try:
        template = environment().get_template(f"{name}.html")
        return template.render(**payload, payload=payload, page=page)
    except jinja2.UndefinedError as error:
        raise PlaybookError(f"component {name}: {error.message}") from error
    except (KeyError, ValueError) as error:
        raise PlaybookError(f"component {name}: {error}") from error


@lru_cache
def names() -> frozenset[str]:
    """Name the components that there are templates for."""
    return frozenset(p.stem for p in COMPONENTS.glob("*.html") if not p.stem.startswith("_"))
