"""A file is hashed again exactly when it may be another than the one that was hashed."""

from __future__ import annotations

import builtins
import hashlib
import os
import time
from pathlib import Path

import pytest

from playbook import hashing
from playbook.hashing import FileHashes, files


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened to be hashed."""
    seen: list[str] = []
    before = builtins.open

    def noting(path: object, *given: object, **named: object) -> object:
        seen.append(os.path.basename(str(path)))  # noqa: PTH119
        return before(path, *given, **named)

    monkeypatch.setattr(builtins, "open", noting)
    return seen


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files that have been there for a while."""
    root = tmp_path / "root"
    (root / "b").mkdir(parents=True)
    (root / "b" / "two.txt").write_text("two")
    (root / "one.txt").write_text("one")
    monkeypatch.setattr(hashing, "SETTLED", 0)
    return root


def look(folder: Path) -> dict[str, str]:
    """Hash every file, as a process of its own would."""
    hashes = FileHashes(folder.with_name("memory.json"))
    found = {path.removeprefix(f"{folder}/"): hashes.of(path, stat) for path, stat in files(folder)}
    hashes.remember()
    return found


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_file_that_stays_is_read_once(folder: Path, opened: list[str]) -> None:
    first = look(folder)
    assert first == {"b/two.txt": sha256("two"), "one.txt": sha256("one")}
    assert opened == ["two.txt", "one.txt"]
    assert look(folder) == first
    assert opened == ["two.txt", "one.txt"]


def test_other_content_of_the_same_size_and_time_is_seen(folder: Path, opened: list[str]) -> None:
    look(folder)
    path, opened[:] = folder / "one.txt", []
    known = path.stat()
    path.write_text("two")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert look(folder)["one.txt"] == sha256("two")
    assert opened == ["one.txt"]


def test_a_file_put_in_the_place_of_another_is_seen(folder: Path) -> None:
    look(folder)
    other = folder / "three.txt"
    other.write_text("two")
    other.replace(folder / "one.txt")
    assert look(folder)["one.txt"] == sha256("two")


def test_a_file_that_was_just_written_is_read_again(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "SETTLED", 3600 * 10**9)
    look(folder)
    look(folder)
    assert opened == ["two.txt", "one.txt"] * 2
    (moment,) = {time.time() - path.stat().st_ctime < 3600 for path in folder.glob("*.txt")}
    assert moment


@pytest.mark.parametrize("memory", ["", "[]", '{"x": 1}', '{"%s/one.txt": 1}', "\0"])
def test_a_memory_that_is_none_costs_a_second_reading(
    folder: Path, opened: list[str], memory: str
) -> None:
    first = look(folder)
    folder.with_name("memory.json").write_text(memory.replace("%s", str(folder)))
    assert look(folder) == first
    assert opened.count("one.txt") == 2


def test_files_come_in_order_and_without_caches(folder: Path) -> None:
    for name in ("__pycache__", ".ipynb_checkpoints"):
        (folder / name).mkdir()
        (folder / name / "cache").write_text("")
    assert [path for path, _ in files(folder)] == [f"{folder}/b/two.txt", f"{folder}/one.txt"]
    assert [path for path, _ in files(folder / "one.txt")] == [f"{folder}/one.txt"]
    assert list(files(folder / "none")) == []
