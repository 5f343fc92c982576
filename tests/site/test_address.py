"""Where the site is published: what counts as an address, and what is made of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from playbook.catalogue import Project
from playbook.errors import PlaybookError
from playbook.site import address

BASE = "https://example.org/playbook/"


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("", ""),
        ("  ", ""),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/playbook", BASE),
        (" https://example.org/playbook// ", BASE),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_a_base_address_ends_in_one_slash(written: str, base: str) -> None:
    assert address.checked(written) == base


@pytest.mark.parametrize(
    "written",
    [
        "example.org/playbook",
        "/playbook/",
        "ftp://example.org/",
        "https://",
        "https:///playbook/",
        "https://example.org:port/",
        "https://[example.org/",
        "https://someone@example.org/",
        "https://example.org/?edition=1",
        "https://example.org/#top",
        "https://example.org/a b/",
        'https://example.org/"/',
    ],
)
def test_what_no_page_can_be_below_is_refused(written: str) -> None:
    with pytest.raises(PlaybookError, match="Write it whole") as caught:
        address.checked(written, file="_config.yml", field="html.baseurl")
    assert str(caught.value).startswith("_config.yml: html.baseurl: ")
    assert repr(written) in str(caught.value)


def test_the_home_page_is_the_address_itself() -> None:
    assert address.of_page(BASE, "index") == BASE
    assert address.of_page(BASE, "places/brent") == f"{BASE}places/brent.html"
    assert address.of_page("", "places/brent") == ""


def test_the_prefix_is_the_path_below_the_host() -> None:
    assert address.prefix(BASE) == "/playbook/"
    assert address.prefix("https://example.org/") == address.prefix("") == "/"


def test_the_sitemap_lists_every_page_once_with_the_day_of_the_edition() -> None:
    text = address.sitemap(BASE, {"index", "places/a&b"}, "2026-11-22")
    urls = ElementTree.fromstring(text)  # noqa: S314 # our own
    space = {"s": address.SITEMAP}
    assert [url.text for url in urls.findall("s:url/s:loc", space)] == [
        BASE,
        f"{BASE}places/a%26b.html",
    ]
    assert {day.text for day in urls.findall("s:url/s:lastmod", space)} == {"2026-11-22"}


def test_robots_are_let_in_and_shown_the_sitemap_only_where_there_is_one() -> None:
    assert address.robots("") == "User-agent: *\nAllow: /\n"
    assert address.robots(BASE).endswith(f"\nSitemap: {BASE}sitemap.xml\n")


def test_the_address_in_the_settings_is_that_of_the_own_book_alone() -> None:
    settings = {"html": {"baseurl": "https://example.org/playbook"}}
    own, other = Project(Path("/somewhere")), Project(Path("/somewhere"), "other")
    assert address.of_site(own, settings) == BASE
    assert address.of_site(other, settings) == ""
    assert address.of_site(other, settings, "https://other.org") == "https://other.org/"
    assert address.of_site(own, settings, "https://new.org") == "https://new.org/"
    assert address.of_site(own, {}) == address.of_site(own, {"html": None}) == ""


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(PlaybookError, match=r"^_config\.yml: html\.baseurl: 'example\.org' is not"):
        address.of_site(Project(Path("/somewhere")), {"html": {"baseurl": "example.org"}})
