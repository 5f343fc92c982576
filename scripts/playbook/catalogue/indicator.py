"""The metadata record of an indicator: what it means, how it is made, how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.indicator_parts import (
    CI_LEVELS,
    Axis,
    Benchmark,
    Change,
    Correction,
    Geography,
    Interval,
    Part,
    Period,
    Question,
    Rounding,
    Spc,
    Split,
    Trend,
    Unit,
)
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, MissionId, Slug, Text

ValueType = Literal[
    "Proportion",
    "Crude rate",
    "Directly standardised rate",
    "Indirectly standardised ratio",
    "Mean",
    "Count",
    "Index",
]
Method = Literal[
    "proportion",
    "crude_rate",
    "dsr",
    "isr",
    "isr_ratio",
    "mean",
    "count",
    "sii",
    "rii",
    "xmr",
]
CI_METHODS: dict[str, frozenset[str]] = {
    "Proportion": frozenset({"wilson"}),
    "Crude rate": frozenset({"byars", "exact_poisson"}),
    "Directly standardised rate": frozenset({"dobson_byars"}),
    "Indirectly standardised ratio": frozenset({"byars", "exact_poisson"}),
    "Mean": frozenset({"student_t"}),
    "Count": frozenset({"byars", "exact_poisson"}),
    "Index": frozenset({"simulation"}),
}
"""Intervals that suit each type of value; the producer's own or none suit any."""

TREND_VALUE_TYPES = frozenset({"Proportion", "Crude rate", "Directly standardised rate"})
"""Types of value for which the five-point trend test is defined."""


class Indicator(Record):
    """Everything that a reader may ask about an indicator.

    Publisher, address, licence and attribution stand in the source record, checksum and bytes
    of the table in the data package, and breaks in the records of breaks: each fact once.
    """

    # Identity and meaning
    id: Slug
    """Stable id: name of the file, the table and the page."""
    source_code: Text | None = None
    """The producer's own code."""
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    """Title for menus and cards, up to 60 characters."""
    full_title: Text
    """Title that states what is counted, among whom, and where."""
    question: Text
    """The plain-English question that the indicator answers."""
    definition: Text
    """Exact definition."""
    rationale: Text
    """Why it matters to its Mission."""
    policy_link: tuple[Text, ...] = ()
    """Policies or documents that it serves."""
    mission: tuple[MissionId | Literal["cross", "platform"], ...] = Field(min_length=1)
    """Missions that it belongs to."""
    opportunity_area: Slug | None = None
    """Area of opportunity that it measures."""
    synonyms: tuple[Text, ...] = Field(min_length=1)
    """Other words that people search for."""
    faq: tuple[Question, ...] = ()
    """Questions that readers ask."""

    # How it is calculated
    numerator: Part
    """What is counted."""
    denominator: Part
    """Among whom or per what."""
    method: Method
    """How the value is calculated."""
    standard_population: Text | None = None
    """Standard population of a directly standardised rate."""
    unit: Unit
    """Unit of the value."""
    multiplier: int | None = None
    """Per how many: 100 for per cent, 100,000 for most rates."""
    value_type: ValueType
    """Type of value."""
    polarity: Literal["HighIsGood", "LowIsGood", "NoJudgement"]
    """Which direction is better, if either is."""
    ci: Interval
    """Confidence interval."""
    rounding: Rounding
    """Decimal places."""
    processing_level: Literal["as_published", "minor", "major"]
    """How much was done to the published figures."""
    processing_steps: tuple[Text, ...] = ()
    """What was done, in order."""

    # Comparison and change
    benchmark: Benchmark
    """What areas are compared with."""
    trend: Trend
    """Test of change."""
    peer_group: Text | None = None
    """Named group of peers, and its version."""
    spc: Spc | None = None
    """Baseline and step changes, for XmR charts."""
    targets: tuple[Text, ...] = ()
    """Ids of the targets that are set on exactly this measure."""

    # Population, place and time
    population: Text
    """Who is covered."""
    age: Text
    """Ages covered, as in the table."""
    sex: Literal["Persons", "Female", "Male"]
    """Sex of the headline, as in the table."""
    geography: Geography
    """Places."""
    year_type: Literal[
        "Calendar",
        "Financial",
        "Academic",
        "FinancialYearEndPoint",
        "FinancialMultiYear",
        "CalendarMultiYear",
        "Yearly",
        "Month",
        "Quarter",
    ]
    """Kind of period."""
    years_in_period: Annotated[int, Field(ge=2)] | None = None
    """Length of a rolling period, in years: its points overlap."""
    period: Period
    """Span of the series."""
    frequency: Literal["Annually", "Quarterly", "Monthly", "Once"]
    """How often there is a new point."""
    splits: tuple[Split, ...] = ()
    """Breakdowns in the table."""

    # Quality, disclosure and corrections
    disclosure: Text
    """Rule of the source, and our own handling."""
    missing_values: dict[str, Literal["suppressed", "missing", "not_available"]]
    """What each mark of the source means."""
    quality_note: Text
    """How far to trust it, in two sentences at most."""
    caveats: tuple[Text, ...] = Field(min_length=1)
    """What a reader must know, one thing each."""
    corrections: tuple[Correction, ...] = ()
    """Repairs of the published figures."""
    synthetic: bool
    """True puts a watermark on each figure."""

    # Source
    source: Slug
    """Id of the source record: publisher, address, licence, attribution."""

    # Ownership and life
    owner: Text
    """Role or team that looks after it, not a private person."""
    reviewer: Text = "not yet"
    """Role and date of a review, or not yet."""
    review_by: Day
    """Day after which a banner asks for a review."""
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    """Version of the definition."""
    changelog: tuple[Change, ...] = Field(min_length=1)
    """History of the definition, newest first."""
    cases: tuple[Text, ...] = ()
    """Ids of cases."""

    # Display
    axis: Axis = Axis()
    """Value axis of its charts."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what does not fit together; see the checks of the metadata reference."""
        yield from repeated(self.synonyms, "synonyms")
        yield from _calculation(self)
        yield from _change(self)
        if self.period.last < self.period.first:
            yield (
                ("period", "last"),
                f"is {self.period.last}, before {self.period.first}.",
            )
        if self.changelog[0].version != self.version:
            yield (
                ("version",),
                f"is {self.version}; the changelog begins with another. Add to it.",
            )
        if self.processing_level != "as_published" and not self.processing_steps:
            yield (
                ("processing_steps",),
                "is missing. Say what was done to the published figures.",
            )


def _calculation(indicator: Indicator) -> Iterator[tuple[Place, str]]:
    kind, ci = indicator.value_type, indicator.ci
    if kind == "Proportion" and indicator.multiplier != 100:
        yield ("multiplier",), "must be 100 for a proportion: values are per cent."
    if kind in TREND_VALUE_TYPES and indicator.multiplier is None:
        yield ("multiplier",), f"is missing. Say per how many the {kind.lower()} is."
    if (indicator.method == "dsr") != (indicator.standard_population is not None):
        yield ("standard_population",), "belongs to the method dsr, and only to it."
    if ci.method not in CI_METHODS[kind] | {"producer", "none"}:
        wanted = ", ".join(sorted(CI_METHODS[kind]))
        yield (
            ("ci", "method"),
            f"{ci.method} does not suit a {kind.lower()}. Use {wanted}.",
        )
    if ci.method == "none" and ci.reason is None:
        yield ("ci", "reason"), "is missing. Say why there is no interval."
    if ci.method != "none" and not ci.level:
        yield ("ci", "level"), "is missing. Say which levels are shown: [0.95]."
    for number, level in enumerate(ci.level):
        if level not in CI_LEVELS:
            yield ("ci", "level", number), f"is {level}. Choose 0.95 or 0.998."


def _change(indicator: Indicator) -> Iterator[tuple[Place, str]]:
    trend, benchmark = indicator.trend, indicator.benchmark
    if trend.method == "xmr" and indicator.frequency != "Monthly":
        yield (
            ("trend", "method"),
            "xmr is for monthly series. Use fingertips_5pt or none.",
        )
    if (trend.method == "xmr") != (indicator.spc is not None):
        yield ("spc",), "belongs to the trend method xmr, and only to it."
    if trend.method == "fingertips_5pt":
        if indicator.years_in_period or indicator.frequency != "Annually":
            yield (
                ("trend", "method"),
                "fingertips_5pt is for periods of one year. Use none.",
            )
        if indicator.value_type not in TREND_VALUE_TYPES or indicator.ci.method == "none":
            yield (
                ("trend", "method"),
                "fingertips_5pt needs a rate or proportion with limits.",
            )
    if trend.method == "none" and trend.reason is None:
        yield ("trend", "reason"), "is missing. Say why change is not tested."
    if (benchmark.method == "none" or benchmark.area == "none") and benchmark.reason is None:
        yield ("benchmark", "reason"), "is missing. Say why there is no comparison."
    if benchmark.method.startswith("CI") and indicator.ci.method == "none":
        yield (
            ("benchmark", "method"),
            f"{benchmark.method} needs an interval; there is none.",
        )
