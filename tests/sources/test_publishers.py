"""Each publisher, spoken with as it speaks: pages, parameters, paging, formats, and faults."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from playbook.catalogue.feed import Feed
from playbook.errors import PlaybookError
from playbook.observations import schema
from playbook.sources import publishers as speaking
from playbook.sources import refresh as refreshing
from playbook.sources.answers import Answer
from playbook.sources.merging import Part
from playbook.sources.publishers import Wanted
from playbook.sources.publishers.links import Link
from playbook.sources.receiving import Patience, Receiver
from tests.sources import loopback, scenes
from tests.sources.loopback import Publishers, Reply, body
from tests.sources.monthly_scenes import AREAS, COUNTRY, ae_month, page, web
from tests.sources.scenes import DATA, PROJECT, SCENES, Scene

TODAY = date(2026, 11, 23)
QUICK = Patience(tries=2, connect=2, silence=0.5, whole=5, first=0.01)
NAMES = [scene.feed for scene in SCENES]


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        with loopback.answering() as found:
            for scene in SCENES:
                scene.serve(found)
            yield found


@pytest.fixture(autouse=True)
def no_faults(publishers: Publishers) -> None:
    publishers.faults.clear()


def feed_of(name: str) -> Feed:
    (found,) = refreshing.chosen(refreshing.feeds(PROJECT), [name])
    return found.model_copy(update={"pause": 0.0})


def asked(name: str, publishers: Publishers, store: Path) -> tuple[Feed, list[Answer]]:
    feed = feed_of(name)
    wanted = Wanted(feed, refreshing._newest(PROJECT, feed), TODAY)
    with closing(Receiver(feed, store, via=publishers.address, patience=QUICK)) as receiver:
        return feed, speaking.of(feed).fetch(receiver, wanted)


def parts(name: str, publishers: Publishers, store: Path) -> dict[str, Part]:
    feed, answers = asked(name, publishers, store)
    return speaking.of(feed).parse(answers, feed, refreshing._places(PROJECT))


def known(table: str, **wanted: str) -> pd.DataFrame:
    frame = schema.read(DATA / "observations" / f"{table}.csv")
    for column, text in wanted.items():
        frame = frame[frame[column] == text]
    return frame


def figures(frame: pd.DataFrame) -> dict[tuple[object, ...], float]:
    """Values by key, of the rows that have one, without the country, which is a sum."""
    rows = frame[frame["value"].notna() & (frame["area"] != COUNTRY)]
    keys = rows[["area", "period_end", "sex", "age", "group"]].astype(str)
    names = keys.itertuples(index=False, name=None)
    return dict(zip(names, rows["value"].round(4), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_publisher_says_of_the_figures_on_record_are_those_figures(
    publishers: Publishers, tmp_path: Path, name: str
) -> None:
    for table, part in parts(name, publishers, tmp_path).items():
        if part.features is not None:
            assert len(part.features) == 33
        elif "indicator" not in part.frame:
            key = list(part.frame.columns[:1])
            old = pd.read_csv(DATA / table)
            new = part.frame[part.frame[key[0]].isin(set(old[key[0]]))]
            for column in set(old.select_dtypes("number")) & set(new.columns):
                assert new[column].sum() == pytest.approx(old[column].sum()), column
        else:
            new, old = figures(part.frame), figures(known(table))
            assert new
            assert {key: old.get(key) for key in new} == pytest.approx(new, abs=2e-3)


def test_attendances_are_booked_and_unbooked_and_the_country_is_the_sum(
    publishers: Publishers, tmp_path: Path
) -> None:
    frame = parts("nhs_england_ae", publishers, tmp_path)["ae_attendances"].frame
    country = frame[frame["area"] == COUNTRY]["count"].iloc[0]
    assert country == frame[frame["area"] != COUNTRY]["count"].sum()


def halved(content: bytes) -> bytes:
    """The first half of a file, up to the middle of a row."""
    return content[: content.rindex(b",", 0, len(content) // 2)]


def doubled(content: bytes) -> bytes:
    """The rows of a file once more, below; a JSON file twice."""
    return content + (content.split(b"\n", 1)[1] if b"\n" in content else content)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Reply(b"<!DOCTYPE html><title>Oops</title>"), "web page"),
        (
            body(halved),
            "cut off|add up|cells|whole",
        ),
        (
            body(doubled),
            "twice|two figures|whole|rows",
        ),
        (Reply(b"\x00\x01\x02" * 50), "is not|empty bytes|header|missing|whole"),
    ],
    ids=["page", "cut", "doubled", "noise"],
)
def test_a_spoilt_answer_is_refused_with_its_address(
    publishers: Publishers, tmp_path: Path, name: str, fault: object, said: str
) -> None:
    scene: Scene = SCENES[NAMES.index(name)]
    publishers.spoil(scene.files[-1], fault)
    with pytest.raises(PlaybookError, match=said) as caught:
        parts(name, publishers, tmp_path)
    assert str(caught.value).startswith("https://")


SHAPES = {
    "nhs_england_ae": (b"Org Code", "columns.org_code"),
    "cvdprevent": (b'"AreaCode"', "AreaCode"),
    "nhs_england_sitreps": (b"Org Code", "columns.org_code"),
    "nhs_england_mental_health": (b"MEASURE_VALUE", "columns.value"),
    "ons_population": (b"OBS_VALUE", "columns.population"),
    "ons_boundaries": (b"LAD24CD", "LAD24CD"),
    "mhclg_deprivation": (b"LSOA code", "columns.lsoa"),
    "ohid_fingertips": (b"Area Code", "columns.area"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_renamed_column_is_told_with_how_to_accept_it(
    publishers: Publishers, tmp_path: Path, name: str
) -> None:
    column, said = SHAPES[name]
    other = b'"Renamed"' if column.startswith(b'"') else b"Renamed"
    scene: Scene = SCENES[NAMES.index(name)]
    publishers.spoil(scene.files[-1], body(lambda content: content.replace(column, other)))
    with pytest.raises(PlaybookError, match=said) as caught:
        parts(name, publishers, tmp_path)
    assert "data/feeds.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("nhs_england_ae", f"{AREAS}/ae-waiting-times-and-activity/"),
        (
            "mhclg_deprivation",
            scenes.IOD_PAGE,
        ),
    ],
)
def test_a_landing_page_that_was_rebuilt_is_told(
    publishers: Publishers, tmp_path: Path, name: str, path: str
) -> None:
    publishers.spoil(path, Reply(b"<html><body><a href='https://x.org/'>x</a></body></html>"))
    with pytest.raises(PlaybookError, match=r"mend|Mend"):
        parts(name, publishers, tmp_path)


def test_a_file_of_another_month_under_the_link_is_refused(
    publishers: Publishers, tmp_path: Path
) -> None:
    publishers.spoil(SCENES[1].files[0], Reply(ae_month("2026-02")))
    with pytest.raises(PlaybookError, match="linked for March 2026"):
        parts("nhs_england_ae", publishers, tmp_path)


def test_a_day_without_reports_counts_for_no_figure(publishers: Publishers, tmp_path: Path) -> None:
    publishers.spoil(
        SCENES[3].files[1],
        body(lambda content: b"\r\n".join(_zeroed(line) for line in content.split(b"\r\n"))),
    )
    with pytest.raises(PlaybookError, match="every figure is 0"):
        parts("nhs_england_sitreps", publishers, tmp_path)


def _zeroed(line: bytes) -> bytes:
    return line if line.startswith(b"Level") or not line else line.rsplit(b",", 1)[0] + b",0"


def test_answers_that_come_in_pages_are_put_together(
    publishers: Publishers, tmp_path: Path
) -> None:
    _, answers = asked("ons_boundaries", publishers, tmp_path)
    assert [one.label for one in answers] == ["1", "2"]


def test_metres_of_the_national_grid_are_not_degrees(
    publishers: Publishers, tmp_path: Path
) -> None:
    publishers.spoil(scenes.ARCGIS, body(lambda content: content.replace(b"[[-0.", b"[[530000.")))
    with pytest.raises(PlaybookError, match="4326"):
        parts("ons_boundaries", publishers, tmp_path)


def workbook(sheet: str, *rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_that_moved_is_told_with_those_that_there_are(
    publishers: Publishers, tmp_path: Path
) -> None:
    """Where the record of a feed names a sheet, its file is a workbook."""
    (feed,) = refreshing.chosen(refreshing.feeds(PROJECT), ["mhclg_deprivation"])
    feed = feed.model_copy(update={"pause": 0.0, "sheet": "Scores"})
    publishers.spoil(scenes.IOD_PAGE, page(web(XLSX)))
    areas = [[f"E0100000{n}", "", "E09000005", 40 - n, n, n] for n in (1, 2, 3)]
    rows = [["English Indices of Deprivation"], [], scenes.IOD, *areas]

    def read(content: bytes) -> Part:
        publishers.routes[XLSX] = Reply(content)
        with closing(Receiver(feed, tmp_path, via=publishers.address, patience=QUICK)) as receiver:
            answers = speaking.of(feed).fetch(receiver, Wanted(feed, {}, TODAY))
        (part,) = speaking.of(feed).parse(answers, feed, refreshing._places(PROJECT)).values()
        return part

    assert read(workbook("Scores", *rows)).frame["score"].tolist() == [39, 38, 37]
    with pytest.raises(
        PlaybookError, match=r"no sheet 'Scores'\. The workbook has: Notes"
    ) as moved:
        read(workbook("Notes", *rows))
    assert "data/feeds.yml" in str(moved.value)
    with pytest.raises(PlaybookError, match=r"no whole workbook|damaged"):
        read(workbook("Scores", *rows)[:-400])
    with pytest.raises(PlaybookError, match=r"columns\.lsoa"):
        read(workbook("Scores", *rows[:2], ["Renamed", *scenes.IOD[1:]], *areas))


XLSX = "/assets.publishing.service.gov.uk/media/1/File_7_Scores.xlsx"


@pytest.mark.parametrize(
    ("file", "month"),
    [
        ("July-2025-AE-by-provider-Z52mq.xls", date(2025, 7, 1)),
        ("February-2026-CSV-Dl8t54.csv", date(2026, 2, 1)),
        ("Daily-discharge-sitrep-monthly-data-CSV-webfile-May2025.csv", date(2025, 5, 1)),
        ("Daily-discharge-sitrep-monthly-data-webfile-8-CSV-nov25.csv", date(2025, 11, 1)),
        ("202207-July-2022-sitrep-data-FINAL.xlsx", date(2022, 7, 1)),
        ("about-the-data.pdf", None),
    ],
)
def test_the_month_of_a_file_is_read_from_its_name(file: str, month: date | None) -> None:
    assert Link(f"https://www.england.nhs.uk/x/{file}", "").month() == month
