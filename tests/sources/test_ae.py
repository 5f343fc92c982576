"""A&E: types add up, the field test stays missing, the country is the sum of who reported."""

import pytest

from playbook.errors import PlaybookError
from playbook.sources import ae
from playbook.sources.extract import Extracts
from playbook.sources.places import Places
from tests.sources.conftest import Write, cells

OLD = """
period|org_code|att_type1|over4h_type1|att_type2|over4h_type2|att_other|over4h_other|em_adm_type1|em_adm_type2|em_adm_other
2019-03-01|T1|100|10|||50|0|30||1
2019-03-01|WALKIN||||||40|4||0
""".replace("||||||40|4||0", "|||||40|4|||0")
NEW = """
period|org_code|att_type1|over4h_type1|att_type2|over4h_type2|att_other|over4h_other|em_adm_type1|em_adm_type2|em_adm_other_ae|dta_12h_plus|over4h_status
2020-04-01|T1|80|20|10|0|10|0|25|2|0|5|reported
2020-04-01|T2|200||0||0||60|0|0|1|not_reported_CRS_field_test
2020-04-01|WALKIN|0|0|0|0|100|5|0|0|0|0|reported
"""


@pytest.fixture
def extracts(extract: Write) -> Extracts:
    extract(ae.EARLIER, OLD)
    return extract(ae.LATER, NEW)


def test_attendances_of_all_types_and_the_country_over_every_provider(
    extracts: Extracts, places: Places
) -> None:
    table = ae.attendances(extracts, places)
    assert cells(table, "area", "period_end", "value") == [
        ("C", table["period_end"][0], 190),
        ("C", table["period_end"][1], 400),
        ("T1", table["period_end"][0], 150),
        ("T1", table["period_end"][1], 100),
        ("T2", table["period_end"][1], 200),
    ]
    assert table["period_end"].dt.strftime("%Y-%m-%d").tolist()[:2] == ["2019-03-31", "2020-04-30"]
    assert table["note"][1] == "Sum over all 3 providers in the file"


def test_a_trust_in_the_field_test_is_missing_and_leaves_the_country(
    extracts: Extracts, places: Places
) -> None:
    table = ae.four_hour(extracts, places).set_index(["area", "period_start"])
    trust = table.loc[("T2", "2020-04-01")]
    assert trust["status"] == "missing"
    assert "field test" in trust["note"]
    assert trust[["value", "count", "denominator"]].isna().all()
    country = table.loc[("C", "2020-04-01")]
    assert (country["count"], country["denominator"], country["value"]) == (175, 200, 87.5)
    assert country["note"] == "Sum over the 2 of 3 providers that reported the measure"
    assert table.loc[("T1", "2019-03-01"), "value"] == pytest.approx(100 * 140 / 150, abs=5e-5)


def test_twelve_hour_waits_start_where_the_files_carry_them(
    extracts: Extracts, places: Places
) -> None:
    table = ae.twelve_hour_waits(extracts, places)
    assert cells(table, "area", "value", "count", "denominator") == [
        ("C", 15, 6, 400),
        ("T1", 50, 5, 100),
        ("T2", 5, 1, 200),
    ]


def test_admissions_of_all_types(extracts: Extracts, places: Places) -> None:
    table = ae.emergency_admissions(extracts, places)
    assert cells(table, "area", "value") == [
        ("C", 31), ("C", 87), ("T1", 31), ("T1", 27), ("T2", 60),
    ]  # fmt: skip


def test_an_unknown_status_is_refused(extract: Write, places: Places) -> None:
    extract(ae.EARLIER, OLD)
    extracts = extract(ae.LATER, NEW.replace("|5|reported", "|5|provisional"))
    with pytest.raises(PlaybookError, match="provisional") as caught:
        ae.four_hour(extracts, places)
    assert (caught.value.line, caught.value.field) == (2, "over4h_status")


def test_a_provider_twice_in_a_month_is_refused(extract: Write, places: Places) -> None:
    extract(ae.EARLIER, OLD)
    extracts = extract(ae.LATER, NEW + NEW.strip().splitlines()[1])
    with pytest.raises(PlaybookError, match="appears twice"):
        ae.attendances(extracts, places)
