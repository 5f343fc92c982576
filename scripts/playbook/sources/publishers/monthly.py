"""Files of months on the pages of NHS England: a page of a year, and on it a file of a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playbook.errors import PlaybookError
from playbook.sources.answers import Answer, Kind
from playbook.sources.publishers import Wanted
from playbook.sources.publishers.links import Link, earlier, links, months
from playbook.sources.receiving import Receiver


def fetch(
    receiver: Receiver,
    wanted: Wanted,
    *,
    page: str,
    kind: Kind,
    fits: Callable[[Link], bool],
    years: str = "",
    label: str = "",
) -> list[Answer]:
    """Ask for the files of the newest months, and of those that may have been revised.

    Parameters
    ----------
    receiver
        Asks.
    wanted
        What is on record: the months after the newest are asked for, and those that the record
        looks back to.
    page
        Where to begin.
    kind
        Of the files.
    fits
        Whether a link is to a file of ours.
    years
        Words in the address of the pages of years; empty when the files are on the first page.
    label
        Put before the month in the label of each answer.

    Raises
    ------
    PlaybookError
        A page has no file that fits, or none of a month on record.
    """
    newest = min(wanted.newest.values(), default=wanted.today)
    first = earlier(newest, wanted.feed.lookback)
    start = receiver.get(page, "html", conditional=False)
    pages = [start]
    if years:
        spans = [(link, link.years()) for link in links(start) if years in link.address]
        chosen = [
            link
            for link, span in spans
            if span and span[1] >= first.year and span[0] <= wanted.today.year
        ]
        if not chosen:
            raise start.error(
                f"has no link to a page of a year ({years}). The publisher may have rebuilt it: "
                "mend the address in data/feeds.yml."
            )
        pages = [receiver.get(link.address, "html", conditional=False) for link in chosen]
    files: dict[date, Link] = {}
    for one in pages:
        for link in links(one):
            month = link.month()
            if month and fits(link):
                # A page names the newest version of a month first.
                files.setdefault(month, link)
    if not files:
        raise start.error("leads to no file of a month. The publisher may have rebuilt its pages.")
    due = [month for month in months(first, wanted.today) if month in files]
    if not due:
        message = f"leads to no file from {first:%B %Y} on; the newest is {max(files):%B %Y}."
        raise start.error(message)
    return [
        receiver.get(files[month].address, kind, label=f"{label}{month:%Y-%m}") for month in due
    ]


def month_of(answer: Answer) -> date:
    """First day of the month that an answer was asked for."""
    try:
        return date.fromisoformat(f"{answer.label[-7:]}-01")
    except ValueError:
        raise PlaybookError(f"has no month in {answer.label!r}", file=answer.address) from None
