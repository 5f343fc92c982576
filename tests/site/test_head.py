"""What every page of the real site says of itself to search engines and to other sites."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from playbook.site.card import HEIGHT, WIDTH

OWN = {"404.html", "search.html"}
"""Pages of the program's own: they are found from others and are not passed on."""


@pytest.fixture(scope="module")
def heads(built_site: Path) -> dict[str, str]:
    """The head of each page, by its address."""
    return {
        path.relative_to(built_site).as_posix(): path.read_text("utf-8").partition("</head>")[0]
        for path in sorted(built_site.rglob("*.html"))
    }


def meta(head: str, name: str) -> list[str]:
    """Give the content of the elements of this name."""
    found = re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)"', head)
    return [unescape(text) for text in found]


def test_every_title_is_its_own_and_names_the_book(heads: dict[str, str]) -> None:
    titles = {
        name: [unescape(text) for text in re.findall(r"<title>(.*?)</title>", head, re.DOTALL)]
        for name, head in heads.items()
    }
    assert {name for name, found in titles.items() if len(found) != 1} == set()
    book = meta(heads["index.html"], "og:site_name")[0]
    assert {name for name, (title,) in titles.items() if not title.endswith(book)} == set()
    assert Counter(title for (title,) in titles.values()).most_common(1)[0][1] == 1


def test_every_description_is_its_own_and_says_something(heads: dict[str, str]) -> None:
    found = {name: meta(head, "description") for name, head in heads.items()}
    assert {name for name, texts in found.items() if len(texts) != 1} == set()
    texts = {name: text for name, (text,) in found.items()}
    assert {name: text for name, text in texts.items() if not 40 <= len(text) <= 300} == {}
    assert Counter(texts.values()).most_common(1)[0][1] == 1
    assert not [text for text in texts.values() if "{{" in text or "**" in text or "  " in text]


def test_every_page_to_pass_on_has_a_card(heads: dict[str, str], built_site: Path) -> None:
    images = {name: meta(head, "og:image") for name, head in heads.items()}
    assert {name for name, found in images.items() if not found} == OWN
    files = [built_site / "_cards" / Path(name).with_suffix(".png") for name in images.keys() - OWN]
    assert sorted((built_site / "_cards").rglob("*.png")) == sorted(files)
    for name in images.keys() - OWN:
        path = (built_site / name).parent / images[name][0]
        with Image.open(path) as image:
            assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)), name
        assert path.stat().st_size < 100_000, name


def test_what_other_sites_show_is_whole(heads: dict[str, str]) -> None:
    for name, head in heads.items():
        if name in OWN:
            continue
        for part in ("title", "description", "type", "site_name", "locale", "image:alt"):
            assert len(meta(head, f"og:{part}")) == 1, (name, part)
            assert meta(head, f"og:{part}")[0].strip(), (name, part)
        assert "**" not in meta(head, "og:description")[0]
        assert meta(head, "og:title")[0] in meta(head, "og:image:alt")[0]
        assert meta(head, "twitter:card") == ["summary_large_image"]


def test_the_page_of_a_lost_address_is_in_no_index(heads: dict[str, str]) -> None:
    assert meta(heads["404.html"], "robots") == ["noindex"]


def test_no_address_is_made_up(heads: dict[str, str], built_site: Path) -> None:
    for name, head in heads.items():
        assert "canonical" not in head, name
        assert not meta(head, "og:url"), name
    assert not (built_site / "sitemap.xml").exists()
    assert (built_site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_every_page_has_the_icons_and_the_colours_of_the_browser(heads: dict[str, str]) -> None:
    for name, head in heads.items():
        assert head.count('rel="icon"') == 2, name
        assert head.count('rel="apple-touch-icon"') == 1, name
        assert meta(head, "theme-color") == ["#ffffff", "#11181f"], name


def test_the_icons_are_what_they_say(built_site: Path) -> None:
    for file, side in (("favicon.png", 32), ("apple-touch-icon.png", 180)):
        with Image.open(built_site / "_static" / file) as image:
            assert image.size == (side, side)
            corner = image.convert("RGBA").getpixel((0, 0))
        # Clear in a tab, white on a phone, which fills what is clear with black.
        assert corner[3] == (0 if file == "favicon.png" else 255)


def test_every_chart_can_be_taken_away_as_csv_svg_and_png(built_site: Path) -> None:
    charts = 0
    for page in built_site.rglob("*.html"):
        text = page.read_text("utf-8")
        for figure in re.findall(r'<figure class="pb-figure".*?</figure>', text, re.DOTALL):
            charts += 1
            links = re.findall(r'<a href="([^"]+)" download>.*?>(\w+)</a>', figure)
            assert [kind for _, kind in links] == ["CSV", "SVG", "PNG"], page
            drawing, picture = ((page.parent / links[place][0]) for place in (1, 2))
            words = unescape(re.sub(r"<[^>]+>", "", drawing.read_text("utf-8")))
            title = re.search(r"<strong>(.*?)</strong>", figure)
            assert title is not None
            assert unescape(title[1]) in words
            assert "Source: " in words
            with Image.open(picture) as image:
                assert image.width == 2 * 768
            assert picture.stat().st_size < 200_000, picture
    assert charts >= 90
