"""Style rules that no page can use are left out, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.site import stylesheet

USED = {"card", "open", "main"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p{color:red}", "p{color:red}\n"),
        (".card{color:red}", ".card{color:red}\n"),
        (".card .badge{color:red}", ""),
        (".card,.badge{color:red}", ".card{color:red}\n"),
        ("#main>.card.open:hover{color:red}", "#main>.card.open:hover{color:red}\n"),
        ("#other{color:red}", ""),
        (".card:not(.badge){color:red}", ".card:not(.badge){color:red}\n"),
        (":is(.badge,.card) p{color:red}", ":is(.badge,.card) p{color:red}\n"),
        ('[data-x=".badge"]{color:red}', '[data-x=".badge"]{color:red}\n'),
        ("p{width:.5em;color:#fff}", "p{width:.5em;color:#fff}\n"),
        (
            "@media (max-width:9px){.card{a:b}.badge{a:b}}",
            "@media (max-width:9px){.card{a:b}\n}\n",
        ),
        ("@media print{.badge{a:b}}", ""),
        ("@font-face{font-family:X}", "@font-face{font-family:X}\n"),
        ("@keyframes spin{to{a:b}}", "@keyframes spin{to{a:b}}\n"),
        ("/* .card */.badge{a:b}", ""),
    ],
)
def test_a_selector_stays_if_all_that_it_asks_for_is_there(css: str, kept: str) -> None:
    assert stylesheet.purge(css, USED) == kept


def test_names_come_from_pages_and_from_scripts_that_may_add_them(tmp_path: Path) -> None:
    (tmp_path / "_static" / "vendor").mkdir(parents=True)
    (tmp_path / "page.html").write_text('<p class="card wide" id="main">open</p>')
    (tmp_path / "_static" / "menu.js").write_text('node.classList.add("show-now")')
    (tmp_path / "_static" / "vendor" / "vega.js").write_text("huge")
    names = stylesheet.names_in(tmp_path, tmp_path / "kept" / "names.json")
    assert {"card", "wide", "main", "show-now"} <= names
    assert not {"open", "huge"} & names


def test_a_class_that_comes_into_use_gets_its_rule_back(tmp_path: Path) -> None:
    theme, site = tmp_path / "theme", tmp_path / "site"
    (theme / "styles").mkdir(parents=True)
    (theme / "styles" / "t.css").write_text(".badge{a:b}.card{a:b}")
    sheet = site / "_static" / "styles" / "t.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("")
    (site / "page.html").write_text('<p class="card">')
    stylesheet.lighten(site, [theme], tmp_path / "kept")
    assert sheet.read_text() == ".card{a:b}\n"
    (site / "page.html").write_text('<p class="card badge">')
    stylesheet.lighten(site, [theme], tmp_path / "kept")
    assert sheet.read_text() == ".badge{a:b}\n.card{a:b}\n"
