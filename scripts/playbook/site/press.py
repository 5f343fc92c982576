"""The press: a page's one-pager as PDF, set by Typst, each made once and kept under its hash.

Typst sets a page in 30 milliseconds. It uses no font of the machine and no clock, and tags the file
as PDF/UA-1 asks: a page that breaks a rule of that standard, such as a drawing without a
description, is an error and not a PDF.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from playbook.errors import PlaybookError
from playbook.site import vendor
from playbook.writing import write_atomically

TEMPLATE = Path(__file__).parent / "templates" / "one-pager.typ"
STANDARD = "ua-1"
FEWEST = 6
"""Rows of a table below which it says too little: what does not fit then is an error."""
MADE_BY = ("typst", "fontpkg-source-sans-3")

NO_ROOM = "mm of height left"
"""What the template says of a chart that the words above it leave too little room for."""


class _TooLongError(PlaybookError):
    """There is more on the page than on a sheet of paper."""


@lru_cache
def _stamp() -> bytes:
    made_by = [*(f"{name} {version(name)}" for name in MADE_BY), str(vendor.RECIPE)]
    return "\n".join([*made_by, TEMPLATE.read_text(encoding="utf-8")]).encode()


@lru_cache
def compiler(template: Path, fonts: Path) -> Any:
    """Give Typst for one template, with the fonts of a folder alone."""
    import typst  # Only a build that sets a page or paints a picture needs it.

    make: Any = typst.Compiler
    return make(input=str(template), font_paths=[fonts], ignore_system_fonts=True)


@dataclass(frozen=True)
class Press:
    """Sets one-pagers.

    Parameters
    ----------
    folder
        Where they are kept; made when needed.
    fonts
        Folder of the vendored fonts.
    """

    folder: Path
    fonts: Path

    def pdf(self, page: str, sheet: dict[str, Any]) -> Path:
        """Give the PDF of a page, set now if it is not there yet.

        Parameters
        ----------
        page : str
            Address of the page.
        sheet : dict
            What stands on it; see `playbook.site.one_pager`.

        Raises
        ------
        PlaybookError
            If it does not fit on one page, or breaks a rule of the standard.
        """
        text = json.dumps(sheet, sort_keys=True, ensure_ascii=False)
        path = self.folder / f"{hashlib.sha256(_stamp() + text.encode()).hexdigest()}.pdf"
        if not path.is_file():
            write_atomically(path, self._fitting(page, sheet))
        return path

    def _fitting(self, page: str, sheet: dict[str, Any]) -> bytes:
        """Set a page; leave rows at the end of its table out when it is too long for one sheet.

        A Mission grows by an indicator, and the sheet of paper does not: it says how many it left
        out, and where they are.
        """
        table = sheet["table"]
        rows = table["rows"] if table else []
        for kept in range(len(rows), max(FEWEST, 1) - 1, -1):
            shorter = table | {"rows": rows[:kept], "more": len(rows) - kept}
            try:
                return self._set(page, sheet | {"table": shorter})
            except _TooLongError:
                continue
        return self._set(page, sheet)

    def _set(self, page: str, sheet: dict[str, Any]) -> bytes:
        import typst

        setter = compiler(TEMPLATE, self.fonts)
        given = {"sheet": json.dumps(sheet, sort_keys=True, ensure_ascii=False)}
        try:
            made: bytes = setter.compile(sys_inputs=given, pdf_standards=STANDARD, timestamp=0)
            pages = int(setter.query("<end>", field="value", one=True))
        except typst.TypstError as error:
            kind = _TooLongError if NO_ROOM in str(error) else PlaybookError
            raise kind(f"the one-pager of {page} cannot be set: {error}") from error
        if pages != 1:
            raise _TooLongError(
                f"the one-pager of {page} runs to {pages} pages. Shorten the page's answer, its "
                "facts or the names in its tables."
            )
        return made
