"""Processes of tasks: they end when they should, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

START = "from playbook.execution import pool\nimport os, sys, time, subprocess\n"


def python(source: str, **options: object) -> subprocess.Popen[str]:
    """A process of its own, since tests run in one with threads."""
    return subprocess.Popen(
        [sys.executable, "-c", START + textwrap.dedent(source)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def said(source: str) -> str:
    out, err = python(source).communicate(timeout=60)
    assert err == ""
    return out


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: list[int], within: float = 2.0) -> bool:
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_what_tasks_give_comes_back_whole_and_no_more_run_than_jobs() -> None:
    out = said("""
        def task(n):
            def work():
                open(f"/proc/{os.getppid()}/comm").read()
                time.sleep(0.05)
                return bytes([n]) * 300_000
            return work
        started = []
        for one in pool.each([task(n) for n in range(6)], 2):
            print(one.number, one.sent == bytes([one.number]) * 300_000)
    """)
    assert sorted(out.splitlines()) == [f"{n} True" for n in range(6)]


def test_a_task_that_dies_is_told_by_its_signal_and_the_others_finish() -> None:
    out = said("""
        tasks = [lambda: os.kill(os.getpid(), 9), lambda: b"fine"]
        for one in pool.each(tasks, 1):
            print(one.number, one.sent, one.ending)
    """)
    assert out.splitlines() == [
        "0 b'' its process was ended by SIGKILL",
        "1 b'fine' its process ended with code 0",
    ]


def test_a_process_may_take_task_after_task_and_is_gone_with_the_last() -> None:
    out = said("""
        def task(n):
            return lambda: f"{n} {os.getpid()}".encode() * (1 + 20_000 * (n % 2))
        seen, below = {}, []
        for one in pool.each([task(n) for n in range(7)], 2, again=True):
            seen[one.number] = one.sent.split(str(one.number).encode() + b" ")[1]
            below.append(len(pool.descendants(os.getpid())))
        print(sorted(seen), len(set(seen.values())), below[-1])
        for one in pool.each([task(n) for n in range(3)], 2):
            print(one.number, one.sent.split()[1] in seen.values())
    """)
    assert out.splitlines()[0] == "[0, 1, 2, 3, 4, 5, 6] 2 0"
    assert sorted(out.splitlines()[1:]) == [f"{n} False" for n in range(3)]


def test_one_that_dies_between_two_tasks_costs_one_task() -> None:
    out = said("""
        def fine():
            return b"fine"
        def last():
            # It is handed a task, and dies before it takes it.
            import threading
            threading.Timer(0.1, os._exit, [3]).start()
            return b"fine"
        def slow():
            time.sleep(0.5)
            return b"fine"
        for one in pool.each([last, fine, slow, fine, fine], 1, again=True):
            print(one.number, one.sent, one.status == 0)
    """)
    assert out.splitlines() == [
        "0 b'fine' True",
        "1 b'fine' True",
        "2 b'' False",
        "3 b'fine' True",
        "4 b'fine' True",
    ]


LONG = """
    def task():
        below = subprocess.Popen(["sleep", "300"])
        away = subprocess.Popen(["sleep", "300"], start_new_session=True)
        # In one write: another task does the same at the same time.
        os.write(1, f"{os.getpid()} {below.pid} {away.pid}\\n".encode())
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            try:
                time.sleep(300)
            except BaseException:
                pass
    try:
        for _ in pool.each([task, task], 2):
            pass
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.parametrize("to", ["the parent alone", "its group"])
def test_ctrl_c_stops_everything_soon(to: str) -> None:
    process = python(LONG)
    assert process.stdout is not None
    pids = [int(pid) for _ in range(2) for pid in process.stdout.readline().split()]
    assert all(map(alive, pids))
    started = time.monotonic()
    send = os.kill if to == "the parent alone" else os.killpg
    send(process.pid, signal.SIGINT)
    # The promise is 2 seconds; a busy machine takes longer, and the tasks would take 300.
    assert process.wait(8) == 130
    assert gone(pids)
    assert time.monotonic() - started < 10


def test_ctrl_c_in_the_middle_of_a_fork_is_heard() -> None:
    # Python ignores what is raised while it tidies up after a fork, Ctrl-C included.
    out = said("""
        import signal
        pressed = []
        def press():
            if not pressed:
                pressed.append(True)
                os.kill(os.getpid(), signal.SIGINT)
        os.register_at_fork(after_in_parent=press)
        try:
            for _ in pool.each([lambda: b"", lambda: b""], 1):
                print("went on", flush=True)
        except KeyboardInterrupt:
            print("heard", flush=True)
    """)
    assert out == "heard\n"


def test_a_task_hears_ctrl_c_again() -> None:
    out = said("""
        import signal
        def task():
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                return b"heard"
        print(next(pool.each([task], 1)).sent)
    """)
    assert out == "b'heard'\n"


def test_a_parent_that_is_killed_takes_its_tasks_along() -> None:
    process = python(LONG)
    assert process.stdout is not None
    pids = [int(process.stdout.readline().split()[0]) for _ in range(2)]
    process.kill()
    assert gone(pids)


def test_a_lifeline_that_ends_stops_the_tasks() -> None:
    process = python(
        LONG.replace("2):", "2, lifeline=0):").replace("KeyboardInterrupt", "EOFError"),
        stdin=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    pids = [int(pid) for _ in range(2) for pid in process.stdout.readline().split()]
    process.stdin.close()
    assert process.wait(5) == 130
    assert gone(pids)


def test_only_a_process_with_one_thread_may_fork() -> None:
    out = said("""
        import threading
        print(pool.may_fork())
        threading.Thread(target=time.sleep, args=[5], daemon=True).start()
        print(pool.may_fork(), flush=True)
        os._exit(0)
    """)
    assert out.splitlines() == ["True", "False"]
