"""The one way to keep what is worked out from an object: with the object, for as long as it lives.

A property of a class is a ``functools.cached_property``. What a function elsewhere makes of an object is kept by the
object itself: ``tables.once(exporter_roles)``. Nothing else writes into an object that it does not own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

P = ParamSpec("P")
S = TypeVar("S", bound="Once")
T = TypeVar("T")


def kept(work: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A function whose result the object that it reads keeps (:meth:`Once.once`), for all who ask for it.

    Examples
    --------
    >>> class Text(str, Once):
    ...     pass
    >>> @kept
    ... def letters(text):
    ...     print("counting")
    ...     return len(text)
    >>> text = Text("abc")
    >>> letters(text), letters(text)
    counting
    (3, 3)
    """

    @wraps(work)
    def read(of: S, *given: P.args, **named: P.kwargs) -> T:
        return of.once(work, *given, **named)

    return read


class Once:
    """An object that does not change, so that what a function makes of it can be worked out once.

    Examples
    --------
    >>> class Text(str, Once):
    ...     pass
    >>> def letters(text):
    ...     print("counting")
    ...     return len(text)
    >>> text = Text("abc")
    >>> text.once(letters), text.once(letters)
    counting
    (3, 3)
    """

    def once(self, work: Callable[Concatenate[Self, P], T], *given: P.args, **named: P.kwargs) -> T:
        """What a function makes of this object and of further, hashable arguments, worked out the first time."""
        results: dict[Any, T] = self.__dict__.setdefault("_results", {})
        key = (work, *given, *named.items())
        if key not in results:
            results[key] = work(self, *given, **named)
        return results[key]
