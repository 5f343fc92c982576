"""One prioritisation made ready for figures: its options ranked, by all and by each group."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from playbook.catalogue import Prioritisation
from playbook.catalogue.prioritisation_parts import Option, Weighers
from playbook.figures import words
from playbook.methods import portfolio, prioritisation, rank_stability

ILLUSTRATIVE = "illustrative"
MADE_UP = "Illustrative: made-up options, scores and weights"


@dataclass(frozen=True)
class Prioritised:
    """A prioritisation with what follows from it.

    Attributes
    ----------
    record : Prioritisation
        Options, criteria, scores, weights, decisions.
    """

    record: Prioritisation

    @property
    def illustrative(self) -> bool:
        """Whether all of it is made up, which each thing shown must say."""
        return self.record.standing == ILLUSTRATIVE

    def marked(self, text: str) -> str:
        """Say of a title or a caption that it is illustrative, when it is."""
        return f"Illustrative: {text[:1].lower()}{text[1:]}" if self.illustrative else text

    @cached_property
    def options(self) -> dict[str, Option]:
        """Every option by id, those that a gate refused included."""
        return {one.id: one for one in self.record.options}

    def name(self, option: str) -> str:
        """Name an option in a chart or a table."""
        return self.options[option].short_title

    @cached_property
    def criteria(self) -> dict[str, str]:
        """The short title of each criterion, by id."""
        return {one.id: one.short_title for one in self.record.criteria}

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores of the options that passed every gate, one column a criterion."""
        given = {one.option: one.scores for one in self.record.scores}
        passed = [name for name in self.options if name not in self.record.refused]
        return pd.DataFrame([given[name] for name in passed], index=passed)[[*self.criteria]]

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Weights in per cent, one row a group."""
        given = {one.group: one.weights for one in self.record.weights}
        return pd.DataFrame.from_dict(given, orient="index")[[*self.criteria]]

    @cached_property
    def weights(self) -> pd.Series:
        """The weights of all groups, each with the same say; they add up to 1."""
        return prioritisation.combined(self.groups)

    @cached_property
    def values(self) -> pd.Series:
        """The value of each option by those weights, the best first; ties in the record's order."""
        found = prioritisation.values(self.scores, self.weights)
        return found.sort_values(ascending=False, kind="stable")

    @cached_property
    def ranks(self) -> pd.Series:
        """The rank of each option, in the same order."""
        return prioritisation.ranks(self.values)

    @property
    def order(self) -> list[str]:
        """Ids of the options in that order."""
        return [str(name) for name in self.ranks.index]

    @property
    def places(self) -> int:
        """How many options there is room for."""
        return self.record.budget.places

    @cached_property
    def inside(self) -> pd.Series:
        """Whether each option is within the cut."""
        return prioritisation.within(self.ranks, self.places)

    @cached_property
    def by_group(self) -> pd.DataFrame:
        """Ranks by each group's weights alone, in the order of the ranking."""
        return prioritisation.by_each_group(self.scores, self.groups).loc[self.ranks.index]

    def group(self, role: str) -> Weighers | None:
        """Give the first group of a role; None where none took part."""
        return next((one for one in self.record.weights if one.role == role), None)

    @cached_property
    def acceptability(self) -> pd.DataFrame:
        """Share of drawn weights that give each option each rank."""
        drawn = self.record.sampling
        shares = rank_stability.acceptability(self.scores, draws=drawn.draws, seed=drawn.seed)
        return shares.loc[self.ranks.index]

    @cached_property
    def flip(self) -> rank_stability.Flip | None:
        """The smallest change of weights that moves the cut."""
        return rank_stability.smallest_flip(self.scores, self.weights, self.places)

    @cached_property
    def room(self) -> pd.DataFrame:
        """How far each weight alone can go before the cut moves."""
        return rank_stability.room_of_each_weight(self.scores, self.weights, self.places)

    @cached_property
    def portfolio(self) -> portfolio.Portfolio:
        """The options that together are worth most under the budget and within the places."""
        costs = pd.Series({name: self.options[name].cost for name in self.values.index})
        budget = self.record.budget
        return portfolio.best_portfolio(self.values, costs, budget.amount, budget.places)

    def money(self, amount: float) -> str:
        """Write an amount with the unit of the budget."""
        return f"{amount:,g} {self.record.budget.unit}"

    def named(self, options: pd.Index | list[str]) -> str:
        """List options by name, as prose does."""
        return words.listing([self.name(str(one)) for one in options])

    def credits(self, edition: str) -> dict[str, Any]:
        """Give source, period, snapshot and edition, as a figure prints them."""
        made = "illustrative record" if self.illustrative else "record"
        file = f"data/prioritisation/{self.record.id}.yml"
        return {
            "source": f"This playbook's own {made}, {file}",
            "period": words.day(self.record.date),
            "snapshot": hashlib.sha256(self.record.model_dump_json().encode()).hexdigest()[:12],
            "edition": edition,
        }
