"""Sphinx that was set up before is used only while all that it was set up from is as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils.parsers.rst import directives
from sphinx.builders.html import StandaloneHTMLBuilder

from playbook.site import pace, renderer
from playbook.site.application import Application
from tests.catalogue.editing import replace
from tests.conftest import copied
from tests.site.test_build import hashes


@pytest.fixture(scope="module")
def built(mini_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A miniature playbook with its assembled book and what was rendered of it."""
    return copied(mini_site, tmp_path_factory.mktemp("application") / "mini")


def application(root: Path, jobs: int = 1) -> Application:
    return Application(root / "_build" / "book", root / "_build" / "render", jobs)


def test_one_that_was_set_up_gives_what_one_set_up_later_gives(built: Path) -> None:
    book, output = built / "_build" / "book", built / "_build" / "render"
    page = book / "index.md"
    html = output / "_build" / "html"
    known = page.read_text()
    with application(built) as ready:
        page.write_text(known + "\nOne more sentence.\n")
        assert ready.fits(application(built))
        failed, said = renderer.render(book, output, 1, ready)
    assert failed == 0, said
    assert "One more sentence." in (html / "index.html").read_text()
    site = hashes(html)
    page.write_text(known)
    assert renderer.render(book, output, 1)[0] == 0
    assert hashes(html) != site
    page.write_text(known + "\nOne more sentence.\n")
    assert renderer.render(book, output, 1)[0] == 0
    assert hashes(html) == site


def test_a_few_pages_are_given_out_at_once_the_slowest_apart(built: Path) -> None:
    with application(built, 2) as ready:
        assert ready._sphinx is not None
        env = ready._sphinx.env
        names = sorted(env.found_docs)
        known = pace.seconds(env, names)
        assert all(0 < taken < 60 for taken in known.values()), "noted when the page was read"
        setattr(env, pace.LEFT, dict.fromkeys(names, 0.1) | {names[1]: 2.0, names[4]: 2.0})
        first, second = ready.deal(names, 3)
        assert sorted(first + second) == names
        assert len({names[1], names[4]} & set(first)) == 1
        assert pace.seconds(env, ["new"]) == {"new": 2.0}
        assert ready.deal(names[:1], 3) == [names[:1]]
        assert ready.deal([], 3) == []
        assert len(ready.deal(names * 50, 3)) > 2


def test_the_theme_is_copied_only_when_it_or_its_copies_changed(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, output = built / "_build" / "book", built / "_build" / "render"
    static, page = output / "_build" / "html" / "_static", book / "index.md"
    copies: list[str] = []
    copy = StandaloneHTMLBuilder.copy_static_files

    def counted(builder: StandaloneHTMLBuilder) -> None:
        copies.append(builder.name)
        copy(builder)

    monkeypatch.setattr(StandaloneHTMLBuilder, "copy_static_files", counted)

    def rendered(word: str) -> int:
        page.write_text(f"{known}\n{word}\n")
        copies.clear()
        assert renderer.render(book, output, 1)[0] == 0
        return len(copies)

    known = page.read_text()
    rendered("Once, as settings are of this process.")
    whole = hashes(static)
    assert rendered("Nothing of the theme changed.") == 0
    assert hashes(static) == whole

    script = static / "playbook.js"
    script.write_text("// somebody was here")
    assert rendered("A copy changed.") == 1
    assert hashes(static) == whole

    style = book / "_static" / "playbook.css"
    style.write_text(f"{style.read_text()}\n.pb-new {{ color: red }}\n")
    assert rendered("What is copied changed.") == 1
    assert ".pb-new" in (static / "playbook.css").read_text()


CHANGES: dict[str, Callable[[Path], object]] = {
    "settings": lambda root: replace(root / "_build/book/_config.yml", "title: ", "title: Our "),
    "contents": lambda root: replace(root / "_build/book/_toc.yml", "root: index", "root: 'index'"),
    "a new page": lambda root: (root / "_build/book/new.md").write_text("# New\n"),
    "a lost page": lambda root: (root / "_build/book/index.md").unlink(),
    "the edition": lambda root: replace(root / "data/edition.yml", "2026-11-22", "2026-11-23"),
    "a wrong record": lambda root: replace(root / "data/edition.yml", "date:", "dade:"),
    "another environment": lambda root: next(
        (root / "_build/render").rglob("environment.pickle")
    ).write_bytes(b""),
    "what was rendered": lambda root: next(
        (root / "_build/render").rglob("environment.pickle")
    ).unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_fits_no_more_after_a_change_of(mini: Path, change: Callable[[Path], object]) -> None:
    book = mini / "_build" / "book"
    book.mkdir(parents=True)
    for name, text in (
        ("_config.yml", "title: Ours\n"),
        ("_toc.yml", "root: index\n"),
        ("index.md", "# Home\n"),
    ):
        (book / name).write_text(text)
    kept = mini / "_build" / "render" / "_build" / ".doctrees" / "environment.pickle"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"environment")
    ready = application(mini)
    assert ready.fits(application(mini))
    assert not ready.fits(application(mini, jobs=2))
    change(mini)
    assert not ready.fits(application(mini))


def test_what_cannot_be_set_up_is_told_by_the_build_and_leaves_docutils_as_it_was(
    mini: Path,
) -> None:
    before = set(vars(directives)["_directives"])
    book = mini / "_build" / "book"
    book.mkdir(parents=True)
    (book / "_config.yml").write_text("title: Ours\n")
    with application(mini) as broken:
        assert not broken.fits(application(mini))
        assert broken.build() == 2
        assert "_toc.yml" in broken.said.getvalue()
    assert set(vars(directives)["_directives"]) == before
