"""The pages of the Innovation Networks: who does what, roles and gaps, ties, and the pulse."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from playbook.catalogue.network import Networks, Organisation
from playbook.figures import words
from playbook.figures.components import Board, cell
from playbook.site.directives import named
from playbook.site.practice import PracticeDirective, pick

FILE = "networks.yml"
KINDS = {
    "NHS": "NHS",
    "partner": "Partner of the system",
    "research": "Research",
    "care": "Care and boroughs",
    "industry": "Industry",
    "data": "Data",
    "public voice": "Public voice",
}
GAP = {"kind": "none", "word": "Gap: nothing recorded yet"}


class NetworkDirective(PracticeDirective):
    """Base: the record of the networks."""

    @property
    def networks(self) -> Networks:
        """The record."""
        found: Networks = self.held(self.catalogue.networks, FILE)
        return found

    @property
    def names(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return {one.id: one for one in self.networks.organisations}


class WhoDoesWhat(NetworkDirective):
    """``{who-does-what}``: the organisations, their role, public posts, and how to reach them."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        rows = [
            [
                cell(one.name, KINDS[one.kind]),
                cell(one.role, "; ".join(self.posts(one))),
                cell(
                    words.listing([f"Mission {name.lstrip('M')}" for name in one.missions])
                    or "No Mission in particular"
                ),
                cell("Its page" if one.reach else "Not recorded", href=one.reach or ""),
                self.source_cell(one.source),
            ]
            for one in self.networks.organisations
        ]
        return Board(
            id="who-does-what-list",
            caption=(
                "Organisations and their role, as published. Last compared with the sources on "
                f"{words.day(self.networks.checked)}."
            ),
            columns=["Organisation", "Role", "Works on", "How to reach it", "Read in"],
            rows=rows,
        ).payload()

    def posts(self, one: Organisation) -> list[str]:
        """Name the public posts of an organisation, each with its date."""
        for post in one.posts:
            self.source(post.source)
        return [
            f"{post.title} on {words.partial(post.published)}: {post.holder}" for post in one.posts
        ]


class WhoWorksWithWhom(NetworkDirective):
    """``{who-works-with-whom}``: ties between organisations, each with its source."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        names = self.names
        rows = [
            [
                cell(f"{names[tie.between[0]].name} and {names[tie.between[1]].name}"),
                cell(tie.what, tie.until or ""),
                self.source_cell(tie.source),
            ]
            for tie in self.networks.ties
        ]
        return Board(
            id="ties",
            caption="Who works with whom, as published. A tie that is not here may exist.",
            columns=["Between", "What they do together", "Read in"],
            rows=rows,
        ).payload()


class RolesAndGaps(NetworkDirective):
    """``{roles-and-gaps} days-at-home``: the roles that a network needs, and who was published."""

    required_arguments = 1

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        known = {one.id: one for one in self.networks.networks}
        network = pick(known, self.arguments[0], "network")
        rows = [
            [
                cell(need.role, need.why),
                cell(words.capital(need.brings)),
                cell(self.names[need.met_by].name) if need.met_by else cell(status=GAP),
                self.source_cell(need.source),
            ]
            for need in network.needs
        ]
        gaps = sum(need.met_by is None for need in network.needs)
        found = self.source(network.source)
        return Board(
            id=f"network-{network.id}",
            caption=(
                f"{network.known} Read in: {found['text']}. "
                f"Roles without anybody on record: {gaps} of {len(network.needs)}."
            ),
            columns=["Role", "Brings most", "Who was published", "Read in"],
            rows=rows,
        ).payload()


class NetworkPulse(NetworkDirective):
    """``{network-pulse} example``: the pulse of a network as dots, with table and CSV."""

    required_arguments = 1
    records: ClassVar = PracticeDirective.records

    def payload(self) -> dict[str, Any]:
        """Give the figure's record."""
        # Most books are read without drawing anything: Altair waits for the page that does.
        from playbook.figures import pulse

        found = self.networks
        one = pick({each.id: each for each in found.pulses}, self.arguments[0], "pulse")
        stages = {name: stage.title for name, stage in self.catalogue.stages.items()}
        content = (self.project.data / FILE).read_bytes()
        made_up = one.standing == "illustrative"
        source = f"made up, data/{FILE}" if made_up else f"the network, data/{FILE}"
        about = (source, hashlib.sha256(content).hexdigest()[:12], self.catalogue.edition.name)
        return pulse.figure(one, found.items, stages, about).payload()


class PulseItems(NetworkDirective):
    """``{pulse-items}``: what a pulse asks."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``board``."""
        rows = [
            [cell(item.title), cell(item.question), cell(words.capital(item.part))]
            for item in self.networks.items
        ]
        return Board(
            id="pulse-items",
            caption="What each member is asked, from 1, not at all, to 5, fully.",
            columns=["Item", "Statement", "Part"],
            rows=rows,
        ).payload()


DIRECTIVES = named(WhoDoesWhat, WhoWorksWithWhom, RolesAndGaps, NetworkPulse, PulseItems)
