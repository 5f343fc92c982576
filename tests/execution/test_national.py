"""The plan of several systems: what it lists, and that it is a list that can be cut anywhere."""

from __future__ import annotations

import json
from pathlib import Path

from playbook.catalogue import Catalogue, Project
from playbook.execution import national, pages, runner
from playbook.execution.engine import components
from playbook.execution.store import RunStore
from playbook.observations import coverage
from tests.conftest import playbook
from tests.systems import add_second


def test_a_book_has_the_pages_that_the_data_covers(mini: Path) -> None:
    add_second(mini)
    own, other = national.books(Project.find(mini), ["mini", "upstream"])
    assert own.kinds()["missions"] == 1
    assert other.kinds()["indicators"] == 1
    assert other.kinds()["places"] == 1
    assert "missions" not in other.kinds()
    assert "trusts" not in other.kinds()
    assert {page.system for page in other.pages} == {"upstream"}
    entry = next(one for one in other.entries() if one["slug"] == "places/far-upstream")
    assert entry == {
        "system": "upstream",
        "slug": "places/far-upstream",
        "notebook": "notebooks/place.ipynb",
        "parameters": {"place": "far-upstream"},
    }


def test_the_plan_of_the_country_is_one_object_for_a_program(mini: Path) -> None:
    add_second(mini)
    done = playbook(mini, "plan", "--all-systems", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [one["system"] for one in result["systems"]] == ["mini", "upstream"]
    assert len(result["plan"]) == sum(one["pages"] for one in result["systems"])
    assert result["systems"][1]["left_out"] == ["within_4_hours", "avoidable_deaths"]
    wrong = playbook(mini, "plan", "--system", "upstraem")
    assert wrong.returncode == 3
    assert "Did you mean upstream" in wrong.stderr


def test_pages_of_another_system_never_show_our_areas_as_theirs(mini: Path) -> None:
    add_second(mini)
    for name in ("", "upstream"):
        project = Project.find(mini, system=name or None)
        every = pages.expand(project, Catalogue.read(project))
        chosen = pages.select(every, ["indicators/smoking"])
        recap = runner.run(project, runner.plan(project, chosen), jobs=1)
        assert recap.failures == []
    own = RunStore(mini).get("indicators/smoking")
    project = Project.find(mini, system="upstream")
    run = RunStore(mini, project.build).get("indicators/smoking")
    assert own is not None
    assert run is not None
    assert {value["key"] for value in run.facts["values"]} >= {"smoking.far-upstream"}
    keys = {value["key"] for value in run.facts["values"]}
    assert not keys & {"smoking.northbrook", "smoking.southmere-and-weir", "smoking.mini"}
    shown = components(RunStore(mini, project.build).notebook(run))
    answer = next(part for part in shown if part["component"] == "answer")
    assert "figure for Upstream was **20.0%**" in answer["text"]
    assert "Riverside" not in json.dumps(shown)


def test_every_system_of_the_country_has_a_plan(root: Path) -> None:
    project = Project.find(root)
    books = national.books(project, project.systems)
    assert len(books) == 42
    for book in books:
        assert len({page.slug for page in book.pages}) == len(book.pages)
        assert book.kinds()["places"] == len(coverage.places(Catalogue.read(book.project)))
        assert len(book.pages) >= 20
