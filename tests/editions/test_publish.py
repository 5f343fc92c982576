"""Publishing the miniature: what `playbook publish` accepts, refuses and leaves for readers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.catalogue.schemas import texts
from playbook.editions import publish, tree
from playbook.errors import PlaybookError
from tests.catalogue.editing import replace
from tests.conftest import make_mini, playbook
from tests.editions import shelves

pytestmark = pytest.mark.audit

BASE = "https://example.org/book/"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The committed miniature, and the tree that it was published to."""
    folder = make_mini(tmp_path_factory.mktemp("publish") / "mini")
    shelves.commit(folder)
    place = folder.parent / "web"
    done = playbook(folder, "publish", "2026.11", "--to", str(place), "--base-address", BASE)
    assert done.returncode == 0, done.stderr
    return folder, place


def test_the_manifest_holds_values_figures_pages_sources_and_what_made_them(
    published: tuple[Path, Path],
) -> None:
    folder, place = published
    manifest = tree.read(place / "2026.11")
    value = manifest.numbers.values["within_4_hours.mini"]
    assert value.text.endswith("%")
    assert value.page == "indicators/within_4_hours"
    assert "indicators/smoking#places" in manifest.numbers.figures
    assert manifest.pages["indicators/smoking"].title == "Adults who smoke"
    assert str(manifest.numbers.sources["mini_health"].published) == "2026-09-01"
    assert manifest.numbers.sources["mini_hospital"].published is None
    assert manifest.commit == publish.committed(Project.find(folder))
    assert manifest.data["sources.yml"] == tree.sha256(folder / "data/sources.yml")
    assert manifest.lock == tree.sha256(folder / "requirements.txt")
    assert manifest.tools["jupyter-book"] == "1.0.4.post1"


def test_the_manifest_fits_its_json_schema(published: tuple[Path, Path]) -> None:
    import jsonschema

    schema = json.loads(texts()["manifest.schema.json"])
    found = json.loads((published[1] / "2026.11" / tree.MANIFEST).read_text())
    jsonschema.validate(found, schema)
    found["numbers"]["date"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema)


def test_citation_and_site_map_name_the_address_that_stays(published: tuple[Path, Path]) -> None:
    page = (published[1] / "latest" / "indicators" / "smoking.html").read_text()
    assert f"{BASE}2026.11/indicators/smoking.html" in page
    assert (
        f"<loc>{BASE}2026.11/indicators/smoking.html</loc>"
        in (published[1] / "sitemap.xml").read_text()
    )
    assert f"Sitemap: {BASE}sitemap.xml" in (published[1] / "robots.txt").read_text()


def test_publishing_again_does_nothing_and_other_content_is_refused(
    published: tuple[Path, Path],
) -> None:
    folder, place = published
    words = ("publish", "2026.11", "--to", str(place), "--base-address", BASE)
    before = (place / tree.CONTENTS).read_bytes()
    # Of a commit that changed nothing that readers see, the same edition is made.
    (folder / "notes.txt").write_text("for the team")
    shelves.commit(folder)
    # 2 at once: one of them waits for the other, and nothing is lost.
    command = [sys.executable, "-m", "playbook", *words, "--json"]
    both = [subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) for _ in range(2)]
    said = [json.loads(one.communicate()[0]) for one in both]
    assert [one["new"] for one in said] == [False, False]
    assert sorted(one["waited"] for one in said) == [False, True]
    assert (place / tree.CONTENTS).read_bytes() == before

    replace(folder / "book/index.md", "in miniature", "in little")
    shelves.commit(folder)
    done = playbook(folder, *words)
    assert done.returncode == 3
    assert "edition 2026.11 is published and stays as it is" in done.stderr
    assert "index.html" in done.stderr
    assert (place / tree.CONTENTS).read_bytes() == before

    done = playbook(folder, "reproduce", "2026.11", "--from", str(place))
    assert done.returncode == 0, done.stderr
    assert "every byte is the same" in done.stderr


def test_the_name_has_to_be_that_of_the_record(mini: Path) -> None:
    shelves.commit(mini)
    with pytest.raises(PlaybookError, match=r"edition.yml: name: is 2026.11, but 2026.12"):
        publish.publish(Project.find(mini), "2026.12", mini.parent / "web")


def test_work_has_to_be_committed(mini: Path) -> None:
    with pytest.raises(PlaybookError, match="is in no git repository"):
        publish.committed(Project.find(mini))
    commit = shelves.commit(mini)
    assert publish.committed(Project.find(mini)) == commit
    (mini / "book" / "index.md").write_text("# Other\n")
    with pytest.raises(PlaybookError, match=r"1 files are not committed, the first is book/index"):
        publish.committed(Project.find(mini))
