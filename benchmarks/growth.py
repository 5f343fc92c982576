"""How a tree of editions grows over 60 months: ``python -m benchmarks.growth TREE``.

Of the newest step of a real tree it learns which files differ from one edition to the next, and
where. Then it publishes 60 editions that differ just so: of a text, the lines that differed get
other digits; of any other file, what came after the first byte that differed becomes noise. Nothing
is built. The tree is measured as it is served, as it is stored with links, and as git packs it.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

import numpy as np

from playbook.catalogue.manifest import Manifest
from playbook.editions import growth, tree, verify
from playbook.editions.numbers import hashed
from playbook.editions.shelf import Shelf

MONTHS, EVERY = 60, 20
TEXTS = {".html", ".svg", ".csv", ".js", ".json", ".txt", ".yml", ".css", ".xml"}
PIECE = re.compile(rb"[^\n>]*[\n>]?")
DIGIT = re.compile(rb"\d")


def parts(old: bytes, new: bytes, suffix: str) -> list[tuple[bytes, bool]]:
    """Cut a file into what stays as it is in the next edition and what does not, joined up."""
    if suffix not in TEXTS:
        one, other = (
            np.frombuffer(side, np.uint8)[: min(len(old), len(new))] for side in (old, new)
        )
        differ = np.flatnonzero(one != other)
        same = int(differ[0]) if len(differ) else len(one)
        return [(new[:same], False), (new[same:], True)]
    kept = set(PIECE.findall(old))
    runs = groupby(PIECE.findall(new), key=lambda piece: piece not in kept)
    return [(b"".join(pieces), moves) for moves, pieces in runs]


def varied(cut: list[tuple[bytes, bool]], suffix: str, chance: random.Random) -> bytes:
    """Give a file as it might be in another edition."""

    def other(piece: bytes) -> bytes:
        if suffix not in TEXTS:
            return chance.randbytes(len(piece))
        return DIGIT.sub(lambda _: b"%d" % chance.randrange(10), piece)

    return b"".join(other(piece) if moves else piece for piece, moves in cut)


def simulate(place: Path, home: Path) -> None:
    """Publish the months, and print a line now and then."""
    *_, old, new = tree.editions(place).values()
    before, after = place / old.name, place / new.name
    changed = [path for path, sha in new.files.items() if sha not in set(old.files.values())]
    chance, shelf = random.Random(60), Shelf.at(home / "web")  # noqa: S311 # no secret
    git = ["git", f"--git-dir={home / 'git'}"]
    subprocess.run([*git, "init", "-q"], check=True)
    site = home / "site"
    shutil.copytree(after, site)
    (site / tree.MANIFEST).unlink()
    cuts = {
        path: parts(
            (before / path).read_bytes() if (before / path).is_file() else b"",
            (after / path).read_bytes(),
            Path(path).suffix,
        )
        for path in changed
    }
    print(f"{len(changed)} of {len(new.files)} files differ from {old.name} to {new.name}")
    last: Manifest | None = None
    for month in range(MONTHS):
        for path, cut in cuts.items():
            (site / path).write_bytes(varied(cut, Path(path).suffix, chance))
        name = f"{2030 + month // 12}.{month % 12 + 1:02}"
        made = new.model_copy(
            update={
                "numbers": new.numbers.model_copy(update={"name": name}),
                "files": {path: tree.sha256(site / path) for path in new.files},
                "previous": last.name if last else None,
                "previous_sha256": hashed(tree.written(last)) if last else None,
            }
        )
        started = time.perf_counter()
        with shelf.alone():
            held = shelf.tree()
            shelf.replace(lambda to, held=held, made=made: tree.extend(to, held, site, made))
        seconds, last = time.perf_counter() - started, made
        subprocess.run([*git, f"--work-tree={shelf.place}", "add", "-A"], check=True, cwd=home)
        if (month + 1) % EVERY == 0:
            if problems := verify.problems(shelf.place.resolve()):
                sys.exit("\n".join(problems))
            *_, total = growth.of(shelf.place)
            tip = subprocess.check_output([*git, "write-tree"], text=True).strip()
            packed = subprocess.check_output(
                [*git, "pack-objects", "--stdout", "-q", "--revs"], input=tip.encode()
            )
            served = sum(each.bytes for each in growth.of(shelf.place)) + total.bytes
            print(
                f"{month + 1} editions: served {served / 1e6:,.0f} MB, stored with links "
                f"{total.total / 1e6:,.0f} MB, packed by git {len(packed) / 1e6:,.0f} MB, "
                f"{seconds:.1f} s to add the last",
                flush=True,
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/tmp")) as folder:  # noqa: S108
        simulate(Path(sys.argv[1]).resolve(), Path(folder).resolve())
