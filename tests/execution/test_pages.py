"""pages.yml: what it expands to, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.catalogue import Catalogue, Project
from playbook.errors import PlaybookError
from playbook.execution import pages
from tests.catalogue.editing import replace


def expand(folder: Path) -> list[pages.Page]:
    project = Project.find(folder)
    return pages.expand(project, Catalogue.read(project))


def test_every_indicator_borough_trust_and_mission_has_a_page(root: Path) -> None:
    catalogue = Catalogue.read(Project.find(root))
    slugs = [page.slug for page in expand(root)]
    assert len(slugs) == len(set(slugs))
    assert {f"indicators/{name}" for name in catalogue.indicators} <= set(slugs)
    assert {f"missions/{one.slug}" for one in catalogue.missions.values()} <= set(slugs)
    for kind, codes in (("places", catalogue.system.boroughs), ("trusts", catalogue.system.trusts)):
        assert {f"{kind}/{catalogue.area(code).slug}" for code in codes} <= set(slugs)
    single = {"boards/change", "boards/inequality", "prioritise/example", "validation"}
    assert single <= set(slugs)
    cases = {f"cases/{one.slug}" for one in catalogue.own_cases.values()}
    assert len(cases) > 20
    assert cases <= set(slugs)
    assert len(slugs) == len(catalogue.indicators) + 3 + 8 + 4 + len(single) + len(cases)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{trust: "{code}"}', '{trsut: "{code}"}', "unknown parameter 'trsut'"),
        ('{trust: "{code}"}', "{trust: 3}", "parameter 'trust' must be str, not int"),
        ('{trust: "{code}"}', '{trust: "{cod}"}', "unknown placeholder 'cod'"),
        ("trusts/{slug}", "places/one", "two pages would have the address"),
        ("notebook: trust.ipynb", "notebook: truss.ipynb", "no such notebook"),
        ("each: trusts", "each: trust", "each"),
        ("each: trusts", "eahc: trusts", "eahc"),
    ],
)
def test_a_mistake_is_named_before_anything_runs(mini: Path, old: str, new: str, said: str) -> None:
    path = mini / "notebooks" / "pages.yml"
    if new == "places/one":
        replace(path, "places/{slug}", "places/one")
    replace(path, old, new)
    with pytest.raises(PlaybookError) as caught:
        expand(mini)
    assert said in str(caught.value)
    assert "notebooks/" in str(caught.value)


def test_pages_are_chosen_by_address_or_its_last_part(mini: Path) -> None:
    every = expand(mini)
    assert pages.select(every, []) == every
    for name in ("indicators/smoking", "smoking", "indicators/smoking.html"):
        assert [page.slug for page in pages.select(every, [name])] == ["indicators/smoking"]
    with pytest.raises(PlaybookError, match=r"no page 'smokin'. Did you mean smoking"):
        pages.select(every, ["smokin"])
