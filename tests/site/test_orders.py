"""What a page will show is ordered once it was run, and is what the page would make itself."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from playbook.site import downloads, pictures
from playbook.site.artists import Artists
from playbook.site.components import PageContext
from playbook.site.downloads import Downloads
from playbook.site.lettering import Lettering
from playbook.site.orders import Orders
from playbook.site.pictures import Pictures
from playbook.site.svg import Drawings
from tests.conftest import lay_vendored
from tests.site.payloads import PAYLOADS

BOOK, BASE, PAGE = "Riverside playbook", "https://example.org/", "indicators/waits"
FIGURE = {"component": "figure"} | PAYLOADS["figure"]


def order(build: Path, figure: dict[str, Any]) -> None:
    """Order what a figure shows, and wait until it is there."""
    with closing(Artists(2)) as two:
        Orders(build, two, BOOK, BASE).of_page(PAGE, [figure])
        two.finish()


def context(build: Path) -> PageContext:
    """The page that shows the figure."""
    fonts = build / "vendor" / "fonts"
    return PageContext(
        docname=PAGE,
        root=build,
        drawings=Drawings(build / "svg"),
        downloads=Downloads(build / "site", PAGE, Pictures(build / "pictures", fonts)),
        lettering=Lettering(fonts),
        knows=lambda _: True,
        book=BOOK,
        address=f"{BASE}{PAGE}.html",
    )


def test_the_page_finds_the_very_picture_that_it_would_paint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_vendored(tmp_path)
    order(tmp_path, FIGURE)
    (painted,) = (tmp_path / "pictures").glob("*.png")
    known = painted.read_bytes()
    assert len(list((tmp_path / "svg").iterdir())) == 2

    monkeypatch.setattr(pictures, "paint", lambda *_: pytest.fail("it was there already"))
    files = context(tmp_path).figure_files(FIGURE)
    shown = tmp_path / "site" / downloads.FIGURES / PAGE / Path(files["png"]).name
    assert shown.read_bytes() == known

    monkeypatch.undo()
    painted.unlink()
    context(tmp_path).figure_files(FIGURE)
    assert painted.read_bytes() == known


def test_nothing_is_painted_before_its_letters_are_there(tmp_path: Path) -> None:
    order(tmp_path, FIGURE)
    assert len(list((tmp_path / "svg").glob("*.svg"))) == 2
    assert not (tmp_path / "pictures").exists()
