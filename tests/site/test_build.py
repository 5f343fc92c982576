"""Building a whole playbook: what is executed, what is kept, and what a mistake leaves behind."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from playbook.sources import package
from tests.catalogue.editing import replace
from tests.conftest import copied, make_mini, playbook

PAGES = 10
"""One Mission, three indicators, two boroughs, one trust, two boards and the validation."""


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def text_of(page: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def first(mini_site: Path) -> tuple[Path, dict[str, object]]:
    """A miniature playbook, and what its first build said; tests that change it work on a copy."""
    said = mini_site.parents[2] / "said.json"
    return mini_site.parents[1], json.loads(said.read_text())


@pytest.fixture
def built(first: tuple[Path, dict[str, object]], tmp_path: Path) -> Path:
    return copied(first[0] / "_build" / "site", tmp_path / "mini")


def test_a_build_says_what_it_did_in_one_object(first: tuple[Path, dict[str, object]]) -> None:
    _, said = first
    assert said["ok"] is True
    assert said["pages"] == PAGES
    assert len(said["executed"]) == PAGES
    assert said["reused"] == said["failed"] == []
    assert {"indicators/smoking", "places/northbrook"} & set(said["executed"])
    assert float(said["seconds"]) > 0


def test_every_page_has_its_title_its_figures_and_their_tables(
    first: tuple[Path, dict[str, object]],
) -> None:
    site = first[0] / "_build" / "site"
    page = (site / "indicators" / "within_4_hours.html").read_text(encoding="utf-8")
    assert "{{" not in text_of(site / "indicators" / "within_4_hours.html")
    assert page.count("<figure") >= 2
    assert page.count("<figure") == page.count("<table") or "<table" in page
    assert "vega.js" not in re.sub(r"<!--.*?-->", "", page).split("</head>")[0]


def test_prose_quotes_the_number_that_the_page_made(first: tuple[Path, dict[str, object]]) -> None:
    site = first[0] / "_build" / "site"
    run = json.loads((first[0] / "_build/runs/indicators/within_4_hours.run.json").read_text())
    value = next(v for v in run["facts"]["values"] if v["key"] == "within_4_hours.mini")
    assert f"{value['text']} of visits in Riverside" in text_of(site / "index.html")
    assert 'href="indicators/within_4_hours.html#' in (site / "index.html").read_text()


def test_nothing_changed_executes_nothing_and_gives_the_same_bytes(built: Path) -> None:
    before = hashes(built / "_build" / "site")
    said = json.loads(playbook(built, "build", "--json").stdout)
    assert said["executed"] == []
    assert len(said["reused"]) == PAGES
    assert hashes(built / "_build" / "site") == before
    # Without its seal the site is looked at in full, to the same end.
    (built / "_build" / "site.seal.json").unlink()
    again = json.loads(playbook(built, "build", "--json").stdout)
    assert (again["executed"], len(again["reused"]), again["changed"]) == ([], PAGES, [])
    assert hashes(built / "_build" / "site") == before


def test_a_clean_build_in_another_folder_gives_the_same_bytes(
    first: tuple[Path, dict[str, object]], tmp_path: Path
) -> None:
    other = make_mini(tmp_path / "elsewhere" / "copy")
    done = playbook(other, "build", "--clean", "--force")
    assert done.returncode == 0, done.stderr
    assert hashes(other / "_build" / "site") == hashes(first[0] / "_build" / "site")


def test_new_prose_and_titles_show_everywhere_without_executing_anything(built: Path) -> None:
    notebook, site = built / "notebooks" / "indicator.ipynb", built / "_build" / "site"
    replace(notebook, "## Change over time", "## How it moved")
    replace(built / "book" / "index.md", "Its places,", "All its places,")
    replace(built / "book" / "index.md", "# A playbook in miniature", "# A small playbook")
    replace(built / "notebooks" / "place.ipynb", "# {{ title }}", "# Living in {{ title }}")
    said = json.loads(playbook(built, "build", "--json").stdout)
    assert (said["ok"], said["executed"]) == (True, [])
    assert "How it moved" in text_of(site / "indicators" / "within_4_hours.html")
    assert "All its places" in text_of(site / "index.html")
    # The contents beside pages that did not change.
    other = (site / "missions" / "days-at-home.html").read_text()
    assert "Living in Northbrook" in other
    assert "A playbook in miniature" not in other


def test_changed_rows_run_only_the_pages_that_read_them_and_no_old_number_stays(
    built: Path,
) -> None:
    site = built / "_build" / "site"
    old = re.search(r"([\d.]+%) of visits", text_of(site / "index.html"))
    table = built / "data" / "observations" / "within_4_hours.csv"
    lines = table.read_text().splitlines()
    last = max(i for i, line in enumerate(lines) if line.startswith("within_4_hours,RZ9,"))
    cells = lines[last].split(",")
    cells[8] = str(int(cells[9]) // 2)
    cells[7] = f"{100 * int(cells[8]) / int(cells[9]):.4f}"
    lines[last] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n")
    package.write(built)
    said = json.loads(playbook(built, "build", "--json").stdout)
    assert set(said["executed"]) == {
        "boards/change",
        "indicators/within_4_hours",
        "missions/days-at-home",
        next(slug for slug in said["executed"] if slug.startswith("trusts/")),
    }
    new = re.search(r"([\d.]+%) of visits", text_of(site / "index.html"))
    assert old is not None
    assert new is not None
    assert new[1] != old[1]
    assert new[1] == f"{100 * int(cells[8]) / int(cells[9]):.1f}%"
    small_steps = hashes(site)
    assert playbook(built, "build", "--clean", "--force").returncode == 0
    assert hashes(site) == small_steps


def test_an_address_given_to_one_build_is_everywhere_and_then_nowhere(built: Path) -> None:
    site = built / "_build" / "site"
    before = hashes(site)
    given = ("--base-address", "https://example.org/playbook")
    said = json.loads(playbook(built, "build", "--json", *given).stdout)
    assert (said["executed"], said["address"]) == ([], "https://example.org/playbook/")
    page = (site / "indicators" / "smoking.html").read_text()
    address = "https://example.org/playbook/indicators/smoking.html"
    assert f'<link rel="canonical" href="{address}" />' in page
    assert f'<meta property="og:url" content="{address}" />' in page
    assert 'content="https://example.org/playbook/_cards/indicators/smoking.png"' in page
    assert address in text_of(site / "indicators" / "smoking.html").partition("Cite as")[2]
    home = (site / "index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/playbook/" />' in home
    lost = (site / "404.html").read_text()
    assert 'href="/playbook/_static/playbook.css' in lost
    assert "canonical" not in lost
    records = yaml.safe_load((built / "data" / "moved.yml").read_text())["moved"]
    moved = {f"{one['address']}.html" for one in records}
    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    files = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {
        url.removeprefix("https://example.org/playbook/") or "index.html" for url in listed
    } == files - {"404.html", "search.html", *moved}
    drawings = list((site / "_figures" / "indicators" / "smoking").glob("*.svg"))
    assert drawings
    assert all(address in drawing.read_text() for drawing in drawings)
    # The same address again: nothing is to be done. Without it: as if it had never been.
    assert "Nothing changed" in playbook(built, "build", *given).stderr
    done = playbook(built, "build")
    assert "so it has no canonical addresses and no sitemap" in done.stderr
    assert hashes(site) == before


def test_a_wrong_address_is_refused_before_anything_is_made(built: Path) -> None:
    before = hashes(built / "_build" / "site")
    done = playbook(built, "build", "--base-address", "example.org/playbook")
    assert done.returncode == 2
    assert "--base-address" in done.stderr
    replace(built / "_config.yml", 'baseurl: ""', "baseurl: example.org/playbook")
    done = playbook(built, "build")
    assert done.returncode == 3
    assert "_config.yml: html.baseurl: 'example.org/playbook' is not the address" in done.stderr
    assert hashes(built / "_build" / "site") == before


def test_an_unknown_value_fails_the_build_each_time_and_leaves_the_site(built: Path) -> None:
    before = hashes(built / "_build" / "site")
    line = replace(built / "book" / "index.md", "{value}`within_4_hours.mini`", "{value}`within_5`")
    for _ in range(2):
        done = playbook(built, "build")
        assert done.returncode == 3
        assert f"book/index.md:{line}" in done.stderr
        assert "within_5" in done.stderr
        assert hashes(built / "_build" / "site") == before


def test_a_notebook_that_raises_is_named_with_cell_and_line(built: Path) -> None:
    before = hashes(built / "_build" / "site")
    notebook = built / "notebooks" / "place.ipynb"
    node = json.loads(notebook.read_text())
    node["cells"].append(
        {
            "cell_type": "code",
            "id": "bad",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": "x = 1\nraise ValueError('the sum is wrong')",
        }
    )
    notebook.write_text(json.dumps(node))
    done = playbook(built, "build")
    assert done.returncode == 1
    recap = done.stderr.splitlines()
    for place in ("places/",):
        lines = [line for line in recap if line.startswith(f"failed: {place}")]
        assert len(lines) == 2
        where = f"notebooks/place.ipynb, cell {len(node['cells'])}, line 2"
        assert all(f"{where}): ValueError: the sum is wrong" in line for line in lines)
    assert recap[-1].startswith("failed: ")
    assert hashes(built / "_build" / "site") == before


def test_plain_jupyter_book_builds_prose_and_unexecuted_notebooks(tmp_path: Path) -> None:
    folder = make_mini(tmp_path / "plain")
    (folder / ".github").mkdir()
    (folder / ".github" / "template.md").write_text("## Not a page of the book\n")
    start = "from jupyter_book.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", start, "build", ".", "-W", "--keep-going"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (folder / "_build" / "html" / "book" / "index.html").exists()
    assert (folder / "_build" / "html" / "notebooks" / "indicator.html").exists()
    assert "playbook build" in done.stdout + done.stderr
