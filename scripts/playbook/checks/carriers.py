"""What can carry a text out of the playbook: files that people write, and every file of the site.

A page, a picture and a PDF carry more than they show: comments, titles, authors, metadata.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from playbook.catalogue import Project

ENDINGS = """
cff css csv geojson html ipynb js json jsonl md py srt svg toml tsv txt vtt webmanifest xml yaml yml
"""
TEXTS = frozenset(f".{ending}" for ending in ENDINGS.split())
PICTURES = frozenset({".png", ".webp", ".jpg", ".jpeg", ".gif", ".tif", ".tiff"})
MARKUP = frozenset({".html", ".svg", ".xml"})

INLINE = re.compile(r"</?(?:a|b|code|em|i|mark|small|span|strong|sub|sup|tspan|u|wbr)\b[^>]*>")
ESCAPED = re.compile(r"\\u00a0|&nbsp;|&#160;|&#xa0;", re.IGNORECASE)

WRITTEN = ("book", "data", "notebooks")
MADE = frozenset({"vega.js"})
"""Of other projects, made from the installed package, and the same everywhere."""


def of_project(project: Project) -> Iterator[Path]:
    """Give every file that people write for the book, and every file of the site that was built."""
    yield from sorted(project.root.glob("*.md"))
    for folder in (*(project.root / name for name in WRITTEN), project.build / "site"):
        yield from (
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in MADE and "__pycache__" not in path.parts
        )


def texts(paths: Iterator[Path]) -> Iterator[tuple[Path, str]]:
    """Give what each file says; a file that is the same as one before it says nothing new."""
    seen: set[bytes] = set()
    for path in paths:
        content = path.read_bytes()
        digest = hashlib.sha256(content).digest()
        if digest not in seen:
            seen.add(digest)
            for text in _texts(path, content):
                yield path, text


def _texts(path: Path, content: bytes) -> Iterator[str]:
    kind = path.suffix.lower()
    if kind in TEXTS:
        text = ESCAPED.sub("\u00a0", content.decode("utf-8", errors="replace"))
        yield text
        if kind in MARKUP:
            # Words that an element parts are one to a reader.
            shown = html.unescape(INLINE.sub("", text))
            yield from [shown] if shown != text else []
    elif kind in PICTURES:
        yield from _of_picture(path)
    elif kind == ".pdf":
        yield from _of_pdf(path)


def _of_picture(path: Path) -> Iterator[str]:
    try:
        with Image.open(path) as picture:
            picture.load()
            known: dict[Any, Any] = {**picture.info, **picture.getexif()}
    except (UnidentifiedImageError, OSError):
        return
    for name, value in known.items():
        if isinstance(value, bytes):
            value = value.decode("utf-8", errors="replace")
        if isinstance(value, str):
            yield f"{name}: {value}"


def _of_pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    yield "\n".join(f"{name}: {value}" for name, value in (reader.metadata or {}).items())
    root: Any = reader.trailer["/Root"]
    if packet := root.get("/Metadata"):
        yield packet.get_object().get_data().decode("utf-8", errors="replace")
    for page in reader.pages:
        yield page.extract_text()
