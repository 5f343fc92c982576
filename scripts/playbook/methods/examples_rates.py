"""Worked examples of proportions, rates, funnels and people to a target."""

from collections.abc import Callable

import pandas as pd

from . import disclosure, funnel, gap, rates
from .worked_example import Answer, WorkedExample

_NEWCOMBE = "Newcombe RG. Stat Med 1998;17:857-872, table I, score method"
_BYAR = "By hand from Byar's formula, to 40 digits"
_ESP = "By hand: European Standard Population 80,500 below 65 and 19,500 above"
_EXPECTED = "By hand: 40 observed; 1,000 x 0.005 + 500 x 0.04 = 25 expected; reference rate 0.0225"

_TWO_BANDS = pd.DataFrame(
    {"age": ["0 to 64", "65 and over"], "count": [20, 60], "denominator": [10_000, 3_000]}
)
_AGAINST_REFERENCE = pd.DataFrame(
    {
        "count": [10, 30],
        "denominator": [1_000, 500],
        "reference_count": [50, 400],
        "reference_denominator": [10_000, 10_000],
    }
)
_PLACES = pd.DataFrame({"area": ["A", "B"], "count": [700, 850], "denominator": [1_000, 1_000]})
_QUINTILES = pd.DataFrame(
    {"quantile": range(1, 6), "count": [60, 70, 80, 90, 100], "denominator": 100}
)
_TWO_HIDDEN = {"a": None, "b": None, "all": 14}


def _only(frame: pd.DataFrame, column: str) -> float:
    return float(frame[column].iloc[0])


def _pair(count: float, size: float) -> pd.DataFrame:
    return pd.DataFrame({"count": [count], "denominator": [size]})


def _wilson(count: int, size: int, column: str, expected: float) -> WorkedExample:
    return WorkedExample(
        "rates.proportion",
        f"{column[:5].capitalize()} 95% Wilson limit",
        _NEWCOMBE,
        f"{count} of {size}",
        expected,
        lambda: _only(rates.proportion(_pair(count, size), multiplier=1), column),
        0.00005,
    )


def _events(
    what: str, source: str, count: int, column: str, expected: float, confidence: float = 0.95
) -> WorkedExample:
    def compute() -> float:
        frame = _pair(count, 1_000)
        return _only(rates.crude_rate(frame, multiplier=1_000, confidence=confidence), column)

    inputs = f"{count} events, 1,000 people"
    return WorkedExample("rates.crude_rate", what, source, inputs, expected, compute, 0.00005)


def _standardised(what: str, column: str, expected: float) -> WorkedExample:
    return WorkedExample(
        "rates.directly_standardised_rate",
        what,
        _ESP,
        "20 in 10,000 aged 0 to 64; 60 in 3,000 aged 65 and over",
        expected,
        lambda: _only(rates.directly_standardised_rate(_TWO_BANDS), column),
        0.0005,
    )


def _against_reference(
    method: str, what: str, function: Callable[..., pd.DataFrame], expected: float
) -> WorkedExample:
    return WorkedExample(
        method,
        what,
        _EXPECTED,
        "10 in 1,000 and 30 in 500; reference 50 and 400, each in 10,000",
        expected,
        lambda: _only(function(_AGAINST_REFERENCE), "value"),
        1e-9,
    )


def _funnel(
    what: str, source: str, inputs: str, limit: str, expected: float, **plot: float | str
) -> WorkedExample:
    def compute() -> Answer:
        curves = funnel.limits(**plot)  # type: ignore[arg-type]
        return _only(curves[curves["limit"] == limit], "value")

    return WorkedExample("funnel.limits", what, source, inputs, expected, compute, 0.0005)


EXAMPLES: tuple[WorkedExample, ...] = (
    _wilson(81, 263, "lower95", 0.2553),
    _wilson(81, 263, "upper95", 0.3662),
    _wilson(15, 148, "lower95", 0.0624),
    _wilson(15, 148, "upper95", 0.1605),
    _wilson(0, 20, "lower95", 0.0),
    _wilson(0, 20, "upper95", 0.1611),
    _wilson(1, 29, "lower95", 0.0061),
    _wilson(1, 29, "upper95", 0.1718),
    _events("Lower 95% limit", _BYAR, 100, "lower95", 81.3621),
    _events("Upper 95% limit", _BYAR, 100, "upper95", 121.6279),
    _events("Lower 95% limit", _BYAR, 10, "lower95", 4.7874),
    _events("Upper 95% limit", _BYAR, 10, "upper95", 18.3915),
    _events("Lower exact limit", "Minus the logarithm of 0.975", 1, "lower95", 0.0253),
    _events("Upper exact limit", "Minus the logarithm of 0.025", 0, "upper95", 3.6889),
    _events("Upper 99.8% limit", "Minus the logarithm of 0.001", 0, "upper99_8", 6.9078, 0.998),
    _standardised("Rate per 100,000", "value", 551.0),
    _standardised("Lower 95% Dobson limit", "lower95", 436.353),
    _standardised("Upper 95% Dobson limit", "upper95", 686.414),
    _against_reference(
        "rates.indirectly_standardised_ratio",
        "Observed over expected",
        rates.indirectly_standardised_ratio,
        1.6,
    ),
    _against_reference(
        "rates.indirectly_standardised_rate",
        "Ratio times the reference rate, per 100,000",
        rates.indirectly_standardised_rate,
        3_600.0,
    ),
    _funnel(
        "Upper 95% limit of a proportion",
        "By hand: 80 + 1.959964 x 4",
        "Baseline 80%, 100 people",
        "upper95",
        87.840,
        baseline=80,
        smallest=100,
        largest=100,
    ),
    _funnel(
        "Lower 99.8% limit of a proportion",
        "By hand: 80 - 3.090232 x 4",
        "Baseline 80%, 100 people",
        "lower99_8",
        67.639,
        baseline=80,
        smallest=100,
        largest=100,
    ),
    WorkedExample(
        "gap.people_to_target",
        "People in all to 80%",
        "By hand: 1,600 less 1,550",
        "700 of 1,000 in A, 850 of 1,000 in B",
        50,
        lambda: gap.people_to_target(_PLACES, 80, "HighIsGood").people,
    ),
    WorkedExample(
        "gap.close_the_inequality",
        "People to bring the groups behind up to the whole",
        "By hand: the whole is at 80%, so 20 in group 1 and 10 in group 2",
        "60, 70, 80, 90, 100 of 100 in five quintiles",
        30,
        lambda: gap.close_the_inequality(_QUINTILES, "HighIsGood").people,
    ),
    WorkedExample(
        "disclosure.exposed",
        "Hidden cells that a total gives away",
        "By hand: two counts from 1 to 7 that add up to 14 are both 7",
        "Two hidden counts from 1 to 7, total 14",
        "a, b",
        lambda: ", ".join(
            disclosure.exposed(
                _TWO_HIDDEN, [disclosure.Sum("all", ("a", "b"))], disclosure.Rule(1, 7)
            )
        ),
    ),
)
