"""Follow pages to the files of months, whose names carry parts that nobody foresees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from playbook.sources.answers import Answer

MONTHS = [date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]
_NAMED = re.compile(rf"({'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})[-_ ]*(20\d\d|\d\d)\b")
_NUMBERED = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(?!\d)")
_SPAN = re.compile(r"(20\d\d)[-/](\d\d)(?!\d)")


@dataclass(frozen=True)
class Link:
    """A link of a page."""

    address: str
    text: str

    @property
    def file(self) -> str:
        """Name of the file that it leads to, in small letters."""
        return urlsplit(self.address).path.rstrip("/").rsplit("/", 1)[-1].lower()

    def month(self) -> date | None:
        """First day of the month that the file is of, by its name, else by the text of the link."""
        for said in (self.file, self.text.lower()):
            if found := _NAMED.search(said):
                year = int(found.group(2)) % 100 + 2000
                number = [m[:3] for m in MONTHS].index(found.group(1)[:3]) + 1
                return date(year, number, 1)
            if found := _NUMBERED.search(said):
                return date(int(found.group(1)), int(found.group(2)), 1)
        return None

    def years(self) -> tuple[int, int] | None:
        """First and last year of a page such as ``...-2025-26``."""
        found = _SPAN.search(self.file) or _SPAN.search(self.text)
        return (int(found.group(1)), int(found.group(1)[:2] + found.group(2))) if found else None


def links(page: Answer) -> list[Link]:
    """Find the links of a page, in order, each address once.

    Raises
    ------
    PlaybookError
        The page has none.
    """
    soup = BeautifulSoup(page.checked(), "html.parser")
    found: dict[str, Link] = {}
    for anchor in soup.find_all("a", href=True):
        address = urljoin(page.address, str(anchor["href"]).strip()).split("#")[0]
        if address.startswith("https://"):
            found.setdefault(address, Link(address, anchor.get_text(" ", strip=True)))
    if not found:
        raise page.error(
            "is a page without links. The publisher may have rebuilt it: look at it, and mend the "
            "address in data/feeds.yml."
        )
    return list(found.values())


def months(first: date, last: date) -> Iterator[date]:
    """Give the first day of each month from one to another, both included."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def earlier(day: date, by: int) -> date:
    """Go back by some months; gives the first day of the month."""
    count = day.year * 12 + day.month - 1 - by
    return date(count // 12, count % 12 + 1, 1)
