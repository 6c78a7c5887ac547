"""What is worked out from data that do not change is worked out once, and kept by the object that owns the data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Once:
    """An object whose data do not change, with the results that were worked out from them.

    Examples
    --------
    >>> class Names(Once):
    ...     names = ["b", "a"]
    >>> def first(of: Names) -> list[str]:
    ...     return sorted(of.names)[:1]
    >>> names = Names()
    >>> names.once(first), names.once(first) is names.once(first)
    (['a'], True)
    """

    def once(self, work: Callable[Concatenate[Self, P], T], *given: P.args, **named: P.kwargs) -> T:
        """What a function makes of the object and of some further, hashable arguments."""
        results: dict[Any, T] = self.__dict__.setdefault("_results", {})
        key = (work, *given, *named.items())
        if key not in results:
            results[key] = work(self, *given, **named)
        return results[key]
