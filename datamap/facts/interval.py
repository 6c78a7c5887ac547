"""What holds from a day, until a day."""

from __future__ import annotations

import datetime as dt


class Interval:
    """A fact that holds from its first day to its last; both are included, and None leaves it open."""

    __slots__ = ()
    from_: dt.date | None
    until: dt.date | None

    def applies_on(self, day: dt.date) -> bool:
        """Whether the fact holds on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)
