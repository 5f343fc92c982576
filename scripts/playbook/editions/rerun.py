"""Run the page of this folder again, and compare every output with the one that was packed.

Usage: ``python rerun.py``. Ends with 0 when all is the same, and else with 1.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run, compare, and say."""
    code = str(HERE / "scripts")
    sys.path.insert(0, code)
    # The kernel is a process of its own, and has to find the code and the data of this folder.
    os.environ |= {"PYTHONPATH": code, "PLAYBOOK_ROOT": str(HERE)}
    from playbook.execution import engine
    from playbook.execution.pages import Page
    from playbook.execution.store import RunStore

    sheet = json.loads((HERE / "pack.json").read_text(encoding="utf-8"))
    for name in altered(sheet["files"]):
        print(f"{name} is not as it was packed")
    page = Page(sheet["page"], HERE / sheet["notebook"], sheet["parameters"], sheet["system"])
    done = engine.execute(page, HERE, {}, "kernel", 600)
    if isinstance(done, engine.Failure):
        print(f"failed: {done}")
        return 1
    again = RunStore(HERE).notebook(done)
    packed = json.loads((HERE / "page.ipynb").read_text(encoding="utf-8"))
    different = [*values(sheet["values"], done.facts["values"]), *cells(packed, again)]
    for line in different:
        print(line)
    named = f"{sheet['title']}, edition {sheet['edition']}"
    if different:
        print(f"{named}: {len(different)} differences.")
        return 1
    print(f"{named}: every output and {len(sheet['values'])} values: the same.")
    return 0


def altered(files: dict[str, str]) -> list[str]:
    """Name the files that are missing or have other bytes."""
    return [
        name
        for name, sha in files.items()
        if not (HERE / name).is_file()
        or hashlib.sha256((HERE / name).read_bytes()).hexdigest() != sha
    ]


def values(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """Name the values that are others now."""
    old, new = ({one["key"]: one for one in side} for side in (before, now))
    return [
        f"{key}: {old.get(key, {}).get('text')}, now {new.get(key, {}).get('text')}"
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    ]


def cells(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Name the cells with other outputs."""
    pairs = zip(before["cells"], now["cells"], strict=True)
    return [
        f"cell {number}: other outputs"
        for number, (old, new) in enumerate(pairs, 1)
        if old.get("outputs") != new.get("outputs")
    ]


if __name__ == "__main__":
    sys.exit(main())
