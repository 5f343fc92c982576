"""What the system itself keeps from a page's process, whatever its code does.

The guard is asked by Python, and code that is not Python's is past it. The wall is asked by Linux:
Landlock lets the process write in a folder of its own alone, read what a page needs and no more,
start no program, reach no port and signal nobody outside; a filter of system calls (seccomp) gives
it no socket and no second process. It holds for the thread that raises it and all that come of it,
and cannot be taken down: a forked page has one thread. Where the system knows neither, as outside
Linux, the guard is alone.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

EXECUTE, WRITE, READ, LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, REFER = 1 << 14, 1 << 13
FIRST = (1 << 13) - 1
"""Rights on files of the first version of Landlock; `REFER` came with 2, `TRUNCATE` with 3."""
PORTS = 0b11
"""To bind and to connect, from version 4."""
OUTSIDE = 0b11
"""Abstract sockets and signals of others, from version 6."""

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
BENEATH = 1
NO_NEW_PRIVILEGES, SECCOMP = 38, 22
FILTER = 2

SYSTEM = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/sys/devices/system", "/proc/self"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/etc/localtime", "/etc/timezone"),
    *("/etc/ld.so.cache", "/etc/passwd", "/etc/nsswitch.conf", "/etc/mime.types"),
    "/etc/os-release",
)
"""What Python and its libraries read of a system; nothing there is of a person."""

PACKAGES = Path(__file__).parents[2]
"""Where this package is installed."""

CALLS = {
    "x86_64": (0xC000003E, {"socket": 41, "clone": 56, "fork": 57, "vfork": 58}),
    "aarch64": (0xC00000B7, {"socket": 198, "clone": 220}),
}
"""Sign of a machine, and its numbers of the calls that are refused."""

URING, CLONE3 = 425, 435
THREAD = 0x10000
NOT_PERMITTED, NO_SUCH_CALL = 1, 38


def enclose(root: Path, own: Path) -> tuple[str, ...]:
    """Raise the wall around the running thread, for good.

    Parameters
    ----------
    root : Path
        The playbook. What is hidden in it, such as ``.git``, is not readable either.
    own : Path
        The one folder that stays writable.

    Returns
    -------
    tuple of str
        What stands: ``landlock``, ``seccomp``, both or none.

    References
    ----------
    Linux, Documentation/userspace-api/landlock.rst and seccomp_filter.rst.
    """
    if sys.platform != "linux":
        return ()
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return ()
    raised = [("landlock", _landlock(system, root, own)), ("seccomp", _seccomp(system))]
    return tuple(name for name, stands in raised if stands)


def _landlock(system: ctypes.CDLL, root: Path, own: Path) -> bool:
    version = system.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    files = FIRST | (REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    rules = struct.pack("QQQ", files, PORTS if version >= 4 else 0, OUTSIDE if version >= 6 else 0)
    known = system.syscall(CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if known < 0:
        return False
    try:
        _allow(system, known, own, files & ~EXECUTE)
        _allow(system, known, Path(os.devnull), READ | WRITE)
        for path in _readable(root):
            _allow(system, known, path, READ | LIST)
        return bool(system.syscall(RESTRICT_SELF, known, 0) == 0)
    finally:
        os.close(known)


def _allow(system: ctypes.CDLL, known: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        # Rights on a folder's entries are none of a file's.
        held = rights if path.is_dir() else rights & (EXECUTE | WRITE | READ | TRUNCATE)
        system.syscall(ADD_RULE, known, BENEATH, struct.pack("=Qi", held, place), 0)
    finally:
        os.close(place)


def _readable(root: Path) -> Iterator[Path]:
    yield from map(Path, SYSTEM)
    home = root.resolve()
    yield from (path for path in home.iterdir() if not path.name.startswith("."))
    for name in (sys.prefix, sys.base_prefix, *sys.path, PACKAGES):
        path = Path(str(name) or os.curdir).resolve()
        # The playbook as a whole holds what is hidden in it, and so does what is above it.
        if not home.is_relative_to(path):
            yield path


def _seccomp(system: ctypes.CDLL) -> bool:
    machine = CALLS.get(os.uname().machine)
    if machine is None or sys.byteorder != "little":
        return False
    code = b"".join(struct.pack("HBBI", *one) for one in _program(*machine))
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    return bool(system.prctl(SECCOMP, FILTER, program, 0, 0) == 0)


def _program(sign: int, calls: dict[str, int]) -> Iterable[tuple[int, int, int, int]]:
    """Give the filter as instructions of the Berkeley Packet Filter: code, jumps, operand."""
    load, equal, least, any_of, end = 0x20, 0x15, 0x35, 0x45, 0x06
    refused = (end, 0, 0, 0x50000 | NOT_PERMITTED)
    yield load, 0, 0, 4
    yield equal, 1, 0, sign
    yield refused
    yield load, 0, 0, 0
    # Another table of calls of the same machine.
    yield least, 0, 1, 0x40000000
    yield refused
    for number in (URING, *(calls[name] for name in calls if name != "clone")):
        yield equal, 0, 1, number
        yield refused
    # Its flags cannot be looked at. Without it, threads are made by the older call.
    yield equal, 0, 1, CLONE3
    yield end, 0, 0, 0x50000 | NO_SUCH_CALL
    yield equal, 0, 3, calls["clone"]
    yield load, 0, 0, 16
    yield any_of, 1, 0, THREAD
    yield refused
    yield end, 0, 0, 0x7FFF0000
