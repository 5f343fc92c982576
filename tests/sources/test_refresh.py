"""New figures: what is sound comes in whole, what is not changes nothing and says why."""

from __future__ import annotations

import csv
import os
import resource
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from playbook.catalogue import received
from playbook.catalogue.feed import Feeds
from playbook.observations import tables
from playbook.sources import refresh as refreshing
from playbook.sources.refresh import Outcome
from playbook.sources.staging import JOURNAL, Stage, finish
from tests.sources import recorded
from tests.sources.loopback import Publishers, Reply, body, mended
from tests.sources.miniature import (
    HASTY,
    PROFILES,
    QUICK,
    TODAY,
    Playbook,
    contents,
    lean,
)


@pytest.fixture
def book(tmp_path: Path, publishers: Publishers) -> Playbook:
    return Playbook(lean(tmp_path / "mini"), publishers)


def test_a_publisher_that_knows_what_we_know_changes_nothing(book: Playbook) -> None:
    before = book.held()
    outcomes = book.refresh_all()
    assert [one.error for one in outcomes.values()] == [None, None]
    assert not any(one.changes for one in outcomes.values())
    assert book.held() == before


def test_a_further_year_is_added_and_told_by_indicator_and_period(book: Playbook) -> None:
    book.deaths += book.year()
    outcome = book.refresh()
    assert outcome.error is None
    (change,) = outcome.changes
    assert change.counts == {"added": 3, "revised": 0, "withdrawn": 0}
    assert change.by_period() == [("2025-01-01 to 2025-12-31", {"added": 3})]
    record = (book.project.data / "indicators/avoidable_deaths.yml").read_text()
    assert "last: 2025-12-31" in record
    tables.validate(book.project)


def test_a_revision_is_taken_in_and_the_old_figure_is_kept(book: Playbook) -> None:
    book.deaths[4]["value"] = "52.6"
    (change,) = book.refresh().changes
    assert change.counts == {"added": 0, "revised": 1, "withdrawn": 0}
    with (book.project.data / "revisions/avoidable_deaths.csv").open() as stream:
        (kept,) = csv.DictReader(stream)
    assert (kept["taken"], kept["change"], kept["value"]) == ("2026-11-23", "revised", "52.4")
    tables.validate(book.project)


def test_a_withdrawn_figure_goes_and_is_kept_in_the_revisions(book: Playbook) -> None:
    gone = book.deaths.pop(0)
    (change,) = book.refresh().changes
    assert change.counts == {"added": 0, "revised": 0, "withdrawn": 1}
    (kept,) = recorded.rows(book.project.data / "revisions/avoidable_deaths.csv")
    assert (kept["change"], kept["value"]) == ("withdrawn", gone["value"])
    tables.validate(book.project)


def test_what_was_received_is_recorded_with_its_hash_and_kept_as_it_came(book: Playbook) -> None:
    book.deaths += book.year()
    book.refresh()
    (snapshot,) = received.read(book.project, "mini_profiles").snapshots
    (receipt,) = snapshot.answers
    assert snapshot.day == TODAY
    assert receipt.address.startswith("https://profiles.example.org/api/")
    kept = book.project.build / "received" / receipt.sha256
    assert kept.read_bytes() == recorded.fingertips(book.deaths, "901", "<75 yrs")
    assert receipt.bytes == kept.stat().st_size


def test_what_did_not_change_is_not_sent_again(book: Playbook) -> None:
    book.deaths += book.year()
    book.refresh()
    before = book.held()
    book.publishers.asked.clear()
    assert not book.refresh().changes
    _path, headers = next(one for one in book.publishers.asked if "profiles" in one[0])
    assert headers["If-None-Match"]
    assert "mission-playbook/" in headers["User-Agent"]
    assert book.held() == before


def test_a_dry_run_tells_and_changes_nothing(book: Playbook) -> None:
    book.deaths += book.year()
    before = book.held()
    assert book.refresh(dry_run=True).changes
    assert book.held() == before


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Reply], Reply]:
    return body(lambda content: b"\r\n".join(change(content.split(b"\r\n"))))


PAGE = b"<!DOCTYPE html><html><head><title>Site maintenance</title></head></html>"
FAULTS: dict[str, tuple[list[Reply | Callable[[Reply], Reply]], str]] = {
    "page": ([Reply(PAGE)], "web page with the title 'Site maintenance'"),
    "empty": ([Reply(b"")], "is empty"),
    "cut file": ([body(lambda content: content[:-25])], "cut off"),
    "cut answer": ([lambda said: replace(said, cut=200)], "broke off"),
    "renamed": ([body(lambda c: c.replace(b"Area Code", b"Place Code"))], "columns.area"),
    "other": ([body(lambda c: c.replace(b"\r\n901,", b"\r\n902,"))], "another indicator"),
    "words": ([body(lambda c: c.replace(b",52.4,", b",low,"))], "'low', not a number"),
    "infinite": ([body(lambda c: c.replace(b",52.4,", b",inf,"))], "'inf', not a number"),
    "twofold": ([body(lambda c: c + c.split(b"\r\n")[1].replace(b",62,", b",63,"))], "two figures"),
    "encoding": ([body(lambda c: c.replace(b"As recorded", "Å".encode("latin-1")))], "utf-8-sig"),
    "wide": ([body(lambda c: c.decode("utf-8-sig").encode("utf-16"))], "utf-8-sig"),
    "area": ([body(lambda c: c.replace(b"E09000902", b"E09000999"))], "unknown area E09000999"),
    "age": ([body(lambda c: c.replace(b"<75 yrs", b"65+ yrs"))], "no row has '<75 yrs'"),
    "period": ([body(lambda c: c.replace(b",2024,", b",2024 Q1,"))], "'2024 Q1'"),
    "headless": ([lines(lambda rows: rows[:1])], "no rows"),
    "missing": ([Reply(b"", 404)], "404"),
    "forbidden": ([Reply(b"", 403)], "403"),
    "failing": ([Reply(b"", 500)], "500 Internal Server Error (3 tries)"),
    "busy": ([Reply(b"", 429, {"Retry-After": "3600"})], "asks to wait 3,600 s"),
    "reset": ([Reply(reset=True)], "could not be reached|broke off"),
    "silent": ([lambda said: replace(said, silent=0.8)], "was silent"),
    "drip": ([lambda said: replace(said, drip=0.05)], "was not whole after"),
    "large": ([Reply(endless=2_000_000_000)], "is of 2,000 MB or more"),
    "endless": ([Reply(endless=2_000_000_000, announced=False)], "at most 1 are taken"),
    "bomb": ([Reply(b"0" * 30_000_000, packed=True)], "at most 1 are taken"),
    "elsewhere": ([Reply(b"", 302, {"Location": "https://evil.example.net/x"})], "may be asked"),
    "plain": ([Reply(b"", 302, {"Location": "http://files.example.org/x"})], "by https"),
    "loop": ([Reply(b"", 302, {"Location": "by_indicator_id"})], "redirects for ever"),
}


ENDLESS = {"silent", "drip"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_changes_nothing_and_is_told(book: Playbook, name: str) -> None:
    faults, said = FAULTS[name]
    book.deaths += book.year()
    book.publishers.spoil(PROFILES, *faults)
    before = book.held()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = book.refresh(patience=HASTY if name in ENDLESS else QUICK)
    assert_said(outcome, said)
    assert book.held() == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64_000


def test_a_source_that_is_refused_lets_the_others_finish(book: Playbook) -> None:
    book.publishers.spoil(PROFILES, Reply(PAGE))
    book.smoking[-1] |= {"value": "11.9", "count": "1190"}
    outcomes = book.refresh_all()
    assert outcomes["mini_profiles"].error is not None
    assert outcomes["mini_returns"].error is None
    assert [one.counts["revised"] for one in outcomes["mini_returns"].changes] == [1]


def assert_said(outcome: Outcome, said: str) -> None:
    import re

    assert outcome.error is not None
    text = str(outcome.error)
    assert re.search(said, text) or said in text, text
    assert "unforeseen" not in text
    assert "https://profiles.example.org" in text


DOUBTS: dict[str, tuple[Callable[[Playbook], None], str]] = {}


def doubt(name: str) -> Callable[[Callable[[Playbook], None]], Callable[[Playbook], None]]:
    def keep(change: Callable[[Playbook], None]) -> Callable[[Playbook], None]:
        DOUBTS[name] = (change, f"avoidable_deaths:{name}")
        return change

    return keep


@doubt("units:2025-12-31")
def per_ten_thousand(book: Playbook) -> None:
    book.deaths += book.year(0.1)


@doubt("zeros:2025-12-31")
def all_zero(book: Playbook) -> None:
    book.deaths += [row | {"value": "0"} for row in book.year()]


@doubt("repeated:2025-12-31")
def the_file_of_last_year(book: Playbook) -> None:
    last = [row for row in book.deaths if row["period_start"].startswith("2024")]
    book.deaths += [
        row | {"period_start": "2025-01-01", "period_end": "2025-12-31"} for row in last
    ]


@doubt("move:2025-12-31")
def a_large_move(book: Playbook) -> None:
    book.deaths += book.year(1.7)


@doubt("revised")
def everything_revised(book: Playbook) -> None:
    for row in book.deaths:
        row["value"] = f"{float(row['value']) + 0.2:.1f}"


@doubt("withdrawn")
def half_withdrawn(book: Playbook) -> None:
    book.deaths[:] = [row for row in book.deaths if row["period_start"] >= "2022"]


@doubt("areas:2025-12-31")
def places_are_missing(book: Playbook) -> None:
    book.deaths += book.year()[:1]


@doubt("future:2027-12-31")
def a_year_to_come(book: Playbook) -> None:
    book.deaths += book.year(year="2027")


@doubt("place:2025-12-31")
def one_place_alone(book: Playbook) -> None:
    new = book.year()
    new[0]["value"] = "300"
    book.deaths += new


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_stops_the_source_until_it_is_accepted_on_purpose(
    book: Playbook, name: str
) -> None:
    change, accepted = DOUBTS[name]
    change(book)
    before = book.held()
    outcome = book.refresh()
    text = str(outcome.error)
    assert f"playbook refresh mini_profiles --accept {accepted}" in text
    assert book.held() == before
    outcome = book.refresh(accepted)
    assert outcome.error is None, outcome.error
    assert outcome.changes
    (snapshot,) = received.read(book.project, "mini_profiles").snapshots
    assert snapshot.accepted == (accepted,)


@pytest.mark.parametrize(
    "fault",
    [
        Reply(b"", 503),
        Reply(b"", 429, {"Retry-After": "0"}),
        Reply(b"", 429, {"Retry-After": "Mon, 23 Nov 2020 12:00:00 GMT"}),
        Reply(reset=True),
        lambda said: replace(said, cut=100),
    ],
    ids=["503", "429", "429 with a day", "reset", "cut"],
)
def test_what_passes_is_tried_again(
    book: Playbook, fault: Reply | Callable[[Reply], Reply]
) -> None:
    book.deaths += book.year()
    book.publishers.spoil(PROFILES, fault, mended)
    assert book.refresh().changes


@pytest.mark.parametrize("packed", [False, True])
def test_a_redirection_to_a_known_host_and_a_packed_answer_are_followed(
    book: Playbook, packed: bool
) -> None:
    book.deaths += book.year()
    content = recorded.fingertips(book.deaths, "901", "<75 yrs")
    book.publishers.routes["/files.example.org/901.csv"] = Reply(content, packed=packed)
    moved = Reply(b"", 301, {"Location": "https://files.example.org/901.csv"})
    book.publishers.spoil(PROFILES, moved)
    assert book.refresh().changes


def test_a_refresh_that_is_stopped_leaves_all_or_nothing(book: Playbook) -> None:
    book.deaths += book.year()
    old = book.held()
    real, left = os.replace, [0]
    states = []

    for stop in range(12):
        left[0] = stop

        def stopping(self: Path, target: Path) -> Path:
            if ".staged" in self.name:
                if left[0] == 0:
                    raise KeyboardInterrupt
                left[0] -= 1
            real(self, target)
            return target

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", stopping)
            try:
                done = book.refresh()
            except KeyboardInterrupt:
                done = None
        if done is None:
            assert (book.project.data / JOURNAL).is_file()
            assert finish(book.project)
        states.append(book.held())
        tables.validate(book.project)
        if done and done.changes:
            break
        for path in contents(book.project.data):
            (book.project.data / path).unlink()
        for path, content in old.items():
            (book.project.data / path).write_bytes(content)
    assert len(states) > 5
    assert all(state == states[-1] for state in states)


def test_before_the_journal_is_written_nothing_has_changed(book: Playbook) -> None:
    before = book.held()
    with Stage(book.project, "x") as stage:
        stage.write(Path("observations/smoking.csv"), "other")
    assert book.held() == before
    (book.project.data / "observations" / ".smoking.csv.staged0").write_text("half")
    assert not finish(book.project)
    assert book.held() == before


def test_an_unknown_source_is_refused_with_the_nearest(book: Playbook) -> None:
    from playbook.errors import PlaybookError

    with pytest.raises(PlaybookError, match="mini_profiles"):
        refreshing.chosen(refreshing.feeds(book.project), ["mini_profile"])


def test_a_feed_of_something_that_is_not_there_is_refused(book: Playbook) -> None:
    from playbook.errors import PlaybookError

    path = book.project.data / "feeds.yml"
    text = path.read_text().replace("table: smoking", "table: smokes")
    path.write_text(text.replace("sources: [mini_health]", "sources: [mini_healt]", 1))
    with pytest.raises(PlaybookError) as caught:
        tables.validate(book.project)
    fields = [one.field for one in caught.value.problems]
    assert fields == ["feeds[1].sources[1]", "feeds[2].series[1].table"]


def test_a_publication_names_the_feeds_that_bring_it(book: Playbook) -> None:
    known: Feeds = refreshing.feeds(book.project)
    assert [one.id for one in refreshing.chosen(known, ["mini_health"])] == [
        "mini_profiles",
        "mini_returns",
    ]


def test_what_was_known_on_any_day_can_be_asked(book: Playbook) -> None:
    from playbook.observations import as_of

    def known(day: str) -> dict[str, float]:
        path = book.project.data / "edition.yml"
        name, _, rest = path.read_text().partition("\n")
        kept = [line for line in rest.split("\n") if not line.startswith(("as_of", "date"))]
        path.write_text("\n".join([name, *kept, "date: 2027-12-31", f"as_of: {day}", ""]))
        table = as_of.known(book.project, "avoidable_deaths").frame
        own = table[table["area"] == "E09000901"]
        return dict(zip(own["period_end"].dt.strftime("%Y"), own["value"], strict=True))

    book.refresh()
    book.deaths += book.year()
    book.refresh(today=date(2026, 11, 23))
    next(row for row in book.deaths if row["value"] == "52.4")["value"] = "53.1"
    gone = book.deaths.pop(0)
    book.refresh(today=date(2026, 12, 7))
    assert gone["value"] == "62"
    assert known("2026-11-22")["2024"] == 52.4
    assert "2025" not in known("2026-11-22")
    assert known("2026-11-30") == known("2026-11-22") | {"2025": 52.1}
    assert known("2026-12-07")["2024"] == 53.1
    assert "2020" not in known("2026-12-07")
