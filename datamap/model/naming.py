"""What completion offers on an entry of a map: its terms and what can be done with it, not the machinery below."""

from pydantic import BaseModel

HIDDEN = frozenset({"SHORT_FIELD", "short", "is_like_field", "with_origin", "origin"})
"""Public names that only the readers of files use."""


class Offering(BaseModel):
    """A model whose ``dir()`` is its fields and its own methods.

    Examples
    --------
    >>> from datamap.model import Right
    >>> [name for name in dir(Right) if name.startswith("model_")] != []
    True
    >>> [name for name in dir(Right(right="access")) if name.startswith("model_")]
    []
    """

    def __dir__(self) -> list[str]:
        own = [c for c in type(self).__mro__ if c.__module__.startswith("datamap.")]
        names = {name for c in own for name in vars(c) if not name.startswith(("_", "model_"))} - HIDDEN
        return sorted(names | set(type(self).model_fields))
