"""Series by local authority: kinds of area, new codes, values that were not published."""

import pytest

from playbook.errors import PlaybookError
from playbook.sources import explore_local_statistics as els
from playbook.sources import fingertips, qof
from playbook.sources.places import Places
from tests.sources.conftest import Write, cells

HEADER = "area_code|area_name|indicator|period_start|period_end|value|lower_ci95|upper_ci95\n"


def rows(*lines: str) -> str:
    return HEADER + "\n".join(lines)


def test_boroughs_are_kept_beside_counties_and_districts_are_left_out(extract: Write) -> None:
    extracts = extract(
        els.MORTALITY,
        rows(
            "E07000001|District|m|2022-01-01|2024-12-31|1|0|2",
            "E09000001|Borough|m|2022-01-01|2024-12-31|2|1|3",
            "E10000001|County|m|2022-01-01|2024-12-31|3|2|4",
            "E47000001|Combined|m|2022-01-01|2024-12-31|4|3|5",
            "E92000001|Land|m|2022-01-01|2024-12-31|5|4|6",
        ),
    )
    table = els.cvd_mortality(extracts)
    assert cells(table, "area", "value", "lower95", "upper95") == [
        ("E09000001", 2, 1, 3), ("E10000001", 3, 2, 4), ("E92000001", 5, 4, 6),
    ]  # fmt: skip
    assert set(table["age"]) == {"Under 75"}


def test_districts_are_kept_where_there_is_no_other_level(extract: Write) -> None:
    extracts = extract(
        els.RISK_FACTORS, rows("E07000001|D|Cigarette smokers|2020-01-01|2024-12-31|9||")
    )
    assert cells(els.smoking(extracts), "area", "value", "lower95") == [("E07000001", 9, None)]


def test_a_place_under_two_codes_is_kept_once_under_the_newer(extract: Write) -> None:
    name = "Persistent absences for all pupils"
    extracts = extract(
        els.CHILDREN,
        rows(
            f"E10000027|Shire|{name}|2021-08-01|2022-07-31|20||",
            f"E06000066|Shire|{name}|2021-08-01|2022-07-31|20||",
            f"E06000066|Shire|{name}|2022-08-01|2023-07-31|19||",
            f"E10000027|Shire|{name}|2010-08-01|2011-07-31|15||",
        ),
    )
    table = els.persistent_absence(extracts)
    assert cells(table, "area", "value") == [
        ("E06000066", 20),
        ("E06000066", 19),
        ("E10000027", 15),
    ]


def test_poverty_before_housing_costs_is_a_group(extract: Write) -> None:
    after, before = (f"Children in relative poverty {w} housing costs" for w in ("after", "before"))
    extracts = extract(
        els.CHILDREN,
        rows(
            f"E09000001|B|{after}|2024-04-01|2025-03-31|40||",
            f"E09000001|B|{before}|2024-04-01|2025-03-31|20||",
        ),
    )
    assert cells(els.child_poverty(extracts), "group", "value") == [
        ("all", 40),
        ("housing_costs=before", 20),
    ]


def test_healthy_life_expectancy_is_of_one_sex(extract: Write) -> None:
    extracts = extract(
        els.RISK_FACTORS,
        rows(
            "E09000001|B|Female healthy life expectancy|2022-01-01|2024-12-31|62|60|64",
            "E09000001|B|Male healthy life expectancy|2022-01-01|2024-12-31|61|59|63",
        ),
    )
    table = els.healthy_life_expectancy(extracts, sex="Male")
    assert cells(table, "indicator", "sex", "value") == [
        ("healthy_life_expectancy_male", "Male", 61)
    ]


def test_an_indicator_that_the_file_no_longer_has_is_refused(extract: Write) -> None:
    extracts = extract(els.RISK_FACTORS, rows("E09000001|B|Smokers|2022-01-01|2024-12-31|9||"))
    with pytest.raises(PlaybookError, match="Cigarette smokers"):
        els.smoking(extracts)


def test_a_blank_fingertips_value_is_missing_with_a_reason(extract: Write) -> None:
    extracts = extract(
        fingertips.ADMISSIONS,
        """
        area_code|period_start|period_end|indicator_id|value
        E09000001|2017-04-01|2018-03-31|90813|
        E09000002|2017-04-01|2018-03-31|90813|300.5
        E09000002|2017-04-01|2018-03-31|21001|90
        """,
    )
    table = fingertips.self_harm_10_24(extracts)
    assert cells(table, "area", "value", "status", "note") == [
        ("E09000001", None, "missing", "Not published for this area and year"),
        ("E09000002", 300.5, "published", ""),
    ]


def test_the_country_total_of_an_estimate_is_the_sum_over_the_deciles(
    extract: Write, places: Places
) -> None:
    period = "2019-04-01/2020-03-31"
    extract(
        qof.AREAS,
        f"""
        area_code|period|group_code|register_est|list_est|prevalence_pct
        E09000001|{period}|HYP|10|100|10
        E09000001|{period}|AF|1|100|1
        """,
    )
    extracts = extract(
        qof.DECILES,
        f"""
        region|period|imd2019_decile|group_code|register_est|list_est|prevalence_pct
        Land|{period}|1|HYP|30|200|15
        Land|{period}|10|HYP|20|200|10
        North|{period}|1|HYP|9|90|10
        """,
    )
    table = qof.hypertension(extracts, places)
    assert cells(table, "area", "group", "value", "count", "denominator") == [
        ("C", "all", 12.5, 50, 400),
        ("C", "imd_decile=1", 15, 30, 200),
        ("C", "imd_decile=10", 10, 20, 200),
        ("E09000001", "all", 10, 10, 100),
    ]
