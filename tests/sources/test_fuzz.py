"""Answers spoilt at random: every one is read or refused in a sentence, and `data/` stays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from playbook.errors import PlaybookError
from playbook.sources import publishers as speaking
from playbook.sources import refresh as refreshing
from playbook.sources.answers import Answer
from playbook.sources.places import Places
from tests.sources import loopback
from tests.sources.miniature import contents
from tests.sources.scenes import DATA, PROJECT, SCENES
from tests.sources.test_publishers import asked

Asked = dict[str, tuple[object, list[Answer]]]
ODD = (b"", b"0", b"-1", b"*", b"NaN", b"inf", b"1e309", b"\xff\xfe", b"\x00", b'"', b",", b"\n")
ODD += (b"{", b"]", b"null", b"<html>", b"9" * 40, b"2026-02-31", "\u202e".encode(), b"[[[[[[")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """What each publisher answers, short: a few hundred rows are mutated fast."""
    store = tmp_path_factory.mktemp("received")
    with pytest.MonkeyPatch.context() as patch, loopback.answering() as publishers:
        patch.setenv("NO_PROXY", "127.0.0.1")
        for scene in SCENES:
            scene.serve(publishers)
        yield {scene.feed: _short(asked(scene.feed, publishers, store)) for scene in SCENES}


def _short(found: tuple[object, list[Answer]]) -> tuple[object, list[Answer]]:
    feed, said = found
    short = []
    for number, one in enumerate(said):
        content = one.content
        if one.kind == "csv":
            content = b"\n".join(content.split(b"\n")[:200])
        assert one.path is not None
        path = one.path.with_name(f"{one.sha256[:8]}-{number}")
        path.write_bytes(content)
        short.append(replace(one, path=path))
    return feed, short


def spoilt(content: bytes, luck: random.Random) -> bytes:
    """Change an answer in one of the ways in which answers change."""
    at, to = sorted(luck.randrange(len(content) + 1) for _ in range(2))
    to = min(to, at + luck.choice((1, 8, 200)))
    way = luck.randrange(7)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + content[to:]
    if way == 2:
        return content[:to] + content[at:]
    if way == 3:
        return content[:at] + luck.choice(ODD) + content[to:]
    if way == 4:
        return content[:at] + luck.randbytes(luck.choice((1, 4, 64))) + content[at:]
    if way == 5:
        cells = content.split(b",")
        cells[luck.randrange(len(cells))] = luck.choice(ODD)
        return b",".join(cells)
    rows = content.split(b"\n")
    luck.shuffle(rows)
    return b"\n".join(rows)


def fuzz(answers: Asked, each: int, seed: int) -> dict[str, int]:
    """Spoil each publisher's answers so many times; count what was refused."""
    places: Places = refreshing._places(PROJECT)
    refused, silent = dict.fromkeys(answers, 0), 0
    for name, (feed, said) in answers.items():
        publisher = speaking.of(feed)
        luck = random.Random(f"{seed} {name}")  # noqa: S311
        bodies = [one.content for one in said]
        for _ in range(each):
            chosen = luck.randrange(len(said))
            path = said[chosen].path
            assert path is not None
            path.write_bytes(spoilt(bodies[chosen], luck))
            try:
                publisher.parse(said, feed, places)
            except PlaybookError as error:
                refused[name] += bool(error.file and len(error.message) > 15)
                silent += not (error.file and len(error.message) > 15)
            finally:
                path.write_bytes(bodies[chosen])
    assert silent == 0
    return refused


def test_spoilt_answers_are_read_or_refused_in_a_sentence(answers: Asked) -> None:
    before = contents(DATA)
    refused = fuzz(answers, 25, seed=1)
    assert all(refused.values())
    assert contents(DATA) == before


@pytest.mark.audit
def test_two_thousand_spoilt_answers(answers: Asked) -> None:
    before = contents(DATA)
    refused = fuzz(answers, 300, seed=2)
    assert sum(refused.values()) > 1000
    assert contents(DATA) == before
