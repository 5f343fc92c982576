"""Lighter style sheets: of a theme's rules, those that some page of the site can use.

Nearly all of a theme's style sheet is for parts that this site does not have. A selector stays if
every class and id that it asks for stands in a page or in a script, so it errs on the safe side.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from tinycss2.ast import AtRule, HashToken, IdentToken, LiteralToken, Node, QualifiedRule

from playbook.hashing import files
from playbook.writing import write_atomically

NAMED = re.compile(r'\b(?:class|id)="([^"]*)"')
WORD = re.compile(r"[A-Za-z_][\w-]*")
HOLDS_RULES = {"media", "supports", "layer", "container"}


def lighten(site: Path, sources: Iterable[Path], kept: Path) -> None:
    """Write the theme's style sheets anew below ``_static``, without the rules no page can use.

    Parameters
    ----------
    site : Path
        A folder of HTML pages with their ``_static``.
    sources : iterable of Path
        The theme's own ``static`` folders. The sheets are read from there and not from the site,
        where the last build may have left less than this one needs.
    kept : Path
        A folder to keep the lighter sheets in: parsing them takes a second, and the classes that
        the pages use seldom change.
    """
    used = names_in(site, kept / "names.json")
    # What the sheets are made of: the names in use, and how this module goes about it.
    stamp = "\n".join([Path(__file__).read_text("utf-8"), *sorted(used)])
    for folder in sources:
        for source in sorted(folder.glob("styles/*.css")):
            target = site / "_static" / source.relative_to(folder)
            css = source.read_text("utf-8")
            digest = hashlib.sha256(f"{stamp}\n{css}".encode()).hexdigest()
            light = kept / f"{digest}.css"
            if not light.is_file():
                write_atomically(light, purge(css, used).encode())
            if target.is_file():
                target.write_bytes(light.read_bytes())


def names_in(site: Path, kept: Path) -> set[str]:
    """Gather the classes and ids of every page, and every word of the scripts that may add some.

    Parameters
    ----------
    site : Path
        A folder of HTML pages with their ``_static``.
    kept : Path
        A file to keep what each file named in: a file of the same size and time is not read again.
    """
    try:
        known = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    now: dict[str, list[Any]] = {}
    for found, stat in files(site):
        path, name = Path(found), found.removeprefix(f"{site}/")
        script = path.suffix == ".js" and name.startswith("_static/") and "/vendor/" not in name
        if not script and path.suffix != ".html":
            continue
        stamp = [stat.st_size, stat.st_mtime_ns]
        before = known.get(name, [None, None])
        now[name] = before if before[0] == stamp else [stamp, sorted(_named(path))]
    if now != known:
        write_atomically(kept, json.dumps(now).encode())
    return {word for _, words in now.values() for word in words}


def _named(path: Path) -> set[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        return set(WORD.findall(text))
    return {word for found in NAMED.findall(text) for word in found.split()}


def purge(css: str, used: set[str]) -> str:
    """Leave out every selector that asks for a class or an id that is not used.

    Parameters
    ----------
    css : str
        A style sheet.
    used : set of str
        Names of classes and ids.

    Returns
    -------
    str
        The style sheet, without comments.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules, used))


def _kept(rules: Iterable[Node], used: set[str]) -> Iterable[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [part for part in _selectors(rule.prelude) if _names(part) <= used]
            if selectors:
                head = ",".join(tinycss2.serialize(part).strip() for part in selectors)
                yield f"{head}{{{tinycss2.serialize(rule.content).strip()}}}\n"
        elif isinstance(rule, AtRule) and rule.at_keyword in HOLDS_RULES and rule.content:
            inner = "".join(_kept(_nested(rule), used))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}\n"
        else:
            yield f"{rule.serialize()}\n"


def _nested(rule: AtRule) -> list[Node]:
    found: list[Node] = tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return found


def _selectors(prelude: list[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for token in prelude:
        if isinstance(token, LiteralToken) and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _names(selector: list[Node]) -> set[str]:
    """Give the classes and ids that must be there; what is inside ``:not()`` need not be."""
    names = {token.value for token in selector if isinstance(token, HashToken)}
    for before, token in pairwise(selector):
        if isinstance(token, IdentToken) and isinstance(before, LiteralToken) and before == ".":
            names.add(token.value)
    return names
