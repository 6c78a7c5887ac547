"""The collector of cyclic garbage is paused during a draft, and is as it was afterwards, also after an error."""

from __future__ import annotations

import gc

import pytest

from datamap.drafting.pausing import without_collector


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_the_collector_is_as_it_was(on, fails):
    @without_collector
    def work():
        assert not gc.isenabled()
        if fails:
            raise ValueError
        return 7

    was = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        if fails:
            with pytest.raises(ValueError):
                work()
        else:
            assert work() == 7
        assert gc.isenabled() is on
    finally:
        (gc.enable if was else gc.disable)()
