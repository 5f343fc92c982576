"""A whole book of a second system, and pages of a real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Area, Catalogue, Project
from playbook.execution.engine import components
from playbook.execution.store import RunStore
from tests.conftest import copied, playbook
from tests.site.test_build import hashes
from tests.systems import add_second

SHARED = ("methods.md", "quality.md", "glossary.md", "legal.md", "another-system")


@pytest.fixture
def two(mini_site: Path, root: Path, tmp_path: Path) -> Path:
    """The miniature as it was built, a second system, and the prose that any system's book has."""
    mini = copied(mini_site, tmp_path / "mini")
    add_second(mini)
    for name in SHARED:
        copy = shutil.copytree if (root / "book" / name).is_dir() else shutil.copy
        copy(root / "book" / name, mini / "book" / name)
    return mini


def test_two_systems_are_built_side_by_side(two: Path) -> None:
    before = {name: hashes(two / "_build" / name) for name in ("site", "runs")}
    done = playbook(two, "build", "--system", "upstream", "--json")
    assert done.returncode == 0, done.stderr
    site = two / "_build" / "systems" / "upstream" / "site"
    assert json.loads(done.stdout)["site"] == str(site)
    assert {name: hashes(two / "_build" / name) for name in before} == before
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {"index.html", "indicators/smoking.html", "places/far-upstream.html"} <= pages
    assert not [name for name in pages if name.startswith(("missions/", "trusts/far"))]
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "What do published figures say about Upstream?" in home
    assert "Mission playbook</b>" not in home
    everything = "".join((site / name).read_text(encoding="utf-8") for name in pages)
    for ours in ("places/northbrook", "places/southmere", "trusts/northbrook"):
        assert f'{ours}.html"' not in everything
    # The own book is as it would be without the other.
    assert playbook(two, "build").returncode == 0
    own = (two / "_build" / "site" / "indicators" / "smoking.html").read_text(encoding="utf-8")
    assert "Riverside" in own
    assert home == (site / "index.html").read_text(encoding="utf-8")


def test_pages_of_a_real_system_are_made_from_the_embedded_data(root: Path) -> None:
    system = "cheshire-and-merseyside"
    slugs = ["indicators/child_poverty", "places/wirral", "trusts/alder-hey-childrens"]
    done = playbook(root, "run", "--system", system, "--force", *slugs)
    assert done.returncode == 0, done.stderr
    store = RunStore(root, Project.find(root, system=system).build)
    shown = {slug: components(store.notebook(store.get(slug))) for slug in slugs}
    answers = {
        slug: next(part["text"] for part in parts if part["component"] == "answer")
        for slug, parts in shown.items()
    }
    # Poverty is compared with the region around the system, wherever that is.
    assert "9 local authorities" in answers[slugs[0]]
    assert "North West: " in answers[slugs[0]]
    assert answers[slugs[1]].startswith("Wirral is ")
    assert answers[slugs[2]].startswith("Alder Hey")
    names = [area.short_name for area in own_areas(root)]
    values = [part for parts in shown.values() for part in parts if part["component"] == "values"]
    text = json.dumps([list(answers.values()), values])
    assert not [name for name in names if name in text]


def own_areas(root: Path) -> list[Area]:
    """Places and trusts of the playbook's own system."""
    catalogue = Catalogue.read(Project.find(root))
    return [
        catalogue.areas[code] for code in (*catalogue.system.boroughs, *catalogue.system.trusts)
    ]
