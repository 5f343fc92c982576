"""The record of one prioritisation, and whether its parts fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from playbook.catalogue.documents import Place
from playbook.catalogue.prioritisation_parts import (
    FUNDED,
    LEAST,
    MOST,
    Criterion,
    Decision,
    Dissent,
    Gate,
    Interest,
    Money,
    Option,
    Sampling,
    Scored,
    Weighers,
)
from playbook.catalogue.records import Record, repeated
from playbook.catalogue.system import Day, Slug, Text
from playbook.errors import nearest


class Prioritisation(Record):
    """One prioritisation, from the list of options to the decisions."""

    id: Slug
    """The name of its file, and the end of its page's address."""
    system: Slug
    """Id of the system whose book shows it."""
    title: Text
    """Heading of its page."""
    standing: Literal["illustrative", "adopted"]
    """Illustrative: made up to show the method, and marked so wherever it shows."""
    note: Text
    """What a reader must know before anything else."""
    date: Day
    """When the ranking was made."""
    options: Annotated[tuple[Option, ...], Field(min_length=3)]
    """The list of options."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=2)]
    """The criteria, in the order of the tables."""
    scores: tuple[Scored, ...]
    """One entry an option."""
    weights: Annotated[tuple[Weighers, ...], Field(min_length=1)]
    """One entry a group of weighers."""
    gates: tuple[Gate, ...]
    """What every option must pass."""
    interests: tuple[Interest, ...]
    """Declared interests; an empty list says that none were declared."""
    dissent: tuple[Dissent, ...]
    """Views that the decisions did not follow; an empty list says that there were none."""
    budget: Money
    """What may be spent."""
    decisions: tuple[Decision, ...]
    """One row an option."""
    sampling: Sampling
    """How weights are drawn."""

    def rules(self) -> Iterator[tuple[Place, str]]:
        """Every id names something, everything is answered once, and the money is there."""
        options, criteria = [one.id for one in self.options], [one.id for one in self.criteria]
        yield from _ids(options, "options")
        yield from _ids(criteria, "criteria")
        yield from _ids([one.group for one in self.weights], "weights", field="group")
        for field in ("scores", "decisions"):
            rows = [one.option for one in getattr(self, field)]
            yield from _each_once(rows, options, "option", (field,))
        for number, row in enumerate(self.scores):
            place: Place = ("scores", number, "scores")
            yield from _each_once(row.scores, criteria, "criterion", place)
            for name, score in row.scores.items():
                if not LEAST <= score <= MOST:
                    yield (*place, name), f"is {score:g}, outside the scale {LEAST} to {MOST}."
        for number, group in enumerate(self.weights):
            for field in ("swings", "weights"):
                inner = ("weights", number, field)
                yield from _each_once(getattr(group, field), criteria, "criterion", inner)
        for number, gate in enumerate(self.gates):
            for at, refusal in enumerate(gate.refused):
                yield from _known(refusal.option, options, ("gates", number, "refused", at))
        for number, view in enumerate(self.dissent):
            yield from _known(view.option, options, ("dissent", number))
        yield from self._money()

    def _money(self) -> Iterator[tuple[Place, str]]:
        out = self.refused
        passed, places = len(self.options) - len(out), self.budget.places
        if passed <= places:
            message = f"is {places}, but {passed} options pass the gates: nothing is to be chosen."
            yield ("budget", "places"), message
        funded = [row for row in self.decisions if row.decision in FUNDED]
        costs = {one.id: one.cost for one in self.options}
        spent = sum(costs.get(row.option, 0) for row in funded)
        if spent > self.budget.amount:
            message = f"recommends options for {spent:g}, but the budget is {self.budget.amount:g}."
            yield ("decisions",), message
        for number, row in enumerate(self.decisions):
            if row in funded and row.option in out:
                message = f"is {row.decision}, but {row.option} did not pass a gate."
                yield ("decisions", number, "decision"), message

    @property
    def refused(self) -> dict[str, tuple[Gate, str]]:
        """The gate that each refused option did not pass first, and the reason."""
        found: dict[str, tuple[Gate, str]] = {}
        for gate in self.gates:
            for refusal in gate.refused:
                found.setdefault(refusal.option, (gate, refusal.reason))
        return found


def _ids(names: list[str], *place: str, field: str = "id") -> Iterator[tuple[Place, str]]:
    for (name, number), message in repeated(names, *place):
        yield (name, number, field), message


def _known(name: str, known: list[str], place: Place) -> Iterator[tuple[Place, str]]:
    if name not in known:
        yield (
            (*place, "option"),
            f"there is no option {name}. {nearest(name, known, noun='option')}",
        )


def _each_once(
    given: Iterable[str], known: list[str], noun: str, place: Place
) -> Iterator[tuple[Place, str]]:
    """Compare the ids that a list or a group names with those that there are."""
    rows = isinstance(given, list)
    names = list(given)
    for number, name in enumerate(names):
        inner = (*place, number, "option") if rows else (*place, name)
        if name not in known:
            yield inner, f"there is no {noun} {name}. {nearest(name, known, noun=noun)}"
        elif name in names[:number]:
            yield inner, f"{name} stands above already. Keep one."
    for name in known:
        if name not in names:
            yield place, f"says nothing of {name}. Add it."
