"""Proportions and rates: PHStatsMethods reproduced, missing kept missing, nonsense refused."""

import numpy as np
import pandas as pd
import PHStatsMethods
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.methods import rates

LIMITS = {0.95: ("lower95", "upper95"), 0.998: ("lower99_8", "upper99_8")}
OFFICIAL = {0.95: ("lower_95_ci", "upper_95_ci"), 0.998: ("lower_99_8_ci", "upper_99_8_ci")}


def pairs(*rows: tuple[float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["count", "denominator"], dtype=float)


def same(ours: pd.DataFrame, theirs: pd.DataFrame, confidence: float) -> None:
    np.testing.assert_allclose(ours["value"], theirs["Value"], rtol=1e-12)
    for mine, other in zip(LIMITS[confidence], OFFICIAL[confidence], strict=True):
        np.testing.assert_allclose(ours[mine], theirs[other], rtol=1e-12, atol=1e-12)


@pytest.fixture
def table() -> pd.DataFrame:
    random = np.random.default_rng(11)
    size = random.integers(50, 90_000, 120)
    return pd.DataFrame(
        {
            "area": [f"A{i % 30:02}" for i in range(120)],
            "count": random.integers(1, size),
            "denominator": size,
        }
    )


@pytest.fixture
def by_age() -> pd.DataFrame:
    random = np.random.default_rng(12)
    bands = PHStatsMethods.euro_standard_pop()["esp_age_bands"].str.replace("-", " to ")
    bands = bands.str.replace("90+", "90 and over")
    frame = pd.DataFrame(
        {
            "area": np.repeat([f"A{i:02}" for i in range(12)], 19),
            "age": np.tile(bands, 12),
            "standard": np.tile(PHStatsMethods.euro_standard_pop()["euro_standard_pops"], 12),
            "count": random.poisson(np.repeat(np.linspace(0.2, 20, 12), 19)),
            "denominator": random.integers(200, 9_000, 12 * 19),
            "reference_count": np.tile(random.integers(50, 900, 19), 12),
            "reference_denominator": np.tile(random.integers(90_000, 200_000, 19), 12),
        }
    )
    frame.loc[frame["area"] == "A00", "count"] = [1] * 9 + [0] * 10
    return frame


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("groups", [None, "area"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(rates.proportion, PHStatsMethods.ph_proportion), (rates.crude_rate, PHStatsMethods.ph_rate)],
)
def test_it_gives_what_the_official_package_gives(table, ours, theirs, groups, confidence):
    expected = theirs(
        table, "count", "denominator", groups, False, confidence=confidence, multiplier=1000
    )
    result = ours(table, groups=groups, multiplier=1000, confidence=confidence)
    same(result, expected, confidence)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_directly_standardised_rates_are_those_of_the_official_package(by_age, confidence):
    expected = PHStatsMethods.ph_dsr(
        by_age,
        "count",
        "denominator",
        "standard",
        "area",
        confidence=confidence,
        euro_standard_pops=False,
    )
    result = rates.directly_standardised_rate(by_age, groups="area", confidence=confidence)
    assert result["area"].tolist() == expected["area"].tolist()
    same(result, expected, confidence)
    assert np.isnan(result["value"].iloc[0])
    assert result["reason"].iloc[0].startswith("fewer than 10 events")
    assert (result["reason"].iloc[1:] == "").all()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (rates.indirectly_standardised_ratio, PHStatsMethods.ph_ISRatio),
        (rates.indirectly_standardised_rate, PHStatsMethods.ph_ISRate),
    ],
)
def test_indirect_standardisation_is_that_of_the_official_package(by_age, ours, theirs):
    columns = ("count", "denominator", "reference_count", "reference_denominator")
    same(ours(by_age, groups="area"), theirs(by_age, *columns, "area"), 0.95)


def test_means_are_those_of_the_official_package(table):
    expected = PHStatsMethods.ph_mean(table, "count", "area")
    same(rates.mean(table, "count", "area"), expected, 0.95)


def test_a_mean_of_one_reading_has_no_interval():
    result = rates.mean(pd.DataFrame({"g": ["a", "b", "b"], "x": [3.0, 1.0, 2.0]}), "x", "g")
    assert result["value"].tolist() == [3.0, 1.5]
    assert np.isnan(result["lower95"].iloc[0])
    assert result["lower95"].notna().iloc[1]


def test_ages_under_75_are_standardised_to_that_part_of_the_standard_population(by_age):
    starts = by_age["age"].str.extract(r"(\d+)")[0].astype(int)
    young = by_age[starts < 75]
    result = rates.directly_standardised_rate(young, groups="area")
    expected = PHStatsMethods.ph_dsr(
        young, "count", "denominator", "standard", "area", euro_standard_pops=False
    )
    same(result, expected, 0.95)


@pytest.mark.parametrize("age", ["text", "numbers"])
def test_bands_can_be_text_or_their_first_year(by_age, age):
    if age == "numbers":
        by_age = by_age.assign(age=by_age["age"].str.extract(r"(\d+)")[0].astype(int))
    result = rates.directly_standardised_rate(by_age, groups="area")
    weighted = rates.directly_standardised_rate(by_age, groups="area", standard="standard")
    pd.testing.assert_frame_equal(result, weighted)


def test_wider_bands_weigh_what_their_parts_weigh():
    frame = pd.DataFrame(
        {
            "age": ["Under 5", "5-64", "65 to 84", "85+"],
            "count": [10, 10, 10, 10],
            "denominator": [1_000, 2_000, 4_000, 500],
        }
    )
    value = rates.directly_standardised_rate(frame)["value"].iloc[0]
    # 5,000, 75,500, 17,000 and 2,500 of 100,000.
    assert value == pytest.approx(5 * 10 + 75.5 * 5 + 17 * 2.5 + 2.5 * 20, rel=1e-12)


def test_rows_keep_their_order_index_and_other_columns():
    frame = pairs((5, 10), (None, 10), (0, 10)).set_axis(["z", "a", "m"]).assign(note=[1, 2, 3])
    before = frame.copy()
    result = rates.proportion(frame)
    assert result.index.tolist() == ["z", "a", "m"]
    assert result["note"].tolist() == [1, 2, 3]
    pd.testing.assert_frame_equal(frame, before)


def test_groups_come_in_order_of_first_appearance():
    frame = pairs((1, 10), (2, 10), (3, 10)).assign(area=["z", "a", "z"])
    result = rates.proportion(frame, groups="area")
    assert result["area"].tolist() == ["z", "a"]
    assert result["count"].tolist() == [4, 2]


@pytest.mark.parametrize("function", [rates.proportion, rates.crude_rate])
def test_a_missing_figure_gives_a_missing_result_and_says_why(function):
    result = function(pairs((None, 100), (5, None), (5, 100)))
    assert result["value"].isna().tolist() == [True, True, False]
    assert result["lower95"].isna().tolist() == [True, True, False]
    assert result["reason"].iloc[0] == "a count or a denominator is missing or suppressed"
    assert result["reason"].iloc[2] == ""


def test_a_group_with_a_suppressed_part_has_no_total():
    frame = pairs((3, 10), (None, 10), (4, 10)).assign(area=["x", "x", "y"])
    result = rates.proportion(frame, groups="area").set_index("area")
    assert np.isnan(result.loc["x", "count"])
    assert np.isnan(result.loc["x", "value"])
    assert result.loc["y", "value"] == 40


def test_a_suppressed_age_band_leaves_no_standardised_rate(by_age):
    # The official package would count it as 0 events.
    frame = by_age.astype({"count": float})
    frame.loc[frame.index[19 * 11 + 3], "count"] = np.nan
    result = rates.directly_standardised_rate(frame, groups="area")
    assert np.isnan(result["value"].iloc[11])
    assert "missing" in result["reason"].iloc[11]


def test_a_column_that_is_suppressed_throughout_is_missing_throughout():
    frame = pd.DataFrame({"count": [None, None], "denominator": [10, 20]}, dtype=object)
    frame["denominator"] = frame["denominator"].astype(int)
    assert rates.proportion(frame)["value"].isna().all()


def test_nullable_columns_are_read():
    frame = pd.DataFrame({"count": pd.array([1, pd.NA], "Int64"), "denominator": [10, 10]})
    assert rates.proportion(frame)["value"].isna().tolist() == [False, True]


def test_no_events_have_a_rate_of_0_and_an_exact_upper_limit():
    result = rates.crude_rate(pairs((0, 1000)), multiplier=1000)
    assert result[["value", "lower95"]].iloc[0].tolist() == [0, 0]
    assert result["upper95"].iloc[0] == pytest.approx(-np.log(0.025))


@pytest.mark.parametrize("count", [9, 10])
def test_ten_events_are_the_fewest_for_a_standardised_rate(count):
    frame = pd.DataFrame({"age": ["0 to 64", "65+"], "count": [count, 0], "denominator": 1000})
    assert rates.directly_standardised_rate(frame)["value"].isna().iloc[0] == (count < 10)


@pytest.mark.parametrize("function", [rates.proportion, rates.crude_rate])
def test_an_empty_frame_gives_an_empty_frame(function):
    result = function(pairs())
    assert list(result.columns) == [
        "count", "denominator", "value", "lower95", "upper95", "reason",
    ]  # fmt: skip
    assert len(result) == 0


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pairs((1, 2), (-1, 2)), "'count' is negative. Look at row 1."),
        (pairs((3, 2)), "'count' is above 'denominator'. Look at row 0."),
        (pairs((0, 0)), "'denominator' is 0"),
        (pairs((1, -5)), "'denominator' is negative"),
        (pairs((np.inf, np.inf)), "'count' is infinite"),
        (pairs((1, 2)).astype(str), "must hold numbers"),
        (pairs((1, 2)).rename(columns={"count": "n"}), "No column 'count'"),
        (pairs(*[(3, 2)] * 7), "Look at row 0, 1, 2, 3, 4 and 2 more."),
    ],
)
def test_nonsense_is_refused_and_the_rows_named(frame, said):
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        rates.proportion(frame)


def test_a_group_without_a_name_is_refused():
    with pytest.raises(ValueError, match=r"Group 'area' is missing\. Look at row 1"):
        rates.proportion(pairs((1, 2), (1, 2)).assign(area=["x", None]), groups="area")


@pytest.mark.parametrize("confidence", [0.5, 1, 95])
def test_a_confidence_that_is_no_share_is_refused(confidence):
    with pytest.raises(ValueError, match="Confidence is"):
        rates.proportion(pairs((1, 2)), confidence=confidence)


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        (["0 to 4", "0 to 4"], "given twice"),
        (["0 to 4", "5 to 8"], "not made of whole bands"),
        (["0 to 4", "children"], "Cannot read the age band 'children'"),
        (["0 to 4", None], "is missing"),
        ([0, 3], "not made of whole bands"),
    ],
)
def test_age_bands_that_cannot_be_weighed_are_refused(ages, said):
    frame = pd.DataFrame({"age": ages, "count": 10, "denominator": 100})
    with pytest.raises(ValueError, match=said):
        rates.directly_standardised_rate(frame)


def test_an_area_that_lacks_a_band_is_refused(by_age):
    with pytest.raises(ValueError, match=r"every age band.*'A00'"):
        rates.directly_standardised_rate(by_age.iloc[1:], groups="area")


def test_nothing_expected_is_refused():
    frame = pairs((1, 100)).assign(reference_count=0, reference_denominator=10)
    with pytest.raises(ValueError, match="expected"):
        rates.indirectly_standardised_ratio(frame)


counts = st.integers(0, 5_000)


@settings(deadline=None, max_examples=60)
@given(count=counts, spare=st.integers(0, 100_000), times=st.integers(2, 50))
def test_intervals_hold_the_value_and_narrow_as_numbers_grow(count, spare, times):
    size = max(1, count + spare)
    for function, scale in ((rates.proportion, 1), (rates.crude_rate, 1)):
        result = function(pairs((count, size), (count * times, size * times)), multiplier=scale)
        lower, upper = result["lower95"], result["upper95"]
        assert (lower <= result["value"] + 1e-12).all()
        assert (result["value"] <= upper + 1e-12).all()
        assert (lower >= 0).all()
        width = upper - lower
        assert width.iloc[1] < width.iloc[0]


@settings(deadline=None, max_examples=40)
@given(count=counts, spare=st.integers(0, 10_000))
def test_a_proportion_and_its_complement_mirror_each_other(count, spare):
    size = max(1, count + spare)
    result = rates.proportion(pairs((count, size), (size - count, size)))
    assert result["lower95"].iloc[0] == pytest.approx(100 - result["upper95"].iloc[1], abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(count=counts)
def test_a_higher_confidence_is_a_wider_interval(count):
    narrow = rates.crude_rate(pairs((count, 1000)))
    wide = rates.crude_rate(pairs((count, 1000)), confidence=0.998)
    assert wide["lower99_8"].iloc[0] <= narrow["lower95"].iloc[0]
    assert wide["upper99_8"].iloc[0] > narrow["upper95"].iloc[0]
