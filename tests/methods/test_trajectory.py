"""A line ahead: the textbook's interval where points are independent, a wider one where not."""

from __future__ import annotations

import numpy as np
import pytest

from playbook.methods.trajectory import Projection, project

FIVE = ([1, 2, 3, 4, 5], [2, 4, 5, 4, 5])


def found(times, values, ahead) -> Projection:
    result = project(times, values, ahead)
    assert isinstance(result, Projection)
    return result


def test_the_textbook_interval_by_hand():
    # b = 0.6, a = 2.2, SSR = 2.4, s2 = 0.8; at 6: 0.8 x (1 + 1/5 + 9/10) = 1.68; t(3) = 3.1824.
    one = found(*FIVE, 6)
    assert [one.value, one.slope] == pytest.approx([5.8, 0.6])
    assert one.autocorrelation == 0  # -0.15, which counts as 0
    assert one.upper - one.value == pytest.approx(3.18245 * 1.68**0.5, abs=1e-4)


def test_points_that_follow_each_other_are_worth_less_and_widen_the_interval():
    values = [0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5] * 3
    times = [*range(24)]
    one, shuffled = (
        found(times, values, 26),
        found(times, sorted(values, key=lambda v: v**3 % 0.7), 26),
    )
    assert one.autocorrelation > 0.5
    assert one.independent < 10
    free = np.std(values) * 2.07 * 1.05
    assert one.upper - one.value > 1.2 * free
    assert shuffled.points == one.points


def test_too_alike_too_few_or_too_far_gives_a_reason_and_no_line():
    assert "of the 5 points" in str(project([1, 2, 3], [1, 2, 3], 4))
    assert "further ahead" in str(project(*FIVE, 9.5))
    slow = [0, 1, 3, 6, 9, 11, 12, 11, 9, 6, 3, 1]
    assert "independent points" in str(project([*range(12)], slow, 13))


def test_a_straight_series_goes_straight_on():
    one = found([2019, 2020, 2021, 2022, 2023], [10, 11, 12, 13, 14], 2025)
    assert (one.value, one.lower, one.upper) == pytest.approx((16, 16, 16))


@pytest.mark.parametrize(
    ("times", "values"), [([1, 2], [1]), ([1, 1, 2], [1, 2, 3]), ([1, 2], [1, float("nan")])]
)
def test_nonsense_is_refused(times, values):
    with pytest.raises(ValueError, match=r"Lengths differ|do not rise"):
        project(times, values, 5)
