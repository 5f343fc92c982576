"""One process at a time: a lock on a file, which goes with the process that holds it.

A leaf module: every room may import it, and it imports none.
"""

from __future__ import annotations

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]


def lock(file: int, *, wait: bool = True) -> bool:
    """Lock a file until it is closed or the process ends; say whether another process has it.

    Unless told otherwise, that one is waited for.
    """
    if fcntl is None:
        return False
    # Locks of this kind are not inherited: a page's process does not hold on to it.
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if wait:
            fcntl.lockf(file, fcntl.LOCK_EX)
        return True
    return False
