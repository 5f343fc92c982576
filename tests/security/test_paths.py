"""Attack: a page, a name, a link or a pack reads or writes outside its place."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from playbook.catalogue import Catalogue, Project
from playbook.cli import app
from playbook.editions.pack import pack
from playbook.errors import PlaybookError
from playbook.execution import engine, pages
from playbook.execution.engine import Failure
from playbook.execution.pages import Page
from playbook.figures.components import MEDIA_TYPE
from playbook.site.artists import draw
from playbook.site.components import PageContext, render
from playbook.site.svg import inline
from tests.editions import shelves
from tests.execution.pages import execute, notebook
from tests.site.conftest import drawings, lettering, page, pictures, vendored

__all__ = ["drawings", "lettering", "page", "pictures", "vendored"]

SECRET = "planted-9e04"  # noqa: S105 # found nowhere else
OUT = ["../../evil", "/evil", "a/../../evil", "..", "a//b", "a/./b", "a\\..\\b", "a b", ""]


def listed(mini: Path) -> list[Page]:
    project = Project(mini)
    return pages.expand(project, Catalogue.read(project))


@pytest.mark.parametrize("slug", [*OUT, "indicators/{id}/../../../x"])
def test_a_page_has_no_address_outside_the_site(mini: Path, slug: str) -> None:
    path = mini / "notebooks" / "pages.yml"
    line = f"  - notebook: validation.ipynb\n    slug: {json.dumps(slug)}\n"
    path.write_text(path.read_text() + line + ("    each: indicators\n" if "{id}" in slug else ""))
    with pytest.raises(PlaybookError, match="is no address") as caught:
        listed(mini)
    assert caught.value.problems[0].file == "notebooks/pages.yml"


@pytest.mark.parametrize("name", ["../evil.ipynb", "/evil.ipynb", "a/../../evil.ipynb", "evil.py"])
def test_a_page_is_made_by_no_notebook_outside_its_folder(mini: Path, name: str) -> None:
    path = mini / "notebooks" / "pages.yml"
    path.write_text(f"{path.read_text()}  - notebook: {name}\n    slug: evil\n")
    with pytest.raises(PlaybookError, match="notebook"):
        listed(mini)


@pytest.mark.parametrize(
    "words",
    [
        "new case {} --title T --mission M2 --place Weir",
        "new notebook {} --title T",
        "new indicator {} --table data/observations/smoking.csv --title T --question Q? "
        "--mission M2 --age all --better lower --source mini_health",
        "new place {}",
        "run {}",
        "pack {}",
        "status --system {}",
        "check {}",
        "publish {} --to ../web",
        "init ../new --system {}",
    ],
)
def test_a_name_given_to_a_command_leads_nowhere_else(mini: Path, words: str) -> None:
    shelves.commit(mini)
    # What a build makes, and where a tree of editions would be laid out.
    before, made = set(mini.parent.rglob("*")), {"_build", ".web.editions"}
    for out in OUT[:3]:
        done = CliRunner().invoke(app, words.format(out).split())
        assert done.exit_code == 3, done.output
        assert "evil" in done.stderr
    after = set(mini.parent.rglob("*"))
    assert {path for path in after - before if made.isdisjoint(path.parts)} == set()


@pytest.mark.parametrize("slug", OUT)
def test_a_run_is_stored_nowhere_else(mini: Path, slug: str) -> None:
    # As the sheet of a pack that somebody sent would name it.
    path = notebook(mini / "notebooks" / "try.ipynb")
    with pytest.raises(PlaybookError, match="is no address of a page"):
        engine.execute(Page(slug, path, {"n": 2}), mini, {}, "fork", 60)
    assert not list(mini.parent.rglob("evil*"))


def shows(component: dict[str, object]) -> str:
    """Code that shows a component as nobody's function would make it."""
    bundle = {MEDIA_TYPE: component, "text/plain": ""}
    return f"from IPython.display import display\ndisplay({bundle!r}, raw=True)"


CHART = {"component": "figure", "id": "f", "wide": {}, "narrow": {}}
FORGED = {
    "a value": {"component": "values", "values": [{"key": "../../evil", "text": "1"}]},
    "a value at the root": {"component": "values", "values": [{"key": "/evil", "text": "1"}]},
    "a figure": CHART | {"id": "../../evil"},
    "markup as the name of a figure": CHART | {"id": '"><script>steal()</script>'},
    "a chart of a file": CHART | {"wide": {"data": {"url": "file:///etc/passwd"}}},
    "a chart of another host": CHART | {"narrow": {"layer": [{"data": {"url": "http://x.org"}}]}},
    "a chart that links": CHART | {"wide": {"encoding": {"href": {"value": "javascript:steal()"}}}},
    "a small chart of a file": {
        "component": "minis",
        "items": [{"spec": {"data": {"url": "file:///etc/passwd"}}}],
    },
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_a_notebook_shows_names_no_file_and_fetches_none(mini: Path, forged: str) -> None:
    failure = execute(mini, shows(FORGED[forged]))
    assert isinstance(failure, Failure)
    assert "is no name" in failure.message or "may fetch nothing" in failure.message
    assert not list(mini.parent.rglob("evil*"))


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../secret.csv", "data/../../secret.csv", "data/link.csv", "notes.csv"]
)
def test_a_component_takes_no_file_along_but_a_table(page: PageContext, path: str) -> None:
    root = page.root / "inner"
    (root / "data").mkdir(parents=True)
    for place in (page.root, root):
        (place / "secret.csv").write_text(SECRET)
        (place / "notes.csv").write_text(SECRET)
    (root / "data" / "link.csv").symlink_to(page.root / "secret.csv")
    page.root = root
    with pytest.raises(ValueError, match="is no file below data/"):
        page.table_file(path)
    assert not list(page.downloads.site.rglob("*"))


def test_a_link_of_a_component_leads_to_a_page_or_another_host(page: PageContext) -> None:
    url = {"href": "javascript:steal()", "text": "Read"}
    item = {
        "id": "c", "label": "L", "status": "", "derived": False, "facts": [],
        "source": {"publisher": "P", "title": "", "date": "", "urls": [url], "note": ""},
    }  # fmt: skip
    groups = [{"title": "G", "items": [item]}]
    payload = {"component": "ledger", "anchor": "a", "empty": "", "groups": groups}
    shown = render(payload, page)
    assert "Read" in shown
    assert "javascript:" not in shown


def test_the_id_of_a_drawing_holds_no_markup() -> None:
    shape = '<svg viewBox="0 0 1 1" width="1" height="1"></svg>'
    assert inline(shape, "one", "wide", "T", "D")
    with pytest.raises(ValueError, match="an id has letters"):
        inline(shape, '"><script>steal()</script>', "wide", "T", "D")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.csv", "/etc/hostname"])
def test_a_chart_fetches_nothing_while_it_is_drawn(address: str) -> None:
    spec = {"data": {"url": address, "format": {"type": "csv"}}, "mark": "point"}
    with pytest.raises(ValueError, match="not allowed"):
        draw(json.dumps(spec))


@pytest.mark.parametrize(
    "link",
    [
        "book/page.md", "book/_static/x.js", "notebooks/try.ipynb", "data/observations/x.csv",
        "data/indicators/x.yml", "book/folder", "_build/book/x", "_build/runs/indicators",
        "_build/site", "_build",
    ],
)  # fmt: skip
def test_a_link_that_leads_out_of_the_playbook_is_refused(mini: Path, link: str) -> None:
    outside = mini.parent / "outside"
    outside.mkdir()
    (outside / "secret").write_text(SECRET)
    path = mini / link
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(mini.parent / "aside")
    path.symlink_to(outside if "." not in path.name else outside / "secret")
    with pytest.raises(PlaybookError, match="is a link out of the playbook") as caught:
        listed(mini)
    assert caught.value.problems[0].file == link
    with pytest.raises(PlaybookError, match="is a link out of the playbook"):
        pack(Project(mini), "validation", mini.parent / "one.zip")
    path.unlink()
    path.symlink_to(mini / "_config.yml")
    if path.suffix != ".yml":
        listed(mini)


def test_a_pack_holds_plain_files_below_its_own_folder(mini: Path) -> None:
    target = mini.parent / "one.zip"
    pack(Project(mini), "validation", target)
    with zipfile.ZipFile(target) as packed:
        entries = packed.infolist()
    assert len(entries) > 50
    for one in entries:
        place = (mini / one.filename).resolve()
        assert place.is_relative_to(mini), one.filename
        assert ".." not in one.filename
        # A plain file, readable by all and run by none: no link, no device.
        assert one.external_attr >> 16 == 0o100644, one.filename
