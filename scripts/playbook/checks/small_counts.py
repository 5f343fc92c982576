"""Small counts of people: none is shown, and none that is withheld can be worked out.

Tables hold what publishers have published; what they withheld stays withheld. Ways lead back to
it: a small count that stands there, a total less all its other parts, an area around, another table
and an earlier version of the same one. Each is tried, as a curious reader would.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from playbook.catalogue import Catalogue, records
from playbook.catalogue.project import SYSTEMS
from playbook.catalogue.system import System
from playbook.checks import differencing
from playbook.checks.differencing import Whole
from playbook.methods import disclosure
from playbook.methods.disclosure import Rule, Sum
from playbook.observations import table

RULE = Rule(suppress_from=1, suppress_to=7)
KEY = ["area", "period_start", "period_end", "sex", "age", "group"]
CELL = [name for name in KEY if name not in {"sex", "age", "group"}]
NATIONAL = "country"

Found = tuple[Path, int | None, str, str, str]
"""File, line, rule, problem and remedy."""


def problems(catalogue: Catalogue, allowed: frozenset[str]) -> Iterator[Found]:
    """Look at every table of observations.

    Parameters
    ----------
    catalogue : Catalogue
    allowed : frozenset of str
        Indicators whose small counts may be shown.
    """
    paths = sorted((catalogue.project.data / table.FOLDER).glob("*.csv"))
    frames = {path.stem: read(path.read_text(encoding="utf-8")) for path in paths}
    for path in paths:
        frame = frames[path.stem]
        if path.stem not in allowed:
            for line, count in small(frame, _national(catalogue)):
                problem = f"shows a count of {count:g}, which may be a few people."
                remedy = "Withhold it, or say in data/allowed.yml why it tells nothing of a person."
                yield path, line, "small-count", problem, remedy
        if (frame["status"] == "suppressed").any():
            for line, problem in given_away(frame):
                remedy = "Withhold another cell beside it, or leave the split out."
                yield path, line, "differencing", problem, remedy
            made = differencing.wholes(_types(catalogue, frame), _systems(catalogue), NATIONAL)
            for line, problem in differencing.between_areas(frame, made, _rule(frame)):
                remedy = "Withhold the figure of another part beside it, or of the whole."
                yield path, line, "between-areas", problem, remedy
            for line, problem in differencing.between_tables(path.stem, frames):
                remedy = "Withhold it there too, or take the other table out."
                yield path, line, "between-tables", problem, remedy
            for line, problem in _by_versions(path, frame):
                remedy = "What was published cannot be withheld: tell its publisher, and say so."
                yield path, line, "editions", problem, remedy


def read(text: str) -> pd.DataFrame:
    """Read a table of observations as texts and numbers."""
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    for name in ("count", "denominator", "value"):
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
    return frame


def small(frame: pd.DataFrame, national: frozenset[str]) -> Iterator[tuple[int, float]]:
    """Find small counts below the nation, and what they leave of a small group: line and count."""
    shown = frame[(frame["status"] == "published") & ~frame["area"].isin(national)]
    for name in ("count", "denominator"):
        held = shown[shown[name].between(RULE.suppress_from, RULE.suppress_to)]
        yield from zip((held.index + 2).tolist(), held[name].tolist(), strict=True)


def given_away(frame: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Find withheld counts that the cells beside them leave only one value for."""
    withheld = frame[frame["status"] == "suppressed"]
    touched = pd.MultiIndex.from_frame(withheld[CELL])
    near = frame[pd.MultiIndex.from_frame(frame[CELL]).isin(touched)]
    dimensions = _partitions(frame)
    for _, cells in near.groupby(CELL, sort=False):
        names = cells["sex"] + " " + cells["group"]
        if names.duplicated().any():
            continue
        shown = {
            name: None if status == "suppressed" else float(count)
            for name, status, count in zip(names, cells["status"], cells["count"], strict=True)
            if status == "suppressed" or count == count
        }
        sums = list(_sums(list(shown), dimensions))
        if not sums:
            continue
        lines = dict(zip(names, cells.index + 2, strict=True))
        try:
            # A publisher that rounds says so in its counts: they are all multiples of 5.
            exposed = disclosure.exposed(shown, sums, _rule(frame))
        except ValueError:
            continue
        for name in exposed:
            yield int(lines[name]), "is withheld, but the cells beside it leave only one value."


def between(now: pd.DataFrame, then: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Find cells that one version of a table withholds and the other shows."""
    withheld = now[now["status"] == "suppressed"]
    shown = then[then["status"] == "published"].set_index(KEY)
    for row, key in zip(withheld.index, withheld[KEY].itertuples(index=False), strict=True):
        if tuple(key) in shown.index:
            yield int(row) + 2, "is withheld, but an earlier version of the table shows it"
    told = {tuple(key) for key in then[then["status"] == "suppressed"][KEY].itertuples(index=False)}
    open_now = now[now["status"] == "published"]
    for row, key, count in zip(
        open_now.index, open_now[KEY].itertuples(index=False), open_now["count"], strict=True
    ):
        if tuple(key) in told and RULE.suppress_from <= count <= RULE.suppress_to:
            yield int(row) + 2, "shows a small count that an earlier version of the table withheld"


def _rule(frame: pd.DataFrame) -> Rule:
    counts = frame["count"].dropna()
    rounded = 5 if len(counts) and (counts % 5 == 0).all() else 1
    return Rule(RULE.suppress_from, RULE.suppress_to, rounded)


def _partitions(frame: pd.DataFrame) -> frozenset[str]:
    """Dimensions of group whose levels add up to all, wherever every level is shown."""
    known = frame[frame["status"] == "published"]
    rounded = _rule(frame).round_to
    totals = known[known["group"] == "all"].set_index([*CELL, "sex"])["count"]
    parts = known[known["group"].str.contains("=")]
    found = set()
    for name, rows in parts.groupby(parts["group"].str.split("=").str[0]):
        levels = rows["group"].nunique()
        sums = rows.groupby([*CELL, "sex"])["count"].agg(["sum", "size"])
        whole = sums[sums["size"] == levels].join(totals, how="inner")
        if len(whole) and ((whole["sum"] - whole["count"]).abs() <= levels * rounded / 2).all():
            found.add(str(name))
    return frozenset(found)


def _sums(names: list[str], dimensions: frozenset[str]) -> Iterator[Sum]:
    for name in names:
        sex, _, group = name.partition(" ")
        halves = (f"Female {group}", f"Male {group}")
        if sex == "Persons" and set(halves) <= set(names):
            yield Sum(name, halves)
        if group == "all":
            for dimension in sorted(dimensions):
                levels = tuple(one for one in names if one.startswith(f"{sex} {dimension}="))
                if levels:
                    yield Sum(name, levels)


def _national(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(code for code, area in catalogue.areas.items() if area.type == NATIONAL)


def _types(catalogue: Catalogue, frame: pd.DataFrame) -> dict[str, str]:
    found = (code for code in frame["area"].unique() if code in catalogue.areas)
    return {code: catalogue.areas[code].type for code in found}


def _systems(catalogue: Catalogue) -> list[Whole]:
    """Give every system on record as a whole of its places, and of its trusts."""
    project = catalogue.project
    paths = sorted((project.data / SYSTEMS).glob("*.yml"))
    known = [records.read(path, System, project.shown(path))[0] for path in paths]
    return [
        Whole(body, frozenset(parts))
        for one in known
        for body in one.bodies
        for parts in (one.boroughs, one.trusts)
    ]


def _by_versions(path: Path, now: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Compare a table with each version of it that the repository keeps: editions are commits."""
    for commit in _git(path.parent, "log", "--format=%H", "--", path.name).split()[1:]:
        try:
            then = read(_git(path.parent, "show", f"{commit}:./{path.name}"))
        except (KeyError, ValueError):
            continue
        found = list(between(now, then)) if set(KEY) <= set(then.columns) else []
        yield from ((line, f"{problem} (commit {commit[:12]}).") for line, problem in found)


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(  # arguments of our own
        ["git", "-C", str(folder), *words],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""
