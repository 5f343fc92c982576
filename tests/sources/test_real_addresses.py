"""The last step: the publishers' real addresses. Without a network there is nothing to ask."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from playbook.sources import publishers as speaking
from playbook.sources import refresh as refreshing
from playbook.sources.publishers import Wanted
from playbook.sources.receiving import Receiver
from tests.sources.scenes import PROJECT

HOST = "fingertips.phe.org.uk"


def reachable() -> bool:
    try:
        with socket.create_connection((HOST, 443), timeout=3):
            return True
    except OSError:
        return False


@pytest.mark.network
def test_a_publisher_answers_in_the_shape_that_we_know(tmp_path: Path) -> None:
    if "CI_OFFLINE" in os.environ or not reachable():
        pytest.skip(f"no network: {HOST} cannot be reached from this machine")
    (feed,) = refreshing.chosen(refreshing.feeds(PROJECT), ["ohid_fingertips"])
    feed = feed.model_copy(update={"series": feed.series[:1]})
    with closing(Receiver(feed, tmp_path)) as receiver:
        answers = speaking.of(feed).fetch(receiver, Wanted(feed, {}, date.today()))
    (part,) = speaking.of(feed).parse(answers, feed, refreshing._places(PROJECT)).values()
    assert len(part.frame) > 1000
