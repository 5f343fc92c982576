"""The funnel: limits worked by hand, words that follow the dots, and when there is none."""

from __future__ import annotations

import pandas as pd
import pytest

from playbook.catalogue import Catalogue
from playbook.figures.figure import Figure
from playbook.figures.funnel_plot import funnel
from playbook.figures.measure import Measure
from playbook.observations import load


def measured(catalogue: Catalogue, name: str) -> Measure:
    return Measure(catalogue.indicator(name), load(name), catalogue)


def invented(catalogue: Catalogue, shares: dict[str, float], peers: int = 25) -> Measure:
    """The 4-hour measure of one month: 75% of 1,000 everywhere but in the trusts given."""
    real = measured(catalogue, "ae_four_hour")
    now = real.latest
    trusts = now[real.peers(now["area"]) & ~now["area"].isin(real.local)].head(peers)
    rows = pd.concat([trusts, now[now["area"].isin(real.local)]], ignore_index=True)
    share = rows["area"].map(shares).fillna(75.0)
    rows = rows.assign(value=share, count=share * 10, denominator=1000.0)
    return Measure(real.indicator, rows, catalogue)


def drawn(figure: Figure | None) -> Figure:
    assert figure is not None
    return figure


def test_limits_are_those_of_the_textbook(catalogue: Catalogue) -> None:
    found = drawn(funnel(invented(catalogue, {}))).data
    assert len(found) == 29
    assert set(found["baseline"].round(9)) == {75.0}
    # By hand: the square root of 0.75 x 0.25 / 1,000 is 1.36931 percentage points; the 97.5th and
    # the 99.9th percentile of the normal distribution are 1.95996 and 3.09023.
    assert found["lower95"].iloc[0] == pytest.approx(75 - 1.95996 * 1.36931, abs=2e-4)
    assert found["upper95"].iloc[0] == pytest.approx(75 + 1.95996 * 1.36931, abs=2e-4)
    assert found["lower99_8"].iloc[0] == pytest.approx(75 - 3.09023 * 1.36931, abs=2e-4)
    assert found["upper99_8"].iloc[0] == pytest.approx(75 + 3.09023 * 1.36931, abs=2e-4)
    assert found["limits95"].iloc[0] == "72.3% to 77.7%"


def test_the_title_counts_the_own_areas_outside_and_says_on_which_side(
    catalogue: Catalogue,
) -> None:
    def title(*shares: float) -> str:
        trusts = catalogue.system.trusts
        return drawn(funnel(invented(catalogue, dict(zip(trusts, shares, strict=False))))).title

    assert title() == "None of the 4 trusts lies outside the 99.8% limits"
    # 78 lies between the 95% limit of 77.7 and the 99.8% limit of 79.2.
    assert title(78) == "None of the 4 trusts lies outside the 99.8% limits"
    assert title(85) == "1 of the 4 trusts lies above the 99.8% limits"
    assert title(85, 85) == "2 of the 4 trusts lie above the 99.8% limits"
    assert title(85, 60) == "2 of the 4 trusts lie outside the 99.8% limits"
    assert title(60, 60, 60, 60) == "All 4 trusts lie below the 99.8% limits"


def test_the_notes_count_all_peers_outside(catalogue: Catalogue) -> None:
    trusts = catalogue.system.trusts
    found = drawn(funnel(invented(catalogue, dict.fromkeys(trusts[:2], 60.0))))
    assert any("here 2 of 29 lie outside the 99.8% limits" in note for note in found.notes)
    assert found.data["position"].value_counts()["below the 99.8% limit"] == 2


def test_the_real_figures_lie_where_the_words_say(catalogue: Catalogue) -> None:
    """A dot may differ from its words only where the publisher's rounding of counts decides."""
    for name, total, outside in [
        ("ae_four_hour", 121, 106),
        ("ae_twelve_hour_waits", 120, 105),
        ("cvd_lipid_therapy", 106, 73),
    ]:
        found = drawn(funnel(measured(catalogue, name))).data
        assert len(found) == total, name
        words_outside = found["position"].str.endswith("99.8% limit")
        assert words_outside.sum() == outside, name
        dots_outside = ~found["value"].between(found["lower99_8"], found["upper99_8"])
        edge = found[["lower99_8", "upper99_8"]].sub(found["value"], axis=0).abs().min(axis=1)
        assert (edge[words_outside != dots_outside] < 0.01).all(), name
        assert found["size"].is_monotonic_increasing, name


def test_rounded_counts_are_said_to_be_so(catalogue: Catalogue) -> None:
    def says(name: str) -> bool:
        notes = drawn(funnel(measured(catalogue, name))).notes
        return any("rounds counts to 5" in note for note in notes)

    assert says("cvd_lipid_therapy")
    assert not says("ae_four_hour")


@pytest.mark.parametrize(
    "name",
    [
        "hypertension_prevalence",  # modelled: its counts are not observed
        "cvd_mortality_preventable_u75",  # standardised
        "ready_to_leave",  # a daily mean
        "ae_attendances",  # a count
    ],
)
def test_no_funnel_without_counts_that_chance_acts_on(catalogue: Catalogue, name: str) -> None:
    assert funnel(measured(catalogue, name)) is None


def test_no_funnel_with_few_peers_or_without_an_own_area(catalogue: Catalogue) -> None:
    assert funnel(invented(catalogue, {}, peers=15)) is None
    assert funnel(invented(catalogue, {}, peers=16)) is not None
    nobody = invented(catalogue, {})
    own = nobody.rows["area"].isin(nobody.local)
    lost = nobody.rows.assign(count=nobody.rows["count"].mask(own))
    assert funnel(Measure(nobody.indicator, lost, catalogue)) is None


def test_no_funnel_around_nothing(catalogue: Catalogue) -> None:
    every = invented(catalogue, {})
    nought = every.rows.assign(count=0.0, value=0.0)
    assert funnel(Measure(every.indicator, nought, catalogue)) is None


def test_names_are_drawn_inside_the_axes(catalogue: Catalogue) -> None:
    found = drawn(funnel(measured(catalogue, "ae_twelve_hour_waits")))
    for narrow in (False, True):
        spec = found.spec(narrow)
        (names,) = [rows for rows in spec["datasets"].values() if "label" in rows[0]]
        own = found.data[found.data["role"] == "own"]
        assert {row["label"] for row in names} == set(own["area"])
        # A name further away has its line, and the line starts at a dot of the system's own.
        for row in names:
            nearest = (own["size"] - row["x1"]).abs().min()
            assert nearest < 0.05 * own["size"].max()
            assert 0 <= row["x"] <= found.data["size"].max()
            assert 0 <= row["y"] <= found.data["value"].max()
