"""Look-ups in the catalogue are noted, so that a page is stale when one would answer otherwise.

What counts is the answer: a page that asks for an indicator's source does not depend on the other
sources of the file, nor on the comments in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from playbook import reading
from playbook.errors import PlaybookError

if TYPE_CHECKING:
    from playbook.catalogue.shelf import Shelf

P = ParamSpec("P")
T = TypeVar("T")

BETWEEN = "/"
"""Stands between the arguments of a look-up; ids, codes and slugs hold none."""

_KNOWN: dict[str, bool] = {}
"""Names of the look-ups, and whether each is a property."""


class collected(Generic[T]):  # noqa: N801
    """A property of the catalogue that is read once, and noted whenever it is looked at."""

    def __init__(self, read: Callable[[Any], T]) -> None:
        self.read = read
        self.name = read.__name__
        self.__doc__ = read.__doc__
        _KNOWN[self.name] = True

    @overload
    def __get__(self, catalogue: None, owner: type) -> collected[T]: ...
    @overload
    def __get__(self, catalogue: Shelf, owner: type) -> T: ...
    def __get__(self, catalogue: Shelf | None, owner: type) -> collected[T] | T:
        if catalogue is None:
            return self
        with reading.door() as outermost:
            if self.name not in catalogue.__dict__:
                catalogue.__dict__[self.name] = self.read(catalogue)
            answer: T = catalogue.__dict__[self.name]
        if outermost:
            _note(catalogue, self.name, "", answer)
        return answer

    def __set__(self, catalogue: Shelf, value: T) -> None:
        """Refuse; and so be asked each time, though the value stands in the instance."""
        raise AttributeError(f"{self.name} is read from the records")


def looked_up(
    method: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], T]:
    """Note what a method of the catalogue answers. Its arguments are texts or None."""
    _KNOWN[method.__name__] = False

    @wraps(method)
    def noted(catalogue: Any, *given: P.args, **named: P.kwargs) -> T:
        with reading.door() as outermost:
            answer = method(catalogue, *given, **named)
        if outermost:
            arguments = [str(one) for one in (*given, *named.values()) if one is not None]
            _note(catalogue, method.__name__, BETWEEN.join(arguments), answer)
        return answer

    return noted


def replay(catalogue: Shelf, name: str, of: str) -> str:
    """Make a noted look-up again and hash what it answers now.

    Parameters
    ----------
    catalogue
        Where to look.
    name, of
        As noted: the look-up, and its arguments with ``/`` between them.

    Raises
    ------
    PlaybookError
        If there is no such look-up, or if it finds nothing any more.
    """
    known = catalogue.hashes.get((name, of))
    if known is not None:
        return known
    if name not in _KNOWN:
        raise PlaybookError(f"the catalogue has no look-up {name!r}.")
    with reading.door():
        answer = getattr(catalogue, name)
        if not _KNOWN[name]:
            answer = answer(*of.split(BETWEEN))
    return _hash(catalogue, name, of, answer)


def holds(catalogue: Shelf, name: str, of: str, recorded: str) -> bool:
    """Say whether the catalogue still answers a look-up as it did."""
    try:
        return replay(catalogue, name, of) == recorded
    except PlaybookError:
        return False


def _note(catalogue: Shelf, name: str, of: str, answer: Any) -> None:
    sha256 = _hash(catalogue, name, of, answer)
    reading.note({"look_up": name, "of": of, "sha256": sha256})


def _hash(catalogue: Shelf, name: str, of: str, answer: Any) -> str:
    key = (name, of)
    if key not in catalogue.hashes:
        # A record's representation names every field. 16 digits tell one state from the next.
        text = repr(answer).encode()
        catalogue.hashes[key] = hashlib.sha256(text).hexdigest()[:16]
    return catalogue.hashes[key]
