"""Files below ``_static``: copied when something of theirs changed, and only what pages ask for.

Sphinx copies all that themes bring along each time it writes a page. What it copied stays good for
as long as neither the originals nor the settings changed, and nobody touched the copies.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sphinx
from sphinx.builders.html import BuildInfo

from playbook.hashing import files
from playbook.site import stylesheet
from playbook.writing import put, write_atomically

LEFT_OUT = (
    "**/*.map",
    "**/locales/**/*",
    "*-macros.html",
    "*thebe*",
    "searchtools.js",
    "translations.js",
    "scripts/fontawesome.js*",
    "vendor/fontawesome/**/*",
    "images/logo_*",
    "fonts/*.ttf",
    "fonts/*.json",
)
"""Files that themes copy and that no page asks for: half of the site's size."""


def keep(app: Any) -> None:
    """Let Sphinx copy only if what is there was not made of just this."""
    if app.builder.format != "html":
        return
    copy, static = app.builder.copy_static_files, Path(app.outdir) / "_static"
    originals = Path(app.doctreedir) / "copied"

    def copied() -> None:
        # Extensions and themes change settings until the very end.
        app.playbook_statics = _made_of(app)
        if _known(app) != {"made of": app.playbook_statics, "stands": _standing(app)}:
            copy()
            shutil.rmtree(originals, ignore_errors=True)
            for path in static.rglob("*.css"):
                put(originals / path.relative_to(static), path.read_bytes())
        # Pages name style sheets with a digest of what was copied, not of what became of it.
        for path in originals.rglob("*.css"):
            put(static / path.relative_to(originals), path.read_bytes())

    app.builder.copy_static_files = copied


def tidy(app: Any, exception: Exception | None) -> None:
    """Remove what no page asks for, style rules too, and note what is there."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for pattern in LEFT_OUT:
        for path in static.glob(pattern):
            if path.is_file():
                path.unlink()
    kept = Path(app.doctreedir) / "stylesheets"
    stylesheet.lighten(static.parent, _themes(app), kept)
    # Where no page was written, nothing was copied.
    made_of = getattr(app, "playbook_statics", None) or _known(app).get("made of")
    now = {"made of": made_of, "stands": _standing(app)}
    write_atomically(_memory(app), json.dumps(now).encode())


def _made_of(app: Any) -> list[Any]:
    """Tell the state of what is copied, and of the settings that may show in it."""
    settings = BuildInfo(app.config, app.tags, frozenset({"html", "env"}))
    own = [Path(app.confdir) / folder for folder in app.config.html_static_path]
    states = [state for folder in (*_themes(app), *own) for state in _states(folder)]
    return [sphinx.__version__, settings.config_hash, *states]


def _standing(app: Any) -> list[Any]:
    return list(_states(Path(app.outdir) / "_static"))


def _states(folder: Path) -> Iterator[list[Any]]:
    for path, stat in files(folder):
        yield [path, stat.st_size, stat.st_mtime_ns]


def _themes(app: Any) -> list[Path]:
    return [Path(folder) / "static" for folder in app.builder.theme.get_theme_dirs()]


def _known(app: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_memory(app).read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def _memory(app: Any) -> Path:
    return Path(app.doctreedir) / "static.json"
