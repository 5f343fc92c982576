"""Fixtures of the site's tests: a page to render on, a book that Sphinx builds, and windows."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from playbook.site.components import PageContext
from playbook.site.downloads import Downloads
from playbook.site.lettering import Lettering
from playbook.site.pictures import Pictures
from playbook.site.svg import Drawings
from tests.conftest import lay_vendored, made_once


@pytest.fixture(scope="session")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> Drawings:
    """One store of drawings for the session, so that each chart is drawn once."""
    return Drawings(tmp_path_factory.mktemp("svg"))


@pytest.fixture
def lettering(vendored: Path) -> Lettering:
    """What measures text on pictures."""
    return Lettering(vendored / "fonts")


@pytest.fixture
def pictures(tmp_path: Path, vendored: Path) -> Pictures:
    """A store of pictures of its own."""
    return Pictures(tmp_path / "pictures", vendored / "fonts")


@pytest.fixture
def page(
    tmp_path: Path, drawings: Drawings, pictures: Pictures, lettering: Lettering
) -> PageContext:
    """A page one folder deep in a book that has only pages named ``known``."""
    return PageContext(
        docname="indicators/ae_four_hour",
        root=tmp_path,
        drawings=drawings,
        downloads=Downloads(tmp_path / "site", "indicators/ae_four_hour", pictures),
        lettering=lettering,
        knows=lambda name: name.endswith("/known"),
        book="Mission playbook",
    )


@pytest.fixture(scope="session")
def vendored() -> Path:
    """The vendored files, made once."""
    return made_once()


@dataclass
class Book:
    """A small book inside a playbook of its own, built with the real extension."""

    root: Path

    @property
    def source(self) -> Path:
        """What Sphinx reads."""
        return self.root / "_build" / "book"

    @property
    def html(self) -> Path:
        """What Sphinx writes."""
        return self.root / "_build" / "html"

    def write(self, name: str, text: str) -> None:
        """Write a file of the book."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, **settings: Any) -> tuple[int, str, list[str]]:
        """Build; give the number of warnings, their text, and the pages that were read."""
        status, warning = io.StringIO(), io.StringIO()
        read: list[str] = []
        with docutils_namespace():
            app = Sphinx(
                self.source,
                None,
                self.html,
                self.root / "_build" / "doctrees",
                "html",
                confoverrides={
                    "extensions": ["myst_nb", "playbook.site.extension"],
                    "html_theme": "basic",
                    "nb_execution_mode": "off",
                    "myst_enable_extensions": ["dollarmath"],
                    "html_math_renderer": "mathml",
                    "playbook_strict": True,
                }
                | settings,
                status=status,
                warning=warning,
            )
            app.connect("source-read", lambda _app, name, _source: read.append(name))
            app.build()
        return app._warncount, warning.getvalue(), read

    def page(self, name: str) -> str:
        """Give the HTML of a page."""
        return (self.html / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path, root: Path) -> Book:
    return a_book(tmp_path, root)


def a_book(folder: Path, root: Path) -> Book:
    """Make a book with an empty contents page, in a playbook with the real records."""
    data = folder / "data"
    kept = shutil.ignore_patterns("observations", "deprivation*", "population*", "schemas")
    shutil.copytree(root / "data", data, ignore=kept)
    (data / "datapackage.json").write_text('{"name": "small", "resources": []}')
    (folder / "_config.yml").write_text("title: Small\n")
    lay_vendored(folder / "_build")
    made = Book(folder)
    made.write("index.md", "# Contents\n\n```{toctree}\n:glob:\n*\n```\n")
    return made


@pytest.fixture(scope="module", params=[1280, 390])
def window(request: Any, browser: Any) -> Iterator[Any]:
    """A window of a desk, and one of a phone."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


@contextmanager
def first_visit(window: Any, address: str) -> Iterator[Any]:
    """Show a page as on a first visit, in a window that others had before and will have after."""
    window.goto(address)
    yield window
    window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.goto("about:blank")
