"""Take new figures in, source by source: received, read, doubted, staged, and then all at once.

A source of which anything is wrong changes nothing, and the others go on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from playbook.catalogue import Catalogue, Project, areas, documents, received, records
from playbook.catalogue.documents import Place
from playbook.catalogue.feed import FILE, Feed, Feeds, Series
from playbook.catalogue.indicator import Indicator
from playbook.catalogue.received import Change, Receipt, Received, Snapshot
from playbook.errors import PlaybookError, nearest
from playbook.observations import schema, tables
from playbook.observations.table import FOLDER as OBSERVED
from playbook.sources import (
    continuity,
    corrections,
    fields,
    merging,
    package,
    publishers,
    recoding,
    revisions,
)
from playbook.sources.answers import Answer
from playbook.sources.continuity import Doubt
from playbook.sources.merging import Difference, Part
from playbook.sources.places import ALIASES, Places, read_aliases
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Patience, Receiver
from playbook.sources.staging import Stage, finish
from playbook.sources.writing import text_of

STORE = "received"
MOST_SHOWN = 6
"""Periods of a table that the summary on a terminal names."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Outcome:
    """What became of one source."""

    feed: str
    changes: list[Difference] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    error: PlaybookError | None = None

    def lines(self) -> list[str]:
        """Write it for a terminal: a line a table and period, then its sum."""
        if self.error:
            head = f"{self.feed}: refused, and nothing of it was changed"
            return [head, *str(self.error).split("\n")]
        if not self.changes:
            return [f"{self.feed}: nothing new"]
        said = []
        for one in self.changes:
            said.append(f"{self.feed}: {one.table}: {_counted(one.counts)}")
            periods = one.by_period()
            said += [f"  {period}: {_counted(counts)}" for period, counts in periods[:MOST_SHOWN]]
            if len(periods) > MOST_SHOWN:
                said.append(f"  and {len(periods) - MOST_SHOWN} earlier periods")
        return said

    def record(self) -> dict[str, Any]:
        """Give it as plain values, for a program."""
        return {
            "feed": self.feed,
            "error": str(self.error) if self.error else None,
            "files": self.files,
            "tables": [
                {"table": one.table, "periods": dict(one.by_period())} | one.counts
                for one in self.changes
            ],
        }


@dataclass(frozen=True)
class Options:
    """How a refresh is done."""

    today: date
    dry_run: bool = False
    accept: Sequence[str] = ()
    via: str = ""
    patience: Patience | None = None


def feeds(project: Project) -> Feeds:
    """Read the record of feeds.

    Raises
    ------
    PlaybookError
        It is missing or wrong.
    """
    path = project.data / FILE
    return records.read(path, Feeds, project.shown(path))[0]


def chosen(known: Feeds, names: Iterable[str]) -> list[Feed]:
    """Find feeds by their names or by those of their publications; all when none is given.

    Raises
    ------
    PlaybookError
        There is none of a name.
    """
    wanted = list(names)
    if not wanted:
        return list(known.feeds)
    found: dict[str, Feed] = {}
    for name in wanted:
        fitting = [one for one in known.feeds if name == one.id or name in one.sources]
        if not fitting:
            every = [one.id for one in known.feeds] + [s for f in known.feeds for s in f.sources]
            hint = nearest(name, every, noun="source")
            raise PlaybookError(f"no feed brings {name!r}. {hint}", file=f"data/{FILE}")
        found |= {one.id: one for one in fitting}
    return list(found.values())


def run(
    project: Project,
    names: Iterable[str],
    options: Options,
    each: Callable[[list[Feed]], Iterable[Feed]] = iter,
) -> list[Outcome]:
    """Refresh sources, one after the other.

    Parameters
    ----------
    project
        The playbook.
    names
        Of feeds, or of their publications; all when empty.
    options
        How.
    each
        Goes over the feeds; a bar of progress does it too.

    Raises
    ------
    PlaybookError
        The records of feeds are wrong. What is wrong with a source is in its outcome.
    """
    finish(project)
    known = feeds(project)
    wanted = chosen(known, names)
    return [_refreshed(project, feed, known.contact, options) for feed in each(wanted)]


def _refreshed(project: Project, feed: Feed, contact: str | None, options: Options) -> Outcome:
    try:
        return refresh(project, feed, contact, options)
    except PlaybookError as error:
        return Outcome(feed.id, error=error)
    except Exception as fault:
        # Whatever a publisher sends, the others are asked too; and what happened is said.
        said = f"stopped at something unforeseen ({type(fault).__name__}: {fault}). Please report."
        return Outcome(feed.id, error=PlaybookError(said, file=feed.address))


def refresh(project: Project, feed: Feed, contact: str | None, options: Options) -> Outcome:
    """Refresh one source: receive, read, doubt, stage, commit.

    Raises
    ------
    PlaybookError
        Anything is wrong; then ``data/`` is as it was.
    """
    publisher = publishers.of(feed)
    before = received.read(project, feed.id)
    store = project.build / STORE
    wanted = Wanted(feed, _newest(project, feed), options.today)
    with closing(
        Receiver(
            feed,
            store,
            {one.address: _answer(one, store) for one in before.receipts().values()},
            via=options.via,
            contact=contact,
            patience=options.patience,
        )
    ) as receiver:
        answers = publisher.fetch(receiver, wanted)
        if not any(one.fresh for one in answers):
            return Outcome(feed.id)
        answers = [receiver.whole(one) for one in answers]
    places = _places(project)
    parts = publisher.parse(answers, feed, places)
    with Stage(project, feed.id) as stage:
        changes = [
            change
            for series in feed.series
            if series.table in parts
            and (change := _put(stage, feed, series, parts[series.table], options))
        ]
        if not changes:
            return Outcome(feed.id)
        _record(stage, before, changes, answers, options)
        stage.write(Path(package.FILE), package.text(stage.staged))
        tables.validate(stage.staged)
        return Outcome(feed.id, changes, [] if options.dry_run else stage.commit())


def _put(
    stage: Stage, feed: Feed, series: Series, part: Part, options: Options
) -> Difference | None:
    """Put one table of an answer into the stage, with its revisions; None when nothing changed."""
    project = stage.project
    is_observed = series.table in Catalogue.read(project).indicators
    path = Path(OBSERVED) / f"{series.table}.csv" if is_observed else Path(series.table)
    old_text = stage.read(path)
    if part.features is not None:
        new_text = merging.with_shapes(old_text, part)
        change = merging.reshaped(series.table, old_text, new_text)
        if change:
            stage.write(path, new_text)
        return change or None
    key = list(fields.of(PurePosixPath(path))["primaryKey"])
    if is_observed:
        new_text = schema.text(_observed(project, feed, series, part, options))
    else:
        old = pd.read_csv(io.StringIO(old_text))
        heirs = Catalogue.read(project).succession(options.today).heirs
        new = merging.refilled(old, part, key, recoding.held(set(old[key[0]]), heirs))
        _allow(
            continuity.plain_doubts(series.table, old, new, key, feed.limits), feed, part, options
        )
        new_text = text_of(new)
    change = merging.difference(series.table, key, old_text, new_text)
    if not change:
        return None
    stage.write(path, new_text)
    log = revisions.path_of(series.table)
    stage.write(log, revisions.extended(stage.read(log), change, key, options.today))
    return change


def _observed(
    project: Project, feed: Feed, series: Series, part: Part, options: Options
) -> pd.DataFrame:
    catalogue = Catalogue.read(project)
    indicator = catalogue.indicator(series.table)
    old = schema.read(project.data / OBSERVED / f"{series.table}.csv")
    for column in old.select_dtypes("category"):
        old[column] = old[column].astype("str")
    # A publisher may give all its history under the codes of the day on which it is asked.
    follows = catalogue.succession(options.today)
    heirs = follows.heirs
    held = recoding.held(set(old["area"]), heirs) if series.areas == "held" else None
    part = merging.fitting(part, catalogue.areas, indicator.geography.levels, held)
    repaired = _repaired(part, indicator)
    new = merging.merged(old, repaired)
    before, after = (recoding.carried(frame, follows, indicator) for frame in (old, new))
    found = [
        *recoding.doubts(series.table, old, new, before, after, catalogue.areas, heirs),
        *continuity.doubts(
            series.table,
            before,
            after,
            feed.limits,
            catalogue.breaks_of(series.table),
            pd.Timestamp(options.today),
        ),
    ]
    _allow(found, feed, part, options)
    return new


def _allow(doubts: list[Doubt], feed: Feed, part: Part, options: Options) -> None:
    """Stop at the doubts that nobody accepted."""
    if still := [one for one in doubts if not one.accepted(options.accept)]:
        raise continuity.error(still, feed.id, part.address)


def _repaired(part: Part, indicator: Indicator) -> Part:
    """Apply the corrections that concern the answer; a figure that was mended fails its guard."""
    concerned = tuple(
        one
        for one in indicator.corrections
        if part.whole or corrections.rows_of(part.frame, one).any()
    )
    if not concerned:
        return part
    own = indicator.model_copy(update={"corrections": concerned})
    return Part(corrections.apply(part.frame, own), part.whole, part.address)


def _record(
    stage: Stage,
    before: Received,
    changes: list[Difference],
    answers: list[Answer],
    options: Options,
) -> None:
    """Write what was received, and renew what the records say of the tables."""
    snapshot = Snapshot(
        day=options.today,
        tables=tuple(Change(table=one.table, **one.counts) for one in changes),
        accepted=tuple(sorted(options.accept)),
        answers=tuple(
            Receipt(
                address=one.address,
                label=one.label,
                sha256=one.sha256,
                bytes=one.size,
                etag=one.etag,
                last_modified=one.last_modified,
            )
            for one in answers
        ),
    )
    whole = before.model_copy(update={"snapshots": (snapshot, *before.snapshots)})
    stage.write(received.FOLDER / f"{before.feed}.yml", received.text(whole))
    catalogue = Catalogue.read(stage.project)
    sources = set()
    for one in changes:
        if one.table not in catalogue.indicators:
            continue
        sources.add(catalogue.indicator(one.table).source)
        frame = schema.read(stage.staged.data / OBSERVED / f"{one.table}.csv")
        ends: dict[Place, date] = {
            ("period", "first"): frame["period_start"].min().date(),
            ("period", "last"): frame["period_end"].max().date(),
        }
        _amend(stage, Path("indicators") / f"{one.table}.yml", ends)
    order = list(catalogue.sources)
    days: dict[Place, date] = {
        ("sources", order.index(name), "accessed"): options.today for name in sources
    }
    _amend(stage, Path("sources.yml"), days)


def _amend(stage: Stage, path: Path, values: dict[Place, date]) -> None:
    """Put days into a record that people keep: their lines change, and nothing else."""
    text = stage.read(path)
    document = documents.parse(text, path.as_posix())
    lines = text.split("\n")
    for place, day in values.items():
        at = document.lines[place] - 1
        lines[at] = _DAY.sub(day.isoformat(), lines[at], count=1)
    stage.write(path, "\n".join(lines))


def _newest(project: Project, feed: Feed) -> dict[str, date]:
    """Last day of the newest period of each table of a feed."""
    found = {}
    for series in feed.series:
        path = project.data / OBSERVED / f"{series.table}.csv"
        if path.is_file():
            found[series.table] = schema.read(path)["period_end"].max().date()
    return found


def _places(project: Project) -> Places:
    system = Catalogue.read(project).system
    table = pd.read_csv(project.data / areas.FILE, dtype=str, keep_default_na=False)
    has_aliases = (project.data / ALIASES).is_file()
    aliases = read_aliases(project.data) if has_aliases else pd.Series(dtype=str)
    return Places(table, system.country, system.bodies, aliases)


def _answer(one: Receipt, store: Path) -> Answer:
    path = store / one.sha256
    return Answer(
        address=one.address,
        kind="csv",
        path=path if path.is_file() else None,
        sha256=one.sha256,
        size=one.bytes,
        fresh=False,
        etag=one.etag,
        last_modified=one.last_modified,
        label=one.label,
    )


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "no rows"
