"""The groups of fields inside the metadata record of an indicator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.catalogue.documents import Place
from playbook.catalogue.records import Record
from playbook.catalogue.system import AreaType, CodeSystem, Day, Slug, Text

CiMethod = Literal[
    "wilson",
    "byars",
    "exact_poisson",
    "dobson_byars",
    "student_t",
    "simulation",
    "producer",
    "none",
]

CI_LEVELS = (0.95, 0.998)
Level = Annotated[float, Field(json_schema_extra={"enum": list(CI_LEVELS)})]


class Question(Record):
    """A question that readers ask, with its answer."""

    question: Text
    """The question."""
    answer: Text
    """The answer."""


class Part(Record):
    """A numerator or a denominator."""

    definition: Text
    """Who or what is counted; "Not applicable" with the reason where there is none."""
    source: Text
    """Where the count comes from."""
    noun: Text = "people"
    """What is counted, in a word or two that stand after a number: people, attendances."""


class Unit(Record):
    """How the value is written for people."""

    long: Text
    """For axes and sentences: per 100,000 people."""
    short: Text
    """For cells and labels: %, per 100,000."""


class Interval(Record):
    """The confidence interval."""

    method: CiMethod
    """How it is calculated; producer when the publisher gives it."""
    level: tuple[Level, ...] = ()
    """Levels shown."""
    reason: Text | None = None
    """Why there is none, where there is none."""


class Rounding(Record):
    """How many decimal places are shown."""

    decimals: Annotated[int, Field(ge=0, le=4)]
    """Decimal places on the page."""
    rule: Literal["before", "after"]
    """Rounded before or after calculation."""


class Benchmark(Record):
    """What each area is compared with, and how."""

    area: Text
    """Code of the area to compare with, or none."""
    method: Literal[
        "CIOverlappingReferenceValue95",
        "CIOverlappingReferenceValue99_8",
        "Quintiles",
        "SPC",
        "none",
    ]
    """The comparison, by its name in Fingertips."""
    reason: Text | None = None
    """Why there is no comparison, where there is none."""


class Trend(Record):
    """The test of change over time."""

    method: Literal["fingertips_5pt", "xmr", "none"]
    """Five-point test for yearly figures, XmR chart for monthly ones, or none."""
    reason: Text | None = None
    """Why there is none, where there is none."""


class Step(Record):
    """A date from which the limits of an XmR chart are calculated anew."""

    date: Day
    """First day of the new limits."""
    reason: Text
    """The known cause; never the look of the chart."""


class Spc(Record):
    """Baseline and step changes of an XmR chart."""

    baseline: Day
    """First period of the first limits."""
    rebase: tuple[Step, ...] = ()
    """Dates from which limits are calculated anew, each with its cause."""


class Geography(Record):
    """The places that the values are for."""

    type: Literal[
        "borough",
        "icb_former",
        "icb_successor",
        "sub_icb",
        "pcn",
        "trust",
        "region",
        "england",
    ]
    """The kind of place that the indicator is mainly shown for."""
    levels: tuple[AreaType, ...] = Field(min_length=1)
    """Types of area in the table; the first is the one that pages compare."""
    vintage: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
    """Date that the boundaries or codes apply to, in quotes."""
    code_system: CodeSystem
    """Whose codes."""


class Period(Record):
    """The span of the series."""

    first: Day
    """First day of the first period."""
    last: Day
    """Last day of the last period."""


class Split(Record):
    """A breakdown of the headline in the table."""

    dimension: Slug
    """Name of the dimension in the column `group`, or sex or age for those columns."""
    levels: tuple[Text, ...] = Field(min_length=1)
    """Its levels, in the order to show them."""
    lowest_geography: AreaType
    """Smallest type of area that it is published for."""
    unknown: tuple[Text, ...] = ()
    """Levels that are no group of people but a want of knowledge, such as Not stated."""
    note: Text | None = None
    """What a reader must know."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Levels of want of knowledge are among the levels."""
        for number, name in enumerate(self.unknown):
            if name not in self.levels:
                yield ("unknown", number), f"{name} is not among the levels."


class Correction(Record):
    """A repair of the publisher's figures, with a guard that fails once it is not needed."""

    areas: tuple[Text, ...] = Field(min_length=1)
    """Codes of the areas."""
    start: Day
    """First day of the first period."""
    end: Day
    """Last day of the last period."""
    action: Literal["missing"]
    """What is done: the published figure is taken as not reported."""
    reason: Text
    """Why, as the table and the page say it."""
    provider: Text
    """Who found it."""
    status: Text
    """Whether the publisher knows."""
    expect: float
    """The published count of each of these rows; another one means that the publisher mended it."""


class Axis(Record):
    """The value axis of the indicator's charts."""

    start: float | None = None
    """Where it starts; empty to fit the figures."""
    end: float | None = None
    """Where it ends; empty to fit the figures."""


class Change(Record):
    """An entry of the record's own history."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    """Version of the definition."""
    date: Day
    """Day of the change."""
    change: Text
    """What changed."""
    effect: Text
    """What it did to the values."""
