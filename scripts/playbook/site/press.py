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
MADE_BY = ("typst", "fontpkg-source-sans-3")


@lru_cache
def _stamp() -> bytes:
    made_by = [*(f"{name} {version(name)}" for name in MADE_BY), str(vendor.RECIPE)]
    return "\n".join([*made_by, TEMPLATE.read_text(encoding="utf-8")]).encode()


@lru_cache
def _compiler(fonts: Path) -> Any:
    import typst  # Only a build that sets a page needs it.

    make: Any = typst.Compiler
    return make(input=str(TEMPLATE), font_paths=[fonts], ignore_system_fonts=True)


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
            write_atomically(path, self._set(page, text))
        return path

    def _set(self, page: str, text: str) -> bytes:
        import typst

        compiler, given = _compiler(self.fonts), {"sheet": text}
        try:
            made: bytes = compiler.compile(sys_inputs=given, pdf_standards=STANDARD, timestamp=0)
            pages = int(compiler.query("<end>", field="value", one=True))
        except typst.TypstError as error:
            raise PlaybookError(f"the one-pager of {page} cannot be set: {error}") from error
        if pages != 1:
            raise PlaybookError(
                f"the one-pager of {page} runs to {pages} pages. Shorten the page's answer, its "
                "facts or the names in its tables."
            )
        return made
