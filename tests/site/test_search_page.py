"""The page of search on the real site, in a browser: what people type finds the right page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

LIGHT = 100_000
"""Bytes that the index may have, gzipped: fetched when somebody searches, not before."""

WANTED = {
    "blood pressure": ["indicators/hypertension_prevalence"],
    "A and E": ["indicators/ae_attendances", "indicators/ae_four_hour"],
    "A&E": ["indicators/ae_attendances", "indicators/ae_four_hour"],
    "casualty": ["indicators/ae_attendances", "indicators/ae_four_hour"],
    "Ealing self harm": ["places/ealing"],
    "self-harm in Ealing": ["places/ealing"],
    "self harm": ["indicators/self_harm_admissions_10_24"],
    "stroke": ["indicators/cvd_mortality_preventable_u75"],
    "heart attack": ["indicators/cvd_mortality_preventable_u75"],
    "waiting times": ["indicators/ae_four_hour", "indicators/ae_twelve_hour_waits"],
    "CAMHS": ["indicators/cyp_mental_health_access"],
    "camhs waiting list": ["indicators/cyp_mental_health_waits_4_weeks"],
    "obesity": ["indicators/adult_obesity"],
    "obesty": ["indicators/adult_obesity"],
    "overweight adults Brent": ["places/brent"],
    "statins": ["indicators/cvd_lipid_therapy"],
    "bed blocking": ["indicators/ready_to_leave"],
    "community health workers": ["cases/chww"],
    "Novartis": ["cases/hf-nurse", "cases/lipid-optimisation"],
    "delayed discharge Hillingdon": ["trusts/hillingdon-hospitals"],
    "corridor care": ["indicators/ae_twelve_hour_waits"],
    "how full are hospitals": ["indicators/adult_bed_occupancy"],
    "life expectancy women": ["indicators/healthy_life_expectancy_female"],
    "old people falling": ["indicators/falls_admissions_65"],
    "truancy": ["indicators/persistent_absence"],
    "poverty": ["indicators/child_poverty"],
    "K&C": ["places/kensington-and-chelsea"],
    "H&F": ["places/hammersmith-and-fulham"],
    "westminster smoking": ["places/westminster"],
    "imperial": ["trusts/imperial-college-healthcare"],
    "London North West A&E": ["trusts/london-north-west-university-healthcare"],
    "mission 2": ["missions/days-at-home"],
    "young people's mental health": ["missions/young-peoples-mental-health"],
    "confidence interval": ["glossary", "methods"],
    "funnel plot": ["glossary", "methods"],
    "licence": ["legal"],
    "high blood pressure": ["indicators/hypertension_prevalence"],
    "A&E 4 hour": ["indicators/ae_four_hour"],
    "four hour target": ["indicators/ae_four_hour"],
    "cholesterol": ["indicators/cvd_lipid_therapy"],
    "smoking": ["indicators/smoking_prevalence"],
    "Harrow": ["places/harrow"],
    "heart failure": ["cases/hf-nurse", "cases/hf-virtual-ward"],
    "diabetes": ["indicators/diabetes_prevalence"],
    "deprivation": ["glossary"],
    "hospital discharge": ["indicators/ready_to_leave"],
    "medically fit": ["indicators/ready_to_leave"],
    "anxiety": ["indicators/cyp_mental_health_access"],
    "suicide": ["indicators/self_harm_admissions_10_24"],
    "school absence": ["indicators/persistent_absence"],
    "bed occupancy imperial": ["trusts/imperial-college-healthcare"],
    "stroke deaths brent": ["places/brent"],
    "download data": ["data"],
    "who runs this": ["governance/index"],
    "control chart": ["boards/change"],
    "what changed": ["changes"],
}
"""What a person may type, and pages of which one has to be among the first 3 results."""


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """A browser tab for all searches."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def results(tab: Any, address: str, query: str) -> list[str]:
    tab.goto(f"{address}/search.html?q={quote_plus(query)}")
    tab.wait_for_function("document.querySelector('.pb-find__status').textContent")
    found: list[str] = tab.locator(".pb-results a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return found


@pytest.fixture(scope="module")
def found(tab: Any, site_address: str) -> Callable[[str], list[str]]:
    """What is found for a query; each is asked once."""
    return cache(lambda query: results(tab, site_address, query))


@pytest.mark.parametrize("query", WANTED)
def test_what_a_person_types_finds_the_page(found: Callable[[str], list[str]], query: str) -> None:
    best = [link.partition(".html")[0] for link in found(query)[:3]]
    assert set(best) & set(WANTED[query]), best


def test_a_place_and_a_topic_lead_to_the_figure(
    tab: Any, site_address: str, built_site: Path
) -> None:
    link = results(tab, site_address, "Ealing self harm")[0]
    page, _, anchor = link.partition("#")
    assert page == "places/ealing.html"
    assert f'id="{anchor}"' in (built_site / page).read_text("utf-8")
    first = tab.locator(".pb-results li").first
    assert first.locator(".pb-results__kind").text_content() == "Place figure"
    assert "per 100,000" in first.locator(".pb-results__text").text_content()


def test_a_result_says_what_it_is_and_what_it_answers(
    tab: Any, site_address: str, built_site: Path
) -> None:
    results(tab, site_address, "blood pressure")
    first = tab.locator(".pb-results li").first
    assert first.locator(".pb-results__kind").text_content() == "Indicator"
    answer = first.locator(".pb-results__text").text_content()
    page = (built_site / "indicators" / "hypertension_prevalence.html").read_text("utf-8")
    said = page.partition('<p class="pb-answer">')[2].partition("</p>")[0]
    assert answer == said.replace("<strong>", "").replace("</strong>", "")


def test_every_link_of_every_result_is_there(
    found: Callable[[str], list[str]], built_site: Path
) -> None:
    links = {link for query in WANTED for link in found(query)}
    assert len(links) > 40
    for link in links:
        page, _, anchor = link.partition("#")
        text = (built_site / page).read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in text, link


def test_a_slip_of_the_pen_is_mended_and_said(tab: Any, site_address: str) -> None:
    results(tab, site_address, "diabtes")
    said = tab.locator(".pb-find__status").text_content()
    assert "“diabtes” was not found; these are for “diabetes”." in said


def test_nothing_found_says_so_and_shows_every_page(
    tab: Any, site_address: str, built_site: Path
) -> None:
    assert results(tab, site_address, "xyzzy") == []
    assert "Nothing was found for “xyzzy”" in tab.locator(".pb-find__status").text_content()
    shown = tab.locator(".pb-allpages a").evaluate_all("x => x.map(a => a.getAttribute('href'))")
    pages = {path.relative_to(built_site).as_posix() for path in built_site.rglob("*.html")}
    assert set(shown) == pages - {"search.html", "404.html"}


def test_each_suggestion_finds_something(tab: Any, site_address: str) -> None:
    results(tab, site_address, "xyzzy")
    ideas = tab.locator(".pb-find__form p a")
    assert ideas.count() >= 3
    for number in range(ideas.count()):
        idea = ideas.nth(number).text_content()
        with tab.expect_navigation():
            ideas.nth(number).click()
        tab.locator(".pb-results a").first.wait_for()
        assert tab.locator("#pb-find").input_value() == idea


def test_a_query_is_text_and_never_markup(tab: Any, site_address: str) -> None:
    tab.goto(
        f"{site_address}/search.html?q=%3Cimg+src%3Dx+onerror%3D%22document.title%3D%27no%27%22%3E"
    )
    assert "<img" in tab.locator(".pb-find__status").text_content()
    assert tab.locator(".pb-find__status img").count() == 0


def test_typing_finds_at_once_and_the_address_keeps_up(tab: Any, site_address: str) -> None:
    tab.goto(f"{site_address}/search.html")
    assert tab.evaluate("document.activeElement.id") == "pb-find"
    tab.keyboard.type("smok")
    tab.wait_for_url("**/search.html?q=smok")
    assert tab.locator(".pb-results a").first.get_attribute("href").startswith("indicators/smoking")
    assert tab.title().startswith("smok - ")
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    tab.wait_for_url("**/search.html")
    assert tab.locator(".pb-allpages").is_visible()


def test_the_keyboard_is_enough(tab: Any, site_address: str) -> None:
    results(tab, site_address, "obesity")
    tab.locator("#pb-find").focus()
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("Boolean(document.activeElement.closest('.pb-results'))"):
            break
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/indicators/adult_obesity.html")


@pytest.mark.parametrize(
    "page", ["index.html", "indicators/adult_obesity.html", "places/brent.html"]
)
def test_the_field_beside_every_page_searches(tab: Any, site_address: str, page: str) -> None:
    tab.goto(f"{site_address}/{page}")
    tab.locator("#pb-q").fill("poverty")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=poverty*")
    tab.locator(".pb-results a").first.wait_for()
    assert tab.locator("#pb-find").input_value() == "poverty"


def test_no_page_has_two_landmarks_of_search_without_a_name(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        assert len(re.findall(r'role="search"(?! aria-label)', path.read_text("utf-8"))) == 1, path


def test_a_phone_searches_from_the_button_at_the_top(browser: Any, site_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    phone = context.new_page()
    phone.goto(f"{site_address}/places/brent.html")
    phone.locator(".search-button__button").first.click()
    phone.keyboard.type("statins")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search.html?q=statins")
    phone.locator(".pb-results a").first.wait_for()
    context.close()


def test_without_scripts_the_page_says_so_and_lists_every_page(
    browser: Any, site_address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site_address}/places/brent.html")
    plain.get_by_role("link", name="Search and all pages").click()
    assert "Searching needs JavaScript" in plain.locator(".pb-find__note").text_content()
    assert plain.locator(".pb-allpages a[href='indicators/adult_obesity.html']").is_visible()
    context.close()


def test_the_index_is_light(built_site: Path) -> None:
    assert len(gzip.compress((built_site / "searchindex.js").read_bytes(), 9)) < LIGHT
