"""Withheld figures stay withheld, and no split gives one away."""

import pytest

from playbook.errors import PlaybookError
from playbook.sources import cvdprevent, linked_data, mental_health
from playbook.sources.places import Places
from tests.sources.conftest import Write, cells

AUDIT = """
area_code|period_end|indicator_code|category_type|category|sex|numerator|denominator|value_pct|lower_ci95|upper_ci95|value_note
B1|2024-06-30|CVDP009CHOL|Sex|Persons|Persons|80|100|80.12|70|90|
B2|2024-06-30|CVDP009CHOL|Sex|Persons|Persons|20|100|20.3|10|30|
B1|2024-06-30|CVDP009CHOL|Age group|18-39|Female||||||Value suppressed
B2|2024-06-30|CVDP009CHOL|Age group|18-39|Female|5|10|50|20|80|
B1|2024-06-30|CVDP009CHOL|Deprivation quintile|1 - most deprived|Persons|10|20|50|30|70|
B2|2024-06-30|CVDP009CHOL|Ethnicity|Black|Persons|15|20|75|60|90|
B1|2024-06-30|CVDP008CHOL|Sex|Persons|Persons|1|2|50|10|90|
"""


def test_the_audit_keeps_the_published_per_cent_and_types_what_is_withheld(
    extract: Write, places: Places
) -> None:
    table = cvdprevent.treated(extract(cvdprevent.AUDIT, AUDIT), places)
    local = table[table["area"] != "C"]
    assert cells(local, "area", "sex", "age", "group", "value", "status") == [
        ("B1", "Female", "18 to 39", "age=18 to 39", None, "suppressed"),
        ("B1", "Persons", "18 and over", "all", 80.12, "published"),
        ("B1", "Persons", "18 and over", "imd_quintile=1", 50, "published"),
        ("B2", "Female", "18 to 39", "age=18 to 39", 50, "published"),
        ("B2", "Persons", "18 and over", "all", 20.3, "published"),
        ("B2", "Persons", "18 and over", "ethnicity=Black", 75, "published"),
    ]
    assert "small number" in local["note"].tolist()[0]


def test_the_country_is_summed_only_where_no_part_is_withheld(
    extract: Write, places: Places
) -> None:
    table = cvdprevent.treated(extract(cvdprevent.AUDIT, AUDIT), places)
    country = table[table["area"] == "C"]
    assert cells(country, "group", "value", "count", "denominator") == [
        ("all", 50, 100, 200),
        ("ethnicity=Black", 75, 15, 20),
        ("imd_quintile=1", 50, 10, 20),
    ]
    assert "rounded to 5" in country["note"].tolist()[0]


def test_a_sub_icb_that_nobody_knows_is_refused(extract: Write, places: Places) -> None:
    extracts = extract(cvdprevent.AUDIT, AUDIT.replace("B2|", "B9|"))
    with pytest.raises(PlaybookError, match="'B9'") as caught:
        cvdprevent.treated(extracts, places)
    assert (caught.value.line, caught.value.field) == (3, "area_code")


def test_access_is_for_12_months_up_to_the_end_of_each_period(
    extract: Write, places: Places
) -> None:
    name = "cyp_access_1plus_contact_rolling12m"
    extracts = extract(
        mental_health.DASHBOARD,
        f"""
        org_code|period_end|indicator|value
        Whole|2020-03-31|{name}|1000
        S|2021-06-30|{name}|55
        S|2021-06-30|other|1
        """,
    )
    table = mental_health.access(extracts, places)
    assert cells(table, "area", "value") == [("C", 1000), ("S", 55)]
    assert table["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2019-04-01", "2020-07-01"]


WAITS = """
org_code|period_type|period_start|period_end|wait_0_4w|wait_4_6w|wait_6_8w|wait_8_10w|wait_10_12w|wait_over_12w
S-old|annual|2019-04-01|2020-03-31|60|10|10|10|5|5
S|annual|2020-04-01|2021-03-31|50|10|10|10||20
S|quarter|2020-04-01|2020-06-30|9|1||||
"""


def test_waits_are_years_of_one_body_and_a_withheld_band_withholds_the_row(
    extract: Write, places: Places
) -> None:
    table = mental_health.waits_4_weeks(extract(mental_health.WAITS, WAITS), places)
    assert cells(table, "area", "value", "count", "denominator", "status") == [
        ("S", 60, 60, 100, "published"),
        ("S", None, None, None, "suppressed"),
    ]


LINKED = """
period|dimension|category|mh_contacts
2020-01-01|all|Everyone|100
2020-01-01|ccg|NHS NORTH CCG|100
2020-01-01|age_band|0-4|
2020-01-01|age_band|5-11|17
2020-01-01|age_band|12-17|30
2020-01-01|age_band|18-21|30
2020-01-01|age_band|22-25|20
2020-01-01|imd2019_quintile|1|96
2020-01-01|imd2019_quintile|Unknown|4
2020-01-01|sex|Unknown|2
"""


def test_the_withheld_youngest_join_the_next_and_a_small_part_takes_its_split_along(
    extract: Write, places: Places
) -> None:
    table = linked_data.contacts(extract(linked_data.MONTHLY, LINKED), places)
    assert cells(table, "area", "age", "group", "value", "status") == [
        ("G1", "0 to 25", "all", 100, "published"),
        ("S", "0 to 11", "age=0 to 11", 20, "published"),
        ("S", "0 to 25", "all", 100, "published"),
        ("S", "0 to 25", "imd_quintile=1", None, "suppressed"),
        ("S", "0 to 25", "imd_quintile=Unknown", None, "suppressed"),
        ("S", "12 to 17", "age=12 to 17", 30, "published"),
        ("S", "18 to 21", "age=18 to 21", 30, "published"),
        ("S", "22 to 25", "age=22 to 25", 20, "published"),
    ]


def test_a_group_that_nobody_knows_is_refused(extract: Write, places: Places) -> None:
    extracts = extract(linked_data.MONTHLY, LINKED.replace("NHS NORTH CCG", "NHS SOUTH CCG"))
    with pytest.raises(PlaybookError, match="NHS SOUTH CCG"):
        linked_data.contacts(extracts, places)


def test_a_dimension_that_is_gone_is_named(extract: Write, places: Places) -> None:
    extracts = extract(linked_data.MONTHLY, LINKED.replace("imd2019_quintile", "imd2025_quintile"))
    with pytest.raises(PlaybookError, match="imd2019_quintile"):
        linked_data.contacts(extracts, places)
