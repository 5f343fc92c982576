"""Publishing to a branch of a real bare repository: whole or not at all, and nobody is overrun."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from playbook.editions import tree, verify
from playbook.editions.branch import Branch
from playbook.errors import PlaybookError
from tests.editions import shelves
from tests.editions.test_faults import duration, publisher

KILLS = 2


def git(folder: Path, *words: str) -> str:
    """Ask git."""
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    ).stdout


def seen(web: str, folder: Path) -> Path:
    """Give what readers of a branch see, in a folder."""
    repository, name = web.split("#")
    subprocess.run(["git", "clone", "-q", "-b", name, repository, str(folder)], check=True)
    return folder


def test_editions_are_added_to_the_branch_and_stay(web: str, tmp_path: Path) -> None:
    one = shelves.site(tmp_path / "one")
    shelves.put(web, "2026.08", one)
    shelves.put(web, "2026.11", shelves.site(tmp_path / "two", smoking="<h1>Less</h1>"))
    readers = seen(web, tmp_path / "readers")
    assert verify.problems(readers) == []
    assert (readers / "2026.08/smoking.html").read_text() == "<h1>Smoking</h1>"
    assert (readers / "latest/smoking.html").read_text() == "<h1>Less</h1>"
    assert (readers / ".nojekyll").is_file()
    assert git(readers, "log", "--format=%s").split("\n")[:2] == [
        "Edition 2026.11",
        "Edition 2026.08",
    ]
    # The tree is the one that a folder would be.
    shelves.put(tmp_path / "web", "2026.08", one)
    shelves.put(tmp_path / "web", "2026.11", tmp_path / "two")
    assert (tmp_path / "web" / tree.CONTENTS).read_bytes() == (readers / "tree.json").read_bytes()
    blobs = git(readers, "ls-files", "--stage").splitlines()
    styles = {line.split()[1] for line in blobs if line.endswith("style.css")}
    assert len(styles) == 1, "git keeps a content once"


def test_of_two_at_once_one_is_refused_and_nothing_is_lost(web: str, tmp_path: Path) -> None:
    site = shelves.site(tmp_path / "one")
    shelves.put(web, "2026.08", site)
    first, second = Branch.of(web), Branch.of(web)
    with first.alone(), second.alone():
        for branch, name in ((first, "2026.09"), (second, "2026.10")):
            before = branch.tree()
            assert before is not None
            made = shelves.manifest(site, name, tree.read(before / "2026.08"))

            def make(ahead: Path, before: Path = before, made: object = made) -> str:
                return tree.extend(ahead, before, site, made)

            if branch is first:
                branch.replace(make)
                continue
            with pytest.raises(PlaybookError, match="by somebody else meanwhile"):
                branch.replace(make)
    shelves.put(web, "2026.10", site)
    readers = seen(web, tmp_path / "readers")
    assert list(tree.editions(readers)) == ["2026.08", "2026.09", "2026.10"]
    assert verify.problems(readers) == []


def test_a_kill_at_any_moment_leaves_the_old_tree_or_the_new_one(web: str, tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 # no secret
    site = shelves.site(tmp_path / "one")
    usual = duration(publisher(web, "2026.01", site))
    for number in range(KILLS):
        name = f"2026.{number + 2:02}"
        process = publisher(web, name, site)
        time.sleep(chance.uniform(0, 1.5 * usual))
        process.kill()
        process.communicate()
        readers = seen(web, tmp_path / f"readers{number}")
        assert verify.problems(readers) == []
        if name not in tree.contents(readers)["editions"]:
            shelves.put(web, name, site)


def test_of_what_is_published_only_the_lists_are_fetched(web: str, tmp_path: Path) -> None:
    repository, name = web.split("#")
    # As the large hosts have it.
    git(Path(repository), "config", "uploadpack.allowFilter", "true")
    away = f"file://{repository}#{name}"
    shelves.put(away, "2026.08", shelves.site(tmp_path / "one"))
    branch = Branch.of(away)
    with branch.alone():
        before = branch.tree()
        assert before is not None
        here = {path.name for path in before.rglob("*") if ".git" not in path.parts}
        assert here == {"2026.08", "latest", "edition.json", "tree.json"}
        missing = git(before, "rev-list", "--objects", "--all", "--missing=print")
        assert "?" in missing
    shelves.put(away, "2026.11", shelves.site(tmp_path / "two", smoking="<h1>Less</h1>"))
    assert verify.problems(seen(web, tmp_path / "readers")) == []


def test_a_branch_of_something_else_is_refused(web: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "thesis.txt").write_text("mine")
    shelves.commit(work)
    git(work, "push", "-q", web.split("#")[0], "HEAD:refs/heads/gh-pages")
    with pytest.raises(PlaybookError, match="something else than editions"):
        shelves.put(web, "2026.08", shelves.site(tmp_path / "one"))


@pytest.mark.parametrize("given", ["site.git#", "#gh-pages", "site.git#two..dots"])
def test_what_names_no_branch_is_refused(given: str) -> None:
    with pytest.raises(PlaybookError, match="names no branch"):
        Branch.of(given)


def test_a_repository_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="cannot be used"):
        shelves.put(f"{tmp_path / 'no.git'}#gh-pages", "2026.08", shelves.site(tmp_path / "one"))
