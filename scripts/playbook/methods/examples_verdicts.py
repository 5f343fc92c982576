"""Worked examples of comparison, trend, control charts and inequality."""

from collections.abc import Sequence

import pandas as pd

from . import comparison, inequality, rates, spc, trend
from .polarity import Polarity
from .worked_example import WorkedExample

_RULE = "By hand, from the rule in the Fingertips technical guidance"
_FINGERTIPS = "Fingertips' own unit tests of its trend markers (PholioVisualisation, set {})"
_CALC_SII = "Documentation of calc_sii (R package dceasimR)"
_PHE_SII = "Data: help page of phe_sii (R package PHEindicatormethods), Area1; sum by hand"
_PLOT_THE_DOTS = "Example of the outlier screen in NHSRplotthedots; limits by hand from mean 35/18"

_DIABETES = (
    [7.0826, 7.1085, 7.2571, 7.4528, 7.6554],
    [7.0754, 7.1013, 7.2499, 7.4456, 7.6481],
    [7.0940, 7.1199, 7.2684, 7.4643, 7.6669],
)
_ONE_OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
_FIVE = ([60.0, 63, 66, 69, 72], [1.0] * 5)
_TEN = (
    [75.9, 78.3, 83.8, 83.6, 80.5, 81.1, 81.7, 84.2, 80.6, 86.3],
    [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534],
    [1.64, 1.58, 1.51, 1.78, 1.7, 1.56, 1.37, 1.4, 2.43, 1.57],
)


def _compared(reference: float, polarity: Polarity, expected: str) -> WorkedExample:
    return WorkedExample(
        "comparison.compare",
        f"Against {reference:g}, {polarity}",
        _RULE,
        "Value 12, limits 10 to 14",
        expected,
        lambda: comparison.compare(12, 10, 14, reference, polarity),
    )


def _trend(number: int, pairs: Sequence[tuple[float, float]], expected: str) -> WorkedExample:
    def compute() -> str:
        table = rates.proportion(pd.DataFrame(pairs, columns=["count", "denominator"]))
        return trend.recent_trend(table["value"], table["lower95"], table["upper95"]).direction

    return WorkedExample(
        "trend.recent_trend",
        "Direction over five years",
        _FINGERTIPS.format(number),
        "; ".join(f"{count:g} of {size:g}" for count, size in pairs),
        expected,
        compute,
    )


def _chart(end: str, screen: bool, expected: float) -> WorkedExample:
    def compute() -> float:
        chart = spc.xmr(_ONE_OUTLIER, screen_outliers=screen)
        return float(chart.points[f"{end}_limit"].iloc[0])

    return WorkedExample(
        "spc.xmr",
        f"{end.capitalize()} limit, outliers {'screened' if screen else 'kept'}",
        _PLOT_THE_DOTS,
        ", ".join(map(str, _ONE_OUTLIER)),
        expected,
        compute,
        0.00005,
    )


def _slope(
    what: str, attribute: str, expected: float, tolerance: float, ten: bool = True
) -> WorkedExample:
    return WorkedExample(
        "inequality.slope_index",
        what,
        _PHE_SII if ten else _CALC_SII,
        "Ten deciles with standard errors" if ten else "60, 63, 66, 69, 72 in equal groups",
        expected,
        lambda: getattr(inequality.slope_index(*(_TEN if ten else _FIVE)), attribute),
        tolerance,
    )


EXAMPLES: tuple[WorkedExample, ...] = (
    _compared(9, "HighIsGood", "better"),
    _compared(10, "HighIsGood", "similar"),
    _compared(15, "LowIsGood", "better"),
    _compared(15, "NoJudgement", "lower"),
    WorkedExample(
        "comparison.quintiles",
        "Ten areas in five groups",
        "By hand: two areas a group",
        "1 to 10, HighIsGood; the sixth area",
        "middle",
        lambda: str(comparison.quintiles(pd.Series(range(1, 11)), "HighIsGood").iloc[5]),
    ),
    _trend(1, ((621, 3454), (599, 3195), (556, 3256), (535, 3227), (447, 3121)), trend.DECREASING),
    _trend(
        3,
        ((8116, 91530), (8145, 91773), (8222, 92088), (8506, 92238), (8728, 92665.89)),
        trend.INCREASING,
    ),
    _trend(
        5,
        ((5405, 18095), (5500, 18170), (5435, 18005), (5480, 17890), (5315, 17860)),
        trend.NO_CHANGE,
    ),
    WorkedExample(
        "trend.recent_trend",
        "Chi-squared",
        "Data: FingertipsNext, diabetes prevalence in England, 2020 to 2024; sum in fractions",
        "7.0826, 7.1085, 7.2571, 7.4528, 7.6554 with their 95% limits",
        9740.1022,
        lambda: trend.recent_trend(*_DIABETES).chi_squared,
        0.00005,
    ),
    _chart("upper", True, 4.6044),
    _chart("lower", True, -0.7156),
    _chart("upper", False, 6.9515),
    _chart("lower", False, -3.0626),
    _slope("Slope index", "sii", 15.0, 1e-9, ten=False),
    _slope("Fitted value at the most deprived end", "intercept", 58.5, 1e-9, ten=False),
    _slope("Slope index", "sii", 7.000234760, 5e-10),
    _slope("Relative index", "rii", 1.0897097049, 5e-11),
    _slope("Lower 95% limit: closed form, ours simulated", "sii_lower", 3.1534, 0.05),
    _slope("Upper 95% limit: closed form, ours simulated", "sii_upper", 10.8470, 0.05),
    WorkedExample(
        "inequality.assign_quantiles",
        "Twelve areas in five groups",
        "OHID's formula by hand: 6 less 9 / 2.4 rounded up",
        "Deprivation ranks 1 to 12; the fourth area",
        2,
        lambda: float(
            inequality.assign_quantiles(pd.Series(range(1, 13)), most_deprived="lowest").iloc[3]
        ),
    ),
    WorkedExample(
        "inequality.gradient",
        "Most deprived over least deprived",
        "By hand: 20 over 8",
        "20, 17, 14, 11, 8 by quintile",
        2.5,
        lambda: (
            inequality.gradient(
                pd.DataFrame({"quantile": range(1, 6), "value": [20, 17, 14, 11, 8]}),
                lower=None,
                upper=None,
            ).relative_gap
        ),
    ),
)
