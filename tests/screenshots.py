"""Pictures of the main pages for the README and the guide, taken in the browser of the tests.

``python -m tests.screenshots`` takes them from ``_build/site``; build it first. The same site gives
the same picture in the same browser. Other versions of Chromium draw letters differently, so the
pictures are committed and not compared in the tests; their size and their names are.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from playbook.catalogue import Project
from playbook.checks.browser import ARGUMENTS, find
from playbook.errors import PlaybookError

FOLDER = ".github/screenshots"
"""Not below ``book/``: no page of the site needs pictures of itself."""

LARGEST = 150_000
"""Bytes of a picture."""

QUALITY = 82


@dataclass(frozen=True)
class View:
    """A picture to take.

    Attributes
    ----------
    name : str
        Of its file, without the ending.
    page : str
        Address of the page in the site.
    width, height : int
        Of the window in CSS pixels.
    dark : bool
        Whether the reader's system is dark.
    """

    name: str
    page: str
    width: int = 1280
    height: int = 860
    dark: bool = False


VIEWS = [
    View("home", "index.html"),
    View("home-phone", "index.html", 390, 844),
    View("mission", "missions/days-at-home.html"),
    View("indicator", "indicators/ae_four_hour.html"),
    View("indicator-dark", "indicators/ae_four_hour.html", dark=True),
    View("indicator-phone", "indicators/ae_four_hour.html", 390, 844),
    View("place", "places/ealing.html"),
    View("board-phone-dark", "boards/inequality.html", 390, 844, dark=True),
]


def take(browser: Browser, site: Path, view: View) -> bytes:
    """Give a picture as WebP.

    Raises
    ------
    PlaybookError
        When the site has no such page, or the picture is too large.
    """
    page = site / view.page
    if not page.is_file():
        message = (
            f"is not in the site; run `playbook build`, or mend VIEWS in {Path(__file__).name}"
        )
        raise PlaybookError(message, file=view.page)
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.dark else "light",
        reduced_motion="reduce",
        device_scale_factor=1.5 if view.width < 600 else 1,
    )
    tab = context.new_page()
    tab.goto(page.as_uri(), wait_until="load")
    tab.evaluate("document.fonts.ready")
    shot = Image.open(io.BytesIO(tab.screenshot(animations="disabled"))).convert("RGB")
    context.close()
    target = io.BytesIO()
    shot.save(target, "WEBP", quality=QUALITY, method=6)
    if len(target.getvalue()) > LARGEST:
        raise PlaybookError(f"is {len(target.getvalue())} bytes; {LARGEST} at most", file=view.name)
    return target.getvalue()


def main() -> None:
    """Take every picture, and sweep those that are no longer named."""
    project = Project.find()
    folder = project.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find()
    if chromium is None:
        sys.exit("There is no Chromium; `make browser` installs one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for view in VIEWS:
            try:
                picture = take(browser, project.build / "site", view)
            except PlaybookError as error:
                sys.exit(f"error: {error}")
            (folder / f"{view.name}.webp").write_bytes(picture)
            print(f"{view.name}.webp: {len(picture) / 1000:.0f} kB")
        browser.close()
    for path in folder.glob("*.webp"):
        if path.stem not in {view.name for view in VIEWS}:
            path.unlink()


if __name__ == "__main__":
    main()
