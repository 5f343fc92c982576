"""Attack: a script, a frame or a picture of another host gets into a page all the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audits.host import hosted
from tests.conftest import pages_of

# What Playwright itself evaluates is refused too, and is no fault of the page. That the site
# evaluates nothing is tested with the live charts, in tests/site/test_browser.py.
WATCH = """window.refused = [];
document.addEventListener("securitypolicyviolation", (one) => {
    if (one.blockedURI !== "eval")
        window.refused.push(`${one.effectiveDirective} ${one.blockedURI}`);
});"""


@pytest.fixture(scope="module")
def address(mini_site: Path) -> Iterator[str]:
    with hosted(mini_site) as where:
        yield where


@pytest.fixture(scope="module")
def attacked(
    mini_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """A copy of the site to put attacks into, and its address: others look at the site itself."""
    site = Path(shutil.copytree(mini_site, tmp_path_factory.mktemp("attacked") / "site"))
    with hosted(site) as where:
        yield site, where


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def policy(page: str) -> dict[str, str]:
    (found,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    return dict(part.strip().split(" ", 1) for part in found.replace("&#39;", "'").split(";"))


def test_every_page_has_a_strict_policy_before_anything_that_runs(mini_site: Path) -> None:
    names = pages_of(mini_site)
    assert len(names) > 10
    for name in names:
        text = (mini_site / name).read_text(encoding="utf-8")
        rules = policy(text)
        assert rules["default-src"] == "'none'"
        assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", rules["script-src"]), name
        assert "unsafe" not in rules["script-src"]
        assert text.index("Content-Security-Policy") < text.index("<script")
        assert not re.search(r"\son[a-z]+=\"|javascript:", text), name


def test_no_page_does_what_its_policy_refuses(tab: Any, mini_site: Path, address: str) -> None:
    for name in pages_of(mini_site):
        tab.goto(f"{address}/{name}")
        tab.wait_for_load_state("load")
        assert tab.evaluate("document.documentElement.dataset.theme"), name
        assert tab.evaluate("window.refused") == [], name


def test_a_live_chart_and_the_search_run_under_the_policy(tab: Any, address: str) -> None:
    tab.goto(f"{address}/indicators/within_4_hours.html")
    tab.locator(".pb-explore").first.click()
    tab.locator(".pb-live svg").first.wait_for(timeout=20_000)
    assert tab.evaluate("window.refused") == []
    tab.goto(f"{address}/search.html?q=visits")
    tab.wait_for_load_state("networkidle")
    assert tab.evaluate("window.refused") == []


@pytest.mark.parametrize(
    ("markup", "refused"),
    [
        ("<script>window.stolen = 1</script>", "script-src-elem inline"),
        ("<img src='x.png' onerror='window.stolen = 1'>", "script-src-attr inline"),
        ("<script src='https://example.org/a.js'></script>", "script-src-elem"),
        ("<iframe src='https://example.org/'></iframe>", "frame-src"),
        ("<img src='https://example.org/a.png'>", "img-src"),
        ("<base href='https://example.org/'>", "base-uri"),
        ("<object data='https://example.org/a'></object>", "object-src"),
    ],
)
def test_what_is_put_into_a_page_does_not_run_and_fetches_nothing(
    markup: str, refused: str, tab: Any, mini_site: Path, attacked: tuple[Path, str]
) -> None:
    # The host keeps what it has sent: each attack has a page of its own.
    site, where = attacked
    page = site / f"attacked-{abs(hash(markup))}.html"
    text = (mini_site / "index.html").read_text(encoding="utf-8")
    page.write_text(text.replace("</article>", f"{markup}</article>", 1), encoding="utf-8")
    tab.goto(f"{where}/{page.name}")
    for _ in range(50):
        if any(one.startswith(refused) for one in tab.evaluate("window.refused")):
            break
        tab.wait_for_timeout(100)
    else:
        pytest.fail(f"{refused} was not refused: {tab.evaluate('window.refused')}")
    assert tab.evaluate("window.stolen") is None


def test_code_made_from_a_text_does_not_run(tab: Any, address: str) -> None:
    tab.goto(f"{address}/index.html")
    tab.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.stolen = 1';"
        " document.head.append(s); }"
    )
    assert tab.evaluate("window.stolen") is None
