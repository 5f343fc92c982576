"""Fixtures shared by all tests: a miniature playbook, the built site, a browser."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from playbook.locking import lock
from playbook.site import pagetitles, vendor
from tests.audits.host import hosted

# A shell starts what runs in its background deaf to Ctrl-C, and children inherit that. Tests that
# press Ctrl-C need children that hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
collect_ignore_glob = ["mini/*"]


def pytest_configure(config: pytest.Config) -> None:
    """Give files out in the order below, not those with the most tests first, however short."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one file build the site while all that need none are run, and leave short files for last.

    A worker that asked for the site too would wait until it is there. Then come the files that go
    through its pages in a browser; the fewer tests one has, the more pages each goes through.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    uses = {
        path: {name for one in own for name in getattr(one, "fixturenames", ())}
        for path, own in files.items()
    }
    site = [path for path in files if "built_site" in uses[path]]
    slow = sorted((one for one in site if "browser" in uses[one]), key=lambda one: len(files[one]))
    rest = sorted(files, key=lambda one: -len(files[one]))
    order = [*slow[-1:], *(one for one in rest if one not in site), *slow[:-1]]
    order += [one for one in rest if one in site and one not in slow]
    items[:] = [item for path in order for item in files[path]]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A miniature playbook of its own in a temporary folder, with the real notebooks."""
    return make_mini(tmp_path / "mini", monkeypatch)


_shared: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def _share(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let the workers of a run find each other: the folders that pytest gives them are siblings."""
    own = tmp_path_factory.getbasetemp()
    _shared.append(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


def shared() -> Path:
    """Give the folder that the workers of this run of the tests have in common."""
    if not _shared:
        kept = tempfile.TemporaryDirectory(prefix="playbook-tests-")
        atexit.register(kept.cleanup)
        _shared.append(Path(kept.name))
    return _shared[0]


@contextmanager
def first(folder: Path) -> Iterator[bool]:
    """Say whether a folder is still to be made; let no other worker ask before that is done."""
    made = folder.with_name(f"{folder.name}.made")
    with folder.with_name(f"{folder.name}.lock").open("a") as stream:
        lock(stream.fileno())
        yield not made.exists()
        made.touch()


@cache
def made_once() -> Path:
    """Make the vendored files: they are the same for every playbook, and take seconds."""
    with first(shared() / "vendored") as to_make:
        if to_make:
            vendor.make(shared() / "vendored" / "vendor")
    return shared() / "vendored" / "vendor"


def lay_vendored(build: Path) -> None:
    """Put the vendored files where a build would make them."""
    shutil.copytree(made_once(), build / "vendor")
    shutil.copy(made_once().with_name("vendor.json"), build / "vendor.json")


def make_mini(folder: Path, monkeypatch: pytest.MonkeyPatch | None = None) -> Path:
    """Lay out the miniature playbook; inside it, commands and notebooks find it by themselves."""
    shutil.copytree(MINI, folder)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for name in ("_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name, dirs_exist_ok=True)
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    lay_vendored(folder / "_build")
    if monkeypatch is not None:
        monkeypatch.chdir(folder)
        monkeypatch.delenv("PLAYBOOK_ROOT", raising=False)
    return folder


def playbook(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, as a person would."""
    environment = {key: value for key, value in os.environ.items() if key != "PLAYBOOK_ROOT"}
    return subprocess.run(
        [sys.executable, "-m", "playbook", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        **options,
    )


@pytest.fixture(scope="session")
def built_site(root: Path) -> Path:
    """The real site, built from the embedded data as `make site` does."""
    with first(shared() / "built_site") as to_make:
        if to_make:
            done = playbook(root, "build")
            assert done.returncode == 0, done.stderr
    return root / "_build" / "site"


@pytest.fixture(scope="session")
def mini_site() -> Path:
    """The site of the miniature playbook. All workers have this one: only to be looked at."""
    folder = shared() / "mini_site" / "mini"
    with first(folder.parent) as to_make:
        if to_make:
            done = playbook(make_mini(folder), "build", "--json")
            assert done.returncode == 0, done.stderr
            folder.with_name("said.json").write_text(done.stdout)
    return folder / "_build" / "site"


def copied(site: Path, folder: Path) -> Path:
    """Copy the playbook of a site with all that was built, to change it."""
    return Path(shutil.copytree(site.parents[1], folder, symlinks=True))


def pages_of(site: Path) -> list[str]:
    """Name every page of a site that a reader sees."""
    return [path.relative_to(site).as_posix() for path in pagetitles.shown(site)]


@pytest.fixture(scope="session")
def site_address(built_site: Path) -> Iterator[str]:
    """The real site, as a static host would serve it."""
    with hosted(built_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium for the session."""
    from playwright.sync_api import sync_playwright

    from playbook.checks.browser import ARGUMENTS, find

    chromium = find()
    if chromium is None:
        pytest.fail("there is no Chromium; `make test` installs one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()
