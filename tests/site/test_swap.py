"""A site is replaced whole or not at all, whatever happens in between."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.execution.recap import Recap
from playbook.site import build, swap
from playbook.site.renderer import Renderer


@pytest.fixture
def html(tmp_path: Path) -> Path:
    folder = tmp_path / "html"
    (folder / "_static").mkdir(parents=True)
    (folder / "index.html").write_text("one")
    (folder / "_static" / "a.css").write_text("p{}")
    (folder / ".buildinfo").write_text("not for readers")
    return folder


def texts(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_files_that_stay_are_linked_and_changed_ones_are_not(html: Path, tmp_path: Path) -> None:
    site = swap.swap_in(html, tmp_path / "site")
    assert texts(site) == {"_static/a.css": "p{}", "index.html": "one"}
    style = (site / "_static" / "a.css").stat().st_ino
    (html / "index.html").write_text("two")
    site = swap.swap_in(html, site)
    assert (site / "_static" / "a.css").stat().st_ino == style
    assert texts(site) == {"_static/a.css": "p{}", "index.html": "two"}
    # What is rendered next is written over where it stands, and must not reach the site.
    assert (html / "_static" / "a.css").stat().st_ino != style
    assert sorted(path.name for path in tmp_path.iterdir()) == [swap.BEFORE, "html", "site"]


def test_the_tree_of_the_site_before_the_last_becomes_the_next(html: Path, tmp_path: Path) -> None:
    site = swap.swap_in(html, tmp_path / "site")
    for name in ("gone", "a-file", "a-folder"):
        (html / name).mkdir() if name != "a-folder" else (html / name).write_text("a file")
    (html / "gone" / "deep.html").write_text("gone")
    swap.swap_in(html, site)
    swap.swap_in(html, site)
    shutil.rmtree(html / "gone")
    (html / "a-file").rmdir()
    (html / "a-file").write_text("a file")
    (html / "a-folder").unlink()
    (html / "a-folder").mkdir()
    (html / "a-folder" / "new.html").write_text("new")
    (html / "index.html").write_text("two")
    tree = (tmp_path / swap.BEFORE / "_static").stat().st_ino
    # What somebody changed or left there by hand is not taken for the site.
    (tmp_path / swap.BEFORE / "_static" / "a.css").write_text("half")
    (tmp_path / swap.BEFORE / "left.html").write_text("left")
    swap.swap_in(html, site)
    assert texts(site) == {
        "_static/a.css": "p{}",
        "a-file": "a file",
        "a-folder/new.html": "new",
        "index.html": "two",
    }
    assert (site / "_static").stat().st_ino == tree
    assert not (site / "gone").exists()
    assert (tmp_path / swap.BEFORE / "index.html").read_text() == "one"


def test_a_file_system_without_links_copies(
    html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    site = swap.swap_in(html, tmp_path / "site")
    monkeypatch.setattr(os, "link", refuse)
    assert texts(swap.swap_in(html, site)) == {"_static/a.css": "p{}", "index.html": "one"}


def test_a_site_that_was_taken_away_by_an_end_in_between_comes_back(
    html: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = swap.swap_in(html, tmp_path / "site")
    good, rename = texts(site), Path.rename

    def killed(self: Path, target: Path) -> Path:
        if self.name == swap.PARTIAL:
            raise KeyboardInterrupt
        return rename(self, target)

    (html / "index.html").write_text("two")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            swap.swap_in(html, site)
    assert not site.exists()
    swap.recover(site)
    assert texts(site) == good
    swap.swap_in(html, site)
    assert texts(site)["index.html"] == "two"
    assert texts(tmp_path / swap.BEFORE) == good


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_is_said_and_leaves_the_site(
    mini: Path, html: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    project = Project.find(mini)
    site = swap.swap_in(html, project.build / "site")
    good = texts(site)

    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    (html / "index.html").write_text("two")
    monkeypatch.setattr(build.runner, "run", lambda *_, **__: Recap())
    monkeypatch.setattr(build.page_list, "expand", lambda *_: [])
    monkeypatch.setattr(Renderer, "render", lambda *_, **__: html)
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(PlaybookError, match=r"_build: cannot be written: .* as it was before"):
        build.build(project)
    assert texts(site) == good


def test_an_error_that_is_no_want_of_room_keeps_its_own_name(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strange(*_: object) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(build.seal, "inputs", strange)
    with pytest.raises(OSError, match="Bad file descriptor"):
        build.build(Project.find(mini))
