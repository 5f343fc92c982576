"""Tables of releases on a page: what the manifest says, a chart, a table and the file itself.

Made-up numbers are called synthetic in the title, the chart, the text alternative, the table and
the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from playbook.catalogue import Catalogue
from playbook.catalogue.release import FOLDER, Release, ReleasedTable
from playbook.errors import PlaybookError, nearest
from playbook.figures import words
from playbook.figures.figure import Column, Figure
from playbook.figures.theme import FAINT, INK, NAVY
from playbook.site.directives import CatalogueDirective, named
from playbook.sources import releases

if TYPE_CHECKING:
    from playbook.figures.drawing import Layers

MARK = "SYNTHETIC"
HIDDEN = "hidden"


class ReleaseDirective(CatalogueDirective):
    """Base: names a release; the page depends on its files."""

    required_arguments = 1
    records: ClassVar = (*CatalogueDirective.records, f"{FOLDER}/*/*", "places/areas.csv")

    @property
    def release(self) -> Release:
        """The release that is named; an unknown one is refused."""
        known = {one.id: one for one in releases.all_of(self.project)}
        name = self.arguments[0]
        if name not in known:
            hint = nearest(name, known, noun="release")
            raise PlaybookError(f"there is no release {name!r}. {hint}")
        return known[name]


class ReleasedTables(ReleaseDirective):
    """``{released-tables} ID``: the tables of a release with what its manifest says."""

    def payload(self) -> dict[str, Any]:
        """Give the record of the component ``sources``."""
        one = self.release
        rule = one.small_numbers
        hidden = f"Counts from {rule.suppress_from} to {rule.suppress_to} are hidden"
        facts = [
            ("Environment", one.environment),
            ("Approved by", f"{one.approval.by}, {words.day(one.approval.date)}"),
            ("Reference", one.approval.reference),
            ("Released", words.day(one.released)),
            ("Small numbers", f"{hidden}, others rounded to the nearest {rule.round_to}"),
            ("How it was made", one.method),
            ("Licence", one.licence),
            ("Attribution", one.attribution),
        ]
        items = [
            {
                "name": f"{one.id}-{at}",
                "title": f"{_prefix(one)}{table.title}",
                "summary": f"{words.capital(table.counts)}, out of {table.out_of}.",
                "path": f"data/{FOLDER}/{one.id}/{table.path}",
                "facts": [{"term": term, "text": text} for term, text in facts],
                "sources": [],
                "sha256": table.sha256,
            }
            for at, table in enumerate(one.tables, start=1)
        ]
        return {"component": "sources", "items": items}


class ReleasedFigure(ReleaseDirective):
    """``{released-figure} ID``: the newest headline of each place in a release's first table."""

    def payload(self) -> dict[str, Any]:
        """Give the figure's record."""
        return figure(self.catalogue, self.release).payload()


def figure(catalogue: Catalogue, release: Release) -> Figure:
    """Draw the newest headline of each place.

    Returns
    -------
    Figure
        Rows: one a place, the highest share first; a place whose count is hidden comes last.
    """
    table = release.tables[0]
    path = catalogue.project.data / FOLDER / release.id / table.path
    frame = _headlines(catalogue, pd.DataFrame([row for _, row in releases.read(path)[1]]))
    if release.synthetic:
        frame.insert(0, "synthetic", "yes")
    period = f"{words.day(frame['start'].iloc[0])} to {words.day(frame['end'].iloc[0])}"
    mark = MARK if release.synthetic else ""

    def draw(data: pd.DataFrame, narrow: bool) -> Layers:
        return _draw(data, narrow, mark)

    return Figure(
        id=f"release-{release.id}",
        # Nothing is found in made-up numbers.
        title="Synthetic example: every number is made up" if mark else _finding(frame),
        subtitle=f"{_prefix(release)}{table.title}, per cent, {period}",
        description=_described(release, table, frame),
        data=frame,
        columns=_columns(release),
        draw=draw,
        heights=(60 + 36 * len(frame), 60 + 40 * len(frame)),
        notes=[
            *(["Every number is made up. It describes nobody."] if release.synthetic else []),
            "Shares are worked out from the rounded counts.",
        ],
        source=f"{release.publisher}: {release.title}",
        period=period,
        snapshot=table.sha256[:12],
        edition=catalogue.edition.name,
    )


def _prefix(release: Release) -> str:
    return "Synthetic example: " if release.synthetic else ""


def _headlines(catalogue: Catalogue, frame: pd.DataFrame) -> pd.DataFrame:
    """Take the rows of all people in the newest period, with shares of the rounded counts."""
    newest = frame["period_end"] == frame["period_end"].max()
    shown = frame[newest & (frame["group"] == "all") & (frame["sex"] == "Persons")]
    count = pd.to_numeric(shown["count"], errors="coerce")
    share = (count / pd.to_numeric(shown["denominator"]) * 100).round(1)
    found = pd.DataFrame(
        {
            "place": [catalogue.label(code) for code in shown["area"]],
            "value": share,
            "text": [HIDDEN if pd.isna(one) else f"{one:.1f}%" for one in share],
            "count": count.astype("Int64"),
            "denominator": pd.to_numeric(shown["denominator"]),
            "status": shown["status"],
            "start": pd.to_datetime(shown["period_start"]),
            "end": pd.to_datetime(shown["period_end"]),
        }
    )
    return found.sort_values(["value", "place"], ascending=[False, True], na_position="last")


def _columns(release: Release) -> list[Column]:
    columns = [
        Column(name="place", label="Place"),
        Column(name="text", label="Share", number=True),
        Column(name="count", label="Count", write=_whole, number=True),
        Column(name="denominator", label="Out of", write=_whole, number=True),
    ]
    mark = Column(name="synthetic", label="Synthetic")
    return [*columns, mark] if release.synthetic else columns


def _whole(number: Any) -> str:
    return HIDDEN if pd.isna(number) else words.number(float(number), 0)


def _finding(frame: pd.DataFrame) -> str:
    return f"{frame['place'].iloc[0]} has the highest share, {frame['text'].iloc[0]}"


def _described(release: Release, table: ReleasedTable, frame: pd.DataFrame) -> str:
    listed = ", ".join(f"{one.place} {one.text}" for one in frame.itertuples())
    return f"{_prefix(release)}dots, per cent of {table.out_of}, highest first: {listed}."


def _draw(data: pd.DataFrame, narrow: bool, mark: str) -> Layers:
    import altair as alt

    from playbook.figures.drawing import layer

    base = alt.Chart()
    axis = alt.Axis(labelLimit=120 if narrow else 260, labelColor=INK)
    y = alt.Y("place:N", sort=list(data["place"]), title=None, axis=axis)
    top = float(data["value"].max()) * (1.35 if narrow else 1.15)
    x = alt.X("value:Q", title="Per cent", scale=alt.Scale(domain=[0, top]))
    known = base.transform_filter("isValid(datum.value)")
    layers = [
        known.mark_point(size=90, color=NAVY, filled=True, opacity=1).encode(x=x, y=y),
        known.mark_text(align="left", dx=10).encode(x=x, y=y, text="text:N"),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=4)
        .encode(x=alt.datum(0), y=y, text="text:N"),
    ]
    if mark:
        across = alt.Chart(pd.DataFrame({"word": [mark]})).mark_text(
            fontSize=34 if narrow else 64, fontWeight="bold", color=FAINT, opacity=0.6
        )
        middle = (40 if narrow else 36) * len(data) / 2
        place = {"x": alt.value(80 if narrow else 240), "y": alt.value(middle)}
        layers.insert(0, across.encode(text="word:N", **place))
    return layer(*layers, data=data)


DIRECTIVES = named(ReleasedTables, ReleasedFigure)
